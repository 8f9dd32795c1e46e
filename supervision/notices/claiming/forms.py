"""What is asked of the pool, and what comes with a claim."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from supervision.kernel.access import Principal
from supervision.kernel.audit.rules import storable
from supervision.notices.claiming.errors import NoDepartment
from supervision.notices.claiming.schemas import LONGEST_QUESTION, Asked
from supervision.notices.claiming.service import Claimant
from supervision.notices.states import PoolReason

LONGEST_REASON = 500
LARGEST_ID = 2**63


def asked(arguments: MultiDict[str, str]) -> Asked:
    """Return the filter that the address names; what is no filter is left out."""
    reason, division = arguments.get("reason", ""), arguments.get("division", "")
    after = arguments.get("after", type=int)
    return Asked(
        reason=reason if reason in set(PoolReason) else "",
        division=division if re.fullmatch(r"\d{6}", division, re.ASCII) else "",
        q=words_of(arguments.get("q", ""))[:LONGEST_QUESTION],
        after=after if after and 0 < after < LARGEST_ID else None,
    )


def claimant(principal: Principal, *, now: datetime, reason: str = "", request_key: UUID | None = None) -> Claimant:
    """Return the department that claims; somebody without one cannot."""
    if principal.department_id is None:
        raise NoDepartment
    return Claimant(principal.department_id, principal.name, now, words_of(reason)[:LONGEST_REASON], request_key)


def question(sent: Mapping[str, Any]) -> Asked:
    """Return the filter that a department's system asked for."""
    return Asked(**{**sent, "q": words_of(sent["q"])})


def words_of(text: str) -> str:
    """Return what was typed without what no database keeps."""
    return storable(text).replace("\ufffd", "").strip()


def key_of(text: str) -> UUID | None:
    """Return the number of a form, or nothing where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None

"""What is typed and pressed at a notice."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import BinaryIO, cast
from uuid import UUID

from werkzeug.datastructures import FileStorage, MultiDict

from supervision.kernel.access import Principal
from supervision.notices.handling.schemas import Filter, Tab, Text
from supervision.notices.handling.service import Answer, Given
from supervision.notices.states import Feedback, NoticeKind

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DUES = {"overdue": "已逾期", "today": "今天到期", "due": "今天到期和逾期", "soon": "5 个工作日内和逾期"}
SIZES = (25, 100)
LARGEST_ID = 2**63
LONGEST = 60
HOME = "/notices"


def chosen(arguments: MultiDict[str, str]) -> Filter:
    """Return the filter that the address names; what is no filter is left out."""
    tab, kind = arguments.get("tab", ""), arguments.get("kind", "")
    size = arguments.get("size", 25, type=int)
    division = arguments.get("division", "")
    wanted = Filter(
        tab=Tab(tab) if tab in set(Tab) else Tab.PUSHED,
        due=_due(arguments.get("due", "")),
        item=arguments.get("item", "")[:40],
        division=division if re.fullmatch(r"\d{6}", division, re.ASCII) else "",
        kind=kind if kind in set(NoticeKind) else "",
        q=arguments.get("q", "").replace("\0", "").strip()[:LONGEST],
        office=arguments.get("office", type=int),
        size=size if size in SIZES else SIZES[0],
    )
    return wanted if wanted.office is None or 0 < wanted.office < 2**31 else replace(wanted, office=None)


def _due(text: str) -> str:
    if text in DUES:
        return text
    try:
        return date.fromisoformat(text).isoformat() if DAY.fullmatch(text) else ""
    except ValueError:
        return ""


def given(principal: Principal, form: MultiDict[str, str], *, now: datetime) -> Given:
    """Return who acts and from which form."""
    return Given(principal, now, uuid_of(form.get("request_key", "")), form.get("revision", type=int))


def uuid_of(text: str) -> UUID | None:
    """Return the number of a form, or nothing where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def answer_of(form: MultiDict[str, str], files: Iterable[FileStorage], texts: Iterable[Text] = ()) -> Answer:
    """Return the answer: the chosen wording, then what was typed, and the files that were really chosen."""
    feedback = form.get("feedback", "")
    wording = next((item.text for item in texts if item.id == form.get("wording", type=int)), "")
    said = "\n".join(part for part in (wording, form.get("text", "").strip()) if part)
    return Answer(
        feedback=Feedback(feedback) if feedback in set(Feedback) else None,
        text=said,
        files=[(item.filename, cast("BinaryIO", item.stream)) for item in files if item.filename],
    )


def back(form: MultiDict[str, str], *, otherwise: str) -> str:
    """Return where the form came from: an address of ours and of no one else."""
    address = form.get("back", "")
    return address if re.fullmatch(r"/notices[/?\w=&%.\-]*", address) and "//" not in address else otherwise


def ids_of(values: Iterable[str]) -> list[int]:
    """Return the numbers among what was ticked."""
    return [
        int(value) for value in dict.fromkeys(values) if value.isascii() and value.isdigit() and 0 < int(value) < LARGEST_ID
    ]

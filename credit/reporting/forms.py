"""What is asked and typed about decisions."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from credit.reporting.queries import Wanted
from credit.reporting.states import Kind
from supervision.accounts.forms import ChineseForm

STATES = frozenset({"held", "late", "void"})
KINDS = frozenset(kind.value for kind in Kind)


class ReleaseForm(ChineseForm):
    """放行."""

    reason = StringField("核对情况", [InputRequired("写明核对了什么"), Length(max=300, message="至多 300 字")])
    version = HiddenField()


def wanted(arguments: Mapping[str, Any]) -> Wanted:
    """Return what the address of the list asks for; what makes no sense is left out."""
    kind, state, after = (str(arguments.get(name, "")) for name in ("kind", "state", "after"))
    return Wanted(
        kind=kind if kind in KINDS else "",
        state=state if state in STATES else "",
        words=str(arguments.get("q", "")).strip().replace("\0", "")[:100],
        after=number(after),
    )


def number(text: str) -> int | None:
    """Return a number that a bigint can hold, or none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None  # noqa: PLR2004  # digits of a bigint

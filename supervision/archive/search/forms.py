"""A search as it stands in the page's address: read from it, changed in one place, written back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from marshmallow import EXCLUDE, ValidationError

from supervision.archive.search.queries import Question
from supervision.archive.search.rules import Filters, Place, read
from supervision.archive.search.schemas import QuestionSchema
from supervision.archive.subjects import rules as visibility
from supervision.kernel.access import Scope
from supervision.kernel.divisions import full_name

SCHEMA: Final = QuestionSchema(unknown=EXCLUDE)
LABELS: Final = {
    "state": "状态",
    "type": "类型",
    "industry": "行业",
    "division": "登记地",
    "established_from": "成立不早于",
    "established_to": "成立不晚于",
    "department": "部门",
    "kind": "记录",
    "item": "事项或措施",
    "category": "类别",
}
KINDS: Final = {
    "licence": "许可",
    "inspection": "检查",
    "penalty": "处罚",
    "list_entry": "名单和措施",
    "honour": "荣誉",
    "rating": "评级",
    "sampling": "抽检",
    "complaint": "投诉举报",
}
DATES: Final = frozenset({"established_from", "established_to", "valid_on", "known_on"})


@dataclass(frozen=True, slots=True)
class Pick:
    """A condition that is on: what it says and the address without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks; `given` holds its texts as written, `faults` the fields that could not be read."""

    given: Mapping[str, str]
    values: Mapping[str, Any]
    faults: Mapping[str, str]

    def href(self, **changes: str | None) -> str:
        """Return the address with some values changed; a new question begins at its first page."""
        wanted = {**self.given, "after": None, **changes}
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    @property
    def picks(self) -> list[Pick]:
        return [
            Pick(f"{label}：{self._words(name)}", self.href(**{name: None}))
            for name, label in LABELS.items()
            if self.given.get(name) and name != "state"
        ]

    def _words(self, name: str) -> str:
        written = self.given[name]
        if name == "kind":
            return KINDS.get(written, written)
        if name == "division":
            return full_name(written.ljust(6, "0"), date.max) or written
        return written

    def question(self, now: datetime, scopes: Sequence[Scope]) -> Question:
        """Return the question for the queries."""
        return question(self.values, now, scopes)


def question(values: Mapping[str, Any], now: datetime, scopes: Sequence[Scope]) -> Question:
    """Return the question that checked values ask for a reader with these positions."""
    return Question(
        text=read(values["q"]),
        as_of=visibility.as_of(valid_on=values["valid_on"], known_on=values["known_on"], now=now),
        filters=Filters(
            state=values["state"],
            type_name=values["type"],
            industry=values["industry"],
            division=values["division"],
            established_from=values["established_from"],
            established_to=values["established_to"],
            department_id=values["department"],
            record_kind=values["kind"],
            item=values["item"],
            category=values["category"],
        ),
        by=values["by"],
        place=Place.parse(values["after"]),
        scopes=scopes,
    )


def asked(arguments: Mapping[str, str]) -> Asked:
    """Read an address; what cannot be read is set aside and named, the rest still counts."""
    given = {name: tidy(name, arguments.get(name, "")) for name in SCHEMA.fields if arguments.get(name, "").strip()}
    try:
        return Asked(given, SCHEMA.load(given), {})
    except ValidationError as error:
        faults = {name: LABELS.get(name, "日期" if name in DATES else name) for name in error.messages_dict}
        readable = {name: value for name, value in given.items() if name not in faults}
        return Asked(given, SCHEMA.load(readable), faults)


def tidy(name: str, written: str) -> str:
    """Return a value as the schema reads it; days may be written in the other usual ways."""
    text = written.strip()
    if name not in DATES:
        return text
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and len(text) == len("20261118") and text.isdigit():
        parts = [text[:4], text[4:6], text[6:]]
    return "-".join(part.zfill(2) for part in parts)

"""What a page of an archive is made of, computed from the archive's JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from supervision.archive.subjects.rules import FIELD_LABELS
from supervision.archive.subjects.showing.rules import CURRENCIES, GROUPS, EventLook, Json, look, state_badge
from supervision.kernel.divisions import full_name
from supervision.kernel.industries import industry_name

LISTS = frozenset({"list_entry"})
MOST_ALERTS = 3


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact came from, as the chip beside it says."""

    source: str
    valid_from: date | None
    known_from: datetime | None
    batch_href: str | None = None
    raw_href: str | None = None
    dispute_href: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One resolved field with its source; `others` counts sources that also say something, `reports` are about this value."""

    name: str
    label: str
    value: str | date | None
    source: Source | None
    others: int = 0
    reports: Sequence[Json] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the timeline."""

    event: Json
    look: EventLook
    on: date | None
    title: str
    text: str
    source: Source


class Shown:
    """An archive with what the templates ask of it."""

    labels = FIELD_LABELS

    def __init__(self, archive: Json) -> None:
        self.json = archive
        self.id = int(archive["id"])
        self.departments: Mapping[str, str] = archive["departments"] or {}
        self.registrations: Mapping[int, Json] = {row["id"]: row for row in archive["registrations"]}

    @staticmethod
    def instant(value: str) -> datetime:
        return datetime.fromisoformat(value)

    def department(self, number: int) -> str:
        return self.departments.get(str(number), "来源未指明")

    def source(self, row: Json, kind: str | None = None) -> Source:
        """Return a row's provenance, with links where the raw row was kept."""
        made = row["source"]
        base = f"/archive/{self.id}"
        raw = f"{base}/raw/{made['batch_id']}/{made['row_no']}" if made["batch_id"] and made["row_no"] else None
        dispute = f"{base}/report?{kind}={row['id']}" if kind else None
        return Source(
            source=self.department(made["department_id"]),
            valid_from=as_date(row.get("valid_from")),
            known_from=as_instant(made["known_from"]),
            raw_href=raw,
            dispute_href=dispute,
        )

    def fact(self, name: str) -> Fact:
        """Return the value that is believed of a field, and whose it is."""
        number = self.json["fields"][name]
        row = self.registrations.get(number) if number is not None else None
        if row is None:
            return Fact(name, FIELD_LABELS[name], None, None)
        others = sum(1 for other in self.registrations.values() if other["in_force"] and other[name] not in {None, row[name]})
        source = self.source(row, "registration")
        reports = [item for item in self.reports_on("registration_id", row["id"]) if item["field"] == name]
        return Fact(name, FIELD_LABELS[name], value_of(row, name), _for_field(source, name), others, reports)

    def reports_on(self, key: str, number: int) -> list[Json]:
        """Return what people reported about a registration or a record of this archive, the latest first."""
        return [item for item in self.json["reports"] if item[key] == number]

    @property
    def facts(self) -> list[Fact]:
        return [self.fact(name) for name in FIELD_LABELS]

    @property
    def state(self) -> tuple[str, str] | None:
        row = self.registrations.get(self.json["fields"]["state"] or 0)
        return None if row is None else state_badge(row["state"])

    @property
    def former_names(self) -> list[Json]:
        return [name for name in self.json["names"] if not name["current"] and name["name"] != self.json["name"]]

    @property
    def code(self) -> Json | None:
        return next((item for item in self.json["identifiers"] if item["in_force"]), None)

    @property
    def open_conflicts(self) -> list[Json]:
        return [item for item in self.json["conflicts"] if item["settled_at"] is None]

    @property
    def alerts(self) -> list[Json]:
        """Return the list entries that are in force, the latest first."""
        return [item for item in self.json["records"]["items"] if item["kind"] in LISTS and item["in_force"]][:MOST_ALERTS]

    @property
    def open_merges(self) -> list[Json]:
        return [item for item in self.json["merges"] if item["split_at"] is None]

    @property
    def rows(self) -> list[Json]:
        """Return everything here that came as a row."""
        archive, relations = self.json, self.json["relations"]
        return [
            *archive["identifiers"],
            *archive["names"],
            *archive["registrations"],
            *archive["records"]["items"],
            *relations["holders"]["items"],
            *relations["holdings"]["items"],
        ]

    @property
    def origins(self) -> set[tuple[int | None, int | None]]:
        """Return the batch and row of everything that may be traced back."""
        sources = [row["source"] for row in [*self.rows, *self.json["timeline"]["items"]]]
        return {(source["batch_id"], source["row_no"]) for source in sources}

    def freshness(self) -> tuple[int, int, datetime | None]:
        """Return how many facts stand here, from how many departments, and when the latest came."""
        rows = self.rows
        known = [row["source"]["known_from"] for row in rows]
        return len(rows), len(self.departments), as_instant(max(known)) if known else None

    def years(self, group: str = "", limit: int | None = None) -> list[tuple[str, list[Line]]]:
        """Return the timeline by year, the latest first; events without a date come last."""
        lines = [self.line(event) for event in self.json["timeline"]["items"]]
        kept = [line for line in lines if not group or line.look.group == group][:limit]
        return [
            (year, list(part)) for year, part in groupby(kept, lambda line: f"{line.on.year} 年" if line.on else "日期不详")
        ]

    def line(self, event: Json) -> Line:
        title, _, text = str(event["summary"]).partition("；")
        return Line(event, look(event["kind"]), as_date(event["occurred_on"]), title, text, self.source(event))

    def groups(self) -> list[tuple[str, str, int]]:
        """Return the filters of the timeline with their counts; empty ones are left out."""
        found = [look(event["kind"]).group for event in self.json["timeline"]["items"]]
        counts = {name: len(found) if not name else found.count(name) for name in GROUPS}
        return [(name, label, counts[name]) for name, label in GROUPS.items() if counts[name] or not name]


def _for_field(source: Source, name: str) -> Source:
    href = f"{source.dispute_href}&field={name}" if source.dispute_href else None
    return Source(source.source, source.valid_from, source.known_from, None, source.raw_href, href)


def value_of(row: Json, name: str) -> str | date | None:
    """Return a registration's field as it is written on a page."""
    value = row[name]
    if name == "established_on":
        return as_date(value)
    if name == "state":
        badge = state_badge(value)
        return None if badge is None else badge[0]
    if name == "industry" and value is not None:
        return " ".join(part for part in (industry_name(value), value) if part)
    if name == "division" and value is not None:
        return " ".join(part for part in (full_name(value, as_date(row["established_on"]) or date.max), value) if part)
    if name == "capital" and value is not None:
        currency = row["currency"] or "CNY"
        return f"{value:,.6f}".rstrip("0").rstrip(".") + " " + CURRENCIES.get(currency, f"万 {currency}")
    return None if value is None else str(value)


def as_date(value: str | None) -> date | None:
    """Return a date that JSON carries as text."""
    return None if value is None else date.fromisoformat(value)


def as_instant(value: str | None) -> datetime | None:
    """Return an instant that JSON carries as text."""
    return None if value is None else datetime.fromisoformat(value)


def by_kind(items: Sequence[Json], order: Sequence[str]) -> list[tuple[str, list[Json]]]:
    """Return relations grouped by kind, in a fixed order."""
    groups: dict[str, list[Any]] = {kind: [] for kind in order}
    for item in items:
        groups[item["kind"]].append(item)
    return [(kind, found) for kind, found in groups.items() if found]

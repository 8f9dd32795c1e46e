"""Matching what an applicant applies for, and naming who is in charge of what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.licensing.catalogue.functions.features import name_of
from supervision.licensing.catalogue.queries import catalogue_numbered
from supervision.licensing.catalogue.schemas import Catalogue, Item
from supervision.licensing.matching.schemas import Decided, Match
from supervision.licensing.offices.queries import OfficeTable, offices
from supervision.licensing.offices.schemas import NoOffice, Office
from supervision.notices.informing.models import InformingItem
from supervision.notices.informing.schemas import Asked, Channel
from supervision.notices.informing.states import Origin, Verdict


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found for one application, nothing of it stored yet."""

    catalogue_version_id: int
    catalogue_label: str
    message: str
    items: tuple[InformingItem, ...]


@dataclass(frozen=True, slots=True)
class Desks:
    """The offices of a day with the names by which an applicant knows them."""

    offices: OfficeTable
    names: Mapping[int, str]

    def as_told(self, answer: Office | NoOffice) -> dict[str, object]:
        """Return an office as a sheet keeps it; where there is none, the function's name and why."""
        if isinstance(answer, Office):
            name, number, note = self.names[answer.department_id], answer.department_id, answer.note
        else:
            name, number, note = f"{name_of(answer.function)}主管部门", None, answer.reason
        return {"department_id": number, "function": answer.function, "name": name, "note": note}


def desks(session: Session, *, on: date) -> Desks:
    """Return the offices of a day with the names of their departments."""
    names = {row.id: row.name for row in session.execute(select(Department.id, Department.name))}
    return Desks(offices(session, on=on), names)


def find(session: Session, asked: Asked, found: Decided, *, channel: Channel, on: date) -> Looked:
    """Put what was found in a scope as items.

    Doubts wait for the clerk at the counter; a system cannot decide, so that for it they are named as possible.
    """
    version = catalogue_numbered(session, version_id=found.catalogue_version_id)
    look = _Look(version, desks(session, on=on), asked, on)
    doubtful = Verdict.OPEN if channel == Channel.COUNTER else Verdict.POSSIBLE
    items = [look.item(match, Origin.MATCHED, Verdict.LISTED) for match in found.matches]
    items += [look.item(match, Origin.DOUBTFUL, doubtful) for match in found.doubts]
    return Looked(found.catalogue_version_id, version.label, found.result.message, tuple(items))


@dataclass(frozen=True, slots=True)
class _Look:
    """What every item of one application shares."""

    version: Catalogue
    desks: Desks
    asked: Asked
    on: date

    def item(self, match: Match, origin: Origin, verdict: Verdict) -> InformingItem:
        """Put a match as the catalogue has it on the day; places in the scope are counted after its leading blanks."""
        offset = len(self.asked.scope) - len(self.asked.scope.lstrip())
        spans = [
            {"start": span.start - offset, "end": span.end - offset, "text": span.text, "role": span.role.value}
            for span in match.spans
        ]
        facts = facts_of(self.version.items[match.item], self.desks, division=self.asked.division, on=self.on)
        return InformingItem(
            origin=origin,
            verdict=verdict,
            certainty=match.certainty,
            spans=spans,
            clause=match.clause,
            clause_key=match.key,
            clause_at=match.starts_at - offset,
            **facts,
        )


def facts_of(item: Item, desks: Desks, *, division: str, on: date) -> Mapping[str, Any]:
    """Return what a sheet keeps of an item: it says for ever what the catalogue said on the day."""
    mode = item.mode(division, on)
    return {
        "item_code": item.code,
        "name": item.name,
        "stage": item.stage.value,
        "mode": mode.mode.value if mode else "optimised",
        "mode_basis": mode.basis if mode else "",
        "basis": item.basis,
        "offices": [desks.as_told(answer) for answer in desks.offices.find_all(item, division)],
    }

"""An answer as people and systems read it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.accounts.people.queries import names_of
from supervision.licensing.catalogue.functions.features import name_of
from supervision.licensing.catalogue.queries import catalogue_numbered
from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.matching.schemas import Decided, Match, Span, SpanRole
from supervision.licensing.offices.queries import OfficeTable, offices
from supervision.licensing.offices.schemas import NoOffice, Office

PERSON: Final = "person:"


@dataclass(frozen=True, slots=True)
class ShownOffice:
    """Who decides, or why nobody does."""

    department_id: int | None
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A match with its item and its offices."""

    match: Match
    item: Item
    offices: tuple[ShownOffice, ...]

    def as_json(self) -> dict[str, object]:
        """Return it for other systems."""
        return {
            "item": self.item.code,
            "name": self.item.name,
            "stage": self.item.stage.value,
            "certainty": self.match.certainty,
            "origin": self.match.origin.value,
            "clause": self.match.clause,
            "spans": [{**asdict(span), "role": span.role.value} for span in self.match.spans],
            "offices": [asdict(office) for office in self.offices],
        }


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the scope and why it is marked, if it is."""

    text: str
    role: SpanRole | None = None


def shown(session: Session, answer: Decided, matches: Sequence[Match], *, division: str | None, on: date) -> list[Shown]:
    """Return matches with their items and offices."""
    version = catalogue_numbered(session, version_id=answer.catalogue_version_id)
    named = {row.id: row.name for row in session.execute(select(Department.id, Department.name))}
    desks = offices(session, on=on)
    return [
        Shown(match, version.items[match.item], tuple(_offices(desks, version.items[match.item], division, named)))
        for match in matches
        if match.item in version.items
    ]


def _offices(desks: OfficeTable, item: Item, division: str | None, named: dict[int, str]) -> Iterator[ShownOffice]:
    for answer in desks.find_all(item, division) if division else ():
        if isinstance(answer, Office):
            yield ShownOffice(answer.department_id, named[answer.department_id], answer.note)
        elif isinstance(answer, NoOffice):
            yield ShownOffice(None, f"{name_of(answer.function)}主管部门" if answer.function else "未确定", answer.reason)


def people(session: Session, actors: Iterable[str | None]) -> dict[str, str]:
    """Return the names of the persons behind actors such as `person:7`; others stand for themselves."""
    said = {actor for actor in actors if actor}
    numbers = {actor: int(actor.partition(":")[2]) for actor in said if actor.startswith(PERSON)}
    named = names_of(session, list(numbers.values()))
    return {actor: named.get(numbers[actor], actor) if actor in numbers else actor for actor in said}


def without(excluded: Iterable[Shown]) -> dict[str, list[Shown]]:
    """Return what a scope leaves out by the word that it says."""
    grouped: dict[str, list[Shown]] = {}
    for one in excluded:
        word = next(span.text for span in one.match.spans if span.role is SpanRole.WORD)
        grouped.setdefault(word, []).append(one)
    return grouped


def pieces(scope: str, matches: Iterable[Match]) -> list[Piece]:
    """Cut a scope into pieces, those marked that a match rests on; where two overlap the first that begins is shown."""
    spans: list[Span] = sorted((span for match in matches for span in match.spans if span.end > span.start), key=_place)
    found: list[Piece] = []
    at = 0
    for span in spans:
        if span.start >= at:
            found += [Piece(scope[at : span.start]), Piece(span.text, span.role)]
            at = span.end
    return [piece for piece in (*found, Piece(scope[at:])) if piece.text]


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end

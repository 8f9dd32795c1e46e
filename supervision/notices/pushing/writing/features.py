"""The rows of a new notice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.kernel.clock import legal_date
from supervision.notices.handling.deadlines.rules import Clock, Clocks
from supervision.notices.pushing.reconciling.schemas import Farewell
from supervision.notices.pushing.schemas import Matter, Place, Spell, Told
from supervision.notices.states import NoticeKind, NoticeState

ModeOf = Callable[[Matter, str | None, date], str | None]


@dataclass(frozen=True, slots=True)
class Pen:
    """What every row of a batch needs: the instant, the clocks and how items are reformed where."""

    now: datetime
    clocks: Clocks
    mode_of: ModeOf

    @property
    def today(self) -> date:
        return legal_date(self.now)

    def placed(self, place: Place) -> dict[str, Any]:
        """Return the columns that say where a notice stands, and by when something has to be done there."""
        receive_by = self.clocks.receive_by(self.today) if place.department_id else None
        claim_by = None if place.department_id else self.clocks.claim_by(self.today)
        return {
            "state": NoticeState.PUSHED if place.department_id else NoticeState.POOLED,
            "department_id": place.department_id,
            "pool_reason": place.reason,
            "pool_text": place.text or None,
            "pushed_at": self.now if place.department_id else None,
            "receive_by": receive_by,
            "receive_rule": _code(self.clocks.receive, receive_by),
            "claim_by": claim_by,
            "claim_rule": _code(self.clocks.claim, claim_by),
            "withdrawn_at": None,
        }

    def made(self, spell: Spell, notice_id: int, number: str) -> dict[str, Any]:
        """Return the row of a spell; one that is over already was never anybody's to do."""
        row = self._row(spell, spell.began, spell.began.kind, spell.place)
        over = {"state": NoticeState.WITHDRAWN, "withdrawn_at": self.now} if spell.ending else {}
        return {**row, **over, "id": notice_id, "number": number, "dedup_key": spell.dedup_key}

    def parting(self, farewell: Farewell, notice_id: int, number: str) -> dict[str, Any]:
        """Return the row of a notice that tells who granted a permit of the firm's end."""
        place = Place(farewell.granted.department_id)
        row = self._row(farewell.spell, farewell.told, farewell.told.kind, place)
        return {**row, "id": notice_id, "number": number, "dedup_key": farewell.dedup_key}

    def _row(self, spell: Spell, told: Told, kind: NoticeKind, place: Place) -> dict[str, Any]:
        matter = spell.matter
        return {
            **self.placed(place),
            "entry_id": told.entry_id,
            "subject_id": told.subject_id,
            "kind": kind,
            "name": told.name,
            "code": told.code,
            "occurred_on": told.occurred_on,
            "item_code": matter.item,
            "item_name": matter.name,
            "function": matter.function,
            "catalogue_version_id": spell.began.catalogue_version_id,
            "certainty": matter.certainty,
            "spans": [dict(span) for span in matter.spans],
            "division": spell.division,
            "reform_mode": self.mode_of(matter, spell.division, spell.began.received_on),
            "origin_department_id": told.registrar_id,
            "made_at": self.now,
        }


def _code(clock: Clock | None, day: date | None) -> str | None:
    return clock.code if clock and day else None

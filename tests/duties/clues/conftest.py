"""A city with an office in charge, and a firm about which something was found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from supervision.duties.clues.models import Clue
from supervision.duties.clues.service import hand_over
from tests.factories.accounts import NOW, City, found_city
from tests.factories.archive import firm


@pytest.fixture
def town(session: Session, keys_of_the_test: Path) -> City:
    return found_city(session)


@pytest.fixture
def handed(session: Session, town: City) -> Callable[..., Clue]:
    """Hand a clue over to the eastern office, or to another."""
    subject = firm(session).id

    def make(source: int = 1, **more: object) -> Clue:
        values = {"department_id": town.east.id, "content": "无证从事食品生产", "now": NOW, **more}
        clue_id = hand_over(session, source_kind="notice", source_id=source, subject_id=subject, actor="person:1", **values)
        return session.get_one(Clue, clue_id)

    return make

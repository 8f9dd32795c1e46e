"""The sheets that the sample city's registrars have behind them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from supervision.city.counter.features import scribble
from supervision.city.counter.service import hand_out
from supervision.kernel import crypto
from supervision.kernel.db import reading
from supervision.notices.informing.models import Informing
from supervision.notices.informing.undertaking.features import check_signature
from tests.factories.towns import EVENING, keys_of


@pytest.fixture(scope="session")
def template(busy: str) -> str:
    return busy


@pytest.fixture
def lived_in(database: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    crypto.join(keys_of(home))
    yield
    crypto.join(None)


def test_most_were_informed_and_most_of_them_signed(lived_in: None) -> None:
    made = hand_out(now=EVENING)
    with reading() as session:
        states = Counter(session.scalars(select(Informing.state)))
        linked = session.scalars(select(Informing.entry_id).where(Informing.entry_id.is_not(None))).all()
    assert made == sum(states.values()) > 60
    assert states["undertaken"] > states["issued"] / 2 > 0
    assert len(linked) == made
    assert hand_out(now=EVENING) == 0


def test_a_scribble_is_taken_for_a_signature() -> None:
    assert check_signature(scribble(3)) == (640, 240)

"""The sheets that the sample city's registrars have behind them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from supervision.city.business.service import bring_in
from supervision.city.counter.features import scribble
from supervision.city.counter.service import hand_out
from supervision.city.service import found_offices, hire, share_functions
from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import reading, transaction
from supervision.notices.informing.models import Informing
from supervision.notices.informing.undertaking.features import check_signature

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def founded(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    crypto.join(SoftwareProvider(keys.load_or_create(tmp_path / "keys")))
    with transaction() as session:
        found_offices(session, now=NOW)
        share_functions(session, now=NOW)
        hire(session, now=NOW)
    bring_in(now=NOW)
    yield
    crypto.join(None)


def test_most_were_informed_and_most_of_them_signed(founded: None) -> None:
    made = hand_out(now=NOW)
    with reading() as session:
        states = Counter(session.scalars(select(Informing.state)))
        linked = session.scalars(select(Informing.entry_id).where(Informing.entry_id.is_not(None))).all()
    assert made == sum(states.values()) > 60
    assert states["undertaken"] > states["issued"] / 2 > 0
    assert len(linked) == made
    assert hand_out(now=NOW) == 0


def test_a_scribble_is_taken_for_a_signature() -> None:
    assert check_signature(scribble(3)) == (640, 240)

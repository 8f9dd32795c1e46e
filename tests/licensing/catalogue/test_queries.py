"""Which catalogue holds on a day, and what it says of an item."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from supervision.licensing.catalogue import queries
from supervision.licensing.catalogue.errors import NoCatalogueInForce
from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Mode, Stage

TODAY = date(2026, 11, 22)


def test_the_packaged_catalogue_is_in_force_in_a_new_database(session: Session) -> None:
    catalogue = queries.catalogue(session, on=TODAY)
    assert len(catalogue.items) == len(packaged_items()) >= 120
    assert tuple(catalogue.items.values()) == tuple(sorted(packaged_items(), key=lambda item: item.code))


def test_a_catalogue_is_read_once_by_each_process(session: Session) -> None:
    assert queries.catalogue(session, on=TODAY) is queries.catalogue(session, on=date(2022, 1, 1))


def test_before_the_first_version_there_is_none(session: Session) -> None:
    with pytest.raises(NoCatalogueInForce, match="2015-11-02 没有生效的审批事项目录"):
        queries.catalogue(session, on=date(2015, 11, 2))


def test_items_say_how_they_are_handled_on_a_day(session: Session) -> None:
    items = queries.catalogue(session, on=TODAY).items
    trade = items["SP124"].mode("990102", TODAY)
    assert items["SP124"].stage == Stage.NONE
    assert trade is not None
    assert trade.mode == Mode.CANCELLED
    assert items["SP124"].mode("990102", date(2022, 12, 29)) is None

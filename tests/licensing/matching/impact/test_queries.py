"""What a draft of the catalogue would alter in the answers of the last days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from supervision.licensing.catalogue import queries as catalogue
from supervision.licensing.catalogue import service
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.matching.impact.queries import impact
from supervision.licensing.matching.impact.schemas import Impact
from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.service import record

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
REGISTRAR = 2


@pytest.fixture(autouse=True)
def registrations(session: Session) -> None:
    """Three firms of this month, and one of a year ago."""
    scopes = {"甲": "劳务派遣服务；企业管理咨询", "乙": "餐饮服务", "丙": "软件开发"}
    for number, (name, scope) in enumerate(scopes.items(), start=1):
        enter(session, number, name, scope, NOW - timedelta(days=number))
    enter(session, 9, "旧", "劳务派遣服务", NOW - timedelta(days=400))


def enter(session: Session, number: int, name: str, scope: str, received: datetime, *, codes: tuple[str, ...] = ()) -> None:
    entry = NewEntry(
        source_no=f"S{number}",
        kind="establishment",
        occurred_on=received.date().isoformat(),
        code=None,
        regno=f"33010000000{number:04d}",
        name=f"云汀{name}有限公司",
        scope=scope,
        scope_codes=codes,
        division="330102",
        type_name="有限责任公司",
    )
    record(session, [entry], department_id=REGISTRAR, actor="user:1", now=received)


def in_force(session: Session) -> CatalogueVersion:
    found = catalogue.version_in_force(session, on=TODAY)
    assert found is not None
    return found


def altered(session: Session, *changes: Item, without: str | None = None) -> Impact:
    """What a draft with these items, and without that one, would alter in thirty days."""
    before = in_force(session)
    draft = service.draft(session, label="修订", based_on=before, actor="user:1", now=NOW)
    for item in changes:
        service.save_item(session, version_id=draft.id, item=item, seen=draft.revision, is_new=False, actor="user:1", now=NOW)
    if without:
        service.remove_item(session, version_id=draft.id, code=without, seen=draft.revision, actor="user:1", now=NOW)
    return impact(session, before=before, after=draft, since_days=30, now=NOW)


def item(session: Session, code: str) -> Item:
    return catalogue.catalogue(session, on=TODAY).items[code]


def test_a_draft_that_changes_nothing_alters_nothing(session: Session) -> None:
    found = altered(session)
    assert (found.read, found.differences, found.tallies) == (3, (), ())


def test_an_item_taken_out_is_lost_to_those_that_had_it_in_these_days(session: Session) -> None:
    found = altered(session, without="SP069")
    assert [(entry.scope.name, entry.lost) for entry in found.differences] == [("云汀甲有限公司", ("SP069",))]
    assert [(tally.item, tally.lost, tally.gained) for tally in found.tallies] == [("SP069", 1, 0)]


def test_a_new_word_gains_those_that_use_it(session: Session) -> None:
    renamed = replace(item(session, "SP069"), words=(*item(session, "SP069").words, "企业管理咨询", "软件开发"))
    found = altered(session, renamed)
    assert [(entry.scope.name, entry.gained) for entry in found.differences] == [("云汀丙有限公司", ("SP069",))]


def test_another_department_alters_how_those_that_keep_the_item_are_handled(session: Session) -> None:
    moved = replace(item(session, "SP003"), departments=("health",), feedback_workdays=10)
    found = altered(session, moved)
    assert [(entry.scope.name, entry.altered) for entry in found.differences] == [("云汀乙有限公司", ("SP003",))]
    assert found.reasons == {"SP003": ("departments", "feedback_workdays")}


def test_another_definition_alone_alters_nothing(session: Session) -> None:
    assert altered(session, replace(item(session, "SP003"), definition="要：餐饮。")).differences == ()


def test_a_standard_scope_item_that_asks_for_something_else_counts_too(session: Session) -> None:
    enter(session, 5, "丁", "软件开发", NOW - timedelta(days=5), codes=("网络安全测评",))
    found = altered(session, replace(item(session, "SP058"), scope_codes=("网络安全测评",)))
    assert [(entry.scope.name, entry.gained) for entry in found.differences] == [("云汀丁有限公司", ("SP058",))]

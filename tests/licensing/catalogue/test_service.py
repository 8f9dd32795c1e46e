"""Versions: drawn up, published for days that no other has, taken back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supervision.kernel.db import transaction
from supervision.kernel.transitions import MoveNotAllowed
from supervision.licensing.catalogue import queries, service
from supervision.licensing.catalogue.errors import (
    EditedMeanwhile,
    FaultyItem,
    ItemUnknown,
    LastVersion,
    NotADraft,
    StartsInThePast,
    VersionUnchanged,
)
from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.schemas import Item

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TODAY, TOMORROW, LATER = date(2026, 11, 22), date(2026, 11, 23), date(2027, 1, 1)
ACTOR = "user:1"


def in_force(session: Session, on: date) -> CatalogueVersion:
    found = queries.version_in_force(session, on=on)
    assert found is not None
    return found


def draft(session: Session, label: str = "修订") -> CatalogueVersion:
    return service.draft(session, label=label, based_on=in_force(session, TODAY), actor=ACTOR, now=NOW)


def edited(session: Session, name: str, label: str = "修订") -> CatalogueVersion:
    """A draft in which one item has another name."""
    return save(session, draft(session, label), replace(first(session), name=name))


def first(session: Session) -> Item:
    return queries.catalogue(session, on=TODAY).items["SP001"]


def save(session: Session, version: CatalogueVersion, item: Item, *, is_new: bool = False) -> CatalogueVersion:
    return service.save_item(
        session, version_id=version.id, item=item, seen=version.revision, is_new=is_new, actor=ACTOR, now=NOW
    )


def publish(session: Session, version: CatalogueVersion, starts_on: date) -> None:
    service.publish(session, version=version, starts_on=starts_on, actor=ACTOR, now=NOW)


def test_loading_the_package_again_adds_nothing(session: Session) -> None:
    assert service.load_packaged(session, now=NOW) is None
    assert len(queries.versions(session)) == 1


def test_a_draft_says_what_its_source_says_and_holds_on_no_day(session: Session) -> None:
    made = draft(session)
    assert queries.catalogue_of(session, version=made).items == queries.catalogue(session, on=TODAY).items
    assert in_force(session, TODAY).id != made.id


def test_an_edit_stays_in_the_draft_until_it_is_published(session: Session) -> None:
    made = edited(session, "食品销售许可")
    assert first(session).name == "食品经营许可（食品销售）"
    publish(session, made, TOMORROW)
    assert queries.catalogue(session, on=TODAY).items["SP001"].name == "食品经营许可（食品销售）"
    assert queries.catalogue(session, on=TOMORROW).items["SP001"].name == "食品销售许可"


def test_each_day_has_one_version_in_whatever_order_they_are_published(session: Session) -> None:
    later, sooner = edited(session, "甲", "后"), edited(session, "乙", "先")
    publish(session, later, LATER)
    publish(session, sooner, TOMORROW)
    days = [(row.label, row.effective_from, row.effective_to) for row in queries.published(session)]
    assert [row[1:] for row in days] == [(date(2015, 11, 3), TOMORROW), (TOMORROW, LATER), (LATER, None)]
    assert [row[0] for row in days][1:] == ["先", "后"]


def test_what_began_on_the_same_day_is_taken_back(session: Session) -> None:
    slip, right = edited(session, "甲", "误"), edited(session, "乙", "正")
    publish(session, slip, TOMORROW)
    publish(session, right, TOMORROW)
    assert slip.state == "withdrawn"
    assert in_force(session, TOMORROW).label == "正"


def test_the_database_itself_refuses_two_versions_on_a_day(session: Session) -> None:
    made = draft(session)
    statement = (
        "UPDATE licensing.catalogue_version SET state = 'published', effective_from = :day, published_at = now() WHERE id = :id"
    )
    with pytest.raises(IntegrityError, match="one_a_day"):
        session.execute(text(statement), {"day": TODAY, "id": made.id})


def test_a_withdrawn_version_gives_its_days_back(session: Session) -> None:
    before = in_force(session, TODAY)
    made = edited(session, "甲")
    publish(session, made, TOMORROW)
    service.withdraw(session, version=made, reason="依据有误", actor=ACTOR, now=NOW)
    assert in_force(session, LATER).id == before.id
    assert before.effective_to is None


def test_when_the_first_version_is_withdrawn_the_next_takes_its_days(session: Session) -> None:
    before, made = in_force(session, TODAY), edited(session, "甲")
    publish(session, made, LATER)
    service.withdraw(session, version=before, reason="依据有误", actor=ACTOR, now=NOW)
    assert in_force(session, TODAY).id == made.id


def test_without_another_version_the_last_one_stays(session: Session) -> None:
    with pytest.raises(LastVersion):
        service.withdraw(session, version=in_force(session, TODAY), reason="误", actor=ACTOR, now=NOW)


def test_what_is_published_is_not_edited(session: Session) -> None:
    standing = in_force(session, TODAY)
    with pytest.raises(NotADraft, match="已发布，不能修改"):
        save(session, standing, replace(first(session), name="别名"))
    with pytest.raises(MoveNotAllowed):
        publish(session, standing, LATER)


def test_of_two_editors_the_second_is_told_of_the_first(session: Session) -> None:
    made = draft(session)
    seen = made.revision
    save(session, made, replace(first(session), name="甲"))
    with pytest.raises(EditedMeanwhile):
        service.save_item(
            session,
            version_id=made.id,
            item=replace(first(session), name="乙"),
            seen=seen,
            is_new=False,
            actor=ACTOR,
            now=NOW,
        )


def test_of_two_who_publish_at_once_the_second_is_refused(database: str) -> None:
    with transaction() as session:
        made = edited(session, "甲")
    with transaction() as early, transaction() as late:
        seen_early, seen_late = early.get(CatalogueVersion, made.id), late.get(CatalogueVersion, made.id)
        assert seen_early is not None
        assert seen_late is not None
        publish(early, seen_early, TOMORROW)
        early.commit()
        with pytest.raises(MoveNotAllowed):
            publish(late, seen_late, TOMORROW)


def test_a_draft_that_changes_nothing_is_not_published(session: Session) -> None:
    with pytest.raises(VersionUnchanged):
        publish(session, draft(session), TOMORROW)


def test_days_that_are_over_keep_their_version(session: Session) -> None:
    with pytest.raises(StartsInThePast, match="2026-11-21 已过"):
        publish(session, edited(session, "甲"), date(2026, 11, 21))


def test_an_item_is_added_once_and_may_be_taken_out(session: Session) -> None:
    made = draft(session)
    added = replace(first(session), code="SP901", name="新许可")
    save(session, made, added, is_new=True)
    with pytest.raises(FaultyItem, match="已有事项 SP901"):
        save(session, made, added, is_new=True)
    service.remove_item(session, version_id=made.id, code="SP901", seen=made.revision, actor=ACTOR, now=NOW)
    with pytest.raises(ItemUnknown):
        queries.item_in(session, version=made, code="SP901")
    with pytest.raises(ItemUnknown):
        save(session, made, added)


def test_an_item_that_says_nonsense_is_not_saved(session: Session) -> None:
    with pytest.raises(FaultyItem, match="没有部门职能“magic”"):
        save(session, draft(session), replace(first(session), departments=("magic",)))


def test_an_import_becomes_a_draft(session: Session) -> None:
    items = [replace(item, feedback_workdays=10) for item in packaged_items()[:5]]
    made = service.imported(session, label="导入", items=items, based_on=None, actor=ACTOR, now=NOW)
    assert (made.state, made.kind) == ("draft", "imported")
    assert list(queries.catalogue_of(session, version=made).items.values()) == items


def test_a_new_package_takes_over_unless_the_office_keeps_its_own(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed = (replace(packaged_items()[0], name="随附的新名称"), *packaged_items()[1:])
    monkeypatch.setattr(service, "packaged_items", lambda: renewed)
    made = service.load_packaged(session, now=NOW)
    assert made is not None
    assert in_force(session, TODAY).id == made.id
    publish(session, edited(session, "本地名称"), TOMORROW)
    again = (replace(packaged_items()[0], name="又一个名称"), *packaged_items()[1:])
    monkeypatch.setattr(service, "packaged_items", lambda: again)
    kept = service.load_packaged(session, now=NOW)
    assert kept is not None
    assert kept.state == "draft"
    assert queries.catalogue(session, on=TOMORROW).items["SP001"].name == "本地名称"

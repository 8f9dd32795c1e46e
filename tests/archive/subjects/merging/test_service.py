"""Merging rewrites no key and splitting restores both archives exactly, whatever happened before."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from supervision.archive.subjects import queries as subjects
from supervision.archive.subjects.errors import SubjectUnknown
from supervision.archive.subjects.merging import queries
from supervision.archive.subjects.merging.errors import (
    AlreadyMerged,
    AlreadySplit,
    KindsDiffer,
    ReasonMissing,
    RowsUnassigned,
    SameArchive,
)
from supervision.archive.subjects.merging.models import Merge
from supervision.archive.subjects.merging.service import merge, split
from supervision.archive.subjects.models import Record, Subject
from supervision.archive.subjects.rules import AsOf
from supervision.kernel import audit
from supervision.kernel.audit.models import AuditEntry
from tests.factories import archive as factory

START = datetime(2026, 2, 1, tzinfo=UTC)
WHO = {"reason": "登记机关出具的证明", "actor": "person:1"}


def at(hour):
    return START + timedelta(hours=hour)


def seen(session, number, hour=10_000):
    """Return an archive without the history of its merges, which a split leaves standing."""
    found = json.loads(subjects.archive_json(session, subject_id=number, as_of=AsOf(None, at(hour))))
    return {name: part for name, part in found.items() if name not in {"merges", "as_of"}}


def keys(session):
    """Return every key of every row that is said about a subject."""
    tables = ("identifier", "name", "registration", "record", "event")
    owned = {t: session.execute(text(f"SELECT id, subject_id FROM archive.{t} ORDER BY id")).all() for t in tables}
    return owned, session.execute(text("SELECT id, from_id, to_id, holder_key FROM archive.relation ORDER BY id")).all()


@pytest.fixture
def two(session):
    kept, merged = factory.firm(session), factory.firm(session, "云汀禾木食品厂")
    factory.penalty(merged, date(2015, 2, 3))
    merged.relation(from_id=kept.id, share=0.5)
    return kept, merged


def test_a_merge_rewrites_no_key_and_names_what_it_moves(session, two):
    kept, merged = two
    before = keys(session)
    made = merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    assert keys(session) == before
    assert {name: len(ids) for name, ids in made.moved.items()} == {
        "identifier": 1,
        "name": 1,
        "registration": 1,
        "record": 1,
        "event": 1,
        "relation": 1,
    }


def test_a_split_restores_both(session, two):
    kept, merged = two
    before = seen(session, kept.id), seen(session, merged.id)
    made = merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    assert seen(session, merged.id)["id"] == kept.id
    split(session, merge_id=made.id, assignments={}, now=at(1), **WHO)
    assert (seen(session, kept.id), seen(session, merged.id)) == before


def test_between_merge_and_split_the_past_still_shows_one(session, two):
    kept, merged = two
    made = merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    split(session, merge_id=made.id, assignments={}, now=at(5), **WHO)
    members = [seen(session, merged.id, hour)["members"] for hour in (-1, 1, 6)]
    assert members == [[merged.id], [kept.id, merged.id], [merged.id]]


def test_rows_that_came_later_wait_for_a_person(session, two):
    kept, merged = two
    made = merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    record = kept.record("inspection", known_from=at(1), item="抽查")
    with pytest.raises(RowsUnassigned, match="1 条"):
        split(session, merge_id=made.id, assignments={}, now=at(2), **WHO)
    split(session, merge_id=made.id, assignments={f"record-{record.id}": merged.id}, now=at(2), **WHO)
    assert session.get_one(Record, record.id).subject_id == merged.id
    assert seen(session, merged.id)["records"]["counts"] == {"inspection": 1, "penalty": 1}


def test_a_later_row_stays_where_it_is_if_that_is_right(session, two):
    kept, merged = two
    made = merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    record = merged.record("inspection", known_from=at(1))
    split(session, merge_id=made.id, assignments={f"record-{record.id}": merged.id}, now=at(2), **WHO)
    assert session.get_one(Record, record.id).subject_id == merged.id


def test_a_later_relation_moves_by_its_end(session, two):
    kept, merged = two
    other = factory.firm(session, "云汀谷仓有限公司")
    made = merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    relation = kept.relation(from_id=other.id, known_from=at(1))
    split(session, merge_id=made.id, assignments={f"relation-{relation.id}": merged.id}, now=at(2), **WHO)
    assert relation.to_id == merged.id


def test_chains_of_merges_are_read_as_one(session, two):
    middle, lowest = two
    top = factory.firm(session, "云汀禾木集团有限公司")
    merge(session, kept_id=middle.id, merged_id=lowest.id, now=at(1), **WHO)
    made = merge(session, kept_id=top.id, merged_id=middle.id, now=at(2), **WHO)
    assert seen(session, lowest.id)["members"] == [top.id, middle.id, lowest.id]
    split(session, merge_id=made.id, assignments={}, now=at(3), **WHO)
    assert seen(session, lowest.id)["members"] == [middle.id, lowest.id]


def test_circles_and_second_parents_are_refused(session, two):
    kept, merged = two
    third = factory.firm(session, "云汀谷仓有限公司")
    merge(session, kept_id=kept.id, merged_id=merged.id, now=START, **WHO)
    for refused in ((merged.id, kept.id), (merged.id, third.id), (third.id, merged.id)):
        with pytest.raises(AlreadyMerged):
            merge(session, kept_id=refused[0], merged_id=refused[1], now=at(1), **WHO)


def test_an_archive_is_not_merged_with_itself_or_nobody(session, two):
    kept, _ = two
    with pytest.raises(SameArchive):
        merge(session, kept_id=kept.id, merged_id=kept.id, now=START, **WHO)
    with pytest.raises(SubjectUnknown):
        merge(session, kept_id=kept.id, merged_id=987_654, now=START, **WHO)


def test_a_person_is_never_merged_with_an_enterprise(session, two):
    person = factory.subject(session, "person", person_hash=b"h")
    with pytest.raises(KindsDiffer):
        merge(session, kept_id=two[0].id, merged_id=person.id, now=START, **WHO)


def test_a_reason_is_asked_for(session, two):
    with pytest.raises(ReasonMissing):
        merge(session, kept_id=two[0].id, merged_id=two[1].id, reason=" ", actor="person:1", now=START)


def test_a_merge_is_split_once(session, two):
    made = merge(session, kept_id=two[0].id, merged_id=two[1].id, now=START, **WHO)
    split(session, merge_id=made.id, assignments={}, now=at(1), **WHO)
    with pytest.raises(AlreadySplit):
        split(session, merge_id=made.id, assignments={}, now=at(2), **WHO)


def test_merge_and_split_stand_in_the_audit(session, two):
    made = merge(session, kept_id=two[0].id, merged_id=two[1].id, now=START, **WHO)
    split(session, merge_id=made.id, assignments={}, now=at(1), **WHO)
    audit.append_now(session)
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all()
    assert [action for action in actions if action.startswith("archive.")] == ["archive.merge", "archive.split"]


steps = st.lists(st.tuples(st.sampled_from(["fact", "merge", "split"]), st.integers(0, 3), st.integers(0, 3)), max_size=14)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_any_history_of_merges_ends_as_if_there_had_been_none(session, history):
    """Facts, merges and splits in any order; once everything is split, each archive is what its own facts make it."""
    with session.begin_nested() as moment:
        firms = [factory.firm(session, f"云汀{number}有限公司") for number in range(4)]
        for hour, (step, one, two_) in enumerate(history):
            _take(session, firms, (step, one, two_), at(hour))
        _split_all(session, at(len(history)))
        after = [seen(session, firm.id) for firm in firms]
        assert [found["members"] for found in after] == [[firm.id] for firm in firms]
        for firm, found in zip(firms, after, strict=True):
            own = session.scalars(select(Record.id).where(Record.subject_id == firm.id)).all()
            assert sorted(item["id"] for item in found["records"]["items"]) == sorted(own)
            assert all(item["subject_name"] == f"{firm.id}" for item in found["records"]["items"])
        for number in range(3):
            merge(session, kept_id=firms[number + 1].id, merged_id=firms[number].id, now=at(100 + number), **WHO)
        _split_all(session, at(110))
        assert [seen(session, firm.id) for firm in firms] == after
        moment.rollback()


def _take(session, firms, chosen, now):
    step, one, other = chosen
    if step == "fact":
        firms[one].record("inspection", subject_name=f"{firms[one].id}", known_from=now)
        return
    roots = [firm.id for firm in firms if session.get_one(Subject, firm.id).merged_into is None]
    kept, merged = roots[one % len(roots)], roots[other % len(roots)]
    if step == "merge" and kept != merged:
        merge(session, kept_id=kept, merged_id=merged, now=now, **WHO)
    elif step == "split":
        _split_last(session, now)


def _split_last(session, now):
    made = session.scalars(select(Merge).where(Merge.split_at.is_(None)).order_by(Merge.id.desc()).limit(1)).first()
    if made is None:
        return False
    below = queries.group_below(session, made.merged_id)
    rows = queries.later_rows(session, made)
    assignments = {row.key: made.merged_id if row.subject_id in below else made.kept_id for row in rows}
    split(session, merge_id=made.id, assignments=assignments, now=now, **WHO)
    return True


def _split_all(session, now):
    while _split_last(session, now):
        pass

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from supervision.archive.subjects.conflicts.models import FieldConflict
from supervision.archive.subjects.conflicts.service import find_conflicts, settle_conflict
from supervision.archive.subjects.errors import ConflictSettled, FactUnknown, NoteMissing
from tests.factories import archive as factory

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def found(session, **conditions):
    query = select(FieldConflict).filter_by(**conditions).order_by(FieldConflict.field, FieldConflict.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


@pytest.fixture
def disputed(session):
    made = factory.firm(session, legal_rep="沈某某", address="禾埠路 86 号", capital=100, currency="CNY")
    tax = factory.department(session)
    made.registration(department_id=tax, legal_rep="许某", address="禾埠路86号", capital=100, name=None)
    return made


def test_two_sources_that_disagree_are_kept_and_shown(session, disputed):
    assert find_conflicts(session, subject_ids=[disputed.id], now=NOW) == 1
    (conflict,) = found(session)
    assert (conflict.field, conflict.first_value, conflict.second_value) == ("legal_rep", "沈某某", "许某")


def test_blanks_punctuation_and_silence_are_no_disagreement(session, disputed):
    find_conflicts(session, subject_ids=[disputed.id], now=NOW)
    assert {conflict.field for conflict in found(session)} == {"legal_rep"}


def test_finding_again_adds_nothing(session, disputed):
    find_conflicts(session, subject_ids=[disputed.id], now=NOW)
    assert find_conflicts(session, subject_ids=[disputed.id], now=LATER) == 0


def test_other_subjects_are_left_alone(session, disputed):
    assert find_conflicts(session, subject_ids=[disputed.id + 1], now=NOW) == 0


def _changed(session, made, **values):
    for row in session.scalars(
        select(factory.Registration).filter_by(subject_id=made.id, department_id=factory.department(session))
    ):
        row.known_to = LATER
    session.flush()
    made.registration(department_id=factory.department(session), known_from=LATER, **values)


def test_a_disagreement_ends_when_the_sources_agree(session, disputed):
    find_conflicts(session, subject_ids=[disputed.id], now=NOW)
    _changed(session, disputed, legal_rep="沈某某")
    assert find_conflicts(session, subject_ids=[disputed.id], now=LATER) == 0
    (conflict,) = found(session)
    assert (conflict.settled_by, conflict.settled_as, conflict.settled_at) == ("platform", "来源已一致", LATER)


def test_a_new_value_closes_one_disagreement_and_opens_another(session, disputed):
    find_conflicts(session, subject_ids=[disputed.id], now=NOW)
    _changed(session, disputed, legal_rep="沈小四")
    assert find_conflicts(session, subject_ids=[disputed.id], now=LATER) == 1
    assert [(conflict.second_value, conflict.settled_as) for conflict in found(session)] == [
        ("许某", "来源已更新"),
        ("沈小四", None),
    ]


def test_what_a_person_settled_stays_settled(session, disputed):
    find_conflicts(session, subject_ids=[disputed.id], now=NOW)
    (conflict,) = found(session)
    settle(session, disputed, conflict.id)
    assert find_conflicts(session, subject_ids=[disputed.id], now=LATER) == 0
    assert conflict.settled_as == "以登记机关为准，税务尚未变更"


def settle(session, made, number, decision="以登记机关为准，税务尚未变更"):
    settle_conflict(session, subject_ids=[made.id], conflict_id=number, decision=decision, actor="person:1", now=LATER)


def test_settling_asks_for_a_decision_once_and_for_this_archive(session, disputed):
    find_conflicts(session, subject_ids=[disputed.id], now=NOW)
    (conflict,) = found(session)
    with pytest.raises(NoteMissing):
        settle(session, disputed, conflict.id, " ")
    with pytest.raises(FactUnknown):
        settle(session, factory.firm(session, "另一户"), conflict.id)
    settle(session, disputed, conflict.id)
    with pytest.raises(ConflictSettled):
        settle(session, disputed, conflict.id)

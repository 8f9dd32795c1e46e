"""A record is made, looked at by a second person, shown, and ended; each with its reason, nothing twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from credit.publicity import service
from credit.publicity.errors import (
    ChangedMeanwhile,
    MasksNotConfirmed,
    NeverPublic,
    ReasonNeeded,
    ReviewedByReporter,
    SeverityNotDecided,
    StillHeld,
)
from credit.publicity.masking.service import confirm
from credit.publicity.models import Publication
from credit.publicity.service import Given
from credit.publicity.states import PUBLICATION, PublicationAction, PublicationState
from credit.reporting.states import Severity
from supervision.kernel.transitions import MoveNotAllowed
from tests.factories.published import NOW, REPORTER, REVIEWER, decision, projected, published, record_of

RESIDENT = "11010519491231002X"


def test_a_new_decision_waits_with_its_clock_and_its_period(session, city):
    record = projected(session, department_id=city.bureau.id, decided_on=date(2026, 11, 12))
    assert (record.state, record.severity, record.shown_until) == ("draft", "general", date(2027, 11, 12))
    assert (record.publish_by, record.publish_rule) == (date(2026, 11, 23), "DL01@1")
    assert (record.period_rule, record.earliest_repair) == ("NDRC36-GENERAL@1", date(2027, 2, 13))
    assert "7 个工作日内公示" in record.publish_words


def test_told_twice_it_is_made_once(session, city):
    made = decision(session, department_id=city.bureau.id)
    assert service.project(session, decision_ids=[made.id], now=NOW) == 1
    assert service.project(session, decision_ids=[made.id], now=NOW) == 0
    assert session.scalar(select(func.count()).select_from(Publication)) == 1


def test_another_person_than_the_reporter_publishes(session, city):
    record = projected(session, department_id=city.bureau.id)
    with pytest.raises(ReviewedByReporter):
        service.publish(session, record, Given(REPORTER, NOW))
    service.publish(session, record, Given(REVIEWER, NOW))
    assert (record.state, record.published_at, record.reviewed_by) == ("published", NOW, REVIEWER)
    told = session.execute(
        text("SELECT payload FROM kernel.outbox_event WHERE name = 'credit.publicity.published'")
    ).scalar_one()
    assert told["decision_ids"] == [record.decision_id]


def test_the_database_refuses_one_person_for_both(session, city):
    record = projected(session, department_id=city.bureau.id)
    statement = text("UPDATE credit.publication SET state = 'published', published_at = now(), reviewed_by = reported_by")
    with pytest.raises(IntegrityError, match="four_eyes"):
        session.execute(statement)
    assert record.id


@pytest.mark.parametrize(
    ("values", "block"),
    [
        ({"party": "person"}, "person"),
        ({"kind": "licence", "party": "person", "procedure": None}, "person"),
        ({"procedure": "simple"}, "simple"),
        ({"decided_on": date(2016, 5, 1)}, "no_rule"),
    ],
)
def test_what_may_never_be_public_waits_for_nobody_and_cannot_be_published(session, city, values, block):
    record = projected(session, department_id=city.bureau.id, **values)
    assert (record.state, record.block) == ("withheld", block)
    with pytest.raises(NeverPublic):
        service.take_up(session, record, Given(REVIEWER, NOW), reason="再看")
    with pytest.raises(IntegrityError):
        session.execute(
            text("UPDATE credit.publication SET state = 'published', published_at = now(), reviewed_by = 'person:9'")
        )


def test_a_person_is_projected_without_name_and_code(session, city):
    record = projected(session, department_id=city.bureau.id, party="person", subject_name="欧阳某某")
    assert (record.party_name, record.party_code, record.grams, record.party_normal) == ("欧阳某某", None, [], "")
    other = projected(session, department_id=city.bureau.id, party="person", subject_name="钱甲乙")
    assert other.party_name == "钱某某"


def test_a_person_is_in_no_text_that_is_stored(session, city):
    values = {"title": "钱甲乙无证经营案", "facts": "钱甲乙在路边经营。"}
    record = projected(session, department_id=city.bureau.id, party="person", subject_name="钱甲乙", **values)
    assert (record.title, record.facts) == ("钱某某无证经营案", "钱某某在路边经营。")


@pytest.mark.parametrize(
    ("field", "written", "public"),
    [
        ("doc_no", "云市监罚〔2026〕8号（身份证号990102900307123）", "云市监罚〔2026〕8号（身份证号＊＊＊）"),
        ("doc_no", "云市监罚026-58880000号", "云市监罚026-58880000号"),
        ("doc_no", f"云市监罚{RESIDENT}号", "云市监罚＊＊＊号"),
        ("doc_no", "云市监罚〔2026〕9号（当事人钱甲乙，男）", "云市监罚〔2026〕9号（当事人钱某某，男）"),
        ("category", "其他-汇入6222021234567890128", "其他-汇入＊＊＊"),
        ("authority", "云汀市市场监督管理局（026-58880000）", "云汀市市场监督管理局＊＊＊）"),
        ("subject_name", "云汀禾木食品店（家住东区花园路12号3室）", "云汀禾木食品店（家住东区＊＊＊）"),
        ("subject_name", "云汀禾木食品店shen@example.com", "云汀禾木食品店＊＊＊"),
        ("authority_code", RESIDENT, None),
        ("subject_code", RESIDENT, None),
    ],
)
def test_no_field_shows_what_it_is_not_for(session, city, field, written, public):
    record = projected(session, department_id=city.bureau.id, **{field: written})
    shown = {"subject_name": "party_name", "subject_code": "party_code"}.get(field, field)
    assert getattr(record, shown) == public


def test_why_a_penalty_is_severe_is_covered_like_a_text(session, city):
    values = {"severity": "serious", "severity_basis": "致电16012345678的消费者受伤"}
    record = projected(session, department_id=city.bureau.id, **values)
    assert record.severity_basis == "致电＊＊＊的消费者受伤"


def test_a_warning_alone_is_not_public_in_principle_and_needs_a_reason(session, city):
    record = projected(session, department_id=city.bureau.id, category="警告", amount=None, decided_on=date(2026, 11, 2))
    assert (record.severity, record.block, record.shown_until) == ("minor", "in_principle", date(2027, 2, 2))
    with pytest.raises(ReasonNeeded):
        service.publish(session, record, Given(REVIEWER, NOW))
    service.publish(session, record, Given(REVIEWER, NOW), reason="社会影响较大，依据行政处罚法第四十八条")
    assert record.state == "published"


def test_texts_are_masked_before_anything_is_stored_and_a_person_confirms(session, city):
    facts = f"操作工钱甲乙，男，身份证号{RESIDENT}，电话13800000000，未持证上岗。"
    record = projected(session, department_id=city.bureau.id, facts=facts)
    assert record.facts == "操作工钱某某，男，身份证号＊＊＊，电话＊＊＊，未持证上岗。"
    assert RESIDENT not in str(record.masks)
    with pytest.raises(MasksNotConfirmed):
        service.publish(session, record, Given(REVIEWER, NOW))
    masks = [{**mask, "on": mask["kind"] != "name"} for mask in record.masks]
    confirm(session, record, Given(REVIEWER, NOW), masks=masks)
    assert record.facts == "操作工钱甲乙，男，身份证号＊＊＊，电话＊＊＊，未持证上岗。"
    service.publish(session, record, Given(REVIEWER, NOW))


def test_a_held_row_waits_for_its_reporter(session, city):
    record = projected(session, department_id=city.bureau.id, held=True, holds=[{"rule": "V06"}])
    with pytest.raises(StillHeld):
        service.publish(session, record, Given(REVIEWER, NOW))


def test_an_unconfirmed_rule_proposes_and_a_person_decides(session, city):
    record = projected(session, department_id=city.bureau.id, category="罚款", amount=500)
    assert (record.severity, record.severity_proposed) == ("general", "serious")
    with pytest.raises(SeverityNotDecided):
        service.publish(session, record, Given(REVIEWER, NOW))
    service.decide_severity(session, record, Given(REVIEWER, NOW), severity=Severity.SERIOUS)
    assert (record.severity, record.severity_proposed, record.shown_until) == ("serious", None, date(2029, 11, 12))
    service.publish(session, record, Given(REVIEWER, NOW))


def test_what_somebody_else_changed_is_not_published_unseen(session, city):
    record = projected(session, department_id=city.bureau.id)
    seen = record.revision
    confirm(session, record, Given(REVIEWER, NOW), masks=[])
    with pytest.raises(ChangedMeanwhile):
        service.publish(session, record, Given(REVIEWER, NOW, seen))


def test_a_correction_hides_at_once_and_hands_its_address_on(session, city):
    made = decision(session, department_id=city.bureau.id)
    service.project(session, decision_ids=[made.id], now=NOW)
    first = record_of(session, made)
    service.publish(session, first, Given(REVIEWER, NOW))
    token, shown = first.token, first.published_at
    made.version, made.change, made.content = 2, "corrected", "罚款 1.5 万元。"
    session.flush()
    later = NOW + timedelta(days=3)
    service.project(session, decision_ids=[made.id], now=later)
    second = record_of(session, made)
    session.refresh(first)
    assert (first.state, first.ended_at) == ("corrected", later)
    assert (second.state, second.token, second.first_published_at) == ("draft", token, shown)
    assert first.token != token
    service.publish(session, second, Given(REVIEWER, later))
    assert (second.published_at, second.first_published_at) == (later, shown)


@pytest.mark.parametrize("end", [service.withdraw_decisions, service.repair_decisions])
def test_withdrawal_and_repair_end_it_at_once_and_tell(session, city, end):
    record = published(session, department_id=city.bureau.id)
    assert end(session, decision_ids=[record.decision_id], reason="复议撤销", now=NOW) == 1
    assert end(session, decision_ids=[record.decision_id], reason="复议撤销", now=NOW) == 0
    session.refresh(record)
    assert record.state == ("withdrawn" if end is service.withdraw_decisions else "repaired")
    told = session.execute(text("SELECT payload FROM kernel.outbox_event WHERE name = 'credit.publicity.ended'")).scalar_one()
    assert (told["reason"], told["publication_ids"]) == ("复议撤销", [record.id])


def test_the_job_notes_what_is_over_and_only_that(session, city):
    over = published(session, department_id=city.bureau.id)
    still = published(session, department_id=city.bureau.id)
    licence = published(session, department_id=city.bureau.id, kind="licence", procedure=None, category="普通")
    last = NOW.replace(year=2027, month=11, day=12)
    still.shown_until = last.date() + timedelta(days=1)
    session.flush()
    assert service.expire(session, now=last, most=10) == 0
    assert service.expire(session, now=last + timedelta(days=1), most=10) == 1
    for row in (over, still, licence):
        session.refresh(row)
    assert [over.state, still.state, licence.state] == ["expired", "published", "published"]


def test_what_was_over_before_it_came_waits_for_nobody(session, city):
    record = projected(session, department_id=city.bureau.id, decided_on=date(2020, 5, 6), stock=True)
    assert (record.state, record.shown_until, record.period_rule) == ("expired", date(2021, 5, 6), "CN527-GENERAL@1")


@pytest.mark.parametrize("state", list(PublicationState))
@pytest.mark.parametrize("action", list(PublicationAction))
def test_every_state_knows_every_action_or_refuses_it(state, action):
    if PUBLICATION.allows(state, action):
        assert PUBLICATION.after(state, action) in set(PublicationState)
    else:
        with pytest.raises(MoveNotAllowed):
            PUBLICATION.after(state, action)


def test_what_the_public_sees_is_made_by_publishing_or_by_undoing_a_repair():
    ways = {(state, action) for state, action, target in PUBLICATION if target is PublicationState.PUBLISHED}
    assert ways == {
        (PublicationState.DRAFT, PublicationAction.PUBLISH),
        (PublicationState.REPAIRED, PublicationAction.RESTORE),
    }

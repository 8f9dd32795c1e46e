"""What a reported licence does to the notices of its firm."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from supervision.archive.subjects.models import Subject
from supervision.kernel.rulebook.service import enter_rule
from supervision.notices.closing import queries, service
from supervision.notices.closing.errors import AlreadySettled, ProposalUnknown
from supervision.notices.closing.models import Proposal
from supervision.notices.models import Step
from supervision.notices.states import NoticeState
from supervision.registration.obligations.models import Obligation

RETAIL, CATERING = ("SP001", "食品经营许可（食品销售）"), ("SP003", "食品经营许可（餐饮服务）")
TOBACCO = ("SP010", "烟草专卖零售许可")


def about(item: tuple[str, str]) -> dict[str, str]:
    return {"item_code": item[0], "item_name": item[1]}


def test_a_licence_of_the_item_closes_the_notice_and_is_linked(at, session, licence, arrive):
    notice = at.notice(at.city.east, NoticeState.RECEIVED, **about(TOBACCO))
    record = licence(notice, "烟草专卖零售许可证核发")
    arrive()
    assert (notice.state, notice.feedback, notice.licence_record_id) == ("closed", "licensed", record.id)
    step = session.scalars(select(Step).where(Step.notice_id == notice.id)).one()
    assert (step.action, step.actor, step.detail["record_id"]) == ("close", "平台", record.id)


@pytest.mark.parametrize("state", [NoticeState.POOLED, NoticeState.PUSHED, NoticeState.ANSWERED])
def test_it_does_so_wherever_the_notice_waits(at, licence, arrive, state):
    more = {"feedback": "cannot_contact"} if state is NoticeState.ANSWERED else {}
    notice = at.notice(None if state is NoticeState.POOLED else at.city.east, state, **about(TOBACCO), **more)
    licence(notice, "烟草专卖零售许可证")
    arrive()
    assert (notice.state, notice.feedback) == ("closed", "licensed")


def test_the_chunk_told_of_twice_closes_once(at, session, licence, arrive):
    notice = at.notice(at.city.east, **about(TOBACCO))
    licence(notice, "烟草专卖零售许可证")
    arrive()
    arrive()
    assert len(session.scalars(select(Step).where(Step.notice_id == notice.id)).all()) == 1


@pytest.mark.parametrize(
    "licence_", [{"item": "道路运输经营许可证"}, {"item": None}, {"item": "烟草专卖零售许可证", "result": "不予许可"}]
)
def test_another_licence_or_a_refusal_closes_nothing(at, licence, arrive, licence_):
    notice = at.notice(at.city.east, **about(TOBACCO))
    licence(notice, **licence_)
    arrive()
    assert notice.state == "pushed"


def test_a_licence_that_ran_out_closes_nothing(at, licence, arrive):
    notice = at.notice(at.city.east, **about(TOBACCO))
    licence(notice, "烟草专卖零售许可证", valid_to=at.now.date() - timedelta(days=1))
    arrive()
    assert notice.state == "pushed"


def test_one_licence_for_two_items_is_told_apart_by_its_content(at, session, licence, arrive):
    entry = at.entry()
    retail, catering = (
        at.notice(at.city.east, entry=entry, **about(RETAIL)),
        at.notice(at.city.east, entry=entry, **about(CATERING)),
    )
    licence(retail, "食品经营许可证", data={"content": "餐饮服务（热食类食品制售）"})
    arrive()
    assert (retail.state, catering.state) == ("pushed", "closed")
    assert session.scalars(select(Proposal.notice_id)).all() == [retail.id]


def test_one_licence_for_two_items_without_a_word_more_is_asked_about(at, session, licence, arrive):
    entry = at.entry()
    both = [at.notice(at.city.east, entry=entry, **about(item)) for item in (RETAIL, CATERING)]
    licence(both[0], "食品经营许可证")
    arrive()
    assert {notice.state for notice in both} == {"pushed"}
    assert sorted(session.scalars(select(Proposal.notice_id))) == [notice.id for notice in both]


def test_a_licence_that_was_placed_by_name_is_only_proposed(at, session, licence, arrive):
    notice = at.notice(at.city.east, **about(TOBACCO))
    licence(notice, "烟草专卖零售许可证", matched="name")
    arrive()
    assert notice.state == "pushed"
    assert "只按企业名称对上" in session.scalars(select(Proposal.why)).one()


def test_how_sure_it_must_be_is_a_rule_of_the_day(at, session, licence, arrive):
    """A city that trusts likeness less enters the rule anew: what closed by itself is now laid before the department."""
    enter_rule(
        session,
        rule_id="LC01",
        topic="notices.closing",
        params={"certain": 0.999, "possible": 0.5},
        legal_basis="本市规定",
        precedence=10,
        recorded_by="沈某某",
        effective_from=date(2015, 11, 3),
        now=at.now,
    )
    notice = at.notice(at.city.east, **about(TOBACCO))
    licence(notice, "烟草专卖零售许可证")
    arrive()
    assert notice.state == "pushed"
    assert session.scalars(select(Proposal.notice_id)).one() == notice.id


def test_a_licence_of_a_merged_archive_counts(at, session, licence, arrive):
    notice, other = at.notice(at.city.east, **about(TOBACCO)), at.entry("云汀旧名物流有限公司")
    session.get_one(Subject, other.subject_id).merged_into = notice.subject_id
    licence(other.subject_id, "烟草专卖零售许可证")
    arrive()
    assert notice.state == "closed"


def proposed(at, session, licence, arrive):
    notice = at.notice(at.city.east, **about(TOBACCO))
    licence(notice, "烟草专卖零售许可证", matched="name")
    arrive()
    return notice, session.scalars(select(Proposal)).one()


def test_the_department_accepts_once(at, session, licence, arrive):
    notice, proposal = proposed(at, session, licence, arrive)
    clerk = at.clerk(at.city.east)
    assert [line.proposal.id for line in queries.proposals(session, clerk)] == [proposal.id]
    service.accept(session, clerk, proposal_id=proposal.id, now=at.now)
    service.accept(session, clerk, proposal_id=proposal.id, now=at.now)
    assert (notice.state, notice.licence_record_id, proposal.state) == ("closed", proposal.record_id, "accepted")
    assert len(session.scalars(select(Step).where(Step.notice_id == notice.id)).all()) == 1
    with pytest.raises(AlreadySettled):
        service.refuse(session, clerk, proposal_id=proposal.id, now=at.now)


def test_what_was_refused_is_not_proposed_again(at, session, licence, arrive):
    notice, proposal = proposed(at, session, licence, arrive)
    service.refuse(session, at.clerk(at.city.east), proposal_id=proposal.id, now=at.now)
    arrive()
    assert (notice.state, [one.state for one in session.scalars(select(Proposal))]) == ("pushed", ["refused"])


def test_another_department_neither_sees_nor_decides(at, session, licence, arrive):
    _notice, proposal = proposed(at, session, licence, arrive)
    west = at.clerk(at.city.west)
    assert queries.proposals(session, west) == []
    with pytest.raises(ProposalUnknown):
        service.accept(session, west, proposal_id=proposal.id, now=at.now)


@pytest.mark.parametrize(("said", "ground"), [("已吊销", "revoked"), ("注销", "cancelled"), ("撤销", "cancelled")])
def test_a_licence_that_was_taken_away_goes_back_to_the_registrar_once(at, licence, arrive, said, ground):
    notice = at.notice(at.city.east, NoticeState.CLOSED, **about(TOBACCO))
    licence(notice, "烟草专卖零售许可证", result=said, occurred_on=date(2026, 11, 16))
    arrive()
    arrive()
    duty = at.session.scalars(select(Obligation)).one()
    assert (duty.subject_id, duty.item_code, duty.ground) == (notice.subject_id, "SP010", ground)
    assert (duty.began_on, duty.due_on) == (date(2026, 11, 16), date(2026, 12, 16))

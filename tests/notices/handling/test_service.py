"""What a department does with a notice, in every state, and never twice."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from supervision.archive.subjects.models import Event
from supervision.duties.clues.models import Clue
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.notices.handling import service
from supervision.notices.handling.attaching.models import NoticeAttachment
from supervision.notices.handling.errors import (
    FeedbackMissing,
    NothingToMerge,
    NotOurs,
    SameTarget,
    TargetEnded,
    TextMissing,
    TooManyFiles,
)
from supervision.notices.handling.moving.errors import ActionNotPossible, ChangedMeanwhile, ReasonMissing, RequestKeyTaken
from supervision.notices.handling.service import Answer
from supervision.notices.models import Notice, Step
from supervision.notices.states import NOTICE, Feedback, NoticeAction, NoticeState
from tests.factories.inbox import HEAD, OPERATOR, desk

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
S, A = NoticeState, NoticeAction


def steps(session, notice) -> list[Step]:
    return list(session.scalars(select(Step).where(Step.notice_id == notice.id).order_by(Step.id)))


def answered(session, at, notice, feedback=Feedback.LICENSED, text="", **more) -> Step:
    return service.answer(session, notice, Answer(feedback, text), at.given(at.city.tax, **more))


class TestReceiving:
    def test_the_clock_of_the_answer_begins_with_receiving(self, session, at):
        notice = at.notice(at.city.tax)
        service.receive(session, notice, at.given(at.city.tax))
        assert notice.state == S.RECEIVED
        assert (notice.received_by, notice.answer_rule) == ("沈某某", "NT-feedback@1")
        assert notice.due_on == notice.answer_by > notice.receive_by

    def test_a_late_notice_is_received_all_the_same(self, session, at):
        notice = at.notice(at.city.tax, receive_by=date(2026, 1, 5))
        service.receive(session, notice, at.given(at.city.tax))
        assert notice.state == S.RECEIVED

    def test_only_the_office_that_has_it_receives_it(self, session, at):
        notice = at.notice(at.city.tax)
        with pytest.raises(NotOurs, match="市税务局"):
            service.receive(session, notice, at.given(at.city.bureau))

    def test_it_stands_in_the_history_the_audit_the_news_and_the_archive(self, session, at):
        notice = at.notice(at.city.tax)
        service.receive(session, notice, at.given(at.city.tax))
        session.flush()
        assert [(step.action, step.actor, step.state) for step in steps(session, notice)] == [("receive", "沈某某", "received")]
        line = session.scalars(select(Event).where(Event.subject_id == notice.subject_id, Event.kind == "notice")).one()
        assert (line.summary, line.link_id) == ("双告知已接收：道路货物运输经营许可", notice.id)
        published = session.execute(text("SELECT payload FROM kernel.outbox_event WHERE name = 'notices.received'")).scalars()
        assert [event["notice_id"] for event in published] == [notice.id]

    @pytest.mark.usefixtures("database")
    def test_the_audit_names_the_office_and_the_number(self):
        with transaction() as session:
            at = desk(session)
            notice = at.notice(at.city.tax)
            service.receive(session, notice, at.given(at.city.tax))
        with reading() as session:
            said = session.scalars(select(AuditEntry).where(AuditEntry.action == "notices.receive")).one()
        assert notice.number in str(said.detail)
        assert said.department_id == notice.department_id


class TestAnswering:
    @pytest.mark.parametrize("feedback", list(Feedback))
    def test_every_answer_is_kept(self, session, at, feedback):
        notice = at.notice(at.city.tax, S.RECEIVED)
        answered(session, at, notice, feedback, "现场核查过")
        assert (notice.state, notice.feedback, notice.feedback_text) == (S.ANSWERED, feedback, "现场核查过")

    def test_what_was_not_received_is_received_in_the_same_breath(self, session, at):
        notice = at.notice(at.city.tax)
        answered(session, at, notice, revision=notice.revision)
        assert [step.action for step in steps(session, notice)] == ["receive", "answer"]

    @pytest.mark.parametrize("feedback", [Feedback.UNLICENSED, Feedback.CANNOT_CONTACT])
    def test_some_answers_say_nothing_without_a_text(self, session, at, feedback):
        notice = at.notice(at.city.tax, S.RECEIVED)
        with pytest.raises(TextMissing, match=feedback.label):
            answered(session, at, notice, feedback, "  ")

    def test_no_answer_is_refused(self, session, at):
        with pytest.raises(FeedbackMissing):
            answered(session, at, at.notice(at.city.tax, S.RECEIVED), None)

    def test_unlicensed_operation_becomes_one_clue_also_after_a_second_look(self, session, at):
        notice = at.notice(at.city.tax, S.RECEIVED)
        answered(session, at, notice, Feedback.UNLICENSED, "门店已开业，未见许可证")
        service.reopen(session, notice, at.given(at.city.tax), reason="核对门牌")
        answered(session, at, notice, Feedback.UNLICENSED, "门店已开业，未见许可证")
        clue = session.scalars(select(Clue)).one()
        assert (clue.source_kind, clue.source_id, clue.department_id) == ("notice", str(notice.id), at.city.tax.id)
        assert "门店已开业" in clue.content

    def test_other_answers_make_no_clue(self, session, at):
        answered(session, at, at.notice(at.city.tax, S.RECEIVED), Feedback.NOT_ENGAGED)
        assert session.scalar(select(func.count()).select_from(Clue)) == 0

    def test_files_come_with_the_answer(self, session, at, monkeypatch, tmp_path):
        monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
        notice = at.notice(at.city.tax, S.RECEIVED)
        step = service.answer(session, notice, Answer(Feedback.LICENSED, "", [("许可证.png", PNG)]), at.given(at.city.tax))
        kept = session.scalars(select(NoticeAttachment)).one()
        assert (kept.notice_id, kept.step_id, kept.added_by) == (notice.id, step.id, "沈某某")

    def test_too_many_files_are_refused(self, session, at):
        files = [(f"{number}.png", PNG) for number in range(11)]
        notice = at.notice(at.city.tax, S.RECEIVED)
        with pytest.raises(TooManyFiles):
            service.answer(session, notice, Answer(Feedback.LICENSED, "", files), at.given(at.city.tax))


class TestOnce:
    def test_a_form_posted_twice_is_one_answer(self, session, at, monkeypatch, tmp_path):
        monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
        notice, key = at.notice(at.city.tax), uuid4()
        form = at.given(at.city.tax, request_key=key, revision=notice.revision)
        said = Answer(Feedback.LICENSED, "", [("许可证.png", PNG)])
        first, second = (service.answer(session, notice, said, form) for _ in range(2))
        assert first is second
        assert [step.action for step in steps(session, notice)] == ["receive", "answer"]
        assert session.scalar(select(func.count()).select_from(NoticeAttachment)) == 1

    @pytest.mark.parametrize("act", ["receive", "return_", "reassign", "reopen"])
    def test_every_form_posted_twice_is_one_step(self, session, at, act):
        notice = at.notice(at.city.tax, S.ANSWERED if act == "reopen" else S.PUSHED)
        form = at.given(at.city.tax, request_key=uuid4(), revision=notice.revision)
        more = {"receive": {}, "reassign": {"department_id": at.city.bureau.id, "reason": "属地不符"}}.get(
            act, {"reason": "不属本单位"}
        )
        for _ in range(2):
            getattr(service, act)(session, notice, form, **more)
        assert len(steps(session, notice)) == 1

    def test_a_second_answer_is_refused_with_a_plain_word(self, session, at):
        notice = at.notice(at.city.tax, S.RECEIVED)
        seen = notice.revision
        answered(session, at, notice, request_key=uuid4(), revision=seen)
        with pytest.raises(ChangedMeanwhile, match="刚刚由沈某某办理过（反馈）"):
            answered(session, at, notice, Feedback.NOT_ENGAGED, request_key=uuid4(), revision=seen)
        with pytest.raises(ActionNotPossible, match="现在是“已反馈”，不能反馈"):
            answered(session, at, notice, Feedback.NOT_ENGAGED)

    def test_the_number_of_a_form_serves_no_other_notice(self, session, at):
        key = uuid4()
        service.receive(session, at.notice(at.city.tax), at.given(at.city.tax, request_key=key))
        with pytest.raises(RequestKeyTaken):
            service.receive(session, at.notice(at.city.tax), at.given(at.city.tax, request_key=key))

    @pytest.mark.usefixtures("database")
    def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told(self):
        with transaction() as session:
            at = desk(session)
            notice = at.notice(at.city.tax, S.RECEIVED)
        gate, outcomes = threading.Barrier(2), []

        def click(feedback: Feedback, name: str) -> None:
            gate.wait()
            try:
                with transaction() as session:
                    mine = session.get(Notice, notice.id)
                    form = service.Given(at.clerk(at.city.tax, name), at.now, uuid4(), notice.revision)
                    service.answer(session, mine, Answer(feedback, "现场核查"), form)
                    outcomes.append(feedback)
            except DomainError as error:
                outcomes.append(error.text)

        pair = ((Feedback.LICENSED, "沈某某"), (Feedback.NOT_ENGAGED, "顾某某"))
        clicks = [threading.Thread(target=click, args=who) for who in pair]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()
        won = [item for item in outcomes if isinstance(item, Feedback)]
        told = [item for item in outcomes if not isinstance(item, Feedback)]
        assert (len(won), len(told)) == (1, 1)
        assert "刚刚由" in told[0]
        with reading() as session:
            assert session.get(Notice, notice.id).feedback == won[0]
            assert [step.action for step in steps(session, notice)] == ["answer"]


class TestGivingAway:
    def test_returned_it_is_nobodys_and_says_why(self, session, at):
        notice = at.notice(at.city.tax, S.RECEIVED)
        service.return_(session, notice, at.given(at.city.tax), reason="不属于本单位职责")
        assert (notice.state, notice.department_id, notice.pool_reason) == (S.POOLED, None, "returned")
        assert (notice.pool_text, notice.claim_rule) == ("不属于本单位职责", "NT-claim@1")
        assert notice.due_on == notice.claim_by

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_nothing_is_given_away_without_a_reason(self, session, at, reason):
        notice = at.notice(at.city.tax)
        with pytest.raises(ReasonMissing):
            service.return_(session, notice, at.given(at.city.tax), reason=reason)
        with pytest.raises(ReasonMissing):
            service.reassign(session, notice, at.given(at.city.tax), department_id=at.city.bureau.id, reason=reason)
        assert notice.state == S.PUSHED

    def test_reassigned_its_clock_begins_anew_and_the_old_one_is_kept(self, session, at):
        notice = at.notice(at.city.tax, S.RECEIVED, receive_by=date(2026, 1, 5))
        before = notice.due_on
        later = at.now + timedelta(days=7)
        step = service.reassign(
            session, notice, at.given(at.city.tax, now=later), department_id=at.city.bureau.id, reason="属地不符"
        )
        assert (notice.state, notice.department_id, notice.received_at) == (S.PUSHED, at.city.bureau.id, None)
        assert notice.due_on == notice.receive_by > later.date()
        assert (step.from_department_id, step.to_department_id) == (at.city.tax.id, at.city.bureau.id)
        assert step.detail["due_on"] == before.isoformat()

    def test_a_department_that_was_merged_away_is_followed(self, session, at):
        at.city.west.valid_to, at.city.west.merged_into = date(2026, 1, 1), at.city.east.id
        session.flush()
        notice = at.notice(at.city.tax)
        service.reassign(session, notice, at.given(at.city.tax), department_id=at.city.west.id, reason="属地不符")
        assert notice.department_id == at.city.east.id

    def test_it_goes_to_no_department_that_ended_or_has_it(self, session, at):
        at.city.west.valid_to = date(2026, 1, 1)
        session.flush()
        notice = at.notice(at.city.tax)
        for target, error in ((at.city.west.id, TargetEnded), (99_999, TargetEnded), (at.city.tax.id, SameTarget)):
            with pytest.raises(error):
                service.reassign(session, notice, at.given(at.city.tax), department_id=target, reason="属地不符")

    def test_the_pool_is_given_out_by_those_who_oversee_it_only(self, session, at):
        notice = at.notice(None, S.POOLED)
        head = service.Given(at.clerk(at.city.tax, permissions=HEAD), at.now)
        with pytest.raises(NotOurs, match="认领池"):
            service.reassign(session, notice, head, department_id=at.city.bureau.id, reason="应由市场监管")
        operator = service.Given(at.clerk(at.city.tax, permissions=OPERATOR), at.now)
        service.reassign(session, notice, operator, department_id=at.city.bureau.id, reason="应由市场监管")
        assert (notice.state, notice.department_id) == (S.PUSHED, at.city.bureau.id)


class TestMerging:
    def test_duplicates_go_into_one_that_alone_is_answered(self, session, at):
        entry = at.entry()
        keeper, other = at.notice(at.city.tax, entry=entry), at.notice(at.city.tax, S.RECEIVED, entry=entry)
        service.merge(session, keeper, [other], at.given(at.city.tax))
        assert (other.state, other.merged_into, keeper.state) == (S.MERGED, keeper.id, S.PUSHED)
        assert [step.action for step in steps(session, keeper)] == ["remark"]
        with pytest.raises(ActionNotPossible):
            answered(session, at, other)

    def test_merged_twice_it_is_merged_once(self, session, at):
        entry = at.entry()
        keeper, other = at.notice(at.city.tax, entry=entry), at.notice(at.city.tax, entry=entry)
        form = at.given(at.city.tax, request_key=uuid4(), revision=keeper.revision)
        for _ in range(2):
            service.merge(session, keeper, [other], form)
        assert len(steps(session, keeper)) == len(steps(session, other)) == 1

    def test_only_the_same_firm_item_and_office_is_a_duplicate(self, session, at):
        entry = at.entry()
        keeper = at.notice(at.city.tax, entry=entry)
        others = [
            at.notice(at.city.tax),
            at.notice(at.city.tax, entry=entry, item_code="SP02"),
            at.notice(at.city.bureau, entry=entry),
            at.notice(at.city.tax, S.ANSWERED, entry=entry),
        ]
        for other in others:
            with pytest.raises(NothingToMerge):
                service.merge(session, keeper, [other], at.given(at.city.tax))
        with pytest.raises(NothingToMerge):
            service.merge(session, keeper, [], at.given(at.city.tax))


class TestReopening:
    def test_the_old_answer_stays_in_the_history(self, session, at):
        notice = at.notice(at.city.tax, S.RECEIVED)
        answered(session, at, notice, Feedback.NOT_REQUIRED, "属一般经营项目")
        step = service.reopen(session, notice, at.given(at.city.tax), reason="看错经营范围")
        assert (notice.state, notice.feedback) == (S.RECEIVED, None)
        assert (step.detail["feedback"], step.detail["text"]) == ("not_required", "属一般经营项目")

    def test_what_was_closed_before_anybody_received_it_can_be_taken_up(self, session, at):
        notice = at.notice(
            at.city.tax, S.CLOSED, received_at=None, received_by=None, answer_by=None, feedback=None, answered_at=None
        )
        service.reopen(session, notice, at.given(at.city.tax), reason="许可证不是这家的")
        assert (notice.state, notice.received_by) == (S.RECEIVED, "沈某某")


DONE = {
    A.RECEIVE: lambda session, at, notice: service.receive(session, notice, at.given(at.city.tax)),
    A.RETURN: lambda session, at, notice: service.return_(session, notice, at.given(at.city.tax), reason="不属本单位"),
    A.REOPEN: lambda session, at, notice: service.reopen(session, notice, at.given(at.city.tax), reason="看错了"),
    A.REMIND: lambda session, at, notice: service.urge(session, notice, at.given(at.city.tax), reason="请尽快"),
    A.ANSWER: answered,
    A.REASSIGN: lambda session, at, notice: service.reassign(
        session,
        notice,
        service.Given(at.clerk(at.city.tax, permissions=OPERATOR), at.now),
        department_id=at.city.bureau.id,
        reason="属地不符",
    ),
}


@pytest.mark.parametrize("action", list(DONE), ids=str)
@pytest.mark.parametrize("state", list(S), ids=str)
def test_every_act_in_every_state_does_what_the_table_says_or_nothing(session, at, state, action):
    notice = at.merged(at.city.tax) if state is S.MERGED else at.notice(at.city.tax, state)
    revision = notice.revision
    both = state is S.PUSHED and action is A.ANSWER
    if both or NOTICE.allows(state, action):
        DONE[action](session, at, notice)
        assert notice.state == (S.ANSWERED if both else NOTICE.after(state, action))
        assert steps(session, notice)[-1].action == action
    else:
        with pytest.raises((ActionNotPossible, NotOurs)):
            DONE[action](session, at, notice)
        session.refresh(notice)
        assert (notice.state, notice.revision, steps(session, notice)) == (state, revision, [])

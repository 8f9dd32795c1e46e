"""What goes out over real lines, to a receiver that fails in every way there is: nothing lost, nothing overtaken, both sides equal."""

import random
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text

from credit.channels import jobs, service
from credit.channels.models import Channel, ChannelDifference, ChannelMessage, ChannelReconcile
from credit.channels.service import Given
from credit.publicity import service as publicity
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.credit.channels.conftest import AUTHORITY
from tests.factories.published import NOW
from tests.factories.rows import uscc


def found(channel: str = "credit-china") -> list[tuple[str, int | None]]:
    with reading() as session:
        rows = select(ChannelDifference).where(ChannelDifference.channel == channel).order_by(ChannelDifference.id)
        return [(row.kind, row.decision_id) for row in session.scalars(rows)]


def test_what_the_portal_shows_reaches_every_receiver_that_is_to_have_it(world, receiver):
    world.connect("province", "population-base", "gsxt", "legal-base")
    world.shown(doc_no="云汀罚〔2026〕1号")
    world.work()
    assert world.messages() == [("publish", "accepted", 1)]
    for channel in ("credit-china", "province", "legal-base", "gsxt"):
        assert receiver.numbers(channel) == ["云汀罚〔2026〕1号"]
    assert receiver.rows("population-base") == []
    row = receiver.rows()[0]["row"]
    assert list(row)[:4] == ["CF_XDR_MC", "CF_XDR_LB", "CF_XDR_SHXYM", "CF_XDR_GSZC"]
    assert (row["CF_NR_FK"], row["CF_JDRQ"], row["CF_GSJZQ"]) == ("2.500000", "2026/11/12", "2027/11/12")
    assert (world.holding().received, world.holding().received_version) == (True, 1)


def test_what_waits_for_its_review_or_was_withheld_goes_nowhere(world, receiver):
    world.reported()
    world.reported(procedure="simple")
    world.work()
    assert world.messages() == []
    assert receiver.rows() == receiver.rows("legal-base") == []


def test_only_firms_of_the_register_go_to_the_enterprise_publicity_system(world, receiver):
    world.connect("gsxt")
    world.shown(doc_no="协会", subject_code=uscc(3, "51310100"), subject_name="云汀某行业协会")
    world.shown(doc_no="企业")
    world.work()
    assert receiver.numbers("gsxt") == ["企业"]
    assert receiver.numbers("credit-china") == ["企业", "协会"]


def test_a_correction_a_withdrawal_and_the_end_of_publicity_follow_the_way_they_came(world, receiver):
    world.connect("legal-base")
    made = world.shown(doc_no="号")
    world.work()
    world.correct(made, facts="更正后的事实")
    world.work()
    assert receiver.rows() == [], "an old version is gone while the new one waits for its review"
    world.publish(made)
    world.work()
    assert receiver.rows()[0]["row"]["CF_SY"] == "更正后的事实"
    world.withdraw(made)
    world.work()
    assert receiver.rows() == receiver.rows("legal-base") == []
    assert [act for act, _state, _version in world.messages()] == ["publish", "withdraw", "publish", "withdraw"]
    assert {state for _act, state, _version in world.messages()} == {"accepted"}


def test_what_ended_stays_where_the_contract_keeps_it(world, receiver):
    world.connect("legal-base")
    world.shown(doc_no="号", decided_on=date(2023, 11, 22))
    world.work()
    world.clock.shift(8 * 86_400)
    with transaction() as session:
        publicity.expire(session, now=now(), most=10)
    world.work()
    assert receiver.rows() == []
    assert receiver.numbers("legal-base") == ["号"]


def test_a_record_past_its_last_day_does_not_leave_even_if_no_job_noted_it(world, receiver):
    world.connect("legal-base")
    receiver.behave("unavailable")
    world.shown(doc_no="号", decided_on=date(2023, 11, 22))
    world.work()
    receiver.behave("none")
    world.work(days=8)
    assert receiver.rows() == []
    assert receiver.numbers("legal-base") == ["号"]


def test_a_receiver_that_is_down_for_a_week_loses_nothing_and_never_sees_what_was_withdrawn_meanwhile(world, receiver):
    receiver.behave("down")
    kept = [world.shown(doc_no=f"留〔{number}〕") for number in range(3)]
    gone = world.shown(doc_no="撤")
    world.work()
    assert world.channel().failures > 0
    world.work(days=3)
    world.withdraw(gone)
    world.correct(kept[0], doc_no="留〔0〕改")
    world.publish(kept[0])
    world.work(days=4)
    assert receiver.control()["credit-china"]["messages"] == 0
    receiver.behave("none")
    world.work(days=1)
    assert receiver.numbers() == world.portal() == ["留〔0〕改", "留〔1〕", "留〔2〕"]
    assert world.channel().failures == 0
    assert world.channel().last_error is None
    everything = str(receiver.control()["credit-china"])
    assert "'撤'" not in everything
    assert "留〔0〕'" not in everything


def test_a_batch_that_counted_though_the_answer_said_no_is_counted_once(world, receiver):
    world.shown(doc_no="号")
    receiver.behave("after-500")
    world.work()
    assert world.messages() == [("publish", "waiting", 1)]
    receiver.behave("none")
    world.work(minutes=10)
    assert world.messages() == [("publish", "accepted", 1)]
    assert len(receiver.rows()) == 1
    assert receiver.control()["credit-china"]["messages"] == 1, "the receipt came before anything was sent again"


def test_a_withdrawal_never_overtakes_what_may_have_arrived(world, receiver):
    made = world.shown(doc_no="号")
    receiver.behave("after-500")
    world.work()
    world.withdraw(made)
    receiver.behave("none")
    world.work(minutes=10)
    assert receiver.rows() == []
    assert [act for act, _state, _version in world.messages()] == ["publish", "withdraw"]
    assert world.messages()[1][1] == "accepted"
    assert not world.holding().received


def test_a_lost_receipt_is_asked_for_by_sending_the_same_again(world, receiver):
    world.shown(doc_no="号")
    receiver.behave("lose-receipts")
    world.work()
    assert world.messages() == [("publish", "sent", 1)]
    receiver.behave("none")
    world.work(minutes=30)
    assert world.messages() == [("publish", "sent", 1)], "its time is not over"
    world.work(minutes=40)
    assert world.messages() == [("publish", "accepted", 1)]
    assert receiver.control()["credit-china"]["repeated"] == 1


def test_a_late_receipt_of_an_old_version_overwrites_nothing(world, receiver):
    made = world.shown(doc_no="号")
    receiver.behave("late-receipts")
    world.work()
    world.correct(made, doc_no="号改")
    world.publish(made)
    world.work()
    receiver.control(fault="none", release=True)
    world.work()
    assert (world.holding().received_version, world.holding().answered) == (2, world.holding().sequence)
    assert receiver.numbers() == ["号改"]
    assert [state for _act, state, _version in world.messages()] == ["accepted", "accepted"]


def test_a_receipt_about_something_else_is_none(world, receiver):
    world.shown(doc_no="号")
    receiver.behave("wrong-receipts")
    world.work()
    assert world.messages() == [("publish", "sent", 1)]
    assert not world.holding().received
    with reading() as session:
        wrong = session.scalars(select(ChannelMessage.last_error).where(ChannelMessage.channel == "credit-china")).one()
    assert wrong == "收到的回执与所发内容不符，未采用"
    receiver.behave("none")
    world.work(hours=2)
    assert world.holding().received


def test_a_row_that_is_refused_comes_back_with_its_reasons_and_the_corrected_one_goes_through(world, receiver):
    made = world.shown(doc_no="缺", source_code=None)
    good = world.shown(doc_no="全")
    world.work()
    assert sorted(world.messages()) == [("publish", "accepted", 1), ("publish", "refused", 1)]
    with reading() as session:
        refused = session.scalars(
            select(ChannelMessage).where(ChannelMessage.decision_id == made.id, ChannelMessage.channel == "credit-china")
        ).one()
    assert [one["reason"] for one in refused.reasons] == ["缺少“数据来源单位统一社会信用代码”"]
    assert receiver.numbers() == ["全"]
    world.correct(made, source_code=AUTHORITY)
    world.publish(made)
    world.work()
    assert receiver.numbers() == sorted([good.doc_no, "缺"])


def test_what_the_receiver_refuses_is_refused_and_holds_up_nobody(world, receiver):
    for number in range(7):
        world.shown(doc_no=f"第{number}号")
    receiver.behave("refuse")
    world.work()
    states = [state for _act, state, _version in world.messages()]
    assert states.count("refused") == 2
    assert states.count("refused") + states.count("accepted") == 7
    assert len(receiver.rows()) == states.count("accepted")


def test_a_paused_channel_keeps_everything_until_it_goes_on(world, receiver):
    world.connect("legal-base")
    with transaction() as session:
        service.pause(session, session.get_one(Channel, "credit-china"), Given("test", NOW), reason="对方升级")
    world.shown(doc_no="号")
    world.work()
    assert (receiver.numbers(), receiver.numbers("legal-base")) == ([], ["号"])
    with transaction() as session:
        service.resume(session, session.get_one(Channel, "credit-china"), Given("test", NOW))
    world.work()
    assert receiver.numbers() == ["号"]


def test_a_crash_after_sending_sends_the_same_again_and_the_receiver_takes_it_once(world, receiver, monkeypatch):
    world.shown(doc_no="号")

    def die(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(jobs.sending, "note_sent", die)
        world.tell()
        with pytest.raises(KeyboardInterrupt):
            jobs.drain("credit-china", outside=jobs.outside(None), context=SimpleNamespace(progress=None, cancelled=None))
    assert world.messages() == [("publish", "sending", 1)]
    world.work(minutes=20)
    assert world.messages() == [("publish", "accepted", 1)]
    assert len(receiver.rows()) == 1


def test_a_day_on_which_both_sides_agree_has_no_difference(world):
    world.shown(doc_no="一")
    world.shown(doc_no="二")
    world.work()
    world.reconcile()
    assert found() == []
    with reading() as session:
        row = session.scalars(select(ChannelReconcile).where(ChannelReconcile.channel == "credit-china")).one()
    assert (row.produced, row.published, row.sent, row.received, row.held) == (2, 2, 2, 2, 2)


def test_every_difference_is_named_and_pushing_again_ends_it(world, receiver):
    waits = world.reported(doc_no="待审")
    lost = world.shown(doc_no="丢")
    kept = world.shown(doc_no="留")
    receiver.behave("lose-rows")
    world.work()
    receiver.behave("none")
    world.reconcile()
    assert found() == [("unpublished", waits.id), ("missing", lost.id), ("missing", kept.id)]
    with transaction() as session:
        service.push_again(session, "credit-china", Given("test", now()), decision_ids=[lost.id, kept.id])
    world.work()
    receiver.behave("keep-rows")
    world.withdraw(kept)
    world.work()
    receiver.behave("none")
    world.reconcile()
    assert found() == [("unpublished", waits.id), ("extra", kept.id)]
    with transaction() as session:
        service.push_again(session, "credit-china", Given("test", now()), decision_ids=[kept.id])
    with transaction() as session, pytest.raises(service.NothingToSend):
        service.push_again(session, "credit-china", Given("test", now()), decision_ids=[waits.id])
    world.work()
    world.reconcile()
    assert found() == [("unpublished", waits.id)]
    assert receiver.numbers() == world.portal() == ["丢"]


@pytest.mark.parametrize("seed", [1])
def test_whatever_fails_in_whatever_order_both_sides_are_equal_in_the_end(world, receiver, seed):
    world.connect("legal-base")
    chance = random.Random(seed)  # noqa: S311 - the same story each time
    made = [world.shown(doc_no=f"第{number}号") for number in range(4)]
    faults = ["down", "unavailable", "after-500", "lose-receipts", "late-receipts", "wrong-receipts", "none"]
    for step in range(6):
        receiver.behave(chance.choice(faults))
        one = chance.choice(made)
        if chance.random() < 0.4:
            world.withdraw(one)
        else:
            world.correct(one, facts=f"第{step}次更正")
            world.publish(one)
        world.work(hours=chance.choice([0, 1, 7]))
    receiver.control(fault="none", release=True)
    for _round in range(3):
        world.work(hours=7)
    for channel in ("credit-china", "legal-base"):
        assert receiver.numbers(channel) == world.portal()
    world.reconcile()
    assert found() == found("legal-base") == []
    with reading() as session:
        open_ = "SELECT count(*) FROM credit.channel_message JOIN credit.channel ON name = channel WHERE address IS NOT NULL"
        open_ += " AND state IN ('waiting', 'sending', 'sent')"
        assert session.scalar(text(open_)) == 0

"""The pool, and the departments that claim from it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.db import reading, transaction
from supervision.kernel.outbox.models import OutboxEvent
from supervision.notices.claiming import queries, service
from supervision.notices.claiming.errors import NothingToClaim, NothingToJoin
from supervision.notices.claiming.models import Claim
from supervision.notices.claiming.schemas import Asked
from supervision.notices.claiming.service import Claimant
from supervision.notices.errors import NoticeUnknown
from supervision.notices.handling import service as handling
from supervision.notices.handling.service import Given
from supervision.notices.models import Notice
from tests.factories.routing import MEDICINE, NOW, PLAIN, Town, arrive, entry, found_town, notices, steps

DOUBTFUL = "灯箱刻字"


@pytest.fixture
def town(database: str) -> Town:
    return found_town()


@pytest.fixture
def pooled(town: Town) -> Notice:
    arrive(town, entry(1, scope=PLAIN))
    return notices()[0]


def claimant(town: Town, code: str, *, minutes: int = 0, **more) -> Claimant:
    return Claimant(town[code], f"{code}经办", NOW + timedelta(minutes=minutes), **more)


def claim(town: Town, notice: Notice, code: str, **more) -> Claim:
    with transaction() as session:
        return service.claim(session, notice_id=notice.id, claimant=claimant(town, code, **more))


def join(town: Town, notice: Notice, code: str) -> Claim:
    with transaction() as session:
        return service.join(session, notice_id=notice.id, claimant=claimant(town, code))


def test_who_claims_has_it_in_its_inbox_with_the_clock_running(town: Town, pooled: Notice):
    assert claim(town, pooled, "transport", reason="行业管理").outcome == "won"
    (one,) = notices()
    assert (one.state, one.department_id, one.claimed_by) == ("received", town["transport"], "transport经办")
    assert one.answer_by is not None
    assert one.answer_by.isoformat() == "2026-12-18"
    assert steps(one.id)[-1] == ("claim", "行业管理")


def test_the_second_is_told_who_was_first_and_may_join(town: Town, pooled: Notice):
    claim(town, pooled, "transport")
    lost = claim(town, pooled, "police", minutes=5)
    assert (lost.outcome, "市交通运输局" in lost.rule) == ("lost", True)
    assert steps(pooled.id)[-1][0] == "remark"
    joined = join(town, pooled, "police")
    first, second = notices()
    assert joined.outcome == "joined"
    assert joined.joined_notice_id == second.id
    assert (second.kind, second.state, second.department_id) == ("claim", "received", town["police"])
    assert (second.name, second.entry_id, second.number) == (first.name, first.entry_id, "告字〔2026〕000002")


def test_joining_twice_is_joining_once(town: Town, pooled: Notice):
    claim(town, pooled, "transport")
    claim(town, pooled, "police")
    assert join(town, pooled, "police").joined_notice_id == join(town, pooled, "police").joined_notice_id
    assert len(notices()) == 2


def test_who_never_claimed_cannot_join(town: Town, pooled: Notice):
    claim(town, pooled, "transport")
    with pytest.raises(NothingToJoin):
        join(town, pooled, "police")
    with pytest.raises(NothingToJoin):
        join(town, pooled, "transport")


def test_the_office_of_a_doubtful_item_takes_over_and_the_first_is_told(town: Town):
    arrive(town, entry(1, scope=DOUBTFUL))
    (doubt,) = notices()
    assert claim(town, doubt, "transport").outcome == "won"
    assert claim(town, doubt, "police", minutes=30).outcome == "won"
    (one,) = notices()
    assert (one.state, one.department_id) == ("received", town["police"])
    with reading() as session:
        outcomes = {row.department_id: row.outcome for row in session.scalars(select(Claim))}
        told = select(OutboxEvent.payload).where(OutboxEvent.name == "notices.claim_settled").order_by(OutboxEvent.id)
        settled = [(payload["department_id"], payload["outcome"]) for payload in session.scalars(told)]
    assert outcomes == {town["transport"]: "yielded", town["police"]: "won"}
    assert settled == [(town["transport"], "won"), (town["transport"], "yielded"), (town["police"], "won")]
    assert join(town, doubt, "transport").outcome == "joined"


def test_a_double_click_claims_once(town: Town, pooled: Notice):
    key = uuid4()
    first = claim(town, pooled, "transport", request_key=key)
    assert claim(town, pooled, "transport", request_key=key).id == first.id
    assert claim(town, pooled, "transport").id == first.id
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 1


def test_of_many_who_claim_at_once_one_wins(town: Town, pooled: Notice):
    codes = ["market", "market-north", "market-south", "transport", "police"]
    with ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(lambda code: claim(town, pooled, code).outcome, codes))
    assert sorted(outcomes) == ["lost"] * 4 + ["won"]


def test_what_was_returned_can_be_claimed_again(town: Town, pooled: Notice, at: Callable[[str], Given]):
    claim(town, pooled, "transport")
    with transaction() as session:
        notice = session.get_one(Notice, pooled.id)
        handling.return_(session, notice, at("transport"), reason="不属于本单位职责")
    assert claim(town, pooled, "police").outcome == "won"
    assert claim(town, pooled, "transport").outcome == "lost"


@pytest.fixture
def at(town: Town) -> Callable[[str], Given]:
    def make(code: str) -> Given:
        with reading() as session:
            office = session.get_one(Department, town[code])
            return Given(Principal("person", 1, "沈某某", office.id, office.short_name), NOW)

    return make


def test_the_end_of_the_firm_ends_the_claimed_and_the_joined_notice(town: Town, pooled: Notice):
    claim(town, pooled, "transport")
    claim(town, pooled, "police")
    join(town, pooled, "police")
    arrive(town, entry(2, "cancellation", scope=None))
    assert [one.state for one in notices()] == ["withdrawn", "withdrawn"]
    with pytest.raises(NothingToClaim):
        claim(town, pooled, "market")


def test_an_unknown_notice_is_refused(town: Town):
    with transaction() as session, pytest.raises(NoticeUnknown):
        service.claim(session, notice_id=1, claimant=claimant(town, "police"))


def test_the_pool_is_searched_by_name_code_and_reason(town: Town):
    arrive(town, entry(1, scope=PLAIN), entry(2, firm=2, scope=""), entry(3, firm=3, scope=MEDICINE, division="997788"))
    first, second, third = notices()

    def found(**asked: str) -> list[int]:
        with reading() as session:
            return [line.id for line in queries.pool(session, Asked(**asked), today=NOW.date()).lines]

    assert found() == [third.id, second.id, first.id]
    assert found(reason="scope_empty") == [second.id]
    assert found(q="第3食品") == [third.id]
    assert found(q=str(second.code).lower()) == [second.id]
    assert found(q="药品零售") == [third.id]
    assert found(q=first.number[-3:]) == [first.id]
    assert found(q="%") == []
    assert found(division="330100") == [second.id, first.id]


def test_the_pool_is_read_page_by_page(town: Town):
    arrive(town, *(entry(number, firm=number, scope=PLAIN) for number in range(1, 8)))
    with reading() as session:
        first = queries.pool(session, Asked(size=5), today=NOW.date())
        second = queries.pool(session, Asked(size=5, after=first.following), today=NOW.date())
    assert (len(first.lines), len(second.lines), second.following) == (5, 2, None)
    assert (first.total, first.counts) == (7, {"no_item": 7})

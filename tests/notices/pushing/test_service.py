"""From a registration to the inboxes: through the real door, the outbox and the archive."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from supervision.kernel.db import reading, transaction
from supervision.licensing.matching.models import Doubt, Verdict
from supervision.licensing.matching.service import remember
from supervision.notices.pushing.service import route
from tests.factories.routing import (
    FOOD,
    FREIGHT,
    MEDICINE,
    NORTH,
    NOW,
    PLAIN,
    SOUTH,
    TESTER,
    Town,
    arrive,
    end,
    entry,
    notices,
    said,
    send,
    settle,
    steps,
)

DOUBTFUL = "灯箱刻字"
EAT, DRUG = "食品经营许可（餐饮服务）", "药品零售许可（药品经营）"


def test_each_item_is_a_notice_for_the_office_of_the_same_level(town: Town):
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}"))
    assert said(town) == [("B0001", EAT, "market-north", "pushed"), ("B0001", DRUG, "market-north", "pushed")]


def test_a_notice_shows_words_certainty_catalogue_and_deadline(town: Town):
    arrive(town, entry(1))
    (one,) = notices()
    assert (one.number, one.kind, one.division) == ("告字〔2026〕000001", "establishment", NORTH)
    assert [span["text"] for span in one.spans if span["role"] == "word"] == ["餐饮服务"]
    assert one.certainty is not None
    assert one.certainty > 0.9
    assert one.catalogue_version_id is not None
    assert one.receive_by is not None
    assert one.receive_rule is not None
    assert one.receive_by.isoformat() == "2026-11-25"
    assert one.receive_rule.startswith("NT-receive@")
    assert steps(one.id) == [("push", "")]


def test_where_the_district_has_no_office_the_city_stands_in(town: Town):
    arrive(town, entry(1, scope=FREIGHT))
    ((_number, _item, department, state),) = said(town)
    assert (department, state) == ("transport", "pushed")


def test_a_registration_that_comes_twice_makes_one_notice(town: Town):
    arrive(town, entry(1))
    arrive(town, entry(1))
    assert len(notices()) == 1


def test_routing_the_same_entries_again_changes_nothing(town: Town):
    recorded = send(town, entry(1), entry(2, firm=2))
    settle()
    with transaction() as session:
        routed = route(session, [one.entry_id for one in recorded], now=NOW)
    assert not routed.any
    assert len(notices()) == 2


def test_a_change_of_scope_tells_what_is_new_and_takes_back_what_is_gone(town: Town):
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}"))
    arrive(town, entry(2, "scope_change", scope=f"{MEDICINE}；{FREIGHT}"))
    assert [(number, state) for number, _item, _office, state in said(town)] == [
        ("B0001", "withdrawn"),
        ("B0001", "pushed"),
        ("B0002", "pushed"),
    ]
    first, second, _third = notices()
    assert steps(first.id)[-1] == ("withdraw", "经营范围变更（2026-11-02）后不再涉及本事项")
    assert steps(second.id)[-1] == ("update", "经营范围变更（2026-11-02）：本事项仍在经营范围内，承办部门不变")


def test_a_move_to_the_south_is_for_the_south(town: Town):
    arrive(town, entry(1))
    arrive(town, entry(2, "address_change", division=SOUTH, address="南区渡口路 2 号", scope=None))
    assert said(town) == [("B0001", EAT, "market-north", "withdrawn"), ("B0002", EAT, "market-south", "pushed")]
    assert "住所已迁出" in steps(notices()[0].id)[-1][1]


@pytest.mark.parametrize(("kind", "words"), [("revocation", "企业已被吊销营业执照"), ("cancellation", "企业已办理注销登记")])
def test_the_end_of_a_firm_withdraws_and_tells_who_granted_a_permit(town: Town, kind: str, words: str):
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}"))
    with transaction() as session:
        session.execute(
            text(
                "UPDATE notices.notice SET state = 'answered', feedback = 'licensed', answered_at = :now WHERE item_name = :item"
            ),
            {"now": NOW, "item": EAT},
        )
    arrive(town, entry(2, kind, scope=None))
    assert said(town) == [
        ("B0001", EAT, "market-north", "answered"),
        ("B0001", DRUG, "market-north", "withdrawn"),
        ("B0002", EAT, "market-north", "pushed"),
    ]
    assert notices()[-1].kind == kind
    assert words in steps(notices()[1].id)[-1][1]
    assert words in steps(notices()[0].id)[-1][1]


@pytest.mark.parametrize(
    ("scope", "reason"),
    [(PLAIN, "no_item"), ("", "scope_empty"), (None, "scope_empty"), ("餐\ufffd\ufffd\ufffd务\ufffd", "scope_garbled")],
)
def test_what_names_no_item_waits_in_the_pool_with_the_reason(town: Town, scope: str | None, reason: str):
    arrive(town, entry(1, scope=scope))
    (one,) = notices()
    assert (one.state, one.pool_reason, one.department_id) == ("pooled", reason, None)
    assert one.pool_text
    assert one.claim_by is not None
    assert one.claim_by.isoformat() == "2026-12-07"


@pytest.mark.parametrize("division", ["997788", "火星区"])
def test_an_unknown_division_waits_in_the_pool_with_the_item(town: Town, division: str):
    arrive(town, entry(1, division=division))
    (one,) = notices()
    assert (one.state, one.pool_reason, one.item_name) == ("pooled", "division_unknown", EAT)


def test_a_place_without_any_office_waits_in_the_pool_and_says_so(town: Town):
    arrive(town, entry(1, division="110101"))
    (one,) = notices()
    assert (one.state, one.pool_reason) == ("pooled", "no_office")
    assert one.pool_text
    assert "没有登记" in one.pool_text


def test_a_department_that_was_merged_away_is_followed_to_its_heir(town: Town):
    end(town, "market-north", merged_into="market-south")
    arrive(town, entry(1))
    assert said(town) == [("B0001", EAT, "market-south", "pushed")]


def test_a_department_that_ended_without_heir_leaves_its_notices_to_who_claims(town: Town):
    end(town, "market-north")
    end(town, "market")
    arrive(town, entry(1))
    (one,) = notices()
    assert (one.state, one.pool_reason) == ("pooled", "no_office")
    assert one.pool_text
    assert "撤并" in one.pool_text


def test_a_correction_takes_back_and_tells_anew(town: Town):
    arrive(town, entry(1, scope=FOOD))
    arrive(town, entry(1, scope=MEDICINE))
    assert said(town) == [("B0001", EAT, "market-north", "withdrawn"), ("B0001", DRUG, "market-north", "pushed")]
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}", telephone="0571-1234567"))
    assert [(item, state) for _number, item, _office, state in said(town)] == [(EAT, "pushed"), (DRUG, "pushed")]


def test_a_change_that_comes_before_the_establishment_goes_on_under_it(town: Town):
    arrive(town, entry(2, "scope_change", scope=FOOD))
    number = notices()[0].number
    arrive(town, entry(1, scope=FOOD), now=NOW + timedelta(hours=1))
    (one,) = notices()
    assert (one.number, one.kind, one.state) == (number, "establishment", "pushed")
    assert "后到" in steps(one.id)[-1][1]


def test_numbers_of_a_year_leave_none_out(town: Town):
    arrive(town, *(entry(number, firm=number, scope=f"{FOOD}；{MEDICINE}") for number in range(1, 8)))
    assert [one.number for one in notices()] == [f"告字〔2026〕{number:06d}" for number in range(1, 15)]


def test_a_batch_of_firms_is_written_with_a_handful_of_statements(town: Town):
    arrive(town, *(entry(number, firm=number) for number in range(1, 300)))
    assert len({one.subject_id for one in notices()}) == 299
    with reading() as session:
        routed = session.execute(text("SELECT count(*) FROM kernel.audit_entry WHERE action = 'notices.routed'"))
        assert routed.scalar_one() == 1


def test_the_archive_of_the_firm_tells_of_it(town: Town):
    arrive(town, entry(1))
    with reading() as session:
        lines = session.execute(text("SELECT summary FROM archive.event WHERE kind = 'notice'")).scalars().all()
    assert lines == [f"双告知推送：{EAT}（告字〔2026〕000001）"]


def test_a_settled_doubt_sends_what_waited_for_it(town: Town):
    arrive(town, entry(1, scope=DOUBTFUL), entry(2, firm=2, scope=DOUBTFUL))
    waiting = notices()
    assert {(one.state, one.pool_reason) for one in waiting} == {("pooled", "doubt")}
    with transaction() as session:
        doubt = session.scalars(select(Doubt).where(Doubt.item_code == waiting[0].item_code)).one()
        remember(session, doubt_id=doubt.id, verdict=Verdict.ASKED, reason="", seen_open=True, actor=TESTER, now=NOW)
    settle()
    asked = [one for one in notices() if one.item_code == waiting[0].item_code]
    assert [(one.state, one.department_id is not None) for one in asked] == [
        ("withdrawn", False),
        ("withdrawn", False),
        ("pushed", True),
        ("pushed", True),
    ]
    assert steps(waiting[0].id)[-1] == ("withdraw", "是否涉及本事项已有核定结论")

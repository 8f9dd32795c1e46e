"""Looking, deciding, issuing, replacing and withdrawing."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from supervision.kernel.db import transaction
from supervision.kernel.queues.models import Job
from supervision.kernel.rulebook.service import enter_rule
from supervision.licensing.matching.models import Decision
from supervision.notices.informing import errors, queries, service
from supervision.notices.informing.models import Informing, InformingItem
from supervision.notices.informing.schemas import Asked
from supervision.notices.informing.states import InformingState, Origin, Verdict
from tests.factories.accounts import NOW
from tests.factories.counter import BASE, CLERK, FIRM, NOTHING, SCOPE
from tests.factories.counter import counter as open_counter


def codes(whole, verdict=Verdict.LISTED):
    return {item.item_code for item in whole.items if item.verdict == verdict}


@pytest.fixture
def doubtful(counter):
    """Let the matcher be sure of hardly anything."""
    enter_rule(
        counter.session,
        rule_id="LM01",
        topic="licensing.matching",
        params={"threshold": 0.99, "doubtful": 0.3},
        legal_basis="试行",
        precedence=90,
        recorded_by=CLERK,
        now=NOW,
    )
    return counter.look()


def test_a_draft_says_which_words_caused_which_item(counter):
    whole = counter.whole(counter.look())
    assert {item.name for item in whole.listed} == {"食品经营许可（餐饮服务）", "食品生产许可"}
    for item in whole.items:
        assert item.spans
        assert all(SCOPE[span["start"] : span["end"]] == span["text"] for span in item.spans)
        assert item.offices[0]["name"]
        assert item.basis


def test_places_are_counted_after_leading_blanks(counter):
    informing = counter.look(" \n" + SCOPE)
    for item in counter.whole(informing).items:
        assert all(informing.scope[span["start"] : span["end"]] == span["text"] for span in item.spans)


def test_the_same_form_makes_one_draft(counter):
    key = uuid4()
    assert counter.look(key=key).id == counter.look(key=key).id


def test_an_issued_sheet_has_a_number_a_token_and_a_job(counter):
    first, second = counter.issued(), counter.issued()
    assert (first.number, second.number) == ("告知〔2026〕000001号", "告知〔2026〕000002号")
    assert first.token_hash != second.token_hash
    jobs = counter.session.scalars(select(Job).where(Job.kind == service.SET_SHEET)).all()
    assert [job.arguments["informing_id"] for job in jobs] == [first.id, second.id]


def test_the_database_knows_no_token_in_plain(counter):
    informing = counter.issued()
    token = service.crypto.provider().decrypt("notices.informing.check", informing.token_sealed)
    assert len(token) == 16
    row = counter.session.execute(text("SELECT informing::text FROM notices.informing AS informing")).scalar_one()
    assert token.hex() not in row


def test_a_sheet_waits_for_every_doubt(counter, doubtful):
    whole = counter.whole(doubtful)
    assert codes(whole, Verdict.OPEN) == {"SP003", "SP004"}
    with pytest.raises(errors.DoubtsUndecided):
        service.issue(counter.session, doubtful, actor=CLERK, check_base=BASE, now=NOW)


def test_what_a_clerk_decided_is_remembered_for_the_next_applicant(counter, doubtful):
    first, second = counter.whole(doubtful).open
    service.judge(counter.session, doubtful, item_id=first.id, asked=True, reason="", actor=CLERK, now=NOW)
    service.judge(counter.session, doubtful, item_id=second.id, asked=False, reason="只做预包装", actor=CLERK, now=NOW)
    service.issue(counter.session, doubtful, actor=CLERK, check_base=BASE, now=NOW)
    made = {row.item_code: row.verdict for row in counter.session.scalars(select(Decision))}
    assert {code: str(verdict) for code, verdict in made.items()} == {first.item_code: "asked", second.item_code: "not_asked"}
    again = counter.whole(counter.look())
    assert codes(again) == {first.item_code}
    assert not again.open


def test_leaving_out_what_was_matched_needs_a_reason(counter):
    informing = counter.look()
    item = counter.whole(informing).listed[0]
    with pytest.raises(errors.ReasonMissing):
        service.judge(counter.session, informing, item_id=item.id, asked=False, reason=" ", actor=CLERK, now=NOW)


def test_an_item_is_added_with_a_reason_and_once(counter):
    informing = counter.look()
    with pytest.raises(errors.ReasonMissing):
        service.add(counter.session, informing, item_code="SP010", reason="", actor=CLERK, now=NOW)
    added = service.add(counter.session, informing, item_code="SP010", reason="申请人说明要零售卷烟", actor=CLERK, now=NOW)
    assert (added.origin, added.verdict) == (Origin.ADDED, Verdict.LISTED)
    with pytest.raises(errors.ItemAlreadyThere):
        service.add(counter.session, informing, item_code="SP010", reason="又一次", actor=CLERK, now=NOW)
    with pytest.raises(errors.ItemUnknown):
        service.add(counter.session, informing, item_code="没有", reason="x", actor=CLERK, now=NOW)


def test_what_is_issued_is_not_changed_any_more(counter):
    informing = counter.issued()
    item = counter.whole(informing).items[0]
    with pytest.raises(errors.InformingMoveNotAllowed):
        service.judge(counter.session, informing, item_id=item.id, asked=False, reason="x", actor=CLERK, now=NOW)
    with pytest.raises(errors.InformingMoveNotAllowed):
        service.issue(counter.session, informing, actor=CLERK, check_base=BASE, now=NOW)


def test_an_item_of_another_draft_is_unknown(counter):
    one, other = counter.look(), counter.look()
    foreign = counter.whole(other).items[0]
    with pytest.raises(errors.ItemUnknown):
        service.judge(counter.session, one, item_id=foreign.id, asked=True, reason="", actor=CLERK, now=NOW)


@pytest.mark.parametrize("scope", [NOTHING, "", "   ", "？？？###", "\n"])
def test_no_item_is_recorded_as_such(counter, scope):
    informing = counter.issued(scope)
    assert (informing.state, informing.undertaking_needed) == (InformingState.ISSUED, False)
    assert counter.whole(informing).listed == []


def test_an_unknown_division_names_nobody_and_says_why(counter):
    whole = counter.whole(counter.look(division="999999"))
    assert {office["department_id"] for item in whole.items for office in item.offices} == {None}
    assert all("999999" in office["note"] for item in whole.items for office in item.offices)


def test_a_business_has_one_sheet_that_stands(counter):
    counter.issued(source_no="YT-1")
    with pytest.raises(errors.SourceNumberTaken) as refused:
        counter.look(source_no="YT-1")
    assert "告知〔2026〕000001号" in refused.value.text


def asked(**more) -> Asked:
    return Asked(**{"kind": "establishment", "name": FIRM, "scope": SCOPE, "division": "310115", "source_no": "YT-9", **more})


def inform(counter, **more):
    return service.inform(
        counter.session, asked(**more), department_id=counter.city.east.id, actor="client:1", check_base=BASE, now=NOW
    )


def test_a_system_that_repeats_itself_gets_the_same_sheet(counter):
    (first, fresh), (second, again) = inform(counter), inform(counter)
    assert (first.id, fresh, again) == (second.id, True, False)


def test_another_content_replaces_the_sheet_and_both_are_kept(counter):
    first, _fresh = inform(counter)
    second, fresh = inform(counter, scope=NOTHING)
    assert fresh
    assert (first.state, first.replaced_by, second.state) == (InformingState.VOID, second.id, InformingState.ISSUED)


def test_a_system_cannot_decide_so_doubts_are_named_as_possible(counter, doubtful):
    made, _fresh = inform(counter)
    whole = counter.whole(made)
    assert codes(whole, Verdict.POSSIBLE) == {"SP003", "SP004"}
    assert made.state == InformingState.ISSUED


def test_many_at_once_get_numbers_without_gap_and_one_sheet_for_a_business(database, own_keys):
    with transaction() as session:
        east = open_counter(session).city.east.id
    gate = threading.Barrier(6)

    def go(source: str) -> None:
        gate.wait()
        with transaction() as session:
            service.inform(session, asked(source_no=source), department_id=east, actor="client:1", check_base=BASE, now=NOW)

    threads = [threading.Thread(target=go, args=(source,)) for source in "AABBCC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transaction() as session:
        made = session.scalars(select(Informing.number).order_by(Informing.number)).all()
    assert made == [f"告知〔2026〕00000{n}号" for n in (1, 2, 3)]


def test_a_withdrawn_sheet_keeps_its_number_and_frees_the_business(counter):
    informing = counter.issued(source_no="YT-1")
    service.withdraw(counter.session, informing, reason="申请人撤回", actor=CLERK, now=NOW)
    assert (informing.number, informing.state) == ("告知〔2026〕000001号", InformingState.VOID)
    assert counter.issued(source_no="YT-1").number == "告知〔2026〕000002号"


def test_words_that_no_text_holds_are_refused(counter):
    with pytest.raises(errors.WordsNotReadable):
        counter.look("食品\0销售")


def test_another_office_sees_nothing(counter):
    informing = counter.issued()
    own, above, beside = (counter.principal(office) for office in (None, counter.city.bureau, counter.city.west))
    seen = [len(queries.lines(counter.session, who, wanted=queries.Wanted())) for who in (own, above, beside)]
    assert seen == [1, 1, 0]
    for find in (
        lambda: queries.informing_for(counter.session, beside, informing.id),
        lambda: queries.informing_numbered(counter.session, beside, informing.number),
    ):
        with pytest.raises(errors.InformingNotFound):
            find()


def test_the_database_refuses_an_issued_sheet_without_a_number(counter):
    informing = counter.look()
    with pytest.raises(DBAPIError, match="issued_with_a_number"):
        counter.session.execute(text("UPDATE notices.informing SET state = 'issued' WHERE id = :id"), {"id": informing.id})


def test_the_database_refuses_an_item_left_out_without_a_reason(counter):
    item = counter.whole(counter.look()).items[0]
    with pytest.raises(DBAPIError, match="left_out_for_a_reason"):
        counter.session.execute(text("UPDATE notices.informing_item SET verdict = 'left_out' WHERE id = :id"), {"id": item.id})


def test_what_is_in_the_catalogue_later_does_not_change_what_a_sheet_said(counter):
    informing = counter.issued()
    before = [(item.name, item.basis) for item in counter.whole(informing).listed]
    counter.session.execute(text("UPDATE licensing.item SET basis = '新法第一条'"))
    counter.session.expire_all()
    assert [(item.name, item.basis) for item in counter.session.scalars(
        select(InformingItem).where(InformingItem.informing_id == informing.id).order_by(InformingItem.id)
    )] == before  # fmt: skip

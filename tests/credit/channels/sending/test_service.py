"""What is in a row: what the contract says and nothing else; persons only for the one receiver that the law names."""

import json

from sqlalchemy import select, text

from supervision.kernel.db import reading
from tests.factories.reported import FIRM, LICENCE, PENALTY, RESIDENT, of_person
from tests.factories.rows import Door, uscc


def test_a_penalty_on_a_person_goes_to_the_population_base_alone_with_no_more_than_the_contract(world, receiver):
    world.connect("province", "population-base", "gsxt", "legal-base")
    door = Door()
    door.load("sgs-2021-penalty-person", of_person({**PENALTY, "remark": "备注里的话"}))
    world.work()
    [held] = receiver.rows("population-base")
    assert held["row"]["CF_XDR_ZJHM"] == RESIDENT
    assert (held["table"], held["row"]["CF_XDR_ZJLX"]) == ("自然人行政处罚", "身份证")
    assert "备注里的话" not in str(held)
    assert "BZ" not in held["row"]
    for channel in ("credit-china", "province", "legal-base", "gsxt"):
        assert receiver.control()[channel]["messages"] == 0
    with reading() as session:
        stored = str(session.execute(text("SELECT * FROM credit.channel_message, credit.channel_holding")).all())
        noted = session.scalar(text("SELECT detail FROM kernel.audit_entry WHERE action = 'credit.channels.personal'"))
    assert RESIDENT not in stored, "what is sent is built when it is sent, and never kept"
    assert len(json.loads(noted)["messages"] if isinstance(noted, str) else noted["messages"]) == 1


def test_a_person_is_corrected_and_taken_back_there_as_well(world, receiver):
    world.connect("population-base")
    door = Door()
    door.load("sgs-2021-penalty-person", of_person(PENALTY))
    world.work()
    door.load("sgs-2021-penalty-person", of_person({**PENALTY, "facts": "更正后的事实"}), batch=2)
    world.work()
    assert [one["row"]["CF_SY"] for one in receiver.rows("population-base")] == ["更正后的事实"]
    void = {**PENALTY, "facts": "更正后的事实", "state": "无效", "change_kind": "撤销", "change_basis": "复议撤销"}
    door.load("sgs-2021-penalty-person", of_person(void), batch=3)
    world.work()
    assert receiver.rows("population-base") == []
    assert [act for act, _state, _version in world.messages("population-base")] == ["publish", "correct", "withdraw"]


def test_a_firm_comes_with_its_legal_representative_and_without_the_number_of_his_document(world, receiver):
    door = Door()
    door.load("registration", {"name": FIRM, "code": uscc(1)})
    door.load("sgs-2021-licence-legal", {**LICENCE, "legal_rep_document_kind": "身份证", "legal_rep_document_no": RESIDENT})
    world.tell()
    with reading() as session:
        made = session.execute(text("SELECT id, version FROM credit.decision")).one()
    world.publish(made)
    world.work()
    [held] = receiver.rows()
    assert (held["row"]["XK_FRDB"], held["row"]["XK_YXQZI"]) == ("沈某某", "2031/11/15")
    assert RESIDENT not in str(receiver.control())


def test_what_was_masked_for_the_portal_is_masked_for_receivers(world, receiver):
    world.connect("legal-base")
    made = world.reported(facts="店主（电话13800001234）未公示价格", doc_no="号")
    with reading() as session:
        assert session.scalar(text("SELECT count(*) FROM credit.publication WHERE masks <> '[]'")) == 1
    world.confirm_masks(made)
    world.publish(made)
    world.work()
    for channel in ("credit-china", "legal-base"):
        [held] = receiver.rows(channel)
        assert "电话＊＊＊" in held["row"]["CF_SY"]
        assert "13800001234" not in str(held)


def test_nothing_waits_or_goes_for_what_never_left(world, receiver):
    made = world.shown(doc_no="号")
    world.withdraw(made)
    world.work()
    with reading() as session:
        assert session.scalars(select(text("count(*)")).select_from(text("credit.channel_message"))).one() == 0
    assert receiver.control()["credit-china"]["messages"] == 0

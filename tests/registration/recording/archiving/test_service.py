from datetime import date

import pytest
from sqlalchemy import select

from supervision.archive.linking.deciding.service import same
from supervision.archive.linking.models import Candidate
from supervision.intake.queries import raw_row
from supervision.kernel.db import reading, transaction
from supervision.registration.recording.archiving import service as archiving
from supervision.registration.recording.archiving.service import archive_waiting
from supervision.registration.recording.archiving.settling import service as settling
from supervision.registration.recording.models import Entry
from supervision.registration.recording.releasing.service import release_one
from supervision.registration.recording.schemas import Channel, Outcome
from tests.factories.rows import Door, ask, uscc
from tests.registration.conftest import FIRM, change, establishment

OLD_NUMBER = "310115000000012"


def test_an_establishment_opens_an_archive(desk, told):
    recorded = desk.take(establishment(legal_rep="沈某某", type_name="有限责任公司", telephone="021-55556666"))[0]
    assert desk.facts("name", "code", "scope", "division", "region_name", "established_on::text", "state", "telephone") == [
        (FIRM, uscc(1), "食品销售", "310115", "上海市浦东新区", "2026-11-10", "S1", "021-55556666")
    ]
    assert ask("SELECT kind, value FROM archive.identifier") == [("uscc", uscc(1))]
    assert ask("SELECT name, former FROM archive.name") == [(FIRM, False)]
    assert desk.lines() == [("2026-11-10", "设立登记；业务编号 S1")]
    assert told("registration.entries_archived") == [{"entry_ids": [recorded.entry_id]}]


def test_what_happens_to_many_firms_is_written_together(desk, told):
    desk.send(
        *(establishment(source_no=f"S{number}", code=uscc(number), name=f"云汀{number}号有限公司") for number in range(1, 61))
    )
    desk.send(*(change(source_no=f"B{number}", code=uscc(number), name=f"云汀{number}号有限公司") for number in range(1, 61)))
    desk.archive()
    assert set(desk.facts("scope")) == {("食品销售；餐饮服务",)}
    assert len(desk.facts("id")) == 60
    assert [len(item["entry_ids"]) for item in told("registration.entries_archived")] == [120]
    assert ask("SELECT count(*) FROM archive.registration") == [(60,)], "a firm is written once, whatever waits for it"


def test_every_fact_leads_to_what_was_received(desk):
    desk.take(establishment(payload={"source_no": "S1", "name": FIRM, "自有字段": ["甲", "乙"]}))
    batch_id, row_no = desk.facts("batch_id", "row_no")[0]
    assert desk.entries("batch_id", "row_no") == [(batch_id, row_no)]
    lines = "SELECT batch_id, row_no FROM archive.event WHERE kind = 'registration_entry'"
    assert ask(f"{lines} UNION SELECT batch_id, row_no FROM archive.identifier") == [(batch_id, row_no)]
    with reading() as session:
        row = raw_row(session, batch_id, row_no)
    assert row == {"source_no": "S1", "name": FIRM, "自有字段": '["甲", "乙"]'}


def test_a_day_of_one_registrar_is_one_batch(desk):
    for number in range(3):
        desk.take(change(source_no=f"B{number}", occurred_on=f"2026-11-1{number}"))
    assert ask("SELECT number, kind, state, rows_read, accepted FROM intake.batch") == [
        (f"P20261122-R{desk.city.east.id}", "registration_entry", "finished", 3, 3)
    ]
    assert ask("SELECT chunk_no, first_row, rows FROM intake.chunk ORDER BY 1") == [(0, 1, 1), (1, 2, 1), (2, 3, 1)]


def test_a_change_keeps_what_it_does_not_mention(desk):
    desk.take(establishment(telephone="021-55556666"))
    desk.take(change())
    assert desk.facts("scope", "telephone", "address", "established_on::text", "valid_from::text") == [
        ("食品销售；餐饮服务", "021-55556666", "东区一路 1 号", "2026-11-10", "2026-11-15")
    ]
    assert desk.entries("former_scope", "former_division", "division", "late") == [
        (None, None, "310115", False),
        ("食品销售", "310115", "310115", False),
    ]


def test_an_entry_that_comes_late_takes_its_place_among_the_others(desk):
    desk.take(change(occurred_on="2026-11-20", source_no="B2", scope="第三种"))
    desk.take(change(occurred_on="2026-11-15", source_no="B1", scope="第二种", division="310101"))
    desk.take(establishment(scope="第一种"))
    assert desk.facts("scope", "division", "established_on::text", "valid_from::text") == [
        ("第三种", "310101", "2026-11-10", "2026-11-20")
    ]
    assert desk.entries("source_no", "former_scope", "former_division", "division", "late") == [
        ("B2", "第二种", "310101", "310101", False),
        ("B1", "第一种", "310115", "310101", True),
        ("S1", None, None, "310115", True),
    ]


def test_a_firm_that_moved_says_so_in_its_line_even_if_the_way_is_known_later(desk):
    desk.take(change(kind="address_change", occurred_on="2026-11-20", source_no="B2", division="310104", address="西区二路"))
    desk.take(establishment())
    assert desk.lines() == [
        ("2026-11-10", "设立登记；业务编号 S1"),
        ("2026-11-20", "住所变更；区划由 310115 变为 310104，业务编号 B2"),
    ]
    assert desk.facts("division", "region_name", "address") == [("310104", "上海市徐汇区", "西区二路")]


def test_an_unknown_division_is_no_place_and_no_reason_to_wait(desk):
    desk.take(establishment(division="999999"))
    assert desk.entries("state", "division", "division_given", "remarks->0->>'message'") == [
        ("archived", None, "999999", "区划“999999”不在行政区划代码表中，按住所区划不明处理，将进入待认领")
    ]


def test_without_a_division_the_code_says_where_a_new_firm_is_and_an_old_one_stays(desk):
    desk.take(establishment(division=None))
    desk.take(change(division=None))
    assert desk.entries("division", "former_division") == [("310115", None), ("310115", "310115")]


def test_a_revocation_leaves_the_firm_in_being_and_a_cancellation_after_it_is_both(desk):
    desk.take(establishment())
    desk.take(change(kind="revocation", source_no="R1", occurred_on="2026-11-16", scope=None))
    assert desk.facts("state", "scope") == [("S4", "食品销售")]
    desk.take(change(kind="cancellation", source_no="Z1", occurred_on="2026-11-18", scope=None))
    assert desk.facts("state") == [("S5",)]


def test_what_comes_after_a_cancellation_waits_and_goes_on_when_the_cancellation_was_wrong(desk, told):
    desk.take(establishment())
    desk.take(change(kind="cancellation", source_no="Z1", occurred_on="2026-11-12", scope=None))
    desk.take(change(occurred_on="2026-11-15"))
    assert desk.entries("state", "held_rule", "held_reason")[-1] == (
        "held",
        "after_cancellation",
        "该主体已于 2026-11-12 注销，注销之后的业务不改动档案",
    )
    assert desk.facts("state", "scope") == [("S6", "食品销售")]
    desk.take(change(kind="cancellation", source_no="Z1", occurred_on="2026-11-20", scope=None, note="日期写错"))
    assert desk.entries("source_no", "version", "state")[-2:] == [("B1", 1, "archived"), ("Z1", 2, "archived")]
    assert desk.facts("state", "scope") == [("S6", "食品销售；餐饮服务")]
    assert told("registration.entries_archived")[-1] == {"entry_ids": [3, 4]}


def test_a_cancellation_known_late_takes_back_what_happened_after_it(desk):
    desk.take(establishment(), change(occurred_on="2026-11-15"))
    desk.take(change(kind="cancellation", source_no="Z1", occurred_on="2026-11-12", scope=None))
    assert desk.facts("state", "scope") == [("S6", "食品销售")]
    assert desk.entries("source_no", "state") == [("S1", "archived"), ("B1", "held"), ("Z1", "archived")]
    assert [line for _, line in desk.lines()] == ["设立登记；业务编号 S1", "注销登记；业务编号 Z1"]


def test_a_firm_known_under_its_old_number_gets_its_code(desk):
    desk.take(establishment(code=None, regno=OLD_NUMBER))
    desk.take(change(code=uscc(1), regno=OLD_NUMBER))
    desk.take(change(source_no="B2", occurred_on="2026-11-18", code=OLD_NUMBER, scope="百货"))
    assert desk.facts("code", "scope") == [(uscc(1), "百货")]
    assert ask("SELECT kind, value FROM archive.identifier ORDER BY 1") == [("regno", OLD_NUMBER), ("uscc", uscc(1))]


def test_a_code_and_a_number_of_two_firms_are_held(desk):
    desk.take(establishment())
    desk.take(establishment(source_no="S2", code=None, regno=OLD_NUMBER, name="云汀另一食品有限公司"))
    desk.take(change(regno=OLD_NUMBER))
    assert desk.entries("state", "held_rule")[-1] == ("held", "two_subjects")
    assert desk.facts("scope") == [("食品销售",), ("食品销售",)]


def test_a_firm_of_a_file_goes_on_from_what_the_file_said(desk):
    Door().load(
        "registration", {"name": FIRM, "code": uscc(1), "scope": "旧范围", "capital_text": "50万", "legal_rep": "沈某某"}
    )
    desk.take(change())
    assert desk.facts("scope", "capital", "legal_rep") == [("食品销售；餐饮服务", 50, "沈某某")]
    assert desk.entries("former_scope", "former_division") == [("旧范围", "310115")]


def test_a_file_that_speaks_of_a_later_day_stays(desk):
    file = {"name": FIRM, "code": uscc(1), "scope": "新范围", "approved_on": date(2026, 11, 18)}
    Door().load("registration", file)
    desk.take(change(legal_rep="沈某某"))
    assert desk.facts("scope", "legal_rep") == [("新范围", "沈某某")], "only what the file left open is filled"


def test_another_name_is_asked_about_and_goes_on_with_the_answer(desk):
    desk.take(establishment())
    desk.take(change(name="云汀改名食品有限公司"))
    assert desk.entries("state", "held_rule", "subject_id IS NOT NULL")[-1] == ("held", "renamed", True)
    assert desk.facts("name", "scope") == [(FIRM, "食品销售")]
    with transaction() as session:
        asked = session.scalars(select(Candidate)).one()
        subject_id = session.scalar(select(Entry.subject_id).where(Entry.source_no == "B1"))
        same(session, candidate_id=asked.id, subject_id=subject_id, reasons=(), actor="person:1", now=desk.now())
    desk.archive()
    assert desk.entries("state", "held_reason")[-1] == ("archived", None)
    assert desk.facts("name", "scope") == [("云汀改名食品有限公司", "食品销售；餐饮服务")]
    assert ask("SELECT name, former FROM archive.name WHERE known_to IS NULL ORDER BY former") == [
        ("云汀改名食品有限公司", False),
        (FIRM, True),
    ]


def test_a_correction_replaces_what_it_corrects_everywhere(desk):
    desk.take(establishment(), change())
    desk.take(change(scope="食品销售；酒类销售"))
    assert desk.facts("scope") == [("食品销售；酒类销售",)]
    assert [line for _, line in desk.lines()] == ["设立登记；业务编号 S1", "经营范围变更；业务编号 B1，第 2 版更正"]


def test_a_correction_that_is_about_another_firm_takes_it_from_the_first(desk):
    desk.take(establishment(), change())
    desk.take(establishment(source_no="S2", code=uscc(2), name="云汀另一食品有限公司", scope="百货"))
    desk.take(change(code=uscc(2), name="云汀另一食品有限公司"))
    assert desk.facts("code", "scope") == [(uscc(1), "食品销售"), (uscc(2), "食品销售；餐饮服务")]


def test_when_nothing_is_left_of_a_firm_its_register_entry_ends(desk):
    desk.take(establishment())
    desk.take(establishment(code=uscc(2), note="代码写错"))
    assert desk.facts("code") == [(uscc(2),)]
    assert ask("SELECT count(*) FROM archive.registration WHERE code = :code AND known_to IS NOT NULL", code=uscc(1)) == [(1,)]


def test_a_held_correction_leaves_the_version_before_it_in_force(desk):
    desk.take(establishment())
    assert desk.take(establishment(code="91310115MA1H000126"))[0].outcome is Outcome.HELD
    desk.take(change())
    assert desk.facts("scope", "established_on::text") == [("食品销售；餐饮服务", "2026-11-10")]


def test_two_establishments_of_one_firm_are_remarked(desk):
    desk.take(establishment(), establishment(source_no="S2", occurred_on="2026-11-11"))
    assert desk.entries("state", "remarks->0->>'message'") == [
        ("archived", None),
        ("archived", "同一主体此前已有设立登记（业务编号 S1）"),
    ]


def test_more_than_fits_at_once_goes_on_by_itself(desk):
    desk.send(*(establishment(source_no=f"S{n}", code=uscc(n), name=f"云汀{n}号有限公司") for n in range(1, 8)))
    with transaction() as session:
        assert len(archive_waiting(session, now=desk.now(), limit=3)) == 3
    desk.archive()
    assert set(desk.entries("state")) == {("archived",)}


def test_a_poisoned_entry_is_held_and_the_others_go_on(desk, monkeypatch):
    poison = "云汀5号有限公司"
    real = archiving.normal_of

    def normal_of(name: str) -> str:
        if name == poison:
            raise ValueError(name)
        return real(name)

    monkeypatch.setattr(archiving, "normal_of", normal_of)
    desk.take(*(establishment(source_no=f"S{n}", code=uscc(n), name=f"云汀{n}号有限公司") for n in range(1, 9)))
    assert [state for (state,) in desk.entries("state")] == ["archived"] * 4 + ["held"] + ["archived"] * 3
    assert desk.entries("held_rule")[4] == (settling.BROKEN.rule,)
    monkeypatch.setattr(archiving, "normal_of", real)
    with transaction() as session:
        release_one(session, session.get(Entry, 5), actor="person:1", now=desk.now())
    desk.archive()
    assert desk.entries("state")[4] == ("archived",)


def test_a_delivery_that_comes_twice_changes_nothing(desk, told):
    desk.take(establishment())
    with transaction() as session:
        assert archive_waiting(session, now=desk.now()) == ()
    assert len(told("registration.entries_archived")) == 1


def test_rows_of_a_file_keep_the_provenance_of_the_file(desk):
    desk.send(establishment(batch_id=77, row_no=5), channel=Channel.FILE)
    desk.archive()
    assert desk.facts("batch_id", "row_no") == [(77, 5)]
    assert ask("SELECT count(*) FROM intake.batch") == [(0,)]


def test_another_department_that_says_something_else_is_a_disagreement(desk):
    desk.take(establishment())
    Door().load("registration", {"name": FIRM, "code": uscc(1), "address": "南区九路"}, department=desk.city.tax.id)
    desk.take(change(address="东区一路 2 号"))
    assert ask("SELECT field, first_value, second_value FROM archive.field_conflict WHERE settled_at IS NULL") == [
        ("address", "东区一路 2 号", "南区九路")
    ]


def test_the_same_facts_in_a_file_later_are_nothing_new(desk):
    desk.take(establishment())
    row = {"name": FIRM, "code": uscc(1), "scope": "食品销售", "established_on": date(2026, 11, 10)}
    assert Door().load("registration", row).unchanged == 1
    assert ask("SELECT count(*) FROM archive.registration") == [(1,)]


@pytest.mark.parametrize("kind", ["scope_change", "address_change", "revocation", "cancellation"])
def test_a_firm_that_nobody_knew_gets_an_archive_by_any_entry(desk, kind):
    desk.take(change(kind=kind))
    assert len(desk.facts("id")) == 1

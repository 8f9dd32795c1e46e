from datetime import date

import pytest
from sqlalchemy import text, update

from supervision.archive.search.errors import NothingToSearchFor
from supervision.archive.search.queries import Question, counts, search, state_counts
from supervision.archive.search.rules import Filters, Place, read
from supervision.archive.search.states import By
from supervision.archive.subjects.models import Identifier, Name, Registration, Subject
from supervision.archive.subjects.rules import as_of
from tests.archive.search.conftest import KNOWN, LATER, NOW, REGISTRAR, name_of, penalty


def ask(session, written="", *, valid_on=None, known_on=None, by=None, place=Place(), **filters):  # noqa: B008 - frozen
    point = as_of(valid_on=valid_on, known_on=known_on, now=NOW)
    return search(session, question=Question(read(written), point, Filters(**filters), by, place))


def names(answer):
    return [row.name for row in answer.rows]


def test_two_characters_anywhere_in_the_name_find_a_firm(session, firm):
    firm("云汀禾木速冻食品有限公司")
    firm("云汀远岫物流有限公司")
    assert names(ask(session, "禾木")) == ["云汀禾木速冻食品有限公司"]


def test_signs_widths_and_case_do_not_matter(session, firm):
    firm("云汀（集团）ＡＢＣ有限公司")
    assert names(ask(session, "汀集团abc")) == ["云汀（集团）ＡＢＣ有限公司"]


def test_pairs_alone_do_not_make_a_hit(session, firm):
    firm("汀云木禾云汀")
    assert names(ask(session, "云汀木禾")) == []


def test_the_whole_name_comes_first_then_beginnings_then_the_rest_and_shorter_before_longer(session, firm):
    for name in ("云汀禾木餐具消毒服务部", "禾木控股", "北禾木", "禾木", "禾木速冻食品有限公司"):
        firm(name)
    assert names(ask(session, "禾木")) == ["禾木", "禾木控股", "禾木速冻食品有限公司", "北禾木", "云汀禾木餐具消毒服务部"]


def test_a_living_firm_comes_before_a_dissolved_one_that_fits_as_well(session, firm):
    firm("云汀禾木厂", state="S6")
    firm("云汀禾木食品厂", state="S1")
    assert names(ask(session, "禾木")) == ["云汀禾木食品厂", "云汀禾木厂"]


def test_a_former_name_finds_the_firm_and_is_shown(session, firm):
    firm("云汀新名有限公司", former="云汀旧称有限公司")
    [row] = ask(session, "旧称").rows
    assert (row.name, row.former_name) == ("云汀新名有限公司", "云汀旧称有限公司")


def test_wildcards_of_the_language_of_the_database_are_only_characters(session, firm):
    firm("云汀禾木有限公司", address="一路100号")
    assert ask(session, "%%%", by=By.ADDRESS).total == 0
    assert ask(session, "1_0号", by=By.ADDRESS).total == 0


@pytest.mark.parametrize("written", ["91990102MAXMU7B34M", "9199 0102 maxm u7b3 4m", "７Ｂ３４ｍ"[1:], "B34M", "91990102MAX"])
def test_a_code_is_found_whole_by_its_beginning_and_by_its_last_four(session, firm, written):
    firm("云汀禾木有限公司", code="91990102MAXMU7B34M")
    answer = ask(session, written)
    assert (names(answer), answer.by) == (["云汀禾木有限公司"], By.CODE)


def test_an_old_number_finds_the_firm(session, firm):
    subject_id = firm("云汀禾木有限公司")
    session.execute(
        text(
            "INSERT INTO archive.identifier (subject_id, kind, value, department_id, known_from) VALUES (:id, 'regno', '310115000123456', 2, :known)"
        ),
        {"id": subject_id, "known": KNOWN},
    )
    assert names(ask(session, "310115000123456")) == ["云汀禾木有限公司"]


def test_a_person_and_an_address_find_what_no_name_does(session, firm):
    firm("云汀禾木有限公司", legal_rep="沈某某", address="云汀市汀南区石榴路21号")
    by_person, by_address = ask(session, "沈某某"), ask(session, "石榴路21号")
    assert (by_person.by, by_address.by) == (By.LEGAL_REP, By.ADDRESS)
    assert names(by_person) == names(by_address) == ["云汀禾木有限公司"]


def test_every_way_that_finds_something_is_counted(session, firm):
    firm("沈某某食品厂")
    firm("云汀远岫有限公司", legal_rep="沈某某")
    firm("云汀栈桥有限公司", address="沈某某巷1号")
    question = Question(read("沈某某"), as_of(valid_on=None, known_on=None, now=NOW))
    answer = search(session, question=question)
    assert counts(session, question=question, answer=answer) == {By.NAME: 1, By.LEGAL_REP: 1, By.ADDRESS: 1}


def test_states_are_counted_over_the_whole_answer(session, firm):
    for number in range(60):
        firm(f"云汀禾木第{number:02d}厂", state="S6" if number % 3 == 0 else "S1")
    question = Question(read("禾木"), as_of(valid_on=None, known_on=None, now=NOW))
    assert state_counts(session, question=question, by=By.NAME) == {"S1": 40, "S6": 20}


@pytest.mark.parametrize(
    "filters",
    [
        {"state": "S4"},
        {"division": "3101"},
        {"industry": "C13"},
        {"type_name": "股份有限公司"},
        {"established_from": date(2019, 1, 1)},
        {"established_to": date(2009, 12, 31), "state": "S4"},
    ],
)
def test_a_condition_narrows_and_is_enough_alone(session, firm, filters):
    other = {
        "state": "S1",
        "division": "440300",
        "industry": "I6510",
        "type_name": "有限责任公司",
        "established_on": date(2012, 1, 1),
    }
    wanted = {"state": "S4", "division": "310105", "industry": "C1391", "type_name": "股份有限公司"}
    founded = date(2005, 1, 1) if "established_to" in filters else date(2020, 1, 1)
    firm("云汀禾木食品有限公司", **wanted, established_on=founded)
    firm("云汀禾木物流有限公司", **other)
    assert names(ask(session, "禾木", **filters)) == ["云汀禾木食品有限公司"]
    assert names(ask(session, **filters)) == ["云汀禾木食品有限公司"]


def test_a_department_s_items_and_kinds_find_the_firms_that_have_such_records(session, firm):
    fined = firm("云汀禾木食品有限公司")
    firm("云汀禾木物流有限公司")
    penalty(session, fined, item="食品安全处罚", category="罚款")
    by_kind = {"record_kind": "penalty", "category": "罚款", "department_id": REGISTRAR}
    assert names(ask(session, **by_kind)) == ["云汀禾木食品有限公司"]
    assert names(ask(session, "禾木", item="食品安全处罚")) == ["云汀禾木食品有限公司"]
    assert names(ask(session, "禾木", category="警告")) == []


def test_pages_of_fifty_show_every_firm_once(session, firm):
    made = {
        firm(f"云汀禾木第{number:03d}号店{'分' * (number % 4)}", state="S6" if number % 5 == 0 else "S1")
        for number in range(260)
    }
    seen, place, sizes = [], Place(), []
    while place is not None:
        answer = ask(session, "禾木", place=place)
        sizes.append(len(answer.rows))
        seen += [row.subject_id for row in answer.rows]
        place = answer.next_place
    assert (set(seen), len(seen)) == (made, len(made))
    assert max(sizes) == 50


def test_a_name_is_found_as_it_was_known_on_a_day(session, firm):
    subject_id = firm("云汀旧称有限公司")
    session.execute(update(Name).where(Name.subject_id == subject_id).values(known_to=LATER))
    session.add(name_of("云汀新名有限公司", False, {"subject_id": subject_id, "known_from": LATER, "department_id": REGISTRAR}))
    session.flush()
    assert names(ask(session, "旧称")) == []
    assert names(ask(session, "旧称", known_on=date(2026, 4, 1))) == ["云汀旧称有限公司"]
    assert names(ask(session, "新名", known_on=date(2026, 4, 1))) == []


def test_facts_are_asked_as_they_were_known_on_the_day(session, firm):
    subject_id = firm("云汀禾木有限公司", state="S1", known_from=KNOWN)
    session.execute(update(Registration).where(Registration.subject_id == subject_id).values(known_to=LATER))
    later = {"subject_id": subject_id, "department_id": REGISTRAR, "known_from": LATER, "facts_hash": b"1"}
    session.add(Registration(name="云汀禾木有限公司", state="S4", legal_rep="沈某某", **later))
    session.flush()
    assert names(ask(session, "禾木", state="S4")) == ["云汀禾木有限公司"]
    assert names(ask(session, "禾木", state="S4", known_on=date(2026, 4, 1))) == []
    [then] = ask(session, "禾木", state="S1", known_on=date(2026, 4, 1)).rows
    assert (then.state, then.legal_rep) == ("S1", None)
    assert names(ask(session, "沈某某", known_on=date(2026, 4, 1), by=By.LEGAL_REP)) == []


@pytest.mark.parametrize(
    ("written", "by"), [("7B34", By.CODE), ("91990102MAXMU", By.CODE), ("沈某某", By.LEGAL_REP), ("石榴路21号", By.ADDRESS)]
)
def test_what_was_corrected_since_is_found_as_it_was_known_on_the_day(session, firm, written, by):
    subject_id = firm("云汀禾木有限公司", code="91990102MAXMU07B34", legal_rep="沈某某", address="汀南区石榴路21号")
    for model in (Identifier, Registration):
        session.execute(update(model).where(model.subject_id == subject_id).values(known_to=LATER))
    assert ask(session, written, by=by).total == 0
    assert names(ask(session, written, by=by, known_on=date(2026, 4, 1))) == ["云汀禾木有限公司"]
    assert ask(session, written, by=by, known_on=date(2026, 7, 1)).total == 0


def test_a_condition_alone_is_asked_of_closed_versions_too(session, firm):
    subject_id = firm("云汀禾木有限公司", division="310115", state="S7")
    session.execute(update(Registration).where(Registration.subject_id == subject_id).values(known_to=LATER))
    assert ask(session, division="3101").total == 0
    then = ask(session, division="3101", state="S7", known_on=date(2026, 4, 1))
    assert names(then) == ["云汀禾木有限公司"]


def test_a_name_of_another_time_is_a_former_name_on_the_day(session, firm):
    subject_id = firm("云汀新名有限公司")
    source = {"subject_id": subject_id, "known_from": KNOWN, "department_id": REGISTRAR}
    old = name_of("云汀旧称有限公司", True, source)
    old.valid_to = date(2018, 1, 1)
    session.execute(update(Name).where(Name.subject_id == subject_id).values(valid_from=date(2018, 1, 1)))
    session.add(old)
    session.flush()
    [row] = ask(session, "旧称", valid_on=date(2020, 1, 1)).rows
    assert row.former_name == "云汀旧称有限公司"
    assert names(ask(session, "新名", valid_on=date(2017, 1, 1))) == []


def test_a_merged_subject_stands_under_the_one_that_was_kept(session, firm):
    kept, merged = firm("云汀禾木有限公司"), firm("云汀禾木食品有限公司")
    session.execute(update(Subject).where(Subject.id == merged).values(merged_into=kept))
    assert [row.subject_id for row in ask(session, "禾木").rows] == [kept]


def test_the_owner_of_an_individual_business_is_covered(session, firm):
    firm("云汀禾木早点铺", kind="individual", legal_rep="沈小明")
    [row] = ask(session, "禾木").rows
    assert row.legal_rep == "沈某某"


@pytest.mark.parametrize("written", ["", "一", "（）", " 禾 "])
def test_too_little_is_refused_with_what_to_write(session, written):
    with pytest.raises(NothingToSearchFor) as refusal:
        ask(session, written)
    assert "两个字" in refusal.value.remedy_text

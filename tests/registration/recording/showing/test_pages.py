import re

import pytest

from supervision.kernel.module import Module, Platform, join, joined
from supervision.registration.recording.schemas import EntryPanel
from tests.factories.districts import colleague, csrf
from tests.factories.rows import uscc
from tests.registration.conftest import FIRM, change, establishment

WRONG = "91310115MA1H000126"


@pytest.fixture
def clerk(desk, app):
    """Return the browser of a registrar of the eastern district."""
    return colleague(app, desk.city.east, "registrar")


def rows(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr.*?</tr>", page.partition("<tbody>")[2], re.DOTALL)]


def test_the_list_shows_what_came_today_the_latest_first(desk, clerk):
    desk.take(establishment())
    desk.take(change(name=None))
    found = rows(clerk.get("/registrations").text)
    assert len(found) == 2
    assert "没有企业名称" in found[0]
    assert "待处理" in found[0]
    assert FIRM in found[1]
    assert "已入档" in found[1]


def test_what_waits_what_was_repeated_and_what_was_corrected_are_piles_of_their_own(desk, clerk):
    desk.take(establishment())
    desk.take(establishment())
    desk.take(change(name=None))
    desk.take(establishment(scope="百货"))
    page = clerk.get("/registrations?pile=held").text
    assert len(rows(page)) == 1
    assert [len(rows(clerk.get(f"/registrations?pile={pile}").text)) for pile in ("repeated", "corrected", "late", "all")] == [
        1,
        1,
        0,
        3,
    ]


@pytest.mark.parametrize("words", ["S1", uscc(1), "试例食品", uscc(1).lower()])
def test_an_entry_is_found_by_number_code_and_a_part_of_the_name(desk, clerk, words):
    desk.take(establishment(), establishment(source_no="S2", code=uscc(2), name="云汀别家商贸有限公司"))
    assert len(rows(clerk.get(f"/registrations?q={words}").text)) == 1


def test_signs_of_patterns_and_null_are_ordinary_characters(desk, clerk):
    desk.take(establishment())
    assert rows(clerk.get("/registrations?q=%25").text) == []
    assert clerk.get("/registrations?q=%00&page=99999999999999999999&pile=no").status_code == 200


def test_an_entry_shows_what_came_and_what_the_archive_made_of_it(desk, clerk):
    desk.take(establishment(legal_rep="沈某某"))
    number = desk.take(change(note="窗口加急"))[0].entry_id
    page = clerk.get(f"/registrations/{number}").text
    for words in ("窗口加急", "原经营范围", "食品销售；餐饮服务", "沈某某", "业务编号 B1", "看原始行"):
        assert words in page


def test_the_row_and_the_batch_that_it_came_in_can_be_opened(desk, clerk):
    number = desk.take(establishment(payload={"source_no": "S1", "自有字段": "甲"}))[0].entry_id
    link = re.search(r'href="(/intake/batches/\d+)/rows/1"', clerk.get(f"/registrations/{number}").text)[1]
    assert "自有字段" in clerk.get(f"{link}/rows/1").text
    assert "登记业务接口推送" in clerk.get(link).text
    assert "登记业务接口推送" in clerk.get("/intake/batches").text


def test_resident_numbers_are_covered(desk, clerk):
    number = desk.take(establishment(legal_rep="沈某某 110101199003070054"))[0].entry_id
    page = clerk.get(f"/registrations/{number}").text
    assert "110101199003070054" not in page
    assert "已遮盖" in page


def test_another_district_does_not_see_it(desk, app, clerk):
    number = desk.take(establishment())[0].entry_id
    other = colleague(app, desk.city.west, "registrar")
    assert other.get(f"/registrations/{number}").status_code == 404
    assert rows(other.get("/registrations?pile=all").text) == []
    assert clerk.get(f"/registrations/{number}").status_code == 200


def test_who_is_no_registrar_does_not_enter(desk, app):
    reporter = colleague(app, desk.city.east, "reporter")
    assert reporter.get("/registrations").status_code == 403


def test_a_held_entry_is_put_right_on_its_page(desk, clerk):
    number = desk.take(establishment(code=WRONG))[0].entry_id
    form = clerk.get(f"/registrations/{number}/correct").text
    assert f'value="{WRONG}"' in form
    assert f"是否为 {uscc(1)}" in form
    said = {"kind": "establishment", "occurred_on": "2026-11-10", "name": FIRM, "code": uscc(1), "scope": "食品销售"}
    answer = clerk.post(f"/registrations/{number}/correct", data={**said, "csrf_token": csrf(clerk)})
    desk.archive()
    assert answer.status_code == 303
    assert desk.entries("version", "state", "channel") == [(1, "held", "api"), (2, "archived", "page")]
    page = clerk.get(answer.location).text
    assert "第 2 版" in page
    assert clerk.get(f"/registrations/{number}/correct").status_code == 409, "only the newest version is corrected"


def test_a_correction_that_is_still_wrong_stays_with_its_reason(desk, clerk):
    number = desk.take(establishment(code=WRONG))[0].entry_id
    said = {"kind": "establishment", "occurred_on": "2026-11-10", "name": "", "code": uscc(1), "csrf_token": csrf(clerk)}
    page = clerk.post(f"/registrations/{number}/correct", data=said, follow_redirects=True).text
    assert "没有企业名称" in page
    assert desk.entries("state") == [("held",), ("held",)]


def test_an_entry_that_waits_for_a_name_leads_to_the_question(desk, app):
    desk.take(establishment())
    number = desk.take(change(name="云汀改名食品有限公司"))[0].entry_id
    both = colleague(app, desk.city.east, "registrar", "reviewer")
    assert "/review/" in both.get(f"/registrations/{number}").text
    answer = both.post(f"/registrations/{number}/release", data={"csrf_token": csrf(both)})
    assert answer.status_code == 303
    desk.archive()
    assert desk.entries("state", "held_rule")[-1] == ("held", "renamed"), "the question is still open"


def test_what_is_wrong_inside_cannot_be_let_go(desk, clerk):
    number = desk.take(establishment(name=None))[0].entry_id
    assert clerk.post(f"/registrations/{number}/release", data={"csrf_token": csrf(clerk)}).status_code == 409


def test_upper_packages_add_their_part(desk, clerk):
    panel = EntryPanel(
        "告知件", "tests/registration/recording/showing/panel.html", "registration.read", lambda _s, number: number
    )
    hidden = EntryPanel("看不到", "tests/registration/recording/showing/panel.html", "audit.read", lambda _s, number: number)
    before = joined()
    number = desk.take(establishment())[0].entry_id
    join(Platform((*before.modules, Module("tests", "测试", parts=(panel, hidden)))))
    page = clerk.get(f"/registrations/{number}").text
    join(before)
    assert "告知件" in page
    assert f"登记业务 {number} 的部分" in page
    assert "看不到" not in page

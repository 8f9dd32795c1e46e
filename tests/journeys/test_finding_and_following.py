"""A clerk finds a firm by two characters, follows it, and hears of its penalty."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import text

from supervision.archive.following.subscribers import bring_changes
from supervision.archive.search.rules import grams, read
from supervision.archive.subjects.models import Event, Identifier, Name, Registration, Subject
from supervision.intake.events import RowsAccepted
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.journeys.conftest import OFFICE, TELEPHONE


@pytest.fixture
def firms(site) -> list[int]:
    """Sixty firms of the name 禾木 and one other."""
    with transaction() as session:
        return [made(session, f"云汀禾木第{number:02d}食品有限公司", number) for number in range(60)] + [
            made(session, "云汀远岫有限公司", 60)
        ]


def made(session, name, number) -> int:
    subject = Subject(kind="enterprise", known_from=now())
    session.add(subject)
    session.flush()
    source = {"subject_id": subject.id, "department_id": 2, "known_from": now()}
    normal, code = read(name).normal, f"91310115MA{number:08d}"
    session.add(Name(name=name, normal=normal, grams=grams(normal), **source))
    session.add(Identifier(kind="uscc", value=code, **source))
    state = "S6" if number % 3 == 0 else "S1"
    session.add(
        Registration(
            name=name, code=code, state=state, legal_rep="沈某某", address="云汀市石榴路21号", facts_hash=b"0", **source
        )
    )
    session.flush()
    return subject.id


def follow(subject_id: int) -> None:
    with transaction() as session:
        given = {"id": subject_id, "since": now() - timedelta(days=1)}
        session.execute(
            text("INSERT INTO archive.follow SELECT u.id, :id, :since FROM accounts.user_account u WHERE login = 'clerk'"),
            given,
        )
        session.add(
            Event(
                subject_id=subject_id,
                kind="penalty",
                summary="罚款 2.5 万元",
                department_id=2,
                batch_id=7,
                row_no=1,
                known_from=now(),
            )
        )
        session.flush()
        bring_changes(session, RowsAccepted(batch_id=7, chunk_no=0, kind="penalty", count=1, first_row=1, last_row=1), now())


@pytest.mark.usefixtures("firms")
def test_two_characters_and_a_key_find_a_firm(visit):
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("禾木")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator(".results > a")).to_have_count(50)
    expect(page.locator(".results mark").first).to_have_text("禾木")
    expect(page.locator("h1 + span")).to_contain_text("60 户")


@pytest.mark.usefixtures("firms")
def test_a_filter_changes_the_list_in_place_and_the_address_with_it(visit):
    page = visit("/search?q=禾木")
    page.evaluate("window.notReloaded = true")
    page.get_by_role("link", name="注销 20").click()
    page.wait_for_url("**state=S6*")
    expect(page.locator(".results > a")).to_have_count(20)
    expect(page.locator("#results")).to_be_focused()
    assert page.evaluate("window.notReloaded") is True
    page.go_back()
    expect(page.locator(".results > a")).to_have_count(50)


@pytest.mark.usefixtures("firms")
def test_it_works_without_script_too(visit):
    page = visit("/search?q=禾木", script=False)
    page.get_by_role("link", name="后 50 户").click()
    expect(page.locator(".results > a")).to_have_count(10)
    page.get_by_role("link", name="存续 40").click()
    expect(page.locator(".results > a")).to_have_count(40)


def test_news_of_a_followed_firm_lies_on_the_first_page_and_under_the_bell(visit, firms):
    follow(firms[0])
    page = visit("/")
    expect(page.locator("#main")).to_contain_text("罚款 2.5 万元")
    page.get_by_label("提醒，1 条未读").click()
    page.get_by_role("button", name="1 条都已看过").click()
    expect(page.locator("h1 + span")).to_contain_text("1 户，0 条新情况")
    expect(page.locator(".iconbtn__dot")).to_have_count(0)


def test_escape_closes_what_floats_and_the_focus_returns(visit):
    page = visit("/")
    page.get_by_label("我的账号").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="退出登录")).not_to_be_visible()
    expect(page.get_by_label("我的账号")).to_be_focused()


def test_the_first_stop_of_the_keyboard_leads_to_the_text(visit):
    page = visit("/search")
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_can_be_read_by_everybody(visit, firms, viewport, scheme):
    follow(firms[1])
    page = visit("/", viewport)
    page.emulate_media(color_scheme=scheme)
    for address in (
        "/",
        "/menu",
        "/search",
        "/search?q=禾木",
        "/search?q=无此一户",
        "/search?q=禾木&valid_on=2020-01-01",
        "/following",
        "/api",
    ):
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["target"]) for item in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address

"""A reviewer opens what waits, confirms what is covered, publishes one or many; the reporter may not."""

import re

import pytest
from sqlalchemy import select

from credit.publicity import service
from credit.publicity.models import Publication
from supervision.accounts.models import User
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import Browser, found_city
from tests.factories.districts import colleague
from tests.factories.published import decision, record_of

FACTS = "操作工钱甲乙，男，身份证号11010519491231002X，未持证上岗。"


@pytest.fixture
def city(app):
    with transaction() as session:
        return found_city(session)


@pytest.fixture
def make(city):
    def report(office=None, **values):
        with transaction() as session:
            made = decision(session, department_id=(office or city.bureau).id, **values)
            service.project(session, decision_ids=[made.id], now=now())
            return record_of(session, made)

    return report


@pytest.fixture
def reviewer(app, city):
    return Browser(colleague(app, city.bureau, "reviewer"))


def stored(record) -> Publication:
    with reading() as session:
        return session.get(Publication, record.id)


def address(record, act: str = "") -> str:
    return f"/credit/publicity/{record.id}" + (f"/{act}" if act else "")


def test_what_waits_is_listed_with_its_clock_and_its_rule(reviewer, make):
    record = make()
    page = reviewer.client.get("/credit/publicity").text
    assert all(
        word in page for word in (record.doc_no, "可直接通过", "自作出决定之日起 7 个工作日内公示", "发改电〔2015〕557号")
    )


def test_one_click_publishes_and_goes_on(reviewer, make, client):
    first, second = make(), make()
    answer = reviewer.post(address(first, "publish"), {"revision": first.revision})
    assert answer.headers["Location"] == address(second)
    assert client.get(f"/publicity/{first.token}").status_code == 200


def test_a_batch_publishes_what_it_can_and_says_what_it_cannot(reviewer, make):
    ready, doubtful = make(), make(facts=FACTS)
    page = reviewer.post("/credit/publicity/publish", {"record": [f"{row.id}.{row.revision}" for row in (ready, doubtful)]})
    assert page.status_code == 422
    assert (stored(ready).state, stored(doubtful).state) == ("published", "draft")
    assert doubtful.doc_no in page.text
    assert "尚未确认脱敏" in page.text


def test_a_batch_of_nothing_is_refused_in_words(reviewer, make):
    make()
    page = reviewer.post("/credit/publicity/publish", {})
    assert page.status_code == 422
    assert "没有选中任何记录" in page.text


def test_masks_are_confirmed_one_by_one_and_words_are_added(reviewer, make):
    record = make(facts=FACTS)
    page = reviewer.client.get(address(record)).text
    assert "身份证" in page
    assert "公示为：操作工钱某某，男，身份证号＊＊＊，未持证上岗。" in page
    marks = {mask["kind"]: str(number) for number, mask in enumerate(record.masks)}
    form = {"revision": record.revision, "mask": [marks["resident"]], "words": "未持证"}
    assert reviewer.post(address(record, "masks"), form).status_code == 303
    assert stored(record).facts == "操作工钱甲乙，男，身份证号＊＊＊，＊＊＊上岗。"
    assert reviewer.post(address(record, "publish")).status_code == 303


def test_the_reporter_reads_that_another_must_review(app, city, make, reviewer):
    with reading() as session:
        own = f"person:{session.scalar(select(User.id).order_by(User.id.desc()).limit(1))}"
    record = make(by=own)
    assert "须由另一人审查" in reviewer.client.get(address(record)).text
    assert reviewer.post(address(record, "publish")).status_code == 403
    assert stored(record).state == "draft"


def test_what_was_seen_before_a_change_is_refused(reviewer, make):
    record = make(facts=FACTS)
    reviewer.post(address(record, "masks"), {"revision": record.revision, "mask": ["0", "1"]})
    page = reviewer.post(address(record, "publish"), {"revision": record.revision})
    assert page.status_code == 409
    assert "已被他人处理或更正" in page.text


def test_withholding_and_withdrawing_ask_for_a_reason(reviewer, make, client):
    secret, shown = make(), make()
    assert reviewer.post(address(secret, "withhold")).status_code == 422
    assert reviewer.post(address(secret, "withhold"), {"reason": "涉及商业秘密"}).status_code == 303
    reviewer.post(address(shown, "publish"))
    assert reviewer.post(address(shown, "withdraw"), {"reason": " "}).status_code == 422
    assert reviewer.post(address(shown, "withdraw"), {"reason": "复议撤销"}).status_code == 303
    assert client.get(f"/publicity/{shown.token}").status_code == 404
    assert "涉及商业秘密" in reviewer.client.get("/credit/publicity?tab=withheld").text
    assert reviewer.post(address(secret, "take-up"), {"reason": "再审"}).status_code == 303
    assert stored(secret).state == "draft"


def test_a_severity_is_chosen_and_the_period_follows(reviewer, make):
    record = make(amount=500)
    assert "确认严重程度" in reviewer.client.get(address(record)).text
    assert reviewer.post(address(record, "severity"), {}).status_code == 422
    assert reviewer.post(address(record, "severity"), {"severity": "serious"}).status_code == 303
    assert stored(record).period_rule == "NDRC36-SERIOUS@1"


def test_another_departments_records_are_not_there(app, city, make):
    foreign = Browser(colleague(app, city.tax, "reviewer"))
    record = make()
    assert record.doc_no not in foreign.client.get("/credit/publicity").text
    assert foreign.client.get(address(record)).status_code == 404
    assert foreign.post(address(record, "publish")).status_code == 404


@pytest.mark.parametrize(
    "query", ["tab=nothing", "flag=masks", "flag=overdue", "after=x", "after=2026-01-01.99", "tab=ended&after=9999-12-31.5"]
)
def test_every_part_of_the_list_answers(reviewer, make, query):
    make(facts=FACTS)
    assert reviewer.client.get(f"/credit/publicity?{query}").status_code == 200


def test_flags_of_the_list_are_those_of_the_lines(reviewer, make):
    make(), make(facts=FACTS), make(amount=500), make(category="警告", amount=None), make(held=True, holds=[{"rule": "V06"}])
    for flag, label in {"ready": "可直接通过", "masks": "待确认脱敏", "severity": "待确认严重程度", "held": "疑问数据"}.items():
        page = reviewer.client.get(f"/credit/publicity?flag={flag}").text
        assert len(re.findall(r'class="main-link"', page)) == 1
        assert f'">{label}</span>' in page
    assert len(re.findall(r'class="main-link"', reviewer.client.get("/credit/publicity?flag=principle").text)) == 1


def test_a_system_reads_states_page_by_page(reviewer, make):
    made = [make().id for _ in range(3)]
    first = reviewer.client.get("/api/v1/credit/publications?limit=2").json
    assert ([row["id"] for row in first["items"]], first["more"]) == (made[:2], True)
    last = reviewer.client.get(f"/api/v1/credit/publications?after={first['next']}&state=draft").json
    assert ([row["id"] for row in last["items"]], last["more"]) == (made[2:], False)

"""One decision is entered by hand: checked at once by the door's own rules, kept as typed, and handed in through the one door."""

from threading import Barrier, Thread
from uuid import uuid4

from credit.questions.handing.features import written
from tests.factories.desk import NEW_NAME, hidden
from tests.factories.reported import AUTHORITY, AUTHORITY_CODE, FIRM, PENALTY, PERSON, RESIDENT
from tests.factories.rows import ask, uscc

KIND, PERSONS = "sgs-2021-penalty-legal", "sgs-2021-penalty-person"


def typed(row, **more):
    """Return a row as a browser posts it: one value for each kind that is ticked."""
    form = {name: written(value) for name, value in row.items()}
    form["category"] = form["category"].split("；")
    return {"key": str(uuid4()), "revision": 0, "table": KIND, **form, **more}


def sent(browser, form, act="send", address="/credit/entry/new"):
    return browser.post(address, {**form, "act": act})


def entries(columns="state, title"):
    return ask(f"SELECT {columns} FROM credit.entry ORDER BY id")


def test_a_form_is_filled_in_from_the_last_decision_and_the_department(desk):
    browser = desk.as_("east-entry")
    page = browser.client.get(f"/credit/entry/new?table={KIND}").text
    assert f'name="authority" value="{desk.department}"' in page
    desk.report(KIND, PENALTY)
    page = browser.client.get(f"/credit/entry/new?table={KIND}").text
    assert f'name="authority" value="{AUTHORITY}"' in page
    assert f'name="authority_code" value="{AUTHORITY_CODE}"' in page


def test_a_whole_decision_goes_through_the_door_as_a_batch_of_one_row(desk):
    browser = desk.as_("east-entry")
    form = typed(PENALTY)
    answer = sent(browser, form)
    assert answer.status_code == 303
    assert entries() == [("accepted", PENALTY["doc_no"])]
    assert ask("SELECT doc_no, amount, category, version FROM credit.decision") == [
        (PENALTY["doc_no"], PENALTY["amount"], PENALTY["category"], 1)
    ]
    assert ask("SELECT kind, state, accepted, requested_by FROM intake.batch") == [
        (KIND, "finished", 1, ask_actor("east-entry"))
    ]
    assert sent(browser, form).location == answer.location
    assert ask("SELECT count(*) FROM intake.batch") == [(1,)]
    assert "已接收" in browser.client.get(answer.location).text


def ask_actor(login):
    return ask("SELECT 'person:' || id FROM accounts.user_account WHERE login = :login", login=login)[0][0]


def test_what_is_wrong_is_said_beside_what_was_typed_and_nothing_is_reported(desk):
    browser = desk.as_("east-entry")
    answer = sent(browser, typed(PENALTY, code="91310115MA1H000121", occurred_on="2026-13-40", facts="<b>原文</b>"))
    assert answer.status_code == 422
    for words in ("91310115MA1H000121", "2026-13-40", "&lt;b&gt;原文", "校验码不对", "V03", "2018-09-01", "没有报送"):
        assert words in answer.text, words
    assert entries() == []
    assert ask("SELECT count(*) FROM intake.batch") == [(0,)]


def test_what_a_person_has_to_look_at_is_sent_only_when_that_is_wanted(desk):
    browser = desk.as_("east-entry")
    form = typed(PENALTY, facts="当事人电话13800138000，销售过期食品")
    asked = sent(browser, form)
    assert asked.status_code == 422
    assert "照此提交，暂存待核对" in asked.text
    sent(browser, form, act="send-held")
    desk.news()
    assert entries("state") == [("held",)]
    assert ask("SELECT origin, state FROM credit.question") == [("held", "open")]


def test_a_draft_is_kept_sealed_and_gone_on_with_by_a_colleague(desk):
    browser = desk.as_("east-entry")
    form = typed({**PENALTY, **PERSON}, table=PERSONS, facts="")
    address = sent(browser, form, act="draft").location
    assert entries() == [("draft", PENALTY["doc_no"])]
    assert RESIDENT.encode() not in ask("SELECT cells FROM credit.entry")[0][0]
    colleague = desk.as_("east-second")
    page = colleague.client.get(address).text
    assert RESIDENT not in page
    later = {
        **form,
        "document_no": "",
        "facts": PENALTY["facts"],
        "revision": hidden(page, "revision"),
        "key": hidden(page, "key"),
    }
    assert sent(colleague, {**later, "revision": 99}, act="draft", address=address).status_code == 409
    assert sent(colleague, later, address=address).status_code == 303
    assert entries("state") == [("accepted",)]
    assert ask("SELECT party, status FROM credit.decision") == [("person", "valid")]
    assert desk.as_("west-entry").client.get(address).status_code == 404


def test_a_draft_is_put_aside(desk):
    browser = desk.as_("east-entry")
    address = sent(browser, typed(PENALTY), act="draft").location
    browser.post(f"{address}/discard", {"revision": 1})
    assert entries("state") == [("discarded",)]
    assert browser.client.get(address).status_code == 200


def test_a_field_is_checked_when_it_is_left_by_the_same_rules(desk):
    browser = desk.as_("east-entry")
    form = typed(PENALTY, code=uscc(2), subject_name="", doc_no="", valid_to="2020-01-01")
    said = browser.post("/credit/entry/check?field=code", form).text
    assert NEW_NAME in said
    assert 'id="f-subject_name"' in said
    assert "处罚有效期" in said
    assert "文书号为必填" not in said
    said = browser.post("/credit/entry/check?field=doc_no", form).text
    assert "V01" in said
    other = browser.post("/credit/entry/check?field=subject_name", {**form, "subject_name": FIRM}).text
    assert f"改用“{NEW_NAME}”" in other
    assert browser.post("/credit/entry/check?field=none", form).status_code == 404


def test_without_script_a_button_fills_the_name_in(desk):
    browser = desk.as_("east-entry")
    page = sent(browser, typed(PENALTY, code=uscc(2), subject_name="甲"), act="fill")
    assert page.status_code == 200
    assert f'name="subject_name" value="{NEW_NAME}"' in page.text


def correction_of(browser, doc_no):
    number = ask("SELECT id FROM credit.decision WHERE doc_no = :doc_no", doc_no=doc_no)[0][0]
    page = browser.client.get(f"/credit/entry/new?decision={number}").text
    return {"decision": number, "version": hidden(page, "version"), "key": hidden(page, "key")}, page


def test_a_correction_makes_a_version_and_leaves_what_makes_the_matter(desk):
    desk.report(KIND, PENALTY)
    browser = desk.as_("east-entry")
    base, page = correction_of(browser, PENALTY["doc_no"])
    assert PENALTY["facts"] in page
    assert 'name="doc_no"' not in page
    answer = sent(
        browser, typed(PENALTY, **base, facts="当事人生产的糕点标签未标明保质期", doc_no="另一文号", legal_rep="岑某某")
    )
    assert answer.status_code == 303
    assert ask("SELECT doc_no, version, facts, change FROM credit.decision") == [
        (PENALTY["doc_no"], 2, "当事人生产的糕点标签未标明保质期", "corrected")
    ]


def test_two_who_correct_one_record_see_both_contents(desk):
    desk.report(KIND, PENALTY)
    first, second = "当事人生产的糕点标签未标明保质期", "当事人生产的糕点标签未标明配料"
    browser = desk.as_("east-entry")
    base, _page = correction_of(browser, PENALTY["doc_no"])
    other = {**base, "key": str(uuid4())}
    sent(browser, typed(PENALTY, **base, facts=first))
    refused = sent(desk.as_("east-second"), typed(PENALTY, **other, facts=second))
    assert refused.status_code == 409
    assert first in refused.text
    assert second in refused.text
    assert ask("SELECT version, facts FROM credit.decision") == [(2, first)]
    seen = {"key": hidden(refused.text, "key"), "version": hidden(refused.text, "version")}
    assert sent(desk.as_("east-second"), typed(PENALTY, **{**other, **seen}, facts=second)).status_code == 303
    assert ask("SELECT version, facts FROM credit.decision") == [(3, second)]


def test_two_at_the_same_instant_cannot_overwrite_each_other(desk, app):
    desk.report(KIND, PENALTY)
    browsers = []
    for login in ("east-entry", "east-second"):
        desk.client = app.test_client()
        browsers.append(desk.as_(login))
    base, _page = correction_of(browsers[0], PENALTY["doc_no"])
    forms = [
        typed(PENALTY, **{**base, "key": str(uuid4())}, facts=f"当事人生产的糕点标签未标明第{place}项") for place in range(2)
    ]
    for browser, form in zip(browsers, forms, strict=True):
        form["csrf_token"] = browser.token()
    start, statuses = Barrier(2), []

    def post(browser, form):
        start.wait()
        statuses.append(browser.client.post("/credit/entry/new", data={**form, "act": "send"}).status_code)

    threads = [Thread(target=post, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409]
    assert ask("SELECT version FROM credit.decision") == [(2,)]


def test_a_question_is_answered_by_a_better_row(desk):
    desk.report(KIND, {**PENALTY, "category": "打板子；罚款；没收违法所得"})
    number = ask("SELECT id FROM credit.question")[0][0]
    browser = desk.as_("east-entry")
    page = browser.client.get(f"/credit/entry/new?question={number}").text
    assert "打板子" in page
    assert sent(browser, typed(PENALTY, question=number, key=hidden(page, "key"))).status_code == 303
    assert ask("SELECT state FROM credit.question") == [("fixed",)]
    desk.news()
    assert ask("SELECT count(*), min(state) FROM credit.question") == [(1, "fixed")]


def test_what_does_not_exist_is_not_found(desk):
    browser = desk.as_("east-entry")
    addresses = ("new?table=none", "new?decision=99", "new?question=99", "99", "template.xlsx?table=x", "preflight/99")
    assert {browser.client.get(f"/credit/entry/{address}").status_code for address in addresses} == {404}


def test_the_first_page_leads_everywhere(desk):
    page = desk.as_("east-entry").client.get("/credit/entry").text
    for address in ("/credit/calendar", "/credit/entry/preflight", "/credit/questions", f"table={KIND}"):
        assert address in page

"""A row that was refused or held stays in its department's queue until it is fixed, explained or withdrawn."""

from sqlalchemy import select, text

from credit.questions import service
from credit.reporting.models import Decision
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.desk import NEW_NAME, SHOP
from tests.factories.reported import FIRM, PENALTY, PERSON
from tests.factories.rows import ask, uscc

KIND = "sgs-2021-penalty-legal"
RENAMED = {**PENALTY, "doc_no": "云市监罚〔2026〕第11号", "subject_name": "云汀禾丰冷冻食品厂", "code": uscc(2)}
STRANGE = {**PENALTY, "doc_no": "云市监罚〔2026〕第12号", "category": "打板子；罚款；没收违法所得"}
DOUBTFUL = {**PENALTY, "doc_no": "云市监罚〔2026〕第13号", "facts": "当事人电话13800138000，销售过期食品"}


def questions(columns="origin, state, doc_no, cause"):
    return ask(f"SELECT {columns} FROM credit.question ORDER BY doc_no, id")


def the_question(doc_no):
    return ask("SELECT id FROM credit.question WHERE doc_no = :doc_no", doc_no=doc_no)[0][0]


def answer(browser, doc_no, step, **form):
    number = the_question(doc_no)
    page = browser.client.get(f"/credit/questions/{number}").text
    revision = form.pop("revision", None) or ask("SELECT revision FROM credit.question WHERE id = :id", id=number)[0][0]
    assert page
    return browser.post(f"/credit/questions/{number}/{step}", {"revision": revision, **form})


def test_what_did_not_pass_is_asked_about_once(desk):
    outcome = desk.report(KIND, PENALTY, RENAMED, STRANGE, DOUBTFUL)
    assert (outcome.accepted, outcome.held, outcome.rejected) == (1, 2, 1)
    assert questions() == [
        ("held", "open", RENAMED["doc_no"], "V06:subject_name"),
        ("refused", "open", STRANGE["doc_no"], "V23:category"),
        ("held", "open", DOUBTFUL["doc_no"], "V20:facts"),
    ]
    desk.news()
    assert len(questions()) == 3
    assert ask("SELECT count(*) FROM credit.question WHERE due_on > opened_at::date AND due_rule = 'QD01@1'") == [(3,)]
    assert ask("SELECT count(*) FROM credit.question WHERE decision_id IS NOT NULL") == [(2,)]


def test_another_department_sees_nothing_of_it(desk):
    desk.report(KIND, STRANGE)
    number = the_question(STRANGE["doc_no"])
    desk.as_("west-entry")
    assert STRANGE["doc_no"] not in desk.client.get("/credit/questions").text
    assert desk.client.get(f"/credit/questions/{number}").status_code == 404


def test_a_renamed_firm_gets_its_present_name_with_one_click(desk):
    desk.report(KIND, RENAMED)
    browser = desk.as_("east-entry")
    page = desk.client.get(f"/credit/questions/{the_question(RENAMED['doc_no'])}").text
    assert NEW_NAME in page
    assert "改用现名并重报" in page
    answer(browser, RENAMED["doc_no"], "mend", kind="rename")
    assert questions("state, settled_reason") == [("fixed", "改正后的行已通过")]
    assert ask("SELECT subject_name, held, version FROM credit.decision") == [(NEW_NAME, False, 2)]
    desk.news()
    assert questions("state") == [("fixed",)]


def test_many_alike_are_mended_at_once(desk):
    rows = [{**RENAMED, "doc_no": f"云市监罚〔2026〕第2{place}号"} for place in range(4)]
    desk.report(KIND, *rows, {**RENAMED, "doc_no": "云市监罚〔2026〕第29号", "subject_name": FIRM, "code": uscc(55)})
    browser = desk.as_("east-entry")
    page = desk.client.get("/credit/questions/alike?cause=V06:subject_name").text
    assert "4 行改用现名并重报" in page
    assert "要逐行处理：1 行" in page
    browser.post("/credit/questions/alike", {"cause": "V06:subject_name", "kind": "rename"})
    assert questions("state") == [("fixed",)] * 4 + [("open",)]
    assert ask("SELECT count(*) FROM credit.decision WHERE subject_name = :name AND NOT held", name=NEW_NAME) == [(4,)]
    assert ask("SELECT count(*) FROM intake.batch") == [(2,)]


def test_a_shop_among_persons_is_moved_to_the_table_of_firms(desk):
    desk.door.load("registration", {"name": "东区望溪小吃店", "code": SHOP}, batch=93)
    row = {name: value for name, value in PENALTY.items() if name not in {"code", "legal_rep"}}
    desk.report(
        "sgs-2021-penalty-person",
        {
            **row,
            **PERSON,
            "subject_name": "东区望溪小吃店",
            "party_kind": "个体工商户",
            "document_kind": "身份证",
            "document_no": SHOP,
        },
    )
    browser = desk.as_("east-entry")
    page = desk.client.get(f"/credit/questions/{the_question(PENALTY['doc_no'])}").text
    assert "法人行政处罚" in page
    answer(browser, PENALTY["doc_no"], "mend", kind="table")
    assert questions("state, row_kind") == [("fixed", "sgs-2021-penalty-person")]
    assert ask("SELECT party_kind, subject_code, held FROM credit.decision") == [("个体工商户", SHOP, False)]


def test_an_old_number_is_exchanged_for_the_code(desk):
    number = "310115000000013"
    with_number = {"name": "云汀澄源水处理设备厂", "code": uscc(5), "number": number}
    desk.door.load("registration", {key: value for key, value in with_number.items() if key in {"name", "code"}}, batch=94)
    know(number)
    desk.report(KIND, {**PENALTY, "subject_name": "云汀澄源水处理设备厂", "code": number})
    browser = desk.as_("east-entry")
    answer(browser, PENALTY["doc_no"], "mend", kind="old_code")
    assert questions("state") == [("fixed",)]
    assert ask("SELECT subject_code, held FROM credit.decision") == [(uscc(5), False)]


def know(number):
    """Let the archive know the old number of a firm."""
    with transaction() as session:
        session.execute(
            text(
                "INSERT INTO archive.identifier (subject_id, kind, value, department_id, known_from)"
                " SELECT subject_id, 'regno', :number, department_id, known_from FROM archive.identifier WHERE value = :code"
            ),
            {"number": number, "code": uscc(5)},
        )


def test_a_better_row_that_is_refused_too_is_asked_about_again(desk):
    desk.report(KIND, {**RENAMED, "category": "打板子；罚款；没收违法所得"})
    browser = desk.as_("east-entry")
    answer(browser, RENAMED["doc_no"], "mend", kind="rename")
    assert questions("state, origin, cause, row_no") == [("open", "refused", "V23:category", 1)]
    desk.news()
    assert len(questions()) == 1


def test_the_same_matter_reported_well_by_another_file_closes_the_question(desk):
    desk.report(KIND, STRANGE, DOUBTFUL)
    desk.report(KIND, {**STRANGE, "category": PENALTY["category"]}, {**DOUBTFUL, "facts": "销售过期食品"})
    assert questions("state") == [("fixed",), ("fixed",)]


def test_what_somebody_else_dealt_with_is_not_dealt_with_again(desk):
    desk.report(KIND, RENAMED)
    browser = desk.as_("east-entry")
    answer(browser, RENAMED["doc_no"], "mend", kind="rename")
    again = answer(browser, RENAMED["doc_no"], "mend", kind="rename", revision=1)
    assert again.status_code == 409
    assert "刚由他人处理" in again.text
    assert ask("SELECT count(*) FROM intake.batch") == [(2,)]


def test_an_explanation_needs_a_second_person_who_then_lets_the_decision_go(desk):
    desk.report(KIND, DOUBTFUL)
    words = "号码为企业总机，决定书原文如此"
    assert answer(desk.as_("east-entry"), DOUBTFUL["doc_no"], "explain", words="对").status_code == 422
    answer(desk.as_("east-entry"), DOUBTFUL["doc_no"], "explain", words=words)
    assert questions("state") == [("explaining",)]
    assert answer(desk.as_("east-second"), DOUBTFUL["doc_no"], "confirm").status_code == 403
    answer(desk.as_("east-review"), DOUBTFUL["doc_no"], "confirm")
    assert questions("state, explanation") == [("explained", words)]
    assert ask("SELECT held FROM credit.decision") == [(False,)]
    desk.news()
    assert questions("state") == [("explained",)]


def test_a_decision_that_a_reviewer_lets_go_closes_its_question(desk):
    desk.report(KIND, DOUBTFUL)
    number = ask("SELECT id FROM credit.decision")[0][0]
    desk.as_("east-review").post(f"/credit/decisions/{number}/release", {"version": 1, "reason": "已核对，单位总机"})
    desk.news()
    assert questions("state") == [("released",)]


def test_a_row_is_taken_back_with_a_reason(desk):
    desk.report(KIND, STRANGE)
    answer(desk.as_("east-entry"), STRANGE["doc_no"], "withdraw", words="本案由区局办理，误报")
    assert questions("state, settled_reason") == [("withdrawn", "本案由区局办理，误报")]
    assert ask("SELECT count(*) FROM kernel.audit_entry WHERE action = 'credit.question.withdraw'") == [(1,)]


def test_the_queue_answers_every_address(desk):
    desk.report(KIND, STRANGE)
    desk.as_("east-entry")
    shown = {"": True, "?state=x&after=9e9": True, "?state=ended": False, "?state=&overdue=1": False, "?after=999": False}
    for query, seen in shown.items():
        page = desk.client.get(f"/credit/questions{query}")
        assert (page.status_code, STRANGE["doc_no"] in page.text) == (200, seen), query
    assert desk.client.get("/credit/questions/alike?cause=none").status_code == 404


def test_what_a_receiver_sends_back_waits_until_a_better_version_is_there(desk):
    desk.report(KIND, PENALTY)
    for _ in range(2):
        with transaction() as session:
            decision = session.scalars(select(Decision)).one()
            words = {"receiver": "信用中国", "message": "处罚依据不完整", "remedy": "写明条款项"}
            service.refused_by_receiver(session, decision, **words, now=now())
    assert questions("origin, state, receiver") == [("receiver", "open", "信用中国")]
    page = desk.as_("east-entry").client.get(f"/credit/questions/{the_question(PENALTY['doc_no'])}").text
    assert "处罚依据不完整" in page
    desk.report(KIND, {**PENALTY, "basis": "食品安全法第一百二十五条第一款第二项第一目"})
    assert questions("state") == [("fixed",)]

"""What a visitor reads, and what he cannot tell from what never was."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from credit.publicity import service
from credit.publicity.portal import queries
from credit.publicity.portal.features import question
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.web.lane import Lane

RESIDENT = "11010519491231002X"


def change(statement: str, **values) -> None:
    with transaction() as session:
        session.execute(text(statement), values)
    queries.forget()


def answer_of(client, address: str) -> tuple[int, str, list[tuple[str, str]]]:
    """Return an answer without the number under which it stands in the log."""
    answer = client.get(address)
    body = re.sub(r'class="code">[0-9a-f]+<', 'class="code">-<', answer.text)
    named = [(name, value) for name, value in answer.headers if name not in {"X-Request-ID", "Set-Cookie"}]
    return answer.status_code, body, named


def test_a_record_is_listed_and_read(client, show):
    record = show(content="罚款 2.5 万元。")
    assert record.party_name in client.get("/publicity").text
    page = client.get(f"/publicity/{record.token}")
    assert page.status_code == 200
    assert all(word in page.text for word in ("罚款 2.5 万元。", record.doc_no, "NDRC36-GENERAL@1", "国家发展改革委令第36号"))
    until = record.shown_until + timedelta(days=1)
    assert page.headers["X-Robots-Tag"] == f"noarchive, unavailable_after: {until}T00:00:00+08:00"


@pytest.mark.parametrize(
    "hide",
    [
        "UPDATE credit.publication SET shown_until = :yesterday",
        "UPDATE credit.publication SET state = 'withdrawn', ended_at = now(), ended_reason = '复议撤销'",
        "UPDATE credit.publication SET state = 'repaired', ended_at = now(), ended_reason = '修复'",
        "UPDATE credit.publication SET state = 'draft', reviewed_by = NULL, published_at = NULL",
    ],
)
def test_what_is_hidden_answers_exactly_as_what_never_was(client, show, hide):
    record = show()
    change(hide, **({"yesterday": today() - timedelta(days=1)} if ":yesterday" in hide else {}))
    hidden, never = answer_of(client, f"/publicity/{record.token}"), answer_of(client, f"/publicity/{'A' * 22}")
    assert hidden[0] == never[0] == 404
    assert hidden[1].replace(record.token, "A" * 22) == never[1]
    assert hidden[2] == never[2]
    assert ("X-Robots-Tag", "noindex, noarchive") in hidden[2]


def test_a_stopped_job_leaks_nothing(client, show):
    record = show()
    change("UPDATE credit.publication SET shown_until = :day", day=today() - timedelta(days=1))
    pages = [
        client.get(path).text for path in ("/publicity", f"/publicity?q={record.party_name}", "/publicity/data/records.json")
    ]
    feeds = [client.get(path).text for path in ("/publicity/feed.atom", "/publicity/feed.json", "/publicity/widget")]
    assert not [page for page in [*pages, *feeds] if record.token in page]


def test_the_last_day_is_public_and_the_next_is_not(client, show):
    record = show()
    change("UPDATE credit.publication SET shown_until = :day", day=today())
    assert client.get(f"/publicity/{record.token}").status_code == 200
    change("UPDATE credit.publication SET shown_until = :day", day=today() - timedelta(days=1))
    assert client.get(f"/publicity/{record.token}").status_code == 404


@pytest.mark.parametrize("typed", ["禾木", "速冻食品", "91990102maxmu7b34m", "云汀市监处罚〔2026〕", "〔2026〕{number}号"])
def test_a_record_is_found_by_name_code_and_document(client, show, typed):
    record, other = (
        show(),
        show(subject_name="云汀岚溪控股有限公司", subject_code="91990102MA0000001X", doc_no="另字第一号", doc_key="另字第一号"),
    )
    number = re.search(r"(\d+)号$", record.doc_no)[1]
    page = client.get("/publicity", query_string={"q": typed.format(number=number)}).text
    assert record.token in page
    assert other.token not in page


@pytest.mark.parametrize(
    "typed",
    ["速冻食品", "91990102MAXMU7B34M", "云汀市监处罚〔2026〕"],
    ids=["a name", "a code", "the head of many documents' numbers"],
)
@pytest.mark.parametrize("enough", [1, 2_000], ids=["frequent", "rare"])
def test_a_list_goes_on_where_it_stopped_and_back_however_frequent_what_was_typed(show, monkeypatch, typed, enough):
    monkeypatch.setattr(queries, "ENOUGH", enough)
    tokens = [show().token for _ in range(5)][::-1]
    asked = replace(question({"q": typed}), size=2)
    with reading() as session:
        pages = [queries.listing(session, asked, now=now())]
        while pages[-1].following is not None:
            pages.append(queries.listing(session, asked.at(pages[-1].following), now=now()))
        assert [line.token for page in pages for line in page.lines] == tokens
        back = queries.listing(session, asked.at(pages[-1].previous), now=now())
        assert [line.token for line in back.lines] == tokens[2:4]
        assert queries.count(session, asked, as_of=now(), now=now()) == 5


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE credit.publication SET state = 'repaired', ended_at = now(), ended_reason = '修复'",
        "UPDATE credit.publication SET grams = '{}'",
        "DELETE FROM credit.publication",
    ],
)
def test_pairs_of_a_name_are_kept_exactly_while_it_is_published(show, end):
    held = "SELECT count(*) FROM credit.publication_pair"
    record = show()
    with reading() as session:
        assert session.scalar(text(held)) == len(record.grams) > 0
    change("UPDATE credit.publication SET published_at = published_at - interval '1 day', annotation = 'disputed'")
    with reading() as session:
        assert session.scalar(text(f"{held} JOIN credit.publication ON id = publication_id AND published_at = at")) == len(
            record.grams
        )
    change(end)
    with reading() as session:
        assert session.scalar(text(held)) == 0


def test_a_list_is_narrowed_by_kind_department_and_district(client, show, bureau):
    penalty, licence = show(), show(kind="licence", procedure=None, category="普通", title="食品生产许可证")
    assert licence.token not in client.get("/publicity?kind=penalty").text
    assert penalty.token not in client.get("/publicity?kind=licence").text
    assert penalty.token in client.get(f"/publicity?department={bureau.id}").text
    assert penalty.token not in client.get("/publicity?department=999").text
    assert penalty.token in client.get("/publicity?district=310100").text
    assert "市市场监管局" in client.get("/publicity/columns").text


def test_pages_follow_each_other_without_repeating_or_losing(client, show):
    tokens = [show().token for _ in range(45)]
    seen, address = [], "/publicity"
    while address:
        page = client.get(address).text
        seen += re.findall(r'href="/publicity/([\w-]{22})"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert seen == tokens[::-1]
    back = re.search(r'rel="prev" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert re.findall(r'href="/publicity/([\w-]{22})"', client.get(back).text) == tokens[::-1][20:40]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "at=a99999999999999999.1",
        "at=x",
        "department=99999999999999",
        "district=abc",
        "kind=all",
        "q=%25",
        "q=〔",
        "q=有",
    ],
)
def test_nonsense_in_the_address_is_answered(client, show, query):
    show()
    assert client.get(f"/publicity?{query}").status_code == 200


def test_nothing_personal_is_public(client, show):
    facts = "操作工钱甲乙，男，住云汀市东区花园路12号3室，电话13800000000。"
    with pytest.raises(Exception, match="尚未确认脱敏"):
        show(facts=facts)
    everything = "".join(
        client.get(path).text for path in ("/publicity", "/publicity/data/records.csv", "/publicity/feed.atom")
    )
    assert not [word for word in ("钱甲乙", "花园路", "13800000000") if word in everything]


def test_a_withdrawal_is_explained_without_what_it_said(client, show):
    record = show()
    with transaction() as session:
        service.withdraw_decisions(
            session, decision_ids=[record.decision_id], reason=f"复议撤销，申请人证件{RESIDENT}", now=now()
        )
    page = client.get("/publicity/withdrawn").text
    assert record.doc_no in page
    assert "复议撤销，申请人证件＊＊＊" in page
    assert record.party_name not in page
    assert RESIDENT not in page


def test_a_licence_has_no_end_and_says_when_it_is_over(client, show):
    record = show(kind="licence", procedure=None, category="普通", valid_to=date(2026, 1, 1), title="食品经营许可证")
    page = client.get(f"/publicity/{record.token}")
    assert "届满" in page.text
    assert page.headers["X-Robots-Tag"] == "noarchive"


@pytest.mark.parametrize("address", ["/publicity", "/publicity?q=禾木&kind=penalty", "/publicity/{token}"])
def test_the_short_way_gives_the_same_page_with_the_same_headers(app, show, address):
    path = address.format(token=show().token)
    changing = {"X-Request-ID", "Date"}
    short, long = app.test_client().get(path), app.test_client().get(path, headers={"Cookie": "a=b"})
    assert short.data == long.data
    given = [{item for item in answer.headers if item[0] not in changing} for answer in (short, long)]
    assert given[0] == given[1]
    assert isinstance(app.wsgi_app, Lane)

"""Downloads that cannot be mistaken for complete, feeds, and the list in a frame."""

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from credit.publicity import service
from credit.publicity.portal.opening import pages
from supervision.kernel.clock import now
from supervision.kernel.db import transaction


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(pages, "TOGETHER", 2)


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def test_every_part_says_how_complete_it_is(client, show, few):
    tokens = [show().token for _ in range(5)]
    seen, parts, address = [], [], "/publicity/data/records.json"
    while address:
        answer = client.get(address)
        part = answer.json
        seen += [record["token"] for record in part["records"]]
        parts.append((part["first"], part["last"], part["total"], part["complete"], answer.headers["X-Complete"]))
        assert ('rel="next"' in answer.headers.get("Link", "")) is not part["complete"]
        address = path_of(part["next"]) if part["next"] else None
    assert parts == [(1, 2, 5, False, "false"), (3, 4, 5, False, "false"), (5, 5, 5, True, "true")]
    assert seen == tokens[::-1]


def test_what_comes_meanwhile_waits_and_what_is_hidden_meanwhile_is_told(client, show, few):
    records = [show() for _ in range(4)]
    first = client.get("/publicity/data/records.json").json
    later = show()
    with transaction() as session:
        service.withdraw_decisions(session, decision_ids=[records[0].decision_id], reason="撤销", now=now())
    last = client.get(path_of(first["next"])).json
    assert [record["token"] for record in last["records"]] == [records[1].token]
    assert (last["complete"], last["hidden_meanwhile"], last["as_of"]) == (True, 1, first["as_of"])
    assert "1 条停止公示" in last["note"]
    assert later.token not in str(last)


def test_the_last_line_of_a_table_says_whether_it_is_all(client, show, few):
    for _ in range(3):
        show(subject_name="=HYPERLINK(云汀)有限公司")
    answer = client.get("/publicity/data/records.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][0] == "地址标识"
    assert len(rows) == 4
    assert rows[-1][0].startswith("# 未完：第 1 至 2 条，共 3 条")
    assert "http" in rows[-1][0]
    assert rows[1][rows[0].index("行政相对人")].startswith("'=")
    assert "1-2-of-3.csv" in answer.headers["Content-Disposition"]
    whole = list(csv.reader(io.StringIO(client.get("/publicity/data/records.csv?q=不在").text)))
    assert whole[-1][0].startswith("# 已到末尾")


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WzEsMiwzLDRd", "W10", "%00", "9" * 5000])
def test_a_cursor_that_is_none_begins_anew(client, show, cursor):
    show()
    answer = client.get(f"/publicity/data/records.json?cursor={cursor}")
    assert (answer.status_code, answer.json["first"]) == (200, 1)


def test_feeds_carry_the_newest_and_are_well_formed(client, show, bureau):
    record = show(subject_name="云汀<b>&禾木有限公司")
    tree = ET.fromstring(client.get(f"/publicity/feed.atom?department={bureau.id}").data)  # noqa: S314 - our own feed
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert tree.find("a:entry/a:id", space).text == f"http://localhost/publicity/{record.token}"
    assert "云汀<b>&禾木有限公司" in tree.find("a:entry/a:title", space).text
    assert tree.find("a:title", space).text.endswith("市市场监管局")
    feed = client.get("/publicity/feed.json").json
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [f"http://localhost/publicity/{record.token}"]
    assert client.get("/publicity/feed.atom?department=999").status_code == 200


def test_only_named_sites_may_show_the_list_in_a_frame(app, client, show):
    record = show()
    alone = client.get("/publicity/widget")
    assert "frame-ancestors 'none'" in alone.headers["Content-Security-Policy"]
    settings = app.extensions["supervision.settings"]
    app.extensions["supervision.settings"] = replace(settings, widget_ancestors="https://www.example.gov.cn")
    framed = client.get("/publicity/widget")
    assert "frame-ancestors https://www.example.gov.cn" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] != "DENY"
    assert record.token in framed.text
    assert "<script" not in framed.text


def test_the_guide_names_what_can_be_had(client, show):
    show()
    page = client.get("/publicity/data").text
    assert all(word in page for word in ("records.csv", "feed.atom", "complete", "iframe"))

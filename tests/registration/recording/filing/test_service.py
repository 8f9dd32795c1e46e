"""Tables of registrations come through the same door as every file."""

from pathlib import Path

import pytest

from supervision.intake import queries, service
from supervision.intake.schemas import Submission
from supervision.kernel.db import reading, transaction
from supervision.registration.recording.forms import from_json
from tests.factories.rows import ask, uscc

ANNOUNCEMENT = "企业名称,统一社会信用代码,核准日期\n" + "".join(
    f"北京试例{number}科技发展有限公司,{uscc(number, '91110118')},2023-02-0{number}\n" for number in range(1, 4)
)


@pytest.fixture
def load(desk, tmp_path: Path):
    """Load a table of the eastern registrar and return its batch."""

    def hand_in(content: str, filename: str = "登记业务.csv", **options: str):
        path = tmp_path / "upload"
        path.write_text(content, encoding="utf-8")
        with transaction() as session:
            east = desk.city.east
            submission = Submission(path, filename, east.id, east.name, "person:1", kind="registration_entry", **options)
            batch_id = service.receive(session, submission, now=desk.now()).batch.id
        service.run([batch_id], clock=desk.now)
        desk.archive()
        with reading() as session:
            return queries.batch_by_id(session, batch_id)

    return hand_in


def test_an_announcement_of_establishments_loads_as_it_is(desk, load):
    batch = load(ANNOUNCEMENT, "内资企业设立登记公告数据.csv")
    assert (batch.state, batch.rows_read, batch.accepted, batch.held) == ("finished", 3, 3, 0)
    assert desk.entries("kind", "state", "occurred_on::text", "channel", "division") == [
        ("establishment", "archived", f"2023-02-0{number}", "file", "110118") for number in range(1, 4)
    ]
    assert desk.facts("name", "established_on::text", "state", "batch_id", "row_no") == [
        (f"北京试例{number}科技发展有限公司", f"2023-02-0{number}", "S1", batch.id, number) for number in range(1, 4)
    ]


def test_the_same_rows_in_another_file_are_repetitions(desk, load):
    load(ANNOUNCEMENT)
    again = load(ANNOUNCEMENT + f"北京试例9科技发展有限公司,{uscc(9, '91110118')},2023-02-09\n")
    assert (again.accepted, again.unchanged) == (4, 3)
    assert desk.entries("repeats") == [(1,), (1,), (1,), (0,)]


def test_every_kind_of_business_comes_in_one_table(desk, load):
    load(
        "业务编号,业务类型,核准日期,企业名称,统一社会信用代码,经营范围,经营范围条目代码,住所,住所区划\n"
        f"S1,设立登记,2026-11-01,云汀试例食品有限公司,{uscc(1)},食品销售,I3001；G1002,东区一路,310115\n"
        f"B1,经营范围变更,2026-11-02,云汀试例食品有限公司,{uscc(1)},食品销售；餐饮服务,,,\n"
        f"D1,住所变更,2026-11-03,云汀试例食品有限公司,{uscc(1)},,,西区二路,310104\n"
        f"Z1,注销,2026-11-04,云汀试例食品有限公司,{uscc(1)},,,,\n"
    )
    assert desk.facts("scope", "address", "division", "state") == [("食品销售；餐饮服务", "西区二路", "310104", "S6")]
    assert desk.entries("scope_codes")[0] == (["I3001", "G1002"],)


def test_a_held_row_is_held_in_both_lists_with_the_same_words(desk, load):
    batch = load(
        f"业务编号,业务类型,核准日期,企业名称,统一社会信用代码\nS1,股权出质,2026-11-01,云汀试例食品有限公司,{uscc(1)}\n"
    )
    assert (batch.accepted, batch.held) == (0, 1)
    words = "业务类型“股权出质”不在设立、经营范围变更、住所变更、吊销、注销之内"
    assert ask("SELECT severity, message FROM intake.finding WHERE severity = 'hold'") == [("hold", words)]
    assert desk.entries("state", "held_reason", "row_no") == [("held", words, 1)]


def test_what_comes_by_file_and_by_interface_is_the_same_business(desk, load):
    load(
        f"业务编号,业务类型,核准日期,企业名称,统一社会信用代码,经营范围\nS1,设立,2026-11-01,云汀试例食品有限公司,{uscc(1)},食品销售\n"
    )
    said = {"source_no": "S1", "kind": "设立", "occurred_on": "2026-11-01", "name": "云汀试例食品有限公司", "code": uscc(1)}
    assert desk.send(from_json({**said, "scope": "食品销售"}))[0].outcome.value == "repeated"

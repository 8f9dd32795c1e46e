"""Editions are files: what stands in them is what the domain says, and a new one needs no code."""

import json
from datetime import date

import pytest

from credit.standards.schemas import read, standards, table_of, tables
from supervision.archive.loading.records.schemas import fields_of
from tests.factories.rows import KINDS


def test_three_editions_stand_in_order():
    assert [(item.name, item.valid_from) for item in standards()] == [
        ("SGS-2016", date(2016, 1, 1)),
        ("SGS-2018", date(2018, 9, 1)),
        ("SGS-2021", date(2021, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("sgs-2016-licence", 18),
        ("sgs-2016-penalty", 20),
        ("sgs-2018-licence-legal", 25),
        ("sgs-2021-licence-legal", 26),
        ("sgs-2021-licence-person", 19),
        ("sgs-2021-penalty-legal", 28),
        ("sgs-2021-penalty-person", 21),
    ],
)
def test_each_table_has_the_columns_of_the_standard(table, count):
    assert sum(not column.extension for column in table_of(table).columns) == count


def test_the_edition_of_2018_has_one_column_for_the_number_of_the_representative():
    codes = {column.code for column in table_of("sgs-2018-penalty-legal").columns}
    assert "CF_FR_SFZH" in codes
    assert not codes & {"CF_FR_ZJLX", "CF_FR_ZJHM"}


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: table.row_kind)
def test_no_header_means_two_columns(table):
    names = [name for column in table.columns for name in {column.label, column.code, *column.aliases} if name]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: table.row_kind)
def test_every_table_is_a_kind_of_row_that_reporters_may_send(table):
    kind = KINDS[table.row_kind]
    assert kind.permission == "credit.report"
    assert {item.name for item in kind.fields if item.personal} == {
        name for name in ("document_no", "legal_rep_document_no") if table.column(name) is not None
    }


@pytest.mark.parametrize("table", list(tables()), ids=lambda table: table.row_kind)
def test_the_archive_has_a_place_for_what_is_personal(table):
    personal = {column.name for column in table.columns if column.personal}
    assert personal <= {item.name for item in fields_of(table.kind) if item.personal}


def test_a_new_edition_is_a_file():
    lines = [
        {
            "standard": "SGS-2030",
            "label": "新标准",
            "instrument": "某号",
            "valid_from": "2030-01-01",
            "valid_to": None,
            "note": "",
            "source": "",
            "confidence": "verified",
        },
        {"table": "licence-legal", "label": "法人行政许可", "kind": "licence", "party": "legal"},
        {"value": "有效", "enumeration": "state", "code": "1", "means": "valid", "source": "", "confidence": "verified"},
        {
            "field": "state",
            "table": "licence-legal",
            "no": 1,
            "code": "XK_ZT",
            "label": "当前状态",
            "type": "text",
            "length": 1,
            "required": "always",
            "enumeration": "state",
            "hint": "",
            "aliases": ["XK_ZT"],
            "source": "",
            "confidence": {},
        },
    ]
    made = read("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    (table,) = made.tables
    assert (made.name, table.row_kind, table.fields[0].required, table.means("state")) == (
        "SGS-2030",
        "sgs-2030-licence-legal",
        True,
        {"有效": "valid"},
    )
    assert table.fields[0].max_length == 2

"""Files as departments really send them, and files that must not be read at all: a refusal has a place and a remedy."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.exceptions import PolarsError

from supervision.intake.reading import errors
from supervision.intake.reading.headers.rules import header_key
from supervision.intake.reading.rows.service import SURPLUS
from supervision.intake.reading.schemas import Format, Table
from supervision.intake.reading.service import open_table, refuse_size
from supervision.intake.reading.workbooks import rules as workbook_rules
from supervision.kernel.errors import DomainError

KNOWN = frozenset(map(header_key, ["企业名称", "统一社会信用代码", "处罚决定日期", "罚款金额"]))
HEADER = "企业名称,统一社会信用代码,处罚决定日期\n"
TWO = HEADER + "甲公司,9131,2026-01-02\n乙公司,9132,2026-01-03\n"
Open = Callable[..., Table]
TWO_ROWS, MORE_ROWS, BEHIND_THE_PAGE = 2, 30, 60


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    def open_it(content: bytes | str, filename: str = "数据.csv") -> Table:
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_table(path, filename=filename, known=KNOWN, max_bytes=10**9)

    return open_it


def rows(table: Table, size: int = 10_000) -> list[dict[str, str]]:
    frames = [part.frame for part in table.slices(first=0, size=size)]
    return pl.concat(frames, how="diagonal").to_dicts() if frames else []


def rules_found(table: Table) -> list[tuple[int, str]]:
    return [row for part in table.slices(first=0, size=10_000) for row in part.findings.select("row_no", "rule").rows()]


def noise(size: int) -> bytes:
    """Return bytes that are the same on every run and look like nothing."""
    return hashlib.shake_128(b"noise").digest(size)


def workbook(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, **extra: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        for name, data in extra.items():
            new.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_read_in_each_encoding_and_line_end(opened: Open, encoding: str, end: str):
    table = opened(TWO.replace("\n", end).encode(encoding))
    assert table.format is Format.CSV
    assert [row["企业名称"] for row in rows(table)] == ["甲公司", "乙公司"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_the_separator_is_told_from_the_content(opened: Open, mark: str):
    assert rows(opened(TWO.replace(",", mark)))[1]["统一社会信用代码"] == "9132"


def test_the_header_need_not_be_the_first_row(opened: Open):
    table = opened("2026年处罚汇总表,,\n填报单位：某局,,\n" + TWO)
    assert table.header_row == 3
    assert len(rows(table)) == 2


def test_marks_that_nobody_sees_are_no_part_of_a_header(opened: Open):
    assert opened("\ufeff\u200b企业名称 ,统一社会 信用代码*,处罚决定日期\n甲,1,2\n").header[0] == "企业名称"


def test_a_header_that_comes_again_is_no_row(opened: Open):
    table = opened(TWO + HEADER + "丙公司,9133,2026-01-04\n")
    part = next(table.slices(first=0, size=100))
    assert part.frame["row_no"].to_list() == [1, 2, 4]
    assert part.blank == 1


def test_two_columns_of_one_name_are_both_kept(opened: Open):
    table = opened("企业名称,备注,备注\n甲,一,二\n")
    assert table.header == ("企业名称", "备注", "备注（第3列）")
    assert rows(table)[0]["备注（第3列）"] == "二"


def test_blank_rows_are_counted_and_keep_their_numbers(opened: Open):
    part = next(opened(HEADER + "甲,1,\n,,\n\n , ,\n乙,2,\n").slices(first=0, size=100))
    assert part.frame["row_no"].to_list() == [1, 5]
    assert part.blank == 3


def test_ragged_rows_are_kept_whole_and_told(opened: Open):
    table = opened(HEADER + "甲,1\n乙,2,2026-01-01,多一格,再一格\n丙,3,2026-01-01,,\n")
    assert [row[SURPLUS] for row in rows(table)] == [None, "多一格 | 再一格", None]
    assert rules_found(table) == [(1, "R07"), (2, "R07")]


def test_a_cell_may_hold_line_ends_and_separators_in_quotes(opened: Open):
    assert rows(opened(HEADER + '"甲,\n一""二",1,2\u2028x\n'))[0] == {
        "row_no": 1,
        "企业名称": '甲,\n一"二',
        "统一社会信用代码": "1",
        "处罚决定日期": "2\u2028x",
    }


def test_slices_start_where_they_are_asked_to_and_are_the_same_on_every_reading(opened: Open):
    table = opened(HEADER + "".join(f"企业{n},{n},\n" for n in range(25)))
    whole = [row for part in table.slices(first=0, size=10) for row in part.frame.rows()]
    assert [row for part in table.slices(first=10, size=10) for row in part.frame.rows()] == whole[10:]


def test_bytes_that_are_no_text_are_named_by_line_and_place(opened: Open):
    table = opened((HEADER + "甲,1,2\n" * 60_000).encode() + b"\xff\xfe\xff,1,2\n")
    with pytest.raises(errors.EncodingNotReadable) as refusal:
        rows(table)
    assert refusal.value.facts["line"] == 60_002
    assert "UTF-8" in refusal.value.remedy_text


def test_a_quote_that_never_closes_is_named_by_its_line(opened: Open):
    with pytest.raises(errors.QuoteNotClosed) as refusal:
        rows(opened(HEADER + "甲,1,2\n" + '"乙,2,3\n' + "丙,3,4\n" * 200_000))
    assert refusal.value.facts["line"] == 3


def test_json_lines_are_read_with_the_union_of_their_keys(opened: Open):
    lines = [{"企业名称": "甲", "金额": 1.50, "停业": True}, {"企业名称": "乙", "代码": "91", "明细": {"项": [1]}}]
    table = opened("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert table.format is Format.JSON_LINES
    assert table.header == ("企业名称", "金额", "停业", "代码", "明细")
    first, second = rows(table)
    assert (first["金额"], first["停业"], second["代码"]) == ("1.5", "是", "91")
    assert json.loads(second["明细"]) == {"项": ["1"]}


def test_a_broken_json_line_is_named(opened: Open):
    with pytest.raises(errors.JsonLineBroken, match="第 2 行"):
        opened('{"企业名称": "甲"}\n{"企业名称": \n')


def test_parquet_is_read_as_text_from_any_row(opened: Open):
    frame = pl.DataFrame(
        {"企业名称": [f"企业{n}" for n in range(25)], "注册日期": [None, *["2020-01-01"] * 24], "数": range(25)}
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer, row_group_size=7)
    table = opened(buffer.getvalue(), "登记.xlsx")
    assert (table.format, table.rows_hint) == (Format.PARQUET, 25)
    part = next(table.slices(first=20, size=10))
    assert part.frame["row_no"].to_list() == [21, 22, 23, 24, 25]
    assert part.frame["数"].to_list() == ["20", "21", "22", "23", "24"]


def test_a_workbook_is_read_with_dates_numbers_formulas_and_merged_cells(opened: Open):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "汇总表")
        sheet.write_row("A2", ["企业名称", "统一社会信用代码", "处罚决定日期"])
        sheet.merge_range("A3:A4", "甲公司")
        sheet.write_row("B3", ["9131", 45000])
        sheet.write("B4", 9132)
        sheet.write_datetime("C4", date(2026, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write("A5", "乙公司")
        sheet.write_formula("B5", "=9000+133", None, 9133)
    table = opened(buffer.getvalue(), "处罚.csv")
    assert (table.format, table.header_row, table.sheet) == (Format.XLSX, 2, "Sheet1")
    assert [tuple(row.values())[:3] for row in rows(table)] == [
        ("甲公司", "9131", "45000"),
        ("甲公司", "9132", "2026-01-02"),
        ("乙公司", "9133", None),
    ]
    assert rules_found(table) == [(1, "R09"), (2, "R09"), (3, "R08")]


def test_the_sheet_with_the_table_is_found_behind_a_sheet_of_notes(opened: Open):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("数据")
    sheet.append(["企业名称", "统一社会信用代码"])
    sheet.append(["甲", "1"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert opened(buffer.getvalue()).sheet == "数据"


def test_an_old_workbook_is_read_whatever_its_suffix(opened: Open):
    book = xlwt.Workbook()
    sheet = book.add_sheet("处罚")
    for place, row in enumerate([["双随机结果公示"], ["企业名称", "统一社会信用代码"], ["甲公司", "9131"], ["乙公司", 9132]]):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    table = opened(buffer.getvalue(), "处罚.csv")
    assert (table.format, table.header_row) == (Format.XLS, 2)
    assert rows(table)[1] == {"row_no": 2, "企业名称": "乙公司", "统一社会信用代码": "9132"}


SIMPLE = workbook(lambda sheet: [sheet.append(row) for row in (["企业名称", "统一社会信用代码"], ["甲", "1"], ["乙", "2"])])


def test_a_day_that_no_calendar_has_is_refused_with_its_place(opened: Open):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["企业名称", "成立日期"])
        sheet.write_row(1, 0, ["甲"])
        sheet.write_number(1, 1, 2_147_483_647_000, book.add_format({"num_format": "[h]:mm:ss"}))
    with pytest.raises(errors.FileDamaged, match="“数据”第 2 行附近"):
        rows(opened(buffer.getvalue(), "登记.xlsx"))


def test_a_workbook_with_macros_is_refused_whatever_its_suffix(opened: Open):
    with pytest.raises(errors.MacroWorkbook, match="带有宏"):
        opened(repacked(SIMPLE, xl__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"), "处罚.xlsx")


def test_a_zip_bomb_is_refused_by_its_directory(opened: Open):
    with pytest.raises(errors.ZipBomb, match="未解压"):
        opened(repacked(SIMPLE, xl__media__bomb=b"\0" * (64 * 1024 * 1024)))


def test_a_zip_bomb_that_lies_about_its_size_is_refused(opened: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("supervision.intake.reading.workbooks.service.MAX_UNPACKED", 4 * 1024 * 1024)
    with pytest.raises(errors.ZipBomb):
        opened(repacked(SIMPLE, xl__media__noise=noise(5 * 1024 * 1024)))


def test_a_zip_that_is_no_workbook_is_refused(opened: Open):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("处罚.csv", TWO)
    with pytest.raises(errors.FormatNotSupported, match="压缩包"):
        opened(buffer.getvalue())


def test_an_encrypted_workbook_is_refused(opened: Open):
    envelope = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    with pytest.raises(errors.WorkbookEncrypted, match="打开密码"):
        opened(envelope)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_workbook_cut_off_is_refused_as_damaged(opened: Open, share: float):
    with pytest.raises(errors.FileDamaged):
        opened(SIMPLE[: int(len(SIMPLE) * share)])


def test_a_parquet_file_cut_off_is_refused_as_damaged(opened: Open):
    buffer = io.BytesIO()
    pl.DataFrame({"企业名称": ["甲"] * 100}).write_parquet(buffer)
    with pytest.raises(errors.FileDamaged):
        opened(buffer.getvalue()[:-20])


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\0" * 100, "企".encode()[:0]])
def test_an_empty_file_is_refused(opened: Open, content: bytes):
    with pytest.raises(errors.FileEmpty):
        opened(content)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"<html><table>", "网页"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x7fELF\x02", "程序"),
        (noise(5000), "二进制"),
    ],
)
def test_what_is_no_table_is_named(opened: Open, content: bytes, found: str):
    with pytest.raises(errors.FormatNotSupported, match=found):
        opened(content)


def test_a_file_of_two_gigabytes_is_refused_before_a_byte_is_read(tmp_path: Path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    with pytest.raises(errors.FileTooLarge, match="2048 MB"):
        open_table(path, filename="large.csv", known=KNOWN, max_bytes=1536 * 1024**2)
    with pytest.raises(errors.FileEmpty):
        refuse_size(0, filename="x", max_bytes=1)


def test_a_file_with_hundreds_of_columns_is_refused(opened: Open):
    with pytest.raises(errors.TooManyColumns):
        opened(",".join(["企业名称", *(f"列名{n}甲" for n in range(600))]) + "\n甲\n")


def test_numbers_without_a_header_are_refused(opened: Open):
    with pytest.raises(errors.NoHeader):
        opened("1,2\n3,4\n")


def of_two_rows() -> bytearray:
    buffer = io.BytesIO()
    pl.DataFrame({"企业名称": ["甲", "乙"]}).write_parquet(buffer)
    return bytearray(buffer.getvalue())


def test_no_bit_of_a_parquet_file_ends_the_process_that_reads_it(opened: Open):
    """This one makes the decoder ask for exabytes, at which its process is ended without a word."""
    spoilt = of_two_rows()
    spoilt[48] ^= 0x05
    with pytest.raises(errors.FileDamaged, match="数据页"):
        opened(bytes(spoilt))


def test_a_parquet_file_whose_directory_promises_more_rows_is_refused(opened: Open, tmp_path: Path):
    """The directory counts two rows in several places; one of them is the count that the reader goes by."""
    path, whole = tmp_path / "counted.parquet", of_two_rows()
    for place in (place for place, byte in enumerate(whole) if byte == 2 * TWO_ROWS and place > BEHIND_THE_PAGE):
        spoilt = whole.copy()
        spoilt[place] = 2 * MORE_ROWS
        path.write_bytes(spoilt)
        with suppress(PolarsError):
            if pl.scan_parquet(path).select(pl.len()).collect().item() == MORE_ROWS:
                break
    else:
        pytest.fail("no byte of the directory is the count of rows")
    with pytest.raises(errors.FileDamaged):
        opened(bytes(spoilt))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_door(opened: Open, data: st.DataObject):
    """Flip, cut or insert bytes anywhere in a good file of each format."""
    buffer = io.BytesIO()
    pl.DataFrame({"企业名称": ["甲", "乙"]}).write_parquet(buffer)
    good = data.draw(
        st.sampled_from([SIMPLE, TWO.encode("gb18030"), TWO.encode("utf-16"), buffer.getvalue(), b'{"a": 1}\n{"a": 2}\n'])
    )
    spoilt = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    refusals: list[DomainError] = []
    try:
        rows(opened(bytes(spoilt)))
    except DomainError as refusal:
        refusals.append(refusal)
    assert all(refusal.text and refusal.remedy_text for refusal in refusals)


def test_the_limits_of_unpacking_are_by_ratio_and_by_size():
    part = workbook_rules.Part
    assert workbook_rules.unpacks_too_far([part("a", 1000, 10_000_000)]) is None
    assert workbook_rules.unpacks_too_far([part("a", 1000, 64 * 1024 * 1024)]) == (64, 67108)
    assert workbook_rules.unpacks_too_far([part("a", 2**30, 2**30 + 1)]) == (1024, 1)

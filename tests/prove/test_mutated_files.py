"""A thousand files that were cut, bent and forged: each is accepted or refused in words, and no row of any is lost.

The corpus is made here: every table of the newest edition as CSV, workbook and JSON lines. A mutation changes bytes, encoding,
cells or the workbook's own parts. Each file goes through the check before sending and through the door.
"""

import codecs
import io
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from credit.entering.workbooks.features import example
from credit.entering.workbooks.service import write_template
from credit.standards.schemas import Table, standards
from supervision.intake import service as intake
from supervision.kernel.clock import now
from tests.credit.questions.conftest import desk, door, keys_of_the_test
from tests.factories.accounts import Browser
from tests.factories.desk import Desk
from tests.factories.rows import ask

__all__ = ["desk", "door", "keys_of_the_test"]
pytestmark = pytest.mark.prove
FILES = 1_000
ROWS = 4
TABLES = standards()[-1].tables
CHINESE = re.compile(r"[\u4e00-\u9fff]")
Seed = random.Random
Mutation = Callable[[bytes, Seed], bytes]


def rows_of(table: Table) -> list[dict[str, str]]:
    """Return sound rows of a table, each another decision."""
    labels = {column.name: column.label for column in table.columns}
    cells = {labels[name]: text for name, text in example(table).items()}
    return [{**cells, labels["doc_no"]: f"云示罚〔2026〕{number}号"} for number in range(1, ROWS + 1)]


def as_csv(table: Table) -> bytes:
    rows = rows_of(table)
    lines = [",".join(rows[0]), *(",".join(f'"{text}"' for text in row.values()) for row in rows)]
    return "\r\n".join(lines).encode()


def as_workbook(table: Table) -> bytes:
    content = io.BytesIO()
    write_template(content, table)
    book = openpyxl.load_workbook(content)
    sheet = book.worksheets[0]
    labels = [cell.value for cell in sheet[1]]
    for line, row in enumerate(rows_of(table), start=2):
        for place, label in enumerate(labels, start=1):
            sheet.cell(line, place).value = row.get(label)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_json(table: Table) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows_of(table)).encode()


def corpus() -> list[tuple[str, bytes]]:
    made = []
    for table in TABLES:
        for suffix, write in (("csv", as_csv), ("xlsx", as_workbook), ("jsonl", as_json)):
            made.append((suffix, write(table)))
    return made


def flipped(content: bytes, dice: Seed) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 3, 20, 200))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def truncated(content: bytes, dice: Seed) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def doubled(content: bytes, dice: Seed) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + content[max(0, place - 300) :]


def nuls(content: bytes, dice: Seed) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + b"\x00" * dice.choice((1, 5, 3000)) + content[place:]


ANYHOW: tuple[Mutation, ...] = (flipped, truncated, doubled, nuls)


def in_another_encoding(content: bytes, dice: Seed) -> bytes:
    text = content.decode()
    coding = dice.choice(("gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "big5", "latin-1"))
    marked = codecs.BOM_UTF16_BE if dice.random() < 0.2 else b""
    return marked + text.encode(coding, errors="replace")


def bad_quotes(content: bytes, dice: Seed) -> bytes:
    text = content.decode()
    place = dice.randrange(len(text))
    return (text[:place] + dice.choice(('"', '""', "'", "\n", ",", "\\", '"\r\n"', "\u2028")) + text[place:]).encode()


def huge_cell(content: bytes, dice: Seed) -> bytes:
    word = dice.choice(("云", "=", "\u202e", "A,", "😀"))
    return content.decode().replace("标签", word * dice.choice((300, 40_000, 400_000))).replace("糕点", word * 400).encode()


def strange_values(content: bytes, dice: Seed) -> bytes:
    text = content.decode()
    old = dice.choice(("2026-11-16", "2099-12-31", "0.5", "罚款", "核准", "一般", "云示罚〔2026〕1号", "91990102MA1H00012K"))
    new = dice.choice(STRANGE)
    return text.replace(old, new).encode()


STRANGE = (
    "1900-01-00", "1900-02-29", "0", "-1", "60", "1e308", "NaN", "∞", "0000-00-00", "9999-99-99", "二〇二六年十一月", "45977.5",
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "<script>alert(1)</script>", "null", "无", "　", "\ufeff", "\u200b罚款", "𠮷" * 30,
    "1" * 400, "-0.0000001", "10亿", "0x1F", "罚款；；；", "；", "其他-", "其他-\t", "%s%n", "{0}", "\\x00", "2026-11-31", "26-1-1",
)  # fmt: skip


def repeated_headers(content: bytes, dice: Seed) -> bytes:
    text = content.decode()
    lines = text.split("\n")
    if dice.random() < 0.5:
        return "\n".join([lines[0]] * dice.randrange(2, 5) + lines[1:]).encode()
    return text.replace("处罚依据", "违法事实").replace("许可内容", "许可类别").replace("证件类型", "证件号码").encode()


IN_TEXT: tuple[Mutation, ...] = (in_another_encoding, bad_quotes, huge_cell, strange_values, repeated_headers)


def in_workbook(change: Callable[[openpyxl.Workbook, Seed], None]) -> Mutation:
    def mutate(content: bytes, dice: Seed) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(content))
        change(book, dice)
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()

    mutate.__name__ = change.__name__
    return mutate


def formulas(book: openpyxl.Workbook, dice: Seed) -> None:
    for cell in dice.sample(list(book.worksheets[0][2]), 5):
        cell.value = dice.choice(("=1/0", "=A2", "=SUM(A1:XFD1048576)", '=HYPERLINK("http://a","b")', "=INDIRECT(A1)"))


def merged(book: openpyxl.Workbook, dice: Seed) -> None:
    sheet = book.worksheets[0]
    first, column = dice.randrange(1, 4), dice.randrange(1, 20)
    sheet.merge_cells(start_row=first, end_row=first + dice.randrange(1, 4), start_column=column, end_column=column + 2)


def odd_cells(book: openpyxl.Workbook, dice: Seed) -> None:
    sheet = book.worksheets[0]
    for _ in range(6):
        cell = sheet.cell(dice.randrange(2, ROWS + 2), dice.randrange(1, sheet.max_column + 1))
        cell.value = dice.choice((True, 0, -1, 60, 2958466, 1e300, "云" * 32_767, "'=1", "_x0000_", 45977.25, "#N/A"))
        cell.number_format = dice.choice(("General", "yyyy-mm-dd", "[$-804]yyyy年m月d日", "0.00E+00", "@", "[h]:mm:ss", '"'))


def other_heads(book: openpyxl.Workbook, dice: Seed) -> None:
    sheet = book.worksheets[0]
    heads = list(sheet[1])
    dice.choice(heads).value = dice.choice(heads).value
    dice.choice(heads).value = dice.choice((None, "", "甲" * 300, "=A1", 5, "row_no"))
    if dice.random() < 0.3:
        sheet.insert_rows(1, amount=dice.randrange(1, 40))


IN_WORKBOOK = tuple(in_workbook(change) for change in (formulas, merged, odd_cells, other_heads))


def broken_parts(content: bytes, dice: Seed) -> bytes:
    """Take a part of the workbook away, empty it, forge it, or let it unpack to very much."""
    source, written = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    victim = dice.choice(source.namelist())
    act = dice.choice(("drop", "empty", "bomb", "xxe", "cut"))
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == victim and act == "drop":
                continue
            target.writestr(name, forged(part, act) if name == victim else part)
    return written.getvalue()


def forged(part: bytes, act: str) -> bytes:
    if act == "bomb":
        return part + b" " * (3 * 1024 * 1024)
    if act == "xxe":
        return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]>' + part[38:]
    return b"" if act == "empty" else part[: len(part) // 2]


def bombs(content: bytes, dice: Seed) -> bytes:
    """Say much and unpack to more: rows upon rows of one text."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                row = b'<row r="9"><c t="inlineStr"><is><t>' + b"a" * 200 + b"</t></is></c></row>"
                part = part.replace(b"</sheetData>", row * dice.choice((50, 3_000)) + b"</sheetData>")
            target.writestr(name, part)
    return written.getvalue()


MUTATIONS = {
    "csv": (*ANYHOW, *IN_TEXT),
    "jsonl": (*ANYHOW, *IN_TEXT),
    "xlsx": (*ANYHOW, *IN_WORKBOOK, broken_parts, bombs),
}


class Desktop:
    """Takes one file through the check and through the door, and says how it ended."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.token = browser.token()
        self.ended: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()

    def take(self, suffix: str, content: bytes) -> None:
        answer = self.post("/credit/entry/preflight", {"file": (io.BytesIO(content), f"双公示.{suffix}")})
        if answer.status_code == 422:
            self.refused(answer)
            return
        assert answer.status_code == 303, answer.status_code
        page = self.browser.client.get(answer.location)
        if page.status_code == 422:
            self.refused(page)
            return
        assert page.status_code == 200, page.status_code
        self.sent(answer.location, told(page.text))

    def refused(self, answer) -> None:
        words = re.search(r'<div class="errors".*?</div>', answer.text, re.DOTALL)
        assert words is not None
        assert CHINESE.search(words.group(0))
        self.ended["refused in words"] += 1

    def sent(self, address: str, expected: int) -> None:
        answer = self.post(f"{address.partition('?')[0]}/submit", {})
        assert answer.status_code == 303, answer.text[:2000]
        batch = int(answer.location.rpartition("/")[2])
        before = ask("SELECT state FROM intake.batch WHERE id = :id", id=batch)[0][0]
        outcome = intake.run([batch], clock=now)[0]
        assert outcome.state == "finished" or CHINESE.search(outcome.error or ""), outcome
        assert outcome.accepted + outcome.held + outcome.rejected == outcome.rows_read, outcome
        if outcome.state == "finished":
            assert outcome.rows_read == expected, (outcome, expected)
            assert ask("SELECT coalesce(sum(rows), 0) FROM intake.chunk WHERE batch_id = :id", id=batch) == [(expected,)]
        page = self.browser.client.get(f"/intake/batches/{batch}")
        assert page.status_code == 200
        self.ended["loaded before" if before == "finished" else "loaded"] += 1
        for name in ("accepted", "held", "rejected"):
            self.rows[name] += getattr(outcome, name)

    def post(self, address: str, data: dict[str, object]):
        return self.browser.client.post(address, data={"csrf_token": self.token, **data})


def told(page: str) -> int:
    """Return how many rows the check has counted."""
    return int(re.search(r"([0-9,]+) 行预检完毕", page).group(1).replace(",", ""))


def test_no_mutated_file_gives_a_traceback_and_no_row_is_lost(desk: Desk, app: Flask, proof):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    desktop, files = Desktop(desk.as_("east-entry")), corpus()
    for suffix, content in files:
        desktop.take(suffix, content)
    assert desktop.ended["loaded"] == len(files)
    mutated: Counter[str] = Counter()

    @settings(
        max_examples=FILES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, len(files) - 1), st.integers(0, 2**32), st.integers(1, 2))
    def mutate(place: int, seed: int, times: int) -> None:
        suffix, content = files[place]
        dice = random.Random(seed)  # noqa: S311 - dice that can be thrown again
        changed = [dice.choice(MUTATIONS[suffix])]
        changed += [dice.choice(ANYHOW)] if times > 1 else []
        for change in changed:
            content = change(content, dice)
            mutated[change.__name__] += 1
        desktop.take(suffix, content)

    mutate()
    tries = sum(desktop.ended.values()) - len(files)
    proof(files=tries, **dict(sorted(desktop.ended.items())), tracebacks=0, rows_lost=0)
    proof(**{f"rows {name}": count for name, count in sorted(desktop.rows.items())}, kinds_of_mutation=len(mutated))
    assert tries >= FILES

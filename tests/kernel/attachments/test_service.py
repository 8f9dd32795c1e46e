import hashlib
import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
import xlwt

from supervision.kernel import attachments, db
from supervision.kernel.attachments import errors, sniffing
from supervision.kernel.attachments.places import folder

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch, database):
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    yield
    attachments.join_scanner(None)


def keep(stream, *, filename="a.csv", max_bytes=1 << 20, wanted=()):
    with db.transaction() as session:
        return attachments.store(
            session, stream=stream, filename=filename, now=NOW, uploaded_by="user:1", max_bytes=max_bytes, wanted=wanted
        )


def files():
    return [path for path in folder().rglob("*") if path.is_file()]


def workbook(*, macros=False):
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["企业名称"])
    book.save(target)
    if macros:
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"macro")
    return target.getvalue()


def old_workbook():
    target, book = io.BytesIO(), xlwt.Workbook()
    book.add_sheet("s").write(0, 0, "企业名称")
    book.save(target)
    return target.getvalue()


def test_a_file_comes_back_as_it_was():
    stored = keep(io.BytesIO("企业名称\n甲\n".encode()))
    with attachments.open_content(stored) as file:
        assert file.read() == "企业名称\n甲\n".encode()
    assert stored.sha256 == hashlib.sha256("企业名称\n甲\n".encode()).hexdigest()
    with db.reading() as session:
        assert attachments.attachment_by_id(session, stored.id).uploaded_by == "user:1"


def test_equal_content_is_kept_once_under_any_name():
    first, second = keep(b"a,b\n", filename="a.csv"), keep(b"a,b\n", filename="b.csv")
    assert first.id != second.id
    assert first.digest == second.digest
    assert len(files()) == 1


@pytest.mark.parametrize(
    ("content", "media_type", "macros"),
    [
        (b"%PDF-1.7 ...", "application/pdf", False),
        (b"\x89PNG\r\n\x1a\n....", "image/png", False),
        (b"PAR1....PAR1", "application/vnd.apache.parquet", False),
        ("处罚,许可\n".encode("gb18030"), "text/plain", False),
        ("\ufeff处罚,许可\n".encode(), "text/plain", False),
        ("处罚".encode("utf-16"), "text/plain", False),
        (("处" * 5000).encode(), "text/plain", False),
        (workbook(), sniffing.WORKBOOK, False),
        (workbook(macros=True), sniffing.WORKBOOK, True),
        (old_workbook(), sniffing.OLD_WORKBOOK, False),
        (b"PK\x03\x04broken", "application/zip", False),
    ],
)
def test_a_file_is_what_its_content_says(content, media_type, macros):
    stored = keep(content, filename="无关.txt")
    assert (stored.media_type, stored.has_macros) == (media_type, macros)


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xca\xfe\xba\xbe"])
def test_a_program_is_refused_whatever_its_name(content):
    with pytest.raises(errors.ProgramRefused):
        keep(content, filename="report.pdf")
    assert files() == []


def test_bytes_that_are_nothing_known_are_refused():
    with pytest.raises(errors.ContentUnknown):
        keep(bytes(range(256)))


def test_a_door_may_want_certain_kinds_only():
    with pytest.raises(errors.ContentNotWanted, match="application/pdf"):
        keep(b"%PDF-1.7", wanted=["image/png"])


def test_the_stream_is_left_as_soon_as_it_is_too_long():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(errors.FileTooLarge):
        keep(endless, max_bytes=3 << 20)
    assert endless.given <= 5 << 20
    assert files() == []


def test_an_empty_file_is_refused():
    with pytest.raises(errors.FileEmpty):
        keep(b"")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\temp\\清单.xlsx", "清单.xlsx"), ("a\x00b\n.csv", "ab.csv"), ("", "未命名")],
)
def test_a_name_is_only_a_name(given, kept):
    assert keep(b"a,b\n", filename=given).filename == kept


def test_what_the_scanner_names_is_refused_and_what_it_passed_says_who_looked():
    class Scanner:
        name = "scanner 1"

        def scan(self, path):
            return "EICAR" if b"EICAR" in path.read_bytes() else None

    assert keep(b"a,b\n").scanner is None
    attachments.join_scanner(Scanner())
    assert keep(b"a,c\n").scanner == "scanner 1"
    with pytest.raises(errors.ThreatFound, match="EICAR"):
        keep(b"EICAR test")


def test_a_lost_or_damaged_content_is_noticed():
    stored = keep(b"a,b\n")
    path = attachments.path_of(stored)
    assert attachments.is_intact(stored)
    path.write_bytes(b"a,c\n")
    assert not attachments.is_intact(stored)
    path.unlink()
    with pytest.raises(errors.ContentMissing):
        attachments.path_of(stored)


def test_a_damaged_copy_is_replaced_when_the_file_comes_again():
    stored = keep(b"a,b\n")
    attachments.path_of(stored).write_bytes(b"a,c\n")
    keep(b"a,b\n")
    assert attachments.is_intact(stored)

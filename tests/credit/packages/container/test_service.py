"""No byte of a package can be changed, and nothing added, removed, renamed or packed again, without being told."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.packages.container import service
from credit.packages.container.features import packed, unpacked
from credit.packages.container.service import Content, own_key, signed
from credit.packages.errors import (
    FileAdded,
    FileChanged,
    FileGone,
    FileRenamed,
    FileTwice,
    ManifestUnreadable,
    NameOutside,
    NotAPackage,
    PackageRefused,
    PackageTooLarge,
    ShellChanged,
    SignatureWrong,
)
from credit.packages.making.features import as_csv
from credit.packages.schemas import MANIFEST, PACKAGE, SIGNATURE, Unit
from credit.standards.schemas import table_of
from supervision.kernel.crypto import SoftwareProvider
from tests.credit.packages.conftest import TABLE, licence, signer_in

ROWS = f"rows/{TABLE}.csv"
CONTENT = Content(
    format=PACKAGE,
    package="3f0e7a52-6a44-4d5c-9d7e-0a4b8f3d2c11",
    unit=Unit("scjg-e", "东区市场监管局", None),
    since=date(2026, 11, 1),
    until=date(2026, 11, 20),
    made_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
    tables=[(table_of(TABLE), as_csv(table_of(TABLE), [licence(1), licence(2, title="两行\n的名称")]))],
    about={},
)


@cache
def machine(algorithm: str = "Ed25519") -> SoftwareProvider:
    with TemporaryDirectory() as folder:
        return signer_in(Path(folder) / "keys", algorithm)


@cache
def package(algorithm: str = "Ed25519") -> bytes:
    return signed(CONTENT, crypto=machine(algorithm))[1]


def checked(content: bytes, algorithm: str = "Ed25519") -> None:
    manifest, files = service.read(content, filename="包.zip")
    service.check(content, manifest, files, public=own_key(machine(algorithm)).public)


@pytest.mark.parametrize("algorithm", ["SM2-SM3", "Ed25519"])
def test_a_package_as_it_was_signed_is_believed(algorithm: str):
    checked(package(algorithm), algorithm)
    assert packed(unpacked(package(algorithm), filename="包.zip")) == package(algorithm)


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_refused(data: st.DataObject):
    whole = package()
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(1, 255))
    with pytest.raises(PackageRefused):
        checked(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_bytes_cut_out_put_in_or_written_over_are_refused(data: st.DataObject):
    whole = package()
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    mutated = whole[:first] + data.draw(st.binary(max_size=64)) + whole[last:]
    if mutated != whole:
        with pytest.raises(PackageRefused):
            checked(mutated)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=200))
def test_a_file_that_is_no_package_is_refused_in_words(content: bytes):
    with pytest.raises(PackageRefused) as refused:
        checked(content)
    assert "不是离线包" in refused.value.text


def repacked(change: Callable[[dict[str, bytes]], object] = lambda _files: None, **options: int) -> bytes:
    """Return the package packed by another hand after its files were changed."""
    files = unpacked(package(), filename="包.zip")
    change(files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def rewritten(old: str, new: str) -> Callable[[dict[str, bytes]], object]:
    return lambda files: files.update({MANIFEST: files[MANIFEST].replace(old.encode(), new.encode(), 1)})


@pytest.mark.parametrize(
    ("content", "error", "names"),
    [
        (repacked, ShellChanged, "重新打包"),
        (lambda: repacked(compression=zipfile.ZIP_DEFLATED), ShellChanged, "压缩"),
        (lambda: repacked(lambda files: files.update({"rows/more.csv": b"a"})), FileAdded, "rows/more.csv"),
        (lambda: repacked(lambda files: files.update({"读我.txt": b"a"})), FileAdded, "读我.txt"),
        (lambda: repacked(lambda files: files.pop(ROWS)), FileGone, ROWS),
        (lambda: repacked(lambda files: files.pop(SIGNATURE)), FileGone, SIGNATURE),
        (lambda: repacked(lambda files: files.update({"rows/b.csv": files.pop(ROWS)})), FileRenamed, "rows/b.csv"),
        (lambda: repacked(lambda files: files.update({ROWS: files[ROWS] + b"x"})), FileChanged, "字节"),
        (lambda: repacked(lambda files: files.update({ROWS: files[ROWS].replace(b"SC0", b"SC1", 1)})), FileChanged, "SM3"),
        (lambda: repacked(rewritten('"rows": 2', '"rows": 3')), SignatureWrong, "签名与清单不符"),
        (lambda: repacked(rewritten('"rows": 2', '"rows":  2')), ManifestUnreadable, "写法"),
        (lambda: repacked(rewritten('"rows": 2', '"rows": "二"')), ManifestUnreadable, "parts"),
        (lambda: repacked(rewritten("{", "[")), ManifestUnreadable, "格式"),
        (lambda: repacked(lambda files: files.update({MANIFEST: b"[" * 100_000})), ManifestUnreadable, "格式"),
        (lambda: repacked(lambda files: files.update({SIGNATURE: b"\x31" + files[SIGNATURE][1:]})), SignatureWrong, "签名"),
        (lambda: repacked(lambda files: files.update({SIGNATURE: b""})), SignatureWrong, "签名"),
        (lambda: repacked(lambda files: files.update({"../../etc/x.csv": b"a"})), NameOutside, "包外"),
        (lambda: repacked(lambda files: files.update({"rows\\..\\x.csv": b"a"})), NameOutside, "包外"),
        (lambda: repacked(lambda files: files.update({"/rows/x.csv": b"a"})), NameOutside, "包外"),
        (lambda: package() + b"\x00", PackageRefused, "整包"),
        (lambda: b"MZ" + package(), ShellChanged, "夹带"),
        (lambda: package()[:-30], NotAPackage, "打不开"),
        (lambda: b"", NotAPackage, "打不开"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(content: Callable[[], bytes], error: type[PackageRefused], names: str):
    with pytest.raises(error) as refused:
        checked(content())
    assert names in refused.value.text + refused.value.remedy_text


def test_a_name_twice_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("rows/a.csv", b"a")
        archive.writestr("rows/b.csv", b"b")
    with pytest.raises(FileTwice):
        checked(stream.getvalue().replace(b"rows/b.csv", b"rows/a.csv"))


def test_what_would_grow_is_not_opened():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ROWS, bytes(1 << 25))
    assert stream.tell() < 1 << 16
    with pytest.raises(ShellChanged, match="压缩"):
        checked(stream.getvalue())


def test_files_that_share_their_bytes_are_not_opened():
    """Many names for the same megabyte would be many megabytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("rows/a.csv", bytes(1 << 16))
        first = archive.infolist()[0]
        for name in ("rows/b.csv", "rows/c.csv"):
            copy = zipfile.ZipInfo(name)
            copy.file_size = copy.compress_size = first.file_size
            copy.header_offset, copy.CRC = first.header_offset, first.CRC
            archive.filelist.append(copy)
            archive.NameToInfo[name] = copy
    with pytest.raises(PackageTooLarge):
        checked(stream.getvalue())


def test_the_signature_of_another_machine_is_not_believed():
    with TemporaryDirectory() as folder:
        stranger = signer_in(Path(folder) / "other", "Ed25519")
        other = signed(CONTENT, crypto=stranger)[1]
    with pytest.raises(SignatureWrong):
        checked(other)

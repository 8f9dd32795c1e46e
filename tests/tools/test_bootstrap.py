"""The set-up trusts nothing that the lock does not name."""

import hashlib
import io
import platform
import zipfile
from pathlib import Path

import pytest

from tools import bootstrap


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package index on disk whose uv is a small script, a lock that names it, and nothing set outside."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        wheel.writestr("uv-9.9.9.data/scripts/uv", "#!/bin/sh\necho uv 9.9.9\n")
    name = f"uv-9.9.9-py3-none-manylinux_2_17_{platform.machine()}.whl"
    folder = tmp_path / "uv"
    folder.mkdir()
    (folder / name).write_bytes(content.getvalue())
    (folder / "index.html").write_text(f'<a href="uv-9.9.9.tar.gz">s</a><a href="{name}#sha256=0">w</a>', encoding="utf-8")
    digest = hashlib.sha256(content.getvalue()).hexdigest()
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"typer==1 \\\n    --hash=sha256:{'1' * 64}\nuv==9.9.9 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "LOCK", lock)
    monkeypatch.setattr(bootstrap, "fetch", lambda address: read(address, tmp_path))
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://index.example/simple/")
    return tmp_path


def read(address: str, folder: Path) -> bytes:
    path = address.removeprefix("https://index.example/simple/")
    return (folder / (f"{path}index.html" if path.endswith("/") else path)).read_bytes()


def test_the_wheel_for_this_machine_is_fetched_from_the_configured_index(index: Path):
    program = bootstrap.fetch_uv(index / "bootstrap")
    assert bootstrap.works([str(program), "--version"])


def test_a_wheel_with_another_hash_is_refused_and_not_kept(index: Path):
    wheel = next((index / "uv").glob("*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    with pytest.raises(bootstrap.NotPossible, match="hash"):
        bootstrap.fetch_uv(index / "bootstrap")
    assert not (index / "bootstrap").exists()


def test_an_index_without_a_wheel_for_this_machine_says_so(index: Path):
    next((index / "uv").glob("*.whl")).unlink()
    (index / "uv" / "index.html").write_text("", encoding="utf-8")
    with pytest.raises(bootstrap.NotPossible, match=platform.machine()):
        bootstrap.fetch_uv(index / "bootstrap")


def test_the_real_lock_names_uv_with_hashes():
    version, hashes = bootstrap.locked_uv((bootstrap.PROJECT / "requirements.lock").read_text(encoding="utf-8"))
    assert version
    assert len(hashes) > 1


def test_every_locked_package_has_a_hash_and_no_address():
    text = (bootstrap.PROJECT / "requirements.lock").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n") if block and not block.startswith((" ", "#"))]
    assert len(blocks) > 100
    assert [line for line in blocks if "==" not in line or not line.endswith("\\")] == []
    assert "://" not in text


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({"PIP_INDEX_URL": "https://a.example/simple"}, "https://a.example/simple"),
        ({"UV_INDEX_URL": "https://b.example/simple", "PIP_INDEX_URL": "https://a.example/simple"}, "https://b.example/simple"),
        ({"UV_DEFAULT_INDEX": "https://c.example/simple", "UV_INDEX_URL": "x"}, "https://c.example/simple"),
    ],
)
def test_the_index_is_the_one_that_the_machine_is_told_to_use(environment: dict[str, str], chosen: str):
    assert bootstrap.index_url(environment) == chosen


def test_pips_own_file_counts_where_no_variable_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://d.example/simple\ncert = /etc/trusted.pem\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    assert bootstrap.index_url({}) == "https://d.example/simple"
    assert bootstrap.uv_environment({})["UV_DEFAULT_INDEX"] == "https://d.example/simple"
    assert bootstrap.certificates({}) == "/etc/trusted.pem"

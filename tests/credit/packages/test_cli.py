"""A unit's machine and the platform without a page between them: pack, import, take the receipt, check it."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from credit.packages.cli import commands
from credit.packages.container.service import own_key
from credit.packages.making.features import as_csv
from credit.standards.schemas import table_of
from supervision.kernel import crypto
from tests.credit.packages.conftest import TABLE, Town, licence
from tests.factories.rows import ask

DAYS = ("--from", "2026-11-01", "--to", "2026-11-20")


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(commands, ["package", *(str(item) for item in arguments)])


@pytest.fixture
def made(town: Town) -> Path:
    """A package on the disc, encrypted, made from a file."""
    filled, secret, disc = town.folder / "填好.csv", town.folder / "secret", town.folder / "disc"
    filled.write_bytes(as_csv(table_of(TABLE), [licence(1), licence(2, occurred_on="2099-01-01")]))
    secret.write_text("光盘口令 20261120\n", encoding="utf-8")
    disc.mkdir()
    done = run("export", "--department", "scjg-e", *DAYS, "--file", filled, "--table", TABLE, "--out", disc,
               "--passphrase-file", secret)  # fmt: skip
    assert done.exit_code == 0, done.output
    (package,) = disc.iterdir()
    return package


def test_a_disc_is_packed_imported_answered_and_checked(town: Town, made: Path):
    own = own_key(crypto.provider())
    assert own.public.hex() in run("key").output
    refused = run("import", made, "--passphrase-file", town.folder / "secret")
    assert (refused.exit_code, "没有登记" in refused.output) == (1, True)
    town.register(crypto.provider(), "east")
    assert "须填口令" in run("import", made).output
    taken = run("import", made, "--passphrase-file", town.folder / "secret")
    assert (taken.exit_code, "读到 2  接收 1  暂存 0  退回 1" in taken.output) == (0, True), taken.output
    again = run("import", made, "--passphrase-file", town.folder / "secret")
    assert (again.exit_code, "此前已导入，没有作任何改动" in again.output) == (0, True)
    assert ask("SELECT (SELECT count(*) FROM credit.disc_package), (SELECT count(*) FROM credit.decision)") == [(1, 1)]
    (number,) = ask("SELECT id FROM credit.disc_package")[0]
    receipt = town.folder / "回执.zip"
    assert run("receipt", number, "--out", receipt).exit_code == 0
    checked = run("check", receipt, "--public-key", own.public.hex())
    assert (checked.exit_code, "接收 1  暂存 0  退回 1" in checked.output) == (0, True), checked.output
    whole = receipt.read_bytes()
    receipt.write_bytes(whole.replace("退回".encode(), "接收".encode(), 1))
    assert "被改动" in run("check", receipt, "--public-key", own.public.hex()).output
    receipt.write_bytes(whole)
    stranger = own_key(town.machine("stranger")).public.hex()
    assert "没有登记" in run("check", receipt, "--public-key", stranger).output


def test_a_changed_disc_is_refused_in_words_and_leaves_nothing(town: Town, made: Path):
    town.register(crypto.provider(), "east")
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    answer = run("import", made, "--passphrase-file", town.folder / "secret")
    assert (answer.exit_code, "口令不对，或者包被改动" in answer.output) == (1, True)
    assert ask("SELECT count(*) FROM credit.disc_package") == [(0,)]


def test_what_cannot_be_packed_is_told(town: Town):
    out = ("--out", town.folder)
    assert "没有可装包的决定" in run("export", "--department", "scjg-e", *DAYS, *out).output
    assert "没有代码为“nowhere”的部门" in run("export", "--department", "nowhere", *DAYS, *out).output
    assert "须同时写" in run("export", "--department", "scjg-e", *DAYS, "--table", TABLE, *out).output
    backwards = run("export", "--department", "scjg-e", "--from", "2026-11-20", "--to", "2026-11-01", *out)
    assert "止日早于起日" in backwards.output
    assert run("receipt", 7, "--out", town.folder / "x.zip").exit_code == 1

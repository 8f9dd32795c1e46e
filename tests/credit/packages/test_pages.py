"""A unit without a network hands decisions in on a disc, and takes the receipt home."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from credit.packages.container.service import own_key
from credit.packages.errors import EncryptionNeeded
from credit.packages.receipts.service import check_receipt
from supervision.kernel import crypto
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.credit.packages.conftest import TABLE, Town, bring, licence, refusal, work
from tests.factories.reported import RESIDENT
from tests.factories.rows import ask

SECRET = "云汀离线包的口令 2026"


def state() -> list[tuple[object, ...]]:
    return ask(
        "SELECT (SELECT count(*) FROM credit.disc_package), (SELECT count(*) FROM intake.batch WHERE kind LIKE 'sgs%'),"
        " (SELECT count(*) FROM credit.decision), (SELECT count(*) FROM kernel.job WHERE state = 'queued')"
    )


def test_a_disc_comes_in_through_the_door_and_the_receipt_goes_home(town: Town):
    made = town.pack(town.machine("east", registered_for="east"), licence(1), licence(2, occurred_on="2099-01-01"))
    clerk = town.at("reporter")
    assert "还没有导入过离线包" in clerk.get("/credit/packages").text
    page = bring(clerk, made.content)
    assert "签名和校验码都对" in page.text
    address = page.request.path
    assert clerk.post(f"{address}/receipt.zip").status_code == 409
    work()
    assert ask("SELECT state, accepted, rejected FROM intake.batch WHERE kind LIKE 'sgs%'") == [("finished", 1, 1)]
    assert ask("SELECT department_id, doc_no FROM credit.decision") == [(town.city.east.id, "云市监许〔2026〕第1号")]
    receipt = clerk.post(f"{address}/receipt.zip").data
    told = check_receipt(receipt, filename="回执.zip", public=own_key(crypto.provider()).public)
    counts = told.about["tables"][TABLE]
    assert (told.package, counts["accepted"], counts["rejected"]) == (made.manifest.package, 1, 1)
    assert "退回" in receipt.decode("utf-8", "ignore")
    assert "V09" in receipt.decode("utf-8", "ignore")
    assert clerk.get(address).status_code == 200
    assert town.at("reporter", "tax").get(address).status_code == 404
    acts = [row[0] for row in ask("SELECT action FROM kernel.audit_entry WHERE action LIKE 'credit.package%' ORDER BY seq")]
    assert acts == ["credit.package.make", "credit.package.import", "credit.package.receipt"]


def test_the_same_disc_again_says_so_and_changes_nothing(town: Town):
    made = town.pack(town.machine("east", registered_for="east"), licence(1))
    clients = [town.at("reporter", "east") for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda client: bring(client, made.content), clients))
    assert {answer.status_code for answer in answers} == {200}
    work()
    before = state()
    assert before == [(1, 1, 1, 0)]
    assert "此前已导入，没有作任何改动" in bring(clients[0], made.content).text
    assert state() == before


def test_an_older_disc_after_a_newer_one_is_told_and_needs_a_word(town: Town):
    machine = town.machine("east", registered_for="east")
    older = town.pack(machine, licence(1, title="旧名称"), at=now() - timedelta(days=1))
    newer = town.pack(machine, licence(1, title="新名称"))
    clerk = town.at("reporter", "east")
    bring(clerk, newer.content)
    told = bring(clerk, older.content)
    assert (told.status_code, "制作的新包已经导入" in refusal(told)) == (409, True)
    assert state()[0][0] == 1
    assert "补导" in bring(clerk, older.content, older="y").text


def test_only_the_key_of_the_unit_is_believed_and_only_while_it_holds(town: Town):
    clerk = town.at("city_operator")
    stranger, tax = town.machine("stranger"), town.machine("tax", registered_for="tax")
    assert "没有登记" in refusal(bring(clerk, town.pack(stranger, licence(1)).content))
    assert "登记在“市税务局”名下" in refusal(bring(clerk, town.pack(tax, licence(1)).content))
    east = town.machine("east")
    number = town.register(east, "east")
    late = town.pack(east, licence(1), at=now() + timedelta(days=2))
    assert "晚于现在" in refusal(bring(clerk, late.content))
    early = town.pack(east, licence(1), at=now() - timedelta(days=900))
    assert "制作日不在其内" in refusal(bring(clerk, early.content))
    assert "不在可代为导入的范围内" in refusal(bring(town.at("reporter", "tax"), town.pack(east, licence(1)).content))
    keeper = town.at("security_admin")
    revoked = keeper.post(f"/credit/packages/keys/{number}/revoke", data={"why": "光驱遗失"}, follow_redirects=True)
    assert "已撤销" in revoked.text
    assert "光驱遗失" in refusal(bring(clerk, town.pack(east, licence(1)).content))
    assert keeper.post(f"/credit/packages/keys/{number}/revoke", data={"why": "再来"}).status_code == 409
    assert state() == [(0, 0, 0, 0)]


def test_a_key_is_registered_with_a_fingerprint_that_came_another_way(town: Town):
    own = own_key(town.machine("east"))
    keeper = town.at("security_admin")
    assert "还没有登记密钥" in keeper.get("/credit/packages/keys").text
    form = {
        "department_id": str(town.city.east.id),
        "public_key": own.public.hex(" ", 4),
        "read_out": own.signer.fingerprint,
        "valid_from": today().isoformat(),
        "valid_to": (today() + timedelta(days=365)).isoformat(),
        "basis": "公函〔2026〕1号",
    }

    def sent(**other: str) -> int:
        return keeper.post("/credit/packages/keys", data={**form, **other}).status_code

    assert sent(read_out=own.signer.fingerprint[::-1]) == 422
    assert sent(public_key="31" + "00" * 64) == 422
    assert sent(public_key="一把钥匙") == 422
    assert sent(valid_to="2099-12-31") == 422
    assert sent(basis=" ") == 422
    assert ask("SELECT count(*) FROM credit.signing_key") == [(0,)]
    assert sent() == 303
    assert sent(department_id=str(town.city.tax.id)) == 409
    assert "有效" in keeper.get("/credit/packages/keys").text
    assert town.at("city_operator").get("/credit/packages/keys").status_code == 403


def test_an_encrypted_disc_opens_with_its_passphrase_alone(town: Town, caplog: pytest.LogCaptureFixture):
    made = town.pack(town.machine("east", registered_for="east"), licence(1), secret=SECRET)
    assert b"manifest" not in made.content
    clerk = town.at("reporter", "east")
    assert "须填口令" in refusal(bring(clerk, made.content))
    assert "口令不对" in refusal(bring(clerk, made.content, secret=SECRET + "1"))
    assert "口令不对" in refusal(bring(clerk, made.content[:-1] + bytes([made.content[-1] ^ 1]), secret=SECRET))
    assert "签名和校验码都对" in bring(clerk, made.content, secret=SECRET).text
    assert SECRET not in caplog.text
    with pytest.raises(EncryptionNeeded):
        town.pack(town.machine("bureau"), licence(1, legal_rep_document_no=RESIDENT))
    assert ask("SELECT encrypted FROM credit.disc_package") == [(True,)]
    assert [row for row in ask("SELECT detail::text FROM kernel.audit_entry") if SECRET in row[0]] == []


def test_a_unit_packs_what_it_entered_here(town: Town):
    """The platform itself stands for the unit's own machine: what it packs, another that registered its key would take."""
    clerk = town.at("reporter", "east")
    form = {"department_id": town.city.east.id, "since": "2026-11-01", "until": "2026-11-20", "table": ""}
    nothing = clerk.post("/credit/packages/export", data=form)
    assert (nothing.status_code, "没有可装包的决定" in refusal(nothing)) == (422, True)
    bring(clerk, town.pack(town.machine("east", registered_for="east"), licence(1)).content)
    work()
    assert clerk.post("/credit/packages/export", data={**form, "secret": "短", "again": "短"}).status_code == 422
    assert clerk.post("/credit/packages/export", data={**form, "secret": SECRET, "again": SECRET + "1"}).status_code == 422
    assert clerk.post("/credit/packages/export", data={**form, "department_id": town.city.tax.id}).status_code == 422
    packed = clerk.post("/credit/packages/export", data=form)
    assert (packed.status_code, packed.mimetype) == (200, "application/zip")
    town.register(crypto.provider(), "east")
    page = bring(clerk, packed.data)
    assert "签名和校验码都对" in page.text
    work()
    assert ask("SELECT count(*), max(version) FROM credit.decision") == [(1, 1)]
    filled = (io.BytesIO("许可决定文书号,行政相对人名称\n甲,乙\n".encode()), "表.csv")
    short = clerk.post("/credit/packages/export", data={**form, "table": TABLE, "file": filled})
    assert (short.status_code, bool(re.search("必须有", refusal(short)))) == (422, True)
    with transaction() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM credit.disc_export").scalar() == 2

"""Who holds a sheet can check it; who guesses learns nothing, whatever is wrong with the guess."""

import hashlib
import re

import pytest
from flask.testing import FlaskClient

from supervision.kernel import crypto
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import transaction
from supervision.notices.informing.models import Informing
from supervision.notices.informing.service import withdraw
from supervision.notices.informing.sheets.service import check_mark, keep_sheet
from tests.factories.accounts import NOW
from tests.factories.counter import CLERK, FIRM, counter

WRONG = ["a" * 26, "a/b", "a/", "aaaa", "z" * 300, "啊啊", "7" * 26, "%00", "..%2F", "A" * 26, "a b", "<script>"]


@pytest.fixture
def issued(app) -> tuple[int, str, str]:
    """A sheet of a day: its id, the path of its page, the digest of its file."""
    with transaction() as session:
        informing = counter(session).issued()
        sheet = keep_sheet(session, informing, actor=CLERK, now=NOW)
        address = check_mark(informing).address
        return informing.id, address[address.index("/check/") :], sheet.digest


def test_a_genuine_sheet_shows_number_day_covered_name_and_digest(client, issued):
    _id, path, digest = issued
    answer = client.get(path)
    assert answer.status_code == 200
    for words in ("真实", "告知〔2026〕000001号", "2026-11-18", "云汀＊＊＊＊有限公司", digest, "东区市场监管局"):
        assert words in answer.text
    assert FIRM not in answer.text


def test_the_address_on_paper_may_be_typed_as_it_is_printed(client, issued):
    _id, path, _digest = issued
    token = path.rpartition("/")[2].upper()
    typed = " ".join(token[start : start + 4] for start in range(0, 26, 4))
    answer = client.get("/check", query_string={"code": typed}, follow_redirects=True)
    assert "告知〔2026〕000001号" in answer.text


def same(answer) -> tuple[object, ...]:
    headers = {name: value for name, value in answer.headers if name not in {"X-Request-ID", "Date"}}
    return answer.status_code, hashlib.sha256(answer.data).hexdigest(), headers


def test_every_wrong_code_is_answered_in_the_same_way(client, issued):
    answers = [same(client.get(f"/check/{wrong}")) for wrong in WRONG]
    assert answers[0][0] == 404
    assert {wrong: answer for wrong, answer in zip(WRONG, answers, strict=True) if answer != answers[0]} == {}


def test_a_void_sheet_says_so(client, issued):
    informing_id, path, _digest = issued
    with transaction() as session:
        withdraw(session, session.get_one(Informing, informing_id), reason="内部原因", actor=CLERK, now=NOW)
    page = client.get(path).text
    assert "已作废" in page
    assert "内部原因" not in page


@pytest.mark.parametrize("page", ["genuine", "wrong", "form"])
def test_no_answer_is_for_search_engines_or_caches(client, issued, page):
    answer = client.get({"genuine": issued[1], "wrong": "/check/" + "a" * 26, "form": "/check"}[page])
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.search(r'<meta name="robots" content="noindex', answer.text)


def test_nobody_may_try_for_long(client: FlaskClient, issued):
    answers = [client.get("/check/" + "a" * 26).status_code for _try in range(61)]
    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429


def test_a_sheet_from_before_a_change_of_keys_is_still_found(client, issued, tmp_path):
    _id, path, _digest = issued
    ring = tmp_path / "keys"
    keys.create(ring, keys.HASH)
    crypto.join(SoftwareProvider(keys.load_or_create(ring)))
    assert client.get(path).status_code == 200

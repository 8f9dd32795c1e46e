"""A penalty on its whole way: entered by hand, reviewed, public, objected to, repaired, and closed everywhere outside."""

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from credit.channels import queries, service
from credit.channels.contracts.schemas import contracts
from credit.channels.module import SEND
from credit.channels.service import Given, Place
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import provider
from supervision.kernel.db import transaction
from supervision.kernel.queues import enqueue
from supervision.notices.delivery.states import Scheme
from tests.journeys.conftest import TELEPHONE, change, one

FIRM = """
    SELECT n.name, i.value AS code FROM archive.identifier i JOIN archive.name n USING (subject_id)
    WHERE i.kind = 'uscc' AND i.known_to IS NULL AND NOT n.former AND i.value LIKE '91%' ORDER BY i.subject_id DESC LIMIT 1"""
OFFICE = "SELECT uscc FROM accounts.department WHERE code = 'market'"
PUBLISHED_BEFORE = """
    UPDATE credit.publication SET published_at = published_at - interval '110 days',
        first_published_at = first_published_at - interval '110 days' WHERE state = 'published'"""
DOC = "云市监处罚〔2026〕第9001号"
HERE = "127.0.0.1"
SECRET = "a secret that both sides of this journey know"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def receiver(town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The platforms above, in a process of their own, and every channel led to them."""
    key = tmp_path / "key"
    key.write_text(SECRET, encoding="utf-8")
    process = Popen([sys.executable, "-m", "tools.receiver", "--port", "0", "--secret-file", str(key)], stdout=PIPE)
    address = f"http://127.0.0.1:{int(process.stdout.readline())}"
    monkeypatch.setenv("SUPERVISION_WEBHOOK_HOSTS", HERE)
    with transaction() as session:
        for name in contracts():
            channel, _contract = queries.channel_for(session, name, lock=True)
            place = Place(f"{address}/{name}", Scheme.HMAC_SM3, SECRET)
            service.set_place(session, channel, place, Given("person:1", now()), hosts=frozenset({HERE}), crypto=provider())
    yield address
    process.kill()
    process.wait()


def rounds(town) -> None:
    """Let the worker do what is queued, and the channels make their round."""
    town.work()
    with transaction() as session:
        enqueue(session, SEND, arguments={}, now=now(), requested_by="schedule")
    town.work()


def row_of(page: Page) -> Locator:
    """Return the link of the line that the penalty has in a list of work."""
    return page.get_by_role("row").filter(has_text=DOC).get_by_role("link").first


def enter(page: Page, firm, code: str) -> None:
    """Type one penalty that was decided long enough ago to be repaired."""
    typed = {
        "subject_name": firm.name,
        "code": firm.code,
        "legal_rep": "沈某某",
        "doc_no": DOC,
        "violation": "定量包装商品净含量不足",
        "facts": "当事人生产的速冻水饺标注净含量五百克，抽检实测四百六十二克",
        "basis": "《定量包装商品计量监督管理办法》第十八条",
        "result": "责令改正，罚款人民币5000元",
        "amount": "0.5",
        "occurred_on": (today() - timedelta(days=120)).isoformat(),
        "valid_to": "2099-12-31",
        "authority": "云汀市市场监督管理局",
        "authority_code": code,
        "source_name": "云汀市市场监督管理局",
        "source_code": code,
    }
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("select[name=party_kind]").select_option(value="法人及非法人组织")
    page.locator("[name=category][value=罚款]").check()
    page.locator("[name=severity]").select_option(value="一般")
    page.get_by_role("button", name=re.compile("提交")).click()


def publish(town, firm, code: str) -> None:
    """One enters the penalty, another reviews it."""
    page = town.enter("entry-market", "/credit/entry/new?table=sgs-2021-penalty-legal")
    enter(page, firm, code)
    expect(page.get_by_role("heading", name="已接收")).to_be_visible()
    rounds(town)

    reviewer = town.enter("review-market", "/credit/publicity")
    row_of(reviewer).click()
    reviewer.get_by_role("button", name="通过公示").click()
    expect(reviewer.get_by_text("已公示").first).to_be_visible()
    rounds(town)


def find(public: Page, firm) -> str:
    """Find the penalty on the portal by the firm's code, and return its address."""
    public.goto(f"/publicity?q={firm.code}")
    public.locator(".rows--link a").filter(has_text=firm.name).click()
    expect(public.locator("h1")).to_be_visible()
    return urlsplit(public.url).path


def object_to(town, public: Page, firm, record: str) -> None:
    """The firm objects; the record says so at once; the office answers, and the answer stands beside the objection."""
    public.get_by_role("link", name="内容有误，提出异议").click()
    public.locator("form[method=post] [name=code]").fill(firm.code)
    public.locator("form[method=post] [name=doc_no]").fill(DOC)
    public.locator("[name=reason]").first.check()
    public.locator("[name=statement]").fill("公示的罚款数额与决定书不一致，请核对原件后更正。")
    public.locator("[name=name]").fill("沈某某")
    public.locator("[name=phone]").fill("021-55556666")
    public.get_by_role("button", name="提交异议").click()
    public.wait_for_url(lambda reached: not urlsplit(reached).path.endswith("/new"))
    status = urlsplit(public.url).path
    public.goto(record)
    expect(public.get_by_text("异议处理中").first).to_be_visible()

    office = town.enter("admin-market", "/credit/objections")
    row_of(office).click()
    office.get_by_role("button", name="接收，由我核实").click()
    office.locator("[name=outcome][value=refused]").check()
    office.locator("[name=answer]").fill("经核对决定书原件，公示内容与原件一致。")
    office.get_by_role("button", name="作出决定").click()
    expect(office.get_by_role("heading", name="答复")).to_be_visible()
    public.goto(status)
    expect(public.get_by_text("公示内容与原件一致").first).to_be_visible()


def repair(town, public: Page, firm, record: str) -> tuple[str, Page]:
    """The firm applies with two papers; one takes them in, another decides. Return the receipt and the decider's page."""
    public.goto(record)
    public.get_by_role("link", name="申请信用修复").click()
    public.locator("form[method=post] [name=code]").fill(firm.code)
    public.locator("form[method=post] [name=doc_no]").fill(DOC)
    for name, label in (("commitment", "信用修复承诺书"), ("performance", "履行义务证明")):
        public.locator(f"[name={name}]").set_input_files({"name": f"{label}.pdf", "mimeType": "application/pdf", "buffer": PDF})
    public.locator("[name=committed]").check()
    public.get_by_role("button", name="提交申请").click()
    public.wait_for_url(lambda reached: "/apply/" not in reached)
    receipt = urlsplit(public.url).path

    handler = town.enter("review-market", "/credit/repair")
    row_of(handler).click()
    handler.get_by_role("button", name="受理", exact=True).click()
    expect(handler.get_by_role("button", name="受理", exact=True)).to_have_count(0)
    decider = town.enter("admin-market", urlsplit(handler.url).path)
    decider.locator("#approve-reason").fill("罚款已缴，违法行为已改正，材料齐全")
    decider.get_by_role("button", name="决定修复").click()
    expect(decider.get_by_role("heading", name="处处修复")).to_be_visible()
    return receipt, decider


def test_from_entry_to_closed_everywhere(town, receiver):
    firm, code = one(FIRM), one(OFFICE).uscc
    publish(town, firm, code)
    public = town.window(TELEPHONE)
    change(PUBLISHED_BEFORE)
    record = find(public, firm)
    object_to(town, public, firm, record)
    receipt, decider = repair(town, public, firm, record)
    rounds(town)
    rounds(town)
    assert public.goto(record).status == 404
    public.goto(receipt)
    expect(public.get_by_text("处处修复").first).to_be_visible()
    decider.reload()
    expect(decider.get_by_text("各处办结").first).to_be_visible()

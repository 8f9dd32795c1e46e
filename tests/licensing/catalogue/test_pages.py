"""The catalogue in the browser: found, read, edited in a draft, published, exported and imported."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from supervision.kernel.clock import today
from supervision.kernel.db import reading
from supervision.licensing.catalogue import queries
from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.catalogue.workbooks.service import exported
from supervision.licensing.catalogue.writing.features import texts
from tests.factories.accounts import Browser

LIST = "/licensing/catalogue"
VERSIONS = f"{LIST}/versions"


def versions() -> list[CatalogueVersion]:
    with reading() as session:
        return list(queries.versions(session))


@pytest.fixture
def draft(keeper: Browser) -> int:
    base = versions()[0].id
    answer = keeper.post(VERSIONS, {"label": "明年的目录", "based_on": base, "note": ""})
    assert answer.status_code == 303
    return versions()[0].id


def fields(**changes: str) -> dict[str, str]:
    written = texts(packaged_items()[0])
    item = packaged_items()[0]
    return {**written, "stage": item.stage.value, "confidence": item.confidence.value, "seen": "1", **changes}


def test_the_list_is_narrowed_by_every_filter(reader: Browser) -> None:
    everything = reader.client.get(LIST).text
    assert "食品经营许可（食品销售）" in everything
    assert f"{len(packaged_items())} 项" in everything
    assert "新增事项" not in everything
    for narrowing, kept, gone in [
        ("q=道路旅客", "SP085", "SP083"),
        ("stage=prior", "QZ01", "SP001"),
        ("department=tobacco", "SP010", "SP001"),
        ("mode=cancelled&stage=none", "SP124", "SP001"),
        ("level=nation&department=telecom", "SP064", "SP001"),
        ("confidence=unsure", "SP096", "SP001"),
    ]:
        page = reader.client.get(f"{LIST}?{narrowing}").text
        assert f">{kept}<" in page, narrowing
        assert f">{gone}<" not in page, narrowing
    assert "没有符合条件的事项" in reader.client.get(f"{LIST}?q=无此一项").text


def test_a_strange_filter_is_none_and_a_strange_version_is_not_found(reader: Browser) -> None:
    assert ">SP001<" in reader.client.get(f"{LIST}?stage=x&level=y&mode=z").text
    assert reader.client.get(f"{LIST}?version=999").status_code == 404
    assert reader.client.get(f"{LIST}/1/items/SP998").status_code == 404


def test_an_item_says_its_basis_its_source_and_how_sure_it_is(reader: Browser) -> None:
    page = reader.client.get(f"{LIST}/{versions()[0].id}/items/SP096").text
    for words in ("邮政法", "待核实", "来源", "优化审批服务", "国务院决定保留的工商登记后置审批事项目录", "首次收录"):
        assert words in page


def test_an_edit_is_kept_in_the_draft_and_shown_as_a_change(keeper: Browser, draft: int) -> None:
    address = f"{LIST}/{draft}/items/SP001/edit"
    assert keeper.post(address, fields(name="食品销售许可", definition="要：卖食品。")).status_code == 303
    page = keeper.client.get(f"{VERSIONS}/{draft}").text
    assert "1 项有变动" in page
    assert "判断口径" in page
    assert "食品经营许可（食品销售）" in keeper.client.get(LIST).text
    assert "食品销售许可" in keeper.client.get(f"{LIST}?version={draft}").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "填写事项名称"),
        ({"departments": "魔法局"}, "没有部门职能“魔法局”"),
        ({"levels": "乡级"}, "审批层级“乡级”不在可选范围"),
        ({"reform_modes": "全国 告知承诺"}, "应为六段"),
        ({"feedback_workdays": "0"}, "1 到 250 个工作日"),
        ({"seen": "7"}, "草案已被他人改动"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_kept(
    keeper: Browser, draft: int, wrong: dict[str, str], words: str
) -> None:
    answer = keeper.post(f"{LIST}/{draft}/items/SP001/edit", fields(**wrong))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert words in answer.text
    with reading() as session:
        assert queries.version_numbered(session, version_id=draft).revision == 1


def test_items_are_added_and_taken_out(keeper: Browser, draft: int) -> None:
    assert keeper.post(f"{LIST}/{draft}/items/new", fields(code="SP901", name="新许可")).status_code == 303
    again = keeper.post(f"{LIST}/{draft}/items/new", fields(code="SP901", seen="2"))
    assert again.status_code == 422
    assert "已有事项 SP901" in again.text
    assert keeper.post(f"{LIST}/{draft}/items/SP901/remove", {"seen": "2"}).status_code == 303
    assert keeper.client.get(f"{LIST}/{draft}/items/SP901").status_code == 404


def test_a_draft_is_published_and_taken_back(keeper: Browser, draft: int) -> None:
    publish = f"{VERSIONS}/{draft}/publish"
    unchanged = keeper.post(publish, {"starts_on": today().isoformat()})
    assert unchanged.status_code == 422
    assert "内容相同，不必发布" in unchanged.text
    keeper.post(f"{LIST}/{draft}/items/SP001/edit", fields(name="食品销售许可"))
    assert "填写生效日期" in keeper.post(publish, {"starts_on": ""}).text
    assert keeper.post(publish, {"starts_on": today().isoformat()}).status_code == 303
    assert "食品销售许可" in keeper.client.get(LIST).text
    assert keeper.post(publish, {"starts_on": today().isoformat()}).status_code == 422
    withdraw = f"{VERSIONS}/{draft}/withdraw"
    assert "填写撤回理由" in keeper.post(withdraw, {"reason": ""}).text
    assert keeper.post(withdraw, {"reason": "依据有误"}).status_code == 303
    assert "食品经营许可（食品销售）" in keeper.client.get(LIST).text


def test_who_only_reads_changes_nothing(reader: Browser) -> None:
    standing = versions()[0].id
    for address in (VERSIONS, f"{VERSIONS}/{standing}/publish", f"{LIST}/import", f"{LIST}/{standing}/items/SP001/edit"):
        assert reader.post(address, {}).status_code == 403
    assert "新建草案" not in reader.client.get(VERSIONS).text


def sent(keeper: Browser, content: bytes, name: str = "目录.xlsx"):
    form = {"csrf_token": keeper.token(), "label": "", "file": (BytesIO(content), name)}
    return keeper.client.post(f"{LIST}/import", data=form, content_type="multipart/form-data")


def test_an_exported_catalogue_comes_back_as_a_draft_without_a_change(keeper: Browser) -> None:
    standing = versions()[0].id
    content = keeper.client.get(f"{LIST}/{standing}/workbook").data
    answer = sent(keeper, content)
    assert answer.status_code == 303
    assert "内容相同" in keeper.client.get(answer.location).text
    assert versions()[0].label == "目录"


def test_a_workbook_with_faults_is_told_by_row_and_column_and_nothing_is_kept(keeper: Browser) -> None:
    items = {item.code: replace(item, feedback_workdays=15) for item in packaged_items()[:3]}
    book = openpyxl.load_workbook(BytesIO(exported(Catalogue(1, "", items))))
    book.active["C2"], book.active["D3"] = "后置", "魔法局"
    changed = BytesIO()
    book.save(changed)
    answer = sent(keeper, changed.getvalue())
    assert answer.status_code == 422
    for words in ("有 2 处读不懂，未保存", "第 2 行", "阶段", "第 3 行", "魔法局"):
        assert words in answer.text
    assert len(versions()) == 1


def test_what_is_no_workbook_is_refused_in_words(keeper: Browser) -> None:
    for content, words in [(b"", "是空的"), (b"\x00\x01\x02nonsense", "目录.xlsx")]:
        answer = sent(keeper, content)
        assert answer.status_code == 422
        assert words in answer.text
    assert "没有选择文件" in keeper.post(f"{LIST}/import", {"label": ""}).text

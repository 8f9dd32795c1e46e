"""Published decisions in the full layout and in others, dropped on the page by a reporter who corrects what the columns mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from supervision.kernel.settings import PROJECT
from tests.journeys.conftest import browser, city, one, town
from tests.journeys.test_uploading_a_workbook import drop

__all__ = ["browser", "city", "town"]

DATA = PROJECT.parent / "shared" / "data" / "beijing"
LEGAL, TOWN, FULL = "法人及非法人组织", "entry-market", 400
OLD = {"state": "0", "modified_at": "2026-11-20", "category": "普通"}
BATCH = """
    SELECT rows_read, accepted, held, rejected FROM intake.batch WHERE state = 'finished' ORDER BY id DESC LIMIT 1"""
STORED = "SELECT count(*) AS n FROM credit.decision"


@dataclass(frozen=True)
class File:
    """One published file, the table that it is loaded as, and what the reporter corrects, such as headers one column off."""

    name: str
    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


FILES = (
    File(
        "法人行政处罚",
        "sgs-2018-penalty-legal",
        {"数据来源单位": "", "数据来源单位统一社会信用代码": "source_name", "备注": "source_code"},
        {"party_kind": LEGAL},
    ),
    File(
        "区经信局怀柔区行政处罚公示信息",
        "sgs-2018-penalty-legal",
        {"数据类型": "party_kind", "没收违法所得": "confiscated"},
    ),
    File(
        "税收行政处罚信息",
        "sgs-2016-penalty",
        {
            "纳税人识别号": "code",
            "纳税人名称": "subject_name",
            "行政处罚文号": "doc_no",
            "税务行政处罚依据": "basis",
            "处罚类别": "",
        },
        {"category": "罚款", "state": "0", "division": "110105", "modified_at": "2026-11-20"},
    ),
    File(
        "怀柔区2024卫生健康委员会行政许可统计情况",
        "sgs-2016-licence",
        {"行政许可决定文书号": "doc_no", "许可证书名称": "title"},
        {**OLD, "division": "110116"},
    ),
    File("密云区安全生产行政许可信息", "sgs-2016-licence", {"行政许可决定文书号": "doc_no"}, {**OLD, "division": "110118"}),
    File(
        "安全生产许可证信息",
        "sgs-2016-licence",
        {"证号": "doc_no", "企业名称": "subject_name", "核发日期": "occurred_on", "行政相对人代码": "code", "证书状态": ""},
        {**OLD, "division": "110000", "title": "安全生产许可证", "content": "建筑施工企业安全生产许可"},
    ),
)


def correct(page: Page, file: File) -> None:
    """Say what the file is, what its columns mean, and what is the same in every row."""
    page.locator("#kind").select_option(value=file.kind)
    page.get_by_role("button", name="按此类别重新对应").click()
    for header, name in file.columns.items():
        whole, begun = (re.compile(f"^“{re.escape(header)}{rest}”对应的字段$") for rest in ("", "[^”]*"))
        place = page.get_by_label(whole)
        (place if place.count() else page.get_by_label(begun)).select_option(value=name)
    for name, value in file.constants.items():
        place = page.locator(f"#constant-{name}")
        if place.count():
            place.fill(value)
    page.get_by_role("button", name="校验并入库").click()


@pytest.mark.prove
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent: there are no real files to load")
def test_published_files_of_every_layout_load_by_drag_and_drop(town, proof: Callable[..., None]) -> None:
    read, taken = 0, {}
    for file in FILES:
        page = town.enter(TOWN, "/intake/upload")
        before = one(STORED).n
        drop(page, Path(DATA / f"{file.name}.csv"))
        page.get_by_role("button", name="上传并对应字段").click()
        correct(page, file)
        expect(page.locator("progress")).to_be_visible()
        town.work()
        expect(page.get_by_role("heading", name="收件回执")).to_be_visible()
        receipt = one(BATCH)
        assert receipt.rows_read == receipt.accepted + receipt.held + receipt.rejected, file.name
        taken[file.name] = one(STORED).n - before
        read += receipt.rows_read
        page.context.close()
    proof(files=len(FILES), rows_read=read, decisions=sum(taken.values()))
    assert all(taken.values()), taken

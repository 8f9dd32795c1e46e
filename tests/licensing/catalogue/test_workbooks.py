"""The catalogue goes out as a workbook and comes back the same."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from supervision.licensing.catalogue.errors import WorkbookRefused
from supervision.licensing.catalogue.features import fingerprint, packaged_items
from supervision.licensing.catalogue.schemas import Catalogue, Item
from supervision.licensing.catalogue.workbooks import service
from supervision.licensing.catalogue.workbooks.features import CellFault, Sheet

MANY = 10_000_000


def workbook(items: tuple[Item, ...]) -> bytes:
    return service.exported(Catalogue(1, "试验", {item.code: item for item in items}))


def changed(tmp_path: Path, *cells: tuple[str, object]) -> Sheet:
    """Read the packaged catalogue back after somebody typed into some of its cells."""
    book = openpyxl.load_workbook(BytesIO(workbook(packaged_items()[:3])))
    for place, value in cells:
        book.active[place] = value
    path = tmp_path / "目录.xlsx"
    book.save(path)
    return service.imported(path, filename="目录.xlsx", max_bytes=MANY)


def test_the_round_trip_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    path.write_bytes(workbook(packaged_items()))
    sheet = service.imported(path, filename="目录.xlsx", max_bytes=MANY)
    assert sheet.faults == ()
    assert sheet.items == packaged_items()
    assert fingerprint(sheet.items) == fingerprint(packaged_items())


def test_every_packaged_item_is_one_that_an_import_would_accept() -> None:
    assert len({item.code for item in packaged_items()}) == len(packaged_items())
    assert all(item.source and item.confidence and item.basis and item.reform_modes for item in packaged_items())


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("A2", "食品", CellFault(2, "事项代码", "事项代码“食品”应为两个大写字母加二至四位数字，例如 SP001")),
        ("B3", "  ", CellFault(3, "事项名称", "事项名称没有填写")),
        ("C2", "后置", CellFault(2, "阶段", "阶段“后置”不在可选范围：后置审批、前置审批、无须审批")),
        ("E4", "乡级", CellFault(4, "审批层级", "审批层级“乡级”不在可选范围：县级、市级、省级、国家")),
        ("I2", "二十", CellFault(2, "反馈工作日", "反馈工作日“二十”不是整数")),
        ("I2", 0, CellFault(2, "反馈工作日", "反馈期限应在 1 到 250 个工作日之间，不能是 0")),
        ("A3", "SP001", CellFault(3, "事项代码", "SP001 与第 2 行重复，同一事项只写一行")),
        (
            "H2",
            "全国｜实行告知承诺｜2021-13-01｜至今｜国发〔2021〕7号｜待核实",
            CellFault(2, "改革方式", "“2021-13-01”不是日期，按 2021-07-01 的样子写"),
        ),
        (
            "H2",
            "全国｜实行告知承诺｜2021-07-01｜至今｜甲｜待核实\n全国｜优化审批服务｜2022-07-01｜至今｜乙｜待核实",
            CellFault(2, "改革方式", "全国的两条改革方式在 2022-07-01 重叠，先结束前一条"),
        ),
    ],
)
def test_a_fault_names_its_row_and_its_column(tmp_path: Path, place: str, value: object, fault: CellFault) -> None:
    assert changed(tmp_path, (place, value)).faults == (fault,)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    sheet = changed(tmp_path, ("C2", "后置"), ("D3", "魔法局"), ("P4", "肯定"))
    assert [(fault.line, fault.column) for fault in sheet.faults] == [(2, "阶段"), (3, "审批部门"), (4, "可信度")]


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    sheet = changed(tmp_path, ("G2", "'=1+1 的经营活动"))
    assert sheet.items[0].definition == "=1+1 的经营活动"


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefused, match="缺少列：事项代码"):
        changed(tmp_path, ("A1", "编号"))
    with pytest.raises(WorkbookRefused, match="不认识的列：备注"):
        changed(tmp_path, ("Q1", "备注"))

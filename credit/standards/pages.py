"""数据标准: editions, tables, fields, dictionaries and the rules by which rows are refused."""

from flask import Blueprint, render_template, request

from credit.standards import queries
from credit.standards.forms import shown
from credit.standards.schemas import standards
from supervision.kernel.access import requires
from supervision.kernel.db import reading

pages = Blueprint("standards", __name__, url_prefix="/credit/standards")
REQUIRED = {"always": ("必填", "bad"), "conditional": ("按条件必填", "warn"), "no": ("选填", "mute")}
TYPES = {"text": "文字", "code": "代码", "date": "日期", "money_wan": "金额（万元）", "decimal": "数值", "integer": "整数"}
LEVELS = {
    "verified": ("已核实", "ok"),
    "knowledge": ("据经验", "mute"),
    "analogy": ("类推", "warn"),
    "unsure": ("待核实", "warn"),
    "design": ("平台自定", "mute"),
}


@pages.get("")
@requires("credit.standards")
def page() -> str:
    """双公示数据标准."""
    chosen = shown(request.args)
    with reading() as session:
        rules = queries.checking_rules(session)
    used = [name for name in chosen.table.enumerations if any(column.enumeration == name for column in chosen.table.columns)]
    return render_template(
        "credit/standards/templates/standards.html",
        editions=standards()[::-1],
        chosen=chosen,
        rules=rules,
        enumerations={name: chosen.table.enumerations[name] for name in used},
        labels={column.enumeration: column.label for column in reversed(chosen.table.columns)},
        required=REQUIRED,
        types=TYPES,
        levels=LEVELS,
    )

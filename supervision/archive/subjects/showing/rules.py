"""Which words, tones and tabs stand for what an archive says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "S1": ("存续", "ok"),
    "S2": ("歇业", "info"),
    "S3": ("清算注销中", "warn"),
    "S4": ("吊销未注销", "bad"),
    "S5": ("吊销已注销", "mute"),
    "S6": ("注销", "mute"),
    "S7": ("撤销登记", "bad"),
    "S8": ("责令关闭", "bad"),
    "S9": ("迁出", "mute"),
    "S10": ("强制注销", "mute"),
}
KINDS: Final = {"enterprise": "企业", "individual": "个体工商户", "organisation": "其他组织", "person": "自然人"}
IDENTIFIERS: Final = {"uscc": "统一社会信用代码", "regno": "注册号", "org": "组织机构代码", "legacy": "旧编号"}
RELATIONS: Final = {"legal_representative": "法定代表人", "shareholder": "股东", "executive": "任职人员", "branch": "隶属"}
HELD: Final = {"legal_representative": "担任法定代表人", "shareholder": "对外投资", "executive": "任职", "branch": "分支机构"}
CURRENCIES: Final = {"CNY": "万元", "USD": "万美元", "HKD": "万港元", "EUR": "万欧元", "JPY": "万日元"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of an archive; `kinds` are the records it shows, none for a part of its own making."""

    name: str
    label: str
    kinds: tuple[str, ...] = ()


TABS: Final = (
    Tab("overview", "概览"),
    Tab("registration", "登记"),
    Tab("licence", "许可", ("licence",)),
    Tab("penalty", "处罚", ("penalty",)),
    Tab("inspection", "检查", ("inspection",)),
    Tab("lists", "名单与荣誉", ("list_entry", "honour", "rating")),
    Tab("other", "其他记录"),
    Tab("relations", "关系"),
    Tab("timeline", "经过"),
    Tab("sources", "来源与不一致"),
    Tab("readings", "查询留痕"),
)
NAMED_KINDS: Final = frozenset(kind for tab in TABS for kind in tab.kinds)


@dataclass(frozen=True, slots=True)
class EventLook:
    """How an event of a kind is drawn, and under which filter it stands."""

    group: str
    icon: str
    tone: str | None = None


GROUPS: Final = {"": "全部", "registration": "登记", "licence": "许可", "supervision": "监管", "lists": "名单", "other": "其他"}
LOOKS: Final[Mapping[str, EventLook]] = {
    "established": EventLook("registration", "building"),
    "registration_changed": EventLook("registration", "building"),
    "licence": EventLook("licence", "seal", "ok"),
    "penalty": EventLook("supervision", "scale", "bad"),
    "inspection": EventLook("supervision", "check", "info"),
    "complaint": EventLook("supervision", "alert", "warn"),
    "sampling": EventLook("supervision", "check", "info"),
    "list_entry": EventLook("lists", "alert", "bad"),
    "honour": EventLook("lists", "check-circle", "ok"),
    "rating": EventLook("lists", "check-circle", "info"),
}
PLAIN_LOOK: Final = EventLook("other", "doc")


def look(kind: str) -> EventLook:
    """Return how an event is drawn; registration kinds that nobody named look like registrations.

    依据: 一户一档页面分类。
    单位: 无。
    错误: 无。
    """
    if kind in LOOKS:
        return LOOKS[kind]
    return LOOKS["established"] if kind.startswith("registration") else PLAIN_LOOK


def records_of(archive: Json, tab: Tab) -> list[Json]:
    """Return the records that a tab shows; the tab of the others shows what no tab names.

    依据: 一户一档页面分类。
    单位: 条。
    错误: 无。
    """
    items: Sequence[Json] = archive["records"]["items"]
    if tab.name == "other":
        return [item for item in items if item["kind"] not in NAMED_KINDS]
    return [item for item in items if item["kind"] in tab.kinds]


def tab_count(archive: Json, tab: Tab) -> int | None:
    """Return how much stands behind a tab, or None where a number would say nothing.

    依据: 一户一档页面分类。
    单位: 条。
    错误: 无。
    """
    counts: Mapping[str, int] = archive["records"]["counts"]
    relations = archive["relations"]
    made: dict[str, int | None] = {
        "overview": None,
        "readings": None,
        "registration": len(archive["registrations"]),
        "relations": relations["holders"]["count"] + relations["holdings"]["count"],
        "timeline": archive["timeline"]["count"],
        "sources": sum(1 for item in archive["conflicts"] if item["settled_at"] is None) + len(archive["halves"]),
        "other": sum(count for kind, count in counts.items() if kind not in NAMED_KINDS),
    }
    return made[tab.name] if tab.name in made else sum(counts.get(kind, 0) for kind in tab.kinds)


def tab_named(name: str) -> Tab:
    """Return a tab; an unknown name is the overview.

    依据: 一户一档页面分类。
    单位: 无。
    错误: 无。
    """
    return next((tab for tab in TABS if tab.name == name), TABS[0])


def state_badge(code: str | None) -> tuple[str, str] | None:
    """Return word and tone of a registration state; nothing where no source says one.

    依据: 市场主体登记管理条例；状态代码见 reg_states。
    单位: 无。
    错误: 无。
    """
    return None if code is None else STATES.get(code, (code, "mute"))


def share_text(share: float | None) -> str:
    """Return a share as a percentage with as many decimals as it needs, at most four.

    依据: 公司法（出资比例）。
    单位: 百分比。
    错误: 无。
    """
    return "" if share is None else f"{share * 100:.4f}".rstrip("0").rstrip(".") + "%"

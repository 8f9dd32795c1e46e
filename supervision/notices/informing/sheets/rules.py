"""The words of the sheet: what the law lets an applicant know and undertake, by mode of reform."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from supervision.notices.informing.sheets.schemas import Part

TITLE: Final = "行政许可（备案）事项告知单"
KINDS: Final = {"establishment": "设立登记", "scope_change": "经营范围变更登记"}
MODES: Final = {
    "optimised": "优化审批",
    "commitment": "告知承诺",
    "filing": "备案",
    "cancelled": "取消审批",
    "prior": "登记前审批",
}
_HOW: Final = {
    "optimised": "开展该项经营前，向办理部门申请；取得许可后方可经营。",
    "commitment": "向办理部门提交申请和承诺书，符合要求的当场取得许可；办理部门随后核查承诺是否属实。",
    "filing": "按规定时限向办理部门备案，不需要批准。",
    "cancelled": "已取消审批，不需要办理；由原办理部门日常监管。",
    "prior": "办理登记前须取得批准文件，请随登记申请一并提交。",
}
_MODE_NOTES: Final = {
    "optimised": "标“优化审批”“告知承诺”的事项，取得许可前经营的，属于无证经营。",
    "commitment": "标“优化审批”“告知承诺”的事项，取得许可前经营的，属于无证经营。",
    "filing": "标“备案”的事项，按时限备案即可经营；不备案或者备案不实的，由办理部门责令改正、依法处理。",
    "cancelled": "标“取消审批”的事项，企业取得营业执照即可经营，仍须遵守行业规定并接受检查。",
    "prior": "标“登记前审批”的事项属于前置审批，批准文件是登记的要件。",
}


def day_in_words(day: date) -> str:
    """Return a date as documents write it.

    依据: GB/T 9704-2012 7.3.5（成文日期用阿拉伯数字，月、日不编虚位）。
    单位: 日。
    错误: 不抛出。
    """
    return f"{day.year}年{day.month}月{day.day}日"


def mode_key(*, stage: str, mode: str) -> str:
    """Return which of the wordings an item gets.

    依据: 国发〔2021〕7号（证照分离四种方式）；前置审批事项在登记前办理。
    单位: 无。
    错误: 不抛出。
    """
    return "prior" if stage == "prior" else mode


def how(*, stage: str, mode: str) -> str:
    """Return what an applicant has to do about an item.

    依据: 国发〔2021〕7号第二部分。
    单位: 无。
    错误: 不抛出。
    """
    return _HOW[mode_key(stage=stage, mode=mode)]


def asks_undertaking(*, stage: str, mode: str) -> bool:
    """Tell whether an item is one that the applicant undertakes not to begin with before it is settled.

    依据: 国发〔2015〕62号（申请人书面承诺）；已取消审批的事项无须承诺，前置审批事项以批准文件为要件。
    单位: 无。
    错误: 不抛出。
    """
    return stage != "prior" and mode != "cancelled"


def opening(*, kind: str, items: int) -> tuple[str, ...]:
    """Return the first paragraph: on what grounds the applicant is informed, and what came of it.

    依据: 国发〔2015〕62号；工商企注字〔2015〕211号（双告知）。
    单位: 无。
    错误: 不抛出。
    """
    grounds = (
        f"您申请办理{KINDS[kind]}。根据《国务院关于“先照后证”改革后加强事中事后监管的意见》（国发〔2015〕62号），"
        "登记机关将您申请的经营范围与许可事项目录比对，"
    )
    if items:
        return (grounds + "现将涉及的事项、办理部门和办理方式一次告知如下。须取得许可的，取得之前不得开展该项经营活动。",)
    return (
        grounds + "未发现须另行取得许可或者办理备案的事项。本单据此告知，不需要签署承诺书。",
        "今后变更经营范围，或者实际经营涉及须经许可的活动的，仍应当依法办理。",
    )


def explanations(keys: Sequence[str]) -> tuple[str, ...]:
    """Return how the sheet's modes are to be understood, each said once.

    依据: 国发〔2015〕62号（先照后证）；国发〔2021〕7号；无证无照经营查处办法第二条、第五条。
    单位: 无。
    错误: 不抛出。
    """
    notes = "".join(
        dict.fromkeys(_MODE_NOTES[key] for key in ("prior", "optimised", "commitment", "filing", "cancelled") if key in keys)
    )
    return (
        "“先照后证”是先办营业执照、后办许可证：营业执照证明主体资格，不代替许可。" + notes,
        "登记完成后，登记信息由平台推送给上表部门，不需要您另行报送。材料、时限和办理地点以办理部门公布的办事指南为准。",
    )


def promises(number: str) -> tuple[str, ...]:
    """Return the text of the undertaking.

    依据: 工商企注字〔2015〕211号（申请人承诺）；市场主体登记管理条例第二十六条（许可失效 30 日内变更或者注销）。
    单位: 自然日。
    错误: 不抛出。
    """
    return (
        f"本人（单位）已收到并知悉{number}告知单所列事项、办理部门和办理方式，承诺：",
        "一、在依法取得许可或者完成备案之前，不开展相应的经营活动；",
        "二、取得许可后，在许可的范围和期限内经营；",
        "三、许可到期、被撤销或者吊销的，自该情形发生之日起三十日内申请变更经营范围或者注销登记（《市场主体登记管理条例》第二十六条）。",
        "违反承诺的，依法承担责任。",
    )


SIGNING_NOTES: Final = (
    "由法定代表人（或者拟任法定代表人）、负责人、经营者签署；由委托代理人签署的，附委托书。",
    "拒绝签署的，登记机关如实记录，不影响告知的效力。",
)


def parts(scope: str, spans: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """Return the scope cut at the words that touch an item; overlapping words become one piece.

    依据: 每一项匹配都指明所依据的用语。
    单位: 字符位置，左闭右开。
    错误: 不抛出；范围之外的位置忽略。
    """
    pieces: list[Part] = []
    done = 0
    for start, end in sorted((max(start, 0), min(end, len(scope))) for start, end in spans):
        if end <= max(start, done):
            continue
        begin = max(start, done)
        if begin > done:
            pieces.append(Part(scope[done:begin], item=False))
        if pieces and pieces[-1].item and begin == done:
            pieces[-1] = Part(pieces[-1].text + scope[begin:end], item=True)
        else:
            pieces.append(Part(scope[begin:end], item=True))
        done = end
    return (*pieces, Part(scope[done:], item=False)) if done < len(scope) else tuple(pieces)

"""Who handles a notice that several departments want."""

from dataclasses import dataclass
from typing import Final

from supervision.notices.claiming.states import ClaimOutcome
from supervision.notices.states import NoticeState

FIRST: Final = "认领池内先认领的部门承办"
OFFICE: Final = "目录所列的审批部门优先于先认领的其他部门"
LATER: Final = "“{holder}”认领在先，由其承办；可以加入共同承办"
PLACED: Final = "已由“{holder}”承办；可以加入共同承办"
SETTLED: Final = "“{holder}”已经反馈，不再移交；可以加入共同承办"
SETTLED_STATES: Final = frozenset({NoticeState.ANSWERED, NoticeState.CLOSED})
WITH_A_HOLDER: Final = frozenset({NoticeState.PUSHED, NoticeState.RECEIVED, *SETTLED_STATES})


@dataclass(frozen=True, slots=True)
class Situation:
    """What is the case when a department claims; an office is a department that the catalogue names for the item here."""

    state: NoticeState
    claimed: bool
    holder: str = ""
    holder_is_office: bool = False
    claimant_is_office: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim is settled and by which rule; `takes_over` means that the first gives way."""

    outcome: ClaimOutcome
    rule: str
    takes_over: bool = False


def settle(found: Situation) -> Verdict | None:
    """Return how a claim ends; nothing where there is nothing to claim.

    依据: 国发〔2015〕62号（谁审批谁监管、谁主管谁监管；不明确的由部门认领）；先后与优先次序为平台规则。
    单位: 一件告知、一个部门的一次认领。
    错误: 不抛出；已撤回、已并案的返回空。
    """
    if found.state is NoticeState.POOLED:
        return Verdict(ClaimOutcome.WON, FIRST)
    if found.state not in WITH_A_HOLDER:
        return None
    if found.state in SETTLED_STATES:
        return Verdict(ClaimOutcome.LOST, SETTLED.format(holder=found.holder))
    if found.claimed and found.state is NoticeState.RECEIVED and found.claimant_is_office and not found.holder_is_office:
        return Verdict(ClaimOutcome.WON, OFFICE, takes_over=True)
    return Verdict(ClaimOutcome.LOST, (LATER if found.claimed else PLACED).format(holder=found.holder))

"""How a notice is numbered and recognised."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6f3d2b1c-5f5e-5a57-9a3e-1f7b0a4d8c21")


def numbered(year: int, place: int) -> str:
    """Return the number of a notice.

    依据: 党政机关公文处理工作条例（发文字号由机关代字、年份、发文顺序号组成）。
    单位: 年份为推送当日的北京时间年份，顺序号当年连续。
    错误: 不抛出。
    """
    return f"告字〔{year}〕{place:06d}"


def message_key(notice_id: int, cause: str, version: int, text: str) -> UUID:
    """Return the key by which the same message to the same notice is written once.

    依据: 内部约定，重复计算不得产生重复的办理经过。
    单位: UUID 第五版。
    错误: 不抛出。
    """
    return uuid5(NAMESPACE, f"{notice_id}|{cause}|{version}|{text}")

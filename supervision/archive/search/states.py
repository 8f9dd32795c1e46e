"""The ways in which a text finds a subject, in the order in which they are tried."""

from enum import StrEnum


class By(StrEnum):
    """查到的方式."""

    CODE = "code"
    NAME = "name"
    LEGAL_REP = "legal_rep"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        return {"code": "代码或旧号", "name": "名称", "legal_rep": "法定代表人", "address": "地址"}[self.value]

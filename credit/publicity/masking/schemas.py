"""Personal data as it was found in a text: where and of which kind, never the words themselves."""

from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What was found."""

    RESIDENT = "resident"
    DOCUMENT = "document"
    MOBILE = "mobile"
    LANDLINE = "landline"
    ACCOUNT = "account"
    ADDRESS = "address"
    NAME = "name"
    EMAIL = "email"
    PLATE = "plate"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "resident": "公民身份号码",
            "document": "证件号码",
            "mobile": "手机号码",
            "landline": "电话号码",
            "account": "银行账号",
            "address": "住址",
            "name": "自然人姓名",
            "email": "电子邮箱",
            "plate": "车辆号牌",
            "other": "其他个人信息",
        }[self]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text; `certain` where a check digit or the words before it leave no doubt."""

    start: int
    end: int
    kind: PersonalKind
    certain: bool = True

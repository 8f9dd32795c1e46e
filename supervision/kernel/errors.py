"""Refusals: what a rule says no to, in words that a person can act on."""

from typing import ClassVar


class DomainError(Exception):
    """A rule refused the request; the caller may correct it and try again.

    Subclasses name the fact and give `message` with `{placeholders}` filled from keyword arguments.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "请求未被接受"
    remedy: ClassVar[str] = ""
    http_status: ClassVar[int] = 422

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text)

    @property
    def text(self) -> str:
        return self.message.format(**self.facts)

    @property
    def remedy_text(self) -> str:
        return self.remedy.format(**self.facts)


class NotFound(DomainError):
    """Nothing stands under this address, or the person may not know that something does."""

    code = "not_found"
    message = "没有找到这一页"
    remedy = "请核对地址，或从查询重新进入"
    http_status = 404


class Conflict(DomainError):
    """Somebody else changed the thing meanwhile."""

    code = "conflict"
    message = "内容已被他人修改"
    remedy = "请刷新后再试"
    http_status = 409

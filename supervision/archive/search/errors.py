"""What a search cannot do, and what to write instead."""

from supervision.kernel.errors import DomainError


class CursorNotReadable(DomainError):
    """The address of a further page was changed by hand or comes from an older release."""

    code = "archive.search.cursor_not_readable"
    message = "翻页的位置读不懂"
    remedy = "从第一页重新查"


class NothingToSearchFor(DomainError):
    """Neither a text that can be searched nor a condition was given."""

    code = "archive.search.nothing_to_search_for"
    message = "查询内容太短"
    remedy = "名称至少两个字，代码至少后 4 位，或者加一个筛选条件"


class DayNotReadable(DomainError):
    """A date of the search is not a date."""

    code = "archive.search.day_not_readable"
    message = "日期“{text}”读不懂"
    remedy = "写成 2026-11-18 这样的日期"

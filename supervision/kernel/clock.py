"""The time as the doors read it; services, rules and queries receive it as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this instant in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date that the law counts with: the one in Asia/Shanghai."""
    return legal_date(now())


def legal_date(instant: datetime) -> date:
    """Return the Asia/Shanghai date on which an instant falls."""
    return instant.astimezone(SHANGHAI).date()

"""Noting refused keys and attempts cut off by the limiter.

Each process writes the first refusal from an address at once and counts those that follow; the count is written with the
first one after `PERIOD`. Addresses beyond `MOST` are counted together, so that neither memory nor the chain can be flooded.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.orm import Session

from supervision.kernel import audit

PERIOD = timedelta(minutes=10)
MOST = 500
ANY_OTHER = "…"


@dataclass(slots=True)
class _Counted:
    since: datetime
    more: int = 0


class _Refusals:
    """What this process refused lately, by reason and address."""

    lock = Lock()
    counted: dict[tuple[str, str], _Counted] = {}  # noqa: RUF012 - one per process on purpose


def due(why: str, *, address: str | None, now: datetime) -> int:
    """Count one more refusal, and return how many are to be written now: none while the period lasts."""
    with _Refusals.lock:
        _forget(now)
        key = (why, address or ANY_OTHER)
        if key not in _Refusals.counted and len(_Refusals.counted) >= MOST:
            key = (why, ANY_OTHER)
        known = _Refusals.counted.get(key)
        if known is not None and now - known.since < PERIOD:
            known.more += 1
            return 0
        _Refusals.counted[key] = _Counted(now)
        return 1 + (known.more if known is not None else 0)


def forget() -> None:
    """Count from nothing, as a process that has just started does."""
    with _Refusals.lock:
        _Refusals.counted.clear()


def record(session: Session, why: str, *, count: int, address: str | None, now: datetime, **detail: object) -> None:
    """Write refusals of one reason from one address as one entry."""
    audit.record(
        session,
        actor="nobody",
        action=f"accounts.access.{why}",
        object_kind="door",
        object_id=None,
        detail={"count": count, **detail},
        now=now,
        address=address,
    )


def _forget(now: datetime) -> None:
    quiet = [key for key, kept in _Refusals.counted.items() if kept.more == 0 and now - kept.since >= PERIOD]
    for key in quiet:
        del _Refusals.counted[key]

"""Who sends a request: a person by the session cookie, or a department's system by its key.

A session costs one query by an indexed hash. A key costs one query at most: what was found is kept in this process for
`KEEP_SECONDS`, so that a revoked key is refused everywhere within five seconds.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic

from flask import Request, abort, current_app, redirect
from werkzeug.wrappers import Response

from supervision.accounts.authenticate.refusals import service as refusals
from supervision.accounts.clients import queries as clients
from supervision.accounts.clients.rules import address_allowed
from supervision.accounts.clients.service import USED_EVERY, used
from supervision.accounts.people.rules import password_expired
from supervision.accounts.people.service import digest
from supervision.accounts.policy.rules import policy
from supervision.accounts.sessions import queries as sessions
from supervision.accounts.sessions.service import SEEN_EVERY, seen
from supervision.kernel import clock
from supervision.kernel.access import Principal
from supervision.kernel.db import reading, transaction
from supervision.kernel.settings import Settings

COOKIE = "supervision_session"
BEARER = "Bearer "
KEEP_SECONDS = 4.0
KEEP_KEYS = 1024
CHANGE_PASSWORD = "/account/password"  # noqa: S105 - an address, no secret
ENROL = "/account/second-factor"
ALWAYS_OPEN = ("/account/", "/sign-in", "/sign-out", "/static/")


@dataclass(slots=True)
class _Kept:
    found: clients.Found
    until: float


class _Keys:
    """The keys that this process met a moment ago, by their hashes."""

    lock = Lock()
    kept: dict[bytes, _Kept] = {}  # noqa: RUF012 - one per process on purpose


def principal_of(request: Request, *, now: datetime) -> Principal | None:
    """Return who acts, or nobody. A key that is shown decides alone: a wrong one is not saved by a cookie."""
    header = request.headers.get("Authorization", "")
    if header.startswith(BEARER):
        return _system(header.removeprefix(BEARER).strip(), address=request.remote_addr, now=now)
    token = request.cookies.get(COOKIE)
    return _person(request, token, now=now) if token else None


def recognised(authorization: str, *, address: str, now: datetime) -> Principal | None:
    """Return the system whose key was found good a moment ago; anything in doubt is left to `principal_of`."""
    if not authorization.startswith(BEARER):
        return None
    found = _kept(digest(authorization.removeprefix(BEARER).strip()))
    if found is None or now >= found.expires_at or not address_allowed(address, found.addresses):
        return None
    return found.principal


def demo_allowed() -> bool:
    """Return whether demo accounts may enter: on the embedded database only."""
    settings: Settings = current_app.extensions["supervision.settings"]
    return settings.embedded_database


def forget_keys() -> None:
    """Ask the database again about every key from now on."""
    with _Keys.lock:
        _Keys.kept.clear()


def _person(request: Request, token: str, *, now: datetime) -> Principal | None:
    today = clock.legal_date(now)
    with reading() as session:
        found = sessions.who(session, digest(token), now=now, on=today)
    if found is None or (found.demo and not demo_allowed()):
        return None
    if found.principal.session_id is not None and now - found.last_seen_at >= SEEN_EVERY:
        with transaction() as session:
            seen(session, session_id=found.principal.session_id, now=now)
    first = _to_do_first(found, now=now)
    if first is None or f"{request.path}/".startswith(ALWAYS_OPEN):
        return found.principal
    if request.path.startswith("/api/"):
        return None
    return abort(_lead_to(first))


def _to_do_first(found: sessions.Found, *, now: datetime) -> str | None:
    """Return the page that stands before all others: a password to change, a second factor to enrol."""
    if found.must_change or password_expired(found.password_set_at, now=now, policy=policy(clock.legal_date(now))):
        return CHANGE_PASSWORD
    return ENROL if found.factor_missing else None


def _lead_to(address: str) -> Response:
    return redirect(address)


def _system(key: str, *, address: str | None, now: datetime) -> Principal | None:
    hashed = digest(key)
    found = _kept(hashed)
    if found is None:
        found = _asked(hashed, now=now)
    if found is None or now >= found.expires_at:
        _refused("key-refused", address=address, now=now)
        return None
    if not address_allowed(address, found.addresses):
        _refused("key-from-elsewhere", address=address, now=now, client=found.principal.id)
        return None
    return found.principal


def _refused(why: str, *, address: str | None, now: datetime, **detail: object) -> None:
    count = refusals.due(why, address=address, now=now)
    if count:
        with transaction() as session:
            refusals.record(session, why, count=count, address=address, now=now, **detail)


def _kept(hashed: bytes) -> clients.Found | None:
    with _Keys.lock:
        kept = _Keys.kept.get(hashed)
        return kept.found if kept is not None and monotonic() < kept.until else None


def _asked(hashed: bytes, *, now: datetime) -> clients.Found | None:
    with transaction() as session:
        found = clients.who(session, hashed, now=now)
        if found is None:
            return None
        if found.last_used_at is None or now - found.last_used_at >= USED_EVERY:
            used(session, client_id=found.principal.id, now=now)
    with _Keys.lock:
        if len(_Keys.kept) >= KEEP_KEYS:
            _Keys.kept.clear()
        _Keys.kept[hashed] = _Kept(found, monotonic() + KEEP_SECONDS)
    return found

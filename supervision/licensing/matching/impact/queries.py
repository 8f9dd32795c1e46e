"""The registrations of the last days, and what a draft would alter in their answers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.queries import catalogue_of
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.impact.features import Judge, compared, handled_otherwise
from supervision.licensing.matching.impact.schemas import Impact, Judged, Scope
from supervision.licensing.matching.models import Verdict
from supervision.licensing.matching.queries import decisions, matcher
from supervision.licensing.matching.rules import Matcher
from supervision.licensing.matching.schemas import Decided
from supervision.licensing.matching.service import decided, digest
from supervision.registration.recording.models import Entry

KINDS: Final = ("establishment", "scope_change", "address_change")
MOST: Final = 5_000
TOGETHER: Final = 10_000


def impact(session: Session, *, before: CatalogueVersion, after: CatalogueVersion, since_days: int, now: datetime) -> Impact:
    """Answer the registrations of the last days by both versions, what persons decided included: the newest `MOST` of them."""
    limits = matcher(session, on=legal_date(now))
    old, new = (catalogue_of(session, version=version) for version in (before, after))
    scopes = list(recent(session, since=now - timedelta(days=since_days)))
    former, present = (answers(session, scopes, _matcher(version, limits)) for version in (old, new))
    return compared(scopes, former, present, handled_otherwise(old.items, new.items))


def _matcher(catalogue: Catalogue, limits: Matcher) -> Matcher:
    if catalogue.version_id == limits.version_id:
        return limits
    return Matcher(catalogue, threshold=limits.threshold, doubtful=limits.doubtful)


def answers(session: Session, scopes: Iterable[Scope], asking: Matcher) -> Judge:
    """Return a judge that has read each text once, however many firms registered it."""
    results = {text: asking.match(text[0], scope_codes=text[1]) for text in {_text(scope): None for scope in scopes}}
    digests = {digest(match.key) for result in results.values() for match in result.found if match.key}
    said: dict[tuple[bytes, str], Verdict] = {}
    for part in batched(sorted(digests)):
        said.update(decisions(session, part))
    known = {text: _judged(decided(result, said, asking)) for text, result in results.items()}
    return lambda scope: known[_text(scope)]


def batched(digests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Yield the digests in portions that a statement can name."""
    return (digests[start : start + TOGETHER] for start in range(0, len(digests), TOGETHER))


def _text(scope: Scope) -> tuple[str, tuple[str, ...]]:
    return scope.scope, scope.scope_codes


def _judged(answer: Decided) -> Judged:
    sure = frozenset(match.item for match in answer.matches)
    return Judged(sure, frozenset(match.item for match in answer.doubts) - sure)


def recent(session: Session, *, since: datetime) -> Iterator[Scope]:
    """Yield the registrations that ask for approvals, each in its newest version, the newest first."""
    columns = (Entry.id, Entry.name, Entry.code, Entry.regno, Entry.division, Entry.occurred_on, Entry.scope, Entry.scope_codes)
    wanted = select(*columns).where(Entry.latest, Entry.received_at >= since, Entry.kind.in_(KINDS))
    for row in session.execute(wanted.order_by(Entry.received_at.desc(), Entry.id.desc()).limit(MOST)):
        name, code = row.name or "（没有名称）", row.code or row.regno or ""
        yield Scope(row.id, name, code, row.division, row.occurred_on, row.scope or "", tuple(row.scope_codes or ()))

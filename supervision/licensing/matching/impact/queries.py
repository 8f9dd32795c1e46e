"""The registrations of the last days, and what a draft would alter in their answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.queries import catalogue_of
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.impact.features import Judge, changed_codes, compared, handled_otherwise, may_differ
from supervision.licensing.matching.impact.schemas import Impact, Judged, Scope
from supervision.licensing.matching.models import Verdict
from supervision.licensing.matching.queries import decisions, matcher
from supervision.licensing.matching.reading.features import normal_form
from supervision.licensing.matching.rules import Matcher
from supervision.licensing.matching.schemas import Decided
from supervision.licensing.matching.service import decided, digest
from supervision.registration.recording.models import Entry

KINDS: Final = ("establishment", "scope_change", "address_change")
MOST: Final = 5_000
TOGETHER: Final = 10_000
NOTHING: Final = Judged(frozenset(), frozenset())
Text = tuple[str, tuple[str, ...]]


def impact(session: Session, *, before: CatalogueVersion, after: CatalogueVersion, since_days: int, now: datetime) -> Impact:
    """Answer the registrations of the last days by both versions, what persons decided included: the newest `MOST` of them."""
    limits = matcher(session, on=legal_date(now))
    old, new = (catalogue_of(session, version=version) for version in (before, after))
    former, present = _matcher(old, limits), _matcher(new, limits)
    scopes = list(recent(session, since=now - timedelta(days=since_days)))
    reasons = handled_otherwise(old.items, new.items)
    named = changed_codes(old, new)
    asked = {
        text(scope)
        for scope in scopes
        if named.intersection(scope.scope_codes) or may_differ(_glance(former, scope), _glance(present, scope), reasons)
    }
    return compared(scopes, answers(session, asked, former), answers(session, asked, present), reasons)


def _glance(asking: Matcher, scope: Scope) -> Mapping[str, object]:
    return asking.places(normal_form(scope.scope))


def _matcher(catalogue: Catalogue, limits: Matcher) -> Matcher:
    if catalogue.version_id == limits.version_id:
        return limits
    return Matcher(catalogue, threshold=limits.threshold, doubtful=limits.doubtful)


def answers(session: Session, asked: Iterable[Text], asking: Matcher) -> Judge:
    """Return a judge that has read each text once, however many firms registered it; what was not asked is nothing to it."""
    results = {one: asking.match(one[0], scope_codes=one[1]) for one in asked}
    digests = {digest(match.key) for result in results.values() for match in result.found if match.key}
    said: dict[tuple[bytes, str], Verdict] = {}
    for part in batched(sorted(digests)):
        said.update(decisions(session, part))
    known = {one: _judged(decided(result, said, asking)) for one, result in results.items()}
    return lambda scope: known.get(text(scope), NOTHING)


def batched(digests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Yield the digests in portions that a statement can name."""
    return (digests[start : start + TOGETHER] for start in range(0, len(digests), TOGETHER))


def text(scope: Scope) -> Text:
    """Return what a registration asks about."""
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

"""Deciding what a scope asks for: the matcher's answer, corrected by what persons said about the same sentences."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.outbox import publish
from supervision.licensing.matching.errors import DoubtSettled, ReasonMissing
from supervision.licensing.matching.events import SentenceDecided
from supervision.licensing.matching.models import Decision, Doubt, Verdict
from supervision.licensing.matching.queries import decisions, doubt_held, matcher, open_decision
from supervision.licensing.matching.rules import Matcher, folded
from supervision.licensing.matching.schemas import Decided, Match, MatchResult, Origin, ScopeToMatch

Said = Mapping[tuple[bytes, str], Verdict]
REMEMBERED: Final = 1.0


def decide(
    session: Session, *, scope: str, scope_codes: Sequence[str] = (), on: date, division: str | None = None, now: datetime
) -> Decided:
    """Return what one scope asks for and put its doubts into the queue."""
    one = decide_many(session, [ScopeToMatch(scope, tuple(scope_codes), division)], on=on)[0]
    note_doubts(session, [one], now=now)
    return one


def decide_many(session: Session, scopes: Sequence[ScopeToMatch], *, on: date) -> list[Decided]:
    """Return what each scope asks for; the catalogue is that of the day, the decisions those that stand."""
    asking = matcher(session, on=on)
    results = [asking.match(entry.scope, scope_codes=entry.scope_codes) for entry in scopes]
    said = decisions(session, {digest(match.key) for result in results for match in result.found if match.key})
    return [decided(result, said, asking) for result in results]


def decided(result: MatchResult, said: Said, asking: Matcher) -> Decided:
    """Correct one answer by what persons said."""
    found = [_corrected(match, said.get((digest(match.key), match.item))) for match in result.found]
    matches, doubts = folded([match for match in found if match is not None], asking.threshold, asking.doubtful)
    return Decided(matches, doubts, asking.version_id, replace(result, matches=matches, doubts=doubts))


def _corrected(match: Match, verdict: Verdict | None) -> Match | None:
    if verdict is None or match.origin is Origin.CODE:
        return match
    if verdict is Verdict.NOT_ASKED:
        return None
    return replace(match, certainty=REMEMBERED, origin=Origin.DECISION)


def digest(key: str) -> bytes:
    """Return what stands for a sentence in its normal form."""
    return hashlib.sha256(key.encode()).digest()


def note_doubts(session: Session, answers: Iterable[Decided], *, now: datetime) -> int:
    """Put doubts into the queue, each sentence and item once, counted; return how many sentences were noted."""
    met: dict[tuple[bytes, str], dict[str, Any]] = {}
    for answer in answers:
        for match in answer.doubts:
            row = _row(match, answer.catalogue_version_id, now)
            kept = met.setdefault((row["clause_digest"], row["item_code"]), {**row, "scopes": 0})
            kept["scopes"] += 1
    if not met:
        return 0
    statement = insert(Doubt)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Doubt.clause_digest, Doubt.item_code],
            set_={"scopes": Doubt.scopes + statement.excluded.scopes, "last_met_at": statement.excluded.last_met_at},
        ),
        [met[place] for place in sorted(met)],
    )
    return len(met)


def _row(match: Match, version_id: int, now: datetime) -> dict[str, Any]:
    return {
        "clause_digest": digest(match.key),
        "clause": match.clause.strip(),
        "item_code": match.item,
        "certainty": match.certainty,
        "spans": [{**asdict(span), "role": span.role.value} for span in within(match)],
        "scopes": 1,
        "catalogue_version_id": version_id,
        "first_met_at": now,
        "last_met_at": now,
    }


def within(match: Match) -> list[Any]:
    """Return the spans of a match counted from the start of its sentence, as it is stored."""
    start = match.starts_at + len(match.clause) - len(match.clause.lstrip())
    end = start + len(match.clause.strip())
    return [
        replace(span, start=span.start - start, end=span.end - start)
        for span in match.spans
        if start <= span.start and span.end <= end
    ]


def remember(
    session: Session, *, doubt_id: int, verdict: Verdict, reason: str, seen_open: bool, actor: str, now: datetime
) -> Decision:
    """Settle a sentence for an item: every equal sentence is answered so from now on."""
    doubt = doubt_held(session, doubt_id)
    if seen_open and doubt.settled_at is not None:
        raise DoubtSettled
    made = _decide(session, doubt, verdict=verdict, reason=reason, actor=actor, now=now)
    doubt.settled_at, doubt.settled_by = now, actor
    session.flush()
    facts = {
        "clause": doubt.clause,
        "item": doubt.item_code,
        "verdict": verdict.value,
        "reason": reason,
        "scopes": doubt.scopes,
    }
    audit.record(
        session,
        actor=actor,
        action="licensing.decide",
        object_kind="licensing.decision",
        object_id=made.id,
        detail=facts,
        now=now,
    )
    publish(session, SentenceDecided(decision_id=made.id, item_code=doubt.item_code, verdict=verdict.value), now=now)
    return made


def _decide(session: Session, doubt: Doubt, *, verdict: Verdict, reason: str, actor: str, now: datetime) -> Decision:
    before = open_decision(session, clause_digest=doubt.clause_digest, item_code=doubt.item_code)
    if before is not None:
        if before.verdict == verdict:
            return before
        if not reason:
            raise ReasonMissing
        before.replaced_at = now
        session.flush()
    made = Decision(
        clause_digest=doubt.clause_digest,
        clause=doubt.clause,
        item_code=doubt.item_code,
        verdict=verdict,
        reason=reason,
        catalogue_version_id=doubt.catalogue_version_id,
        decided_by=actor,
        decided_at=now,
    )
    session.add(made)
    session.flush()
    return made

"""From a decision to its projection: texts masked as proposed, the days counted, persons without a name or a number."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from credit.publicity.masking.features import find, find_all
from credit.publicity.masking.rules import TEXTS, masked, spans_of, stored
from credit.publicity.masking.schemas import PersonalKind, Span
from credit.publicity.rules import PERSON, Rules, Verdict, verdict
from credit.publicity.schemas import Matter
from credit.publicity.states import PublicationState
from credit.reporting.models import Decision
from supervision.archive.loading.features import normal_of
from supervision.archive.search.rules import grams
from supervision.archive.subjects.masking.rules import masked_name
from supervision.kernel.clock import legal_date
from supervision.kernel.identifiers import check_resident_number, check_uscc

TOKEN_BYTES: Final = 16
_FIGURE: Final = re.compile(r"[0-9０-９]")
VOID: Final = "void"
OVER: Final = "公示期限届满"
NOT_VALID: Final = "决定已被撤销、注销或确认无效"
NAMED: Final = ("category", "authority")
NUMBERS: Final = frozenset(PersonalKind) - {PersonalKind.NAME, PersonalKind.PLATE, PersonalKind.OTHER}
PERSONAL: Final = NUMBERS | {PersonalKind.NAME}
COPIED: Final = (
    "kind", "subject_id", "party_kind", "department_id", "decided_on", "valid_from", "valid_to", "amount",
    "confiscated", "stock", "version",
)  # fmt: skip


def matter_of(decision: Decision, *, division: str | None, severity: str | None = None) -> Matter:
    """Return what the rules ask about a decision; a severity that a person chose stands for the one that was reported."""
    return Matter(
        kind=decision.kind,
        decided_on=decision.decided_on,
        party=decision.party,
        effective_on=decision.effective_on,
        division=division or "CN",
        procedure=decision.procedure,
        category=decision.category or "",
        amount=decision.amount,
        basis=decision.basis or "",
        violation=decision.violation or "",
        stated=severity or decision.severity,
        stated_basis="保密审查时确认" if severity else _covered(decision.severity_basis or ""),
        until=decision.publicity_until,
        stock=decision.stock,
    )


def texts_of(decision: Decision) -> dict[str, str | None]:
    """Return the texts of a decision in which personal data may stand."""
    return {field: getattr(decision, field) for field in TEXTS}


def public_texts(decision: Decision, masks: Sequence[Mapping[str, object]]) -> dict[str, str | None]:
    """Return the texts as the public reads them."""
    texts = texts_of(decision)
    return {field: masked(text, spans_of(masks, field)) if text else text for field, text in texts.items()}


def projection(decision: Decision, *, division: str | None, reported_by: str, rules: Rules, now: datetime) -> dict[str, Any]:
    """Return the columns of a record as it is first stored: everything suspicious is covered until a person says otherwise."""
    masks = stored(_found(decision))
    said = verdict(matter_of(decision, division=division), rules)
    values = {name: getattr(decision, name) for name in COPIED}
    return {
        **values,
        **{name: _without(PERSONAL, getattr(decision, name)) for name in NAMED},
        **party(decision),
        "authority_code": _of_an_organisation(decision.authority_code),
        **public_texts(decision, masks),
        **judged(said),
        **state(said, decision.status, now),
        "decision_id": decision.id,
        "token": new_token(),
        "doc_no": _document(decision.doc_no),
        "doc_key": normal_of(_document(decision.doc_no)),
        "division": division,
        "masks": masks,
        "reported_by": reported_by,
        "made_at": now,
    }


def _found(decision: Decision) -> dict[str, list[Span]]:
    """Return what is found in the texts; a firm's name is public wherever it stands, a person's nowhere."""
    if decision.party == PERSON:
        return find_all(texts_of(decision), public_names=[decision.authority], persons=[decision.subject_name])
    return find_all(texts_of(decision), public_names=[decision.subject_name, decision.authority])


def new_token() -> str:
    """Return 128 random bits as the address of a record."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def party(decision: Decision) -> dict[str, Any]:
    """Return who the decision is about; a person by the surname, without a code, and never to be searched."""
    if decision.party == PERSON:
        return {"party_name": masked_name(decision.subject_name), "party_normal": "", "party_code": None, "grams": []}
    name = _without(NUMBERS, decision.subject_name) or ""
    normal, code = normal_of(name), _of_an_organisation(decision.subject_code)
    return {"party_name": name, "party_normal": normal, "party_code": code, "grams": grams(normal)}


def _without(kinds: frozenset[PersonalKind], text: str | None) -> str | None:
    """Cover what is personal in the name of a party, of an authority or of a category."""
    return masked(text, _personal(text, kinds)) if text else text


def _document(text: str) -> str:
    """Cover the same in the number of a document; what only looks like one and is its only number stays, since that is it."""
    spans = _personal(text, PERSONAL)
    covered = masked(text, spans)
    return covered if _FIGURE.search(covered) else masked(text, [span for span in spans if span.certain])


def _personal(text: str, kinds: frozenset[PersonalKind]) -> list[Span]:
    return [span for span in find(text) if span.kind in kinds]


def _of_an_organisation(code: str | None) -> str | None:
    """Leave out a person's number that was written where the code of an organisation belongs."""
    return None if code and check_resident_number(code).ok and not check_uscc(code).ok else code


def _covered(text: str) -> str:
    """Cover a text that is public beside those that a person looks at."""
    return masked(text, find(text))


def judged(said: Verdict) -> dict[str, Any]:
    """Return the columns that say what the rules made of a decision."""
    severity, period, due = said.severity, said.period, said.publish_by
    return {
        "block": said.block.value if said.block else None,
        "severity": severity.severity.value if severity else None,
        "severity_rule": severity.rule if severity else None,
        "severity_basis": severity.basis if severity else None,
        "severity_proposed": severity.proposed.value if severity and severity.proposed else None,
        "publish_by": due.by if due else None,
        "publish_rule": due.rule if due else None,
        "publish_words": due.words if due else None,
        "publish_basis": due.basis if due else None,
        "publish_calendar": due.calendar if due else None,
        "provisional": due.provisional if due else False,
        "period_rule": period.rule if period else None,
        "period_basis": period.basis if period else None,
        "period_note": (period.note or None) if period else None,
        "earliest_repair": period.earliest_repair if period else None,
        "shown_until": period.last_public_day if period else None,
    }


def state(said: Verdict, status: str, now: datetime) -> dict[str, Any]:
    """Return where a record begins: what may never be shown, or is over already, waits for nobody."""
    if status == VOID:
        return _begin(PublicationState.WITHHELD, NOT_VALID)
    if said.block is not None and not said.block.may_be_lifted:
        return _begin(PublicationState.WITHHELD, f"{said.block.label}（{said.block.basis}）")
    until = said.period.last_public_day if said.period else None
    if until is not None and until < legal_date(now):
        return _begin(PublicationState.EXPIRED, None) | {"ended_at": now, "ended_reason": OVER}
    return _begin(PublicationState.DRAFT, None)


def _begin(first: PublicationState, reason: str | None) -> dict[str, Any]:
    return {"state": first.value, "review_reason": reason, "ended_at": None, "ended_reason": None}

"""确认脱敏: a person looks at what covers the texts, takes away what is no personal data and adds what was missed."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from credit.publicity.errors import ChangedMeanwhile, MasksNotReadable, ReviewedByReporter
from credit.publicity.masking.rules import TEXTS, SpanOutsideText
from credit.publicity.models import Publication
from credit.publicity.projecting.features import public_texts
from credit.publicity.queries import decision_of
from credit.publicity.service import Given
from credit.publicity.states import PUBLICATION, PublicationAction, PublicationState
from supervision.kernel import audit


def confirm(session: Session, record: Publication, given: Given, *, masks: Sequence[Mapping[str, object]]) -> None:
    """Cover the texts as a person decided and note who did; the texts are made anew from the decision."""
    decision = decision_of(session, record)
    if given.revision not in {None, record.revision} or record.version != decision.version:
        raise ChangedMeanwhile(doc_no=record.doc_no)
    if given.actor == record.reported_by:
        raise ReviewedByReporter(doc_no=record.doc_no)
    PUBLICATION.after(PublicationState(record.state), PublicationAction.PUBLISH)
    if any(mask["field"] not in TEXTS for mask in masks):
        raise MasksNotReadable
    try:
        texts = public_texts(decision, masks)
    except (SpanOutsideText, ValueError) as error:
        raise MasksNotReadable from error
    for field, text in texts.items():
        setattr(record, field, text)
    record.masks = [dict(mask) for mask in masks]
    record.masks_confirmed_by, record.masks_confirmed_at = given.actor, given.now
    record.revision += 1
    session.flush()
    audit.record(
        session,
        actor=given.actor,
        action="credit.publicity.masks",
        object_kind="publication",
        object_id=record.id,
        detail={"covered": sum(bool(mask["on"]) for mask in masks), "proposed": len(masks)},
        now=given.now,
        department_id=record.department_id,
    )

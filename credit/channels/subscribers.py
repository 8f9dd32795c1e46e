"""What publicity and reporting tell: receivers are brought to what holds now, whatever the order in which news comes."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.catalogue.events import CatalogueChanged
from credit.channels.cataloguing import service as cataloguing
from credit.channels.contracts.schemas import DECISION, PUBLICATION
from credit.channels.lifting import service as lifting
from credit.channels.settling import service
from credit.publicity.events import DecisionsPublished, PublicityEnded
from credit.reporting.events import DecisionsReported, DecisionWithdrawn
from supervision.kernel.holders import Restored


def shown(session: Session, event: DecisionsPublished, now: datetime) -> None:
    service.settle(session, decision_ids=event.decision_ids, now=now, carries=PUBLICATION)


def ended(session: Session, event: PublicityEnded, now: datetime) -> None:
    service.settle(session, decision_ids=event.decision_ids, now=now, carries=PUBLICATION)


def reported(session: Session, event: DecisionsReported, now: datetime) -> None:
    service.settle(session, decision_ids=event.decision_ids, now=now, carries=DECISION)


def withdrawn(session: Session, event: DecisionWithdrawn, now: datetime) -> None:
    service.settle(session, decision_ids=event.decision_ids, now=now, carries=DECISION)


def catalogue_changed(session: Session, _event: CatalogueChanged, now: datetime) -> None:
    cataloguing.ask_for(session, actor="platform", now=now)


def restored(session: Session, event: Restored, now: datetime) -> None:
    lifting.reopen(session, event, now=now)
    if event.ground_kind == lifting.GROUND:
        service.settle(session, decision_ids=event.ground_ids, now=now)

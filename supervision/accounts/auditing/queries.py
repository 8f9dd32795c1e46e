"""Who did what, in words; and what the last check of the chain found."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.clients.models import ApiClient
from supervision.accounts.people.models import User
from supervision.kernel.audit.models import AuditEntry
from supervision.kernel.queues.models import Job

VERIFY = "accounts.verify-audit"


def last_verification(session: Session) -> Job | None:
    """Return the latest check, under way or ended."""
    return session.scalar(select(Job).where(Job.kind == VERIFY).order_by(Job.id.desc()).limit(1))


def actor_names(session: Session, entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return the names behind the actors of some entries."""
    actors = {entry.actor for entry in entries}
    people = session.execute(select(User.id, User.name, User.login).where(User.id.in_(_numbers(actors, "person"))))
    systems = session.execute(select(ApiClient.id, ApiClient.name).where(ApiClient.id.in_(_numbers(actors, "client"))))
    return {
        **{f"person:{row.id}": f"{row.name}（{row.login}）" for row in people},
        **{f"client:{row.id}": row.name for row in systems},
    }


def actor_of_words(session: Session, words: str) -> str:
    """Return the actor that somebody typed: a sign-in name, or the actor as the audit keeps it."""
    number = session.scalar(select(User.id).where(User.login == words.lower()))
    return words if number is None else f"person:{number}"


def _numbers(actors: Iterable[str], kind: str) -> list[int]:
    parts = (actor.partition(":") for actor in actors)
    return [int(number) for head, _, number in parts if head == kind and number.isdecimal()]

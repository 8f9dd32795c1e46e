"""The door through which every request enters."""

from flask import Request

from supervision.accounts.authenticate.refusals import service as refusals
from supervision.accounts.authenticate.service import principal_of, recognised
from supervision.kernel import audit
from supervision.kernel.access import AccessPolicy, Principal
from supervision.kernel.clock import now
from supervision.kernel.db import transaction


def authenticate(request: Request, /) -> Principal | None:
    """Return who sends a request, now."""
    return principal_of(request, now=now())


def access_policy() -> AccessPolicy:
    """Return what the composition root joins: who comes, and who hears of a refusal."""
    return AccessPolicy(authenticate=authenticate, on_refusal=record_refusal, recognise=recognise)


def recognise(authorization: str, address: str, /) -> Principal | None:
    """Return the system that showed this key from this address a moment ago."""
    return recognised(authorization, address=address, now=now())


def record_refusal(principal: Principal | None, endpoint: str, permission: str) -> None:
    """Write a refusal of somebody known; a visitor who is led to the sign-in page was not refused yet.

    Who is refused at the same endpoint again and again is written once at once, and then with a count.
    """
    if principal is None:
        return
    actor, moment = f"{principal.kind}:{principal.id}", now()
    count = refusals.due(f"{actor} {endpoint}", address=None, now=moment)
    if not count:
        return
    with transaction() as session:
        audit.record(
            session,
            actor=actor,
            action="accounts.access.refuse",
            object_kind="endpoint",
            object_id=endpoint,
            detail={"permission": permission, "count": count},
            now=moment,
            department_id=principal.department_id,
        )

"""Putting an informing into the shape of its document."""

from typing import Any

from sqlalchemy.orm import Session

from supervision.notices.informing import queries
from supervision.notices.informing.models import Informing, InformingItem, Undertaking
from supervision.notices.informing.queries import Whole
from supervision.notices.informing.rules import plain_number
from supervision.notices.informing.sheets.service import check_mark, words_of
from supervision.notices.informing.states import InformingState, Origin, SignerRole, Verdict, Way


def described(session: Session, informing: Informing) -> dict[str, Any]:
    """Return what `InformingDocument` writes."""
    whole = queries.whole(session, informing)
    newest = whole.newest_sheet
    number = informing.number or ""
    return {
        "number": number,
        "state": InformingState(informing.state),
        **{
            name: getattr(informing, name)
            for name in ("source_no", "kind", "name", "division", "informed_on", "undertaking_needed", "entry_id")
        },
        "catalogue": informing.catalogue_label,
        "items": [_item(item) for item in whole.items],
        "no_item": not whole.listed,
        "undertaking": _undertaking(whole.undertaking) if whole.undertaking else None,
        "check_address": check_mark(informing).address,
        "sheet": f"/api/v1/informing/{plain_number(number)}/sheet.pdf" if newest else None,
        "digest": newest.digest if newest else None,
        "replaced_by": _replacement(session, whole),
    }


def _item(item: InformingItem) -> dict[str, Any]:
    return {
        "code": item.item_code,
        **{name: getattr(item, name) for name in ("name", "mode", "stage", "basis", "certainty", "offices")},
        "verdict": Verdict(item.verdict),
        "origin": Origin(item.origin),
        "words": words_of(item),
    }


def _undertaking(given: Undertaking) -> dict[str, Any]:
    return {
        "way": Way(given.way),
        "role": SignerRole(given.role),
        "signed_at": given.signed_at,
        "digest": given.digest,
    }


def _replacement(session: Session, whole: Whole) -> str | None:
    later = whole.informing.replaced_by
    return session.get_one(Informing, later).number if later is not None else None

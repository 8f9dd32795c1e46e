"""The registrar's pages of entries."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.accounts.rules import actor_of
from supervision.archive.subjects.rules import FIELD_LABELS
from supervision.archive.subjects.showing.rules import state_badge
from supervision.kernel import audit
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.registration.recording.errors import NotLatest
from supervision.registration.recording.models import Entry
from supervision.registration.recording.queries import entry_for
from supervision.registration.recording.releasing.service import RELEASABLE, release_one
from supervision.registration.recording.schemas import EntryPanel, Outcome, Recorded
from supervision.registration.recording.service import correct
from supervision.registration.recording.showing import queries
from supervision.registration.recording.showing.forms import CorrectionForm, values_of
from supervision.registration.recording.showing.schemas import PILES, EntryPage, Pile
from supervision.registration.recording.states import STATE_LABELS

pages = Blueprint("registrations", __name__, url_prefix="/registrations")
TEMPLATES = "supervision/registration/recording/showing/templates"
NUMBER = "<int(max=9223372036854775807):entry_id>"
MOST_PAGES = 100_000


@pages.get("")
@requires("registration.read")
def page() -> str:
    """登记业务."""
    asked = request.args.get("pile", "")
    pile = Pile(asked) if asked in set(Pile) else Pile.TODAY
    words = request.args.get("q", "")
    number = min(max(1, request.args.get("page", type=int, default=1)), MOST_PAGES)
    with reading() as session:
        found = queries.page(session, current(), pile=pile, words=words, number=number, now=now())
        return render_template(
            f"{TEMPLATES}/entries.html",
            found=found,
            pile=pile,
            piles=PILES,
            words=words,
            counts=queries.counts(session, current(), now=now()),
            pager=_pager(found, pile, words),
        )


def _pager(found: EntryPage, pile: Pile, words: str) -> dict[str, str | None]:
    def href(to: int) -> str | None:
        return url_for("registrations.page", page=to, pile=pile, q=words or None) if 1 <= to <= found.pages else None

    text = f"共 {found.total:,} 笔，第 {found.number} / {found.pages} 页"
    return {"text": text, "previous_href": href(found.number - 1), "next_href": href(found.number + 1)}


@pages.get(f"/{NUMBER}")
@requires("registration.read")
def show(entry_id: int) -> str:
    """一笔登记业务."""
    with reading() as session:
        entry = entry_for(session, current(), entry_id)
        return render_template(
            f"{TEMPLATES}/entry.html",
            shown=queries.detail(session, entry),
            entry=entry,
            labels=FIELD_LABELS,
            state_badge=state_badge,
            state_labels=STATE_LABELS,
            place=queries.place_name,
            may_record=current().may("registration.record"),
            releasable=entry.held_rule in RELEASABLE,
            panels=_panels(session, entry),
        )


def _panels(session: Session, entry: Entry) -> list[tuple[EntryPanel, object]]:
    """Return what upper packages add to the page, for those who may see it."""
    offered = sorted(joined().parts(EntryPanel), key=lambda item: item.order)
    return [(item, item.load(session, entry.id)) for item in offered if current().may(item.permission)]


@pages.route(f"/{NUMBER}/correct", methods=["GET", "POST"])
@requires("registration.record")
def correction(entry_id: int) -> ResponseReturnValue:
    """更正登记业务."""
    with reading() as session:
        entry = entry_for(session, current(), entry_id)
    if not entry.latest:
        raise NotLatest
    form = CorrectionForm(request.form, data=values_of(entry))
    if request.method == "POST" and form.validate():
        return _corrected(entry_id, form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(f"{TEMPLATES}/correct.html", entry=entry, form=form), status


def _corrected(entry_id: int, form: CorrectionForm) -> ResponseReturnValue:
    with transaction() as session:
        entry = entry_for(session, current(), entry_id, lock=True)
        if not entry.latest:
            raise NotLatest
        instant, actor = now(), actor_of(current())
        recorded = correct(session, entry, changes=form.changes(), actor=actor, now=instant)
        if recorded.outcome is not Outcome.REPEATED:
            audit.record(
                session,
                actor=actor,
                action="registration.correct",
                object_kind="registration_entry",
                object_id=recorded.entry_id,
                detail={"source_no": recorded.source_no, "version": recorded.version, "before": entry.id},
                now=instant,
                department_id=entry.registrar_department_id,
            )
    _say(recorded)
    return redirect(url_for("registrations.show", entry_id=recorded.entry_id), HTTPStatus.SEE_OTHER)


def _say(recorded: Recorded) -> None:
    if recorded.outcome is Outcome.CORRECTED:
        flash(f"{recorded.message}，几秒内入档", "ok")
    else:
        flash("。".join(words for words in (recorded.message, recorded.remedy) if words), "warn")


@pages.post(f"/{NUMBER}/release")
@requires("registration.record")
def release(entry_id: int) -> ResponseReturnValue:
    """Let a held entry go on as it is."""
    with transaction() as session:
        entry = entry_for(session, current(), entry_id, lock=True)
        release_one(session, entry, actor=actor_of(current()), now=now())
    flash("已重新提交入档", "ok")
    return redirect(url_for("registrations.show", entry_id=entry_id), HTTPStatus.SEE_OTHER)

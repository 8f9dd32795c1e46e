"""目录版本: which there are, what a draft changes, and publishing it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.licensing.catalogue import queries, service
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.publishing.features import Change, changes
from supervision.licensing.catalogue.publishing.forms import DraftForm, PublishForm, WithdrawForm
from supervision.licensing.catalogue.states import VersionState

pages = Blueprint("catalogue-versions", __name__, url_prefix="/licensing/catalogue/versions")
TEMPLATES: Final = "supervision/licensing/catalogue/publishing/templates"


@pages.get("")
@requires("licensing.read")
def page() -> str:
    """目录版本."""
    return _list_page(DraftForm())


@pages.post("")
@requires("licensing.catalogue")
def draft() -> ResponseReturnValue:
    """Open a draft."""
    form = DraftForm(request.form)
    with reading() as session:
        form.based_on.choices = _bases(session)
    if not form.validate():
        return _list_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        made = service.draft(
            session,
            label=form.label.data.strip(),
            based_on=queries.version_numbered(session, version_id=form.based_on.data),
            actor=actor_of(current()),
            now=now(),
            note=form.note.data,
        )
        address = url_for("catalogue-versions.version", version_id=made.id)
    flash("草案已建，修改事项后发布", "ok")
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.get("/<int(max=2147483647):version_id>")
@requires("licensing.read")
def version(version_id: int) -> str:
    """目录版本."""
    return _page_of(version_id, PublishForm(data={"starts_on": today()}), WithdrawForm())


@pages.post("/<int(max=2147483647):version_id>/publish")
@requires("licensing.catalogue")
def publish(version_id: int) -> ResponseReturnValue:
    """Let a draft hold."""
    form = PublishForm(request.form)

    def act(session: Session, found: CatalogueVersion) -> str:
        service.publish(session, version=found, starts_on=form.starts_on.data or today(), actor=actor_of(current()), now=now())
        return f"“{found.label}”自 {found.effective_from} 起生效"

    return _act(version_id, form, WithdrawForm(), form, act)


@pages.post("/<int(max=2147483647):version_id>/withdraw")
@requires("licensing.catalogue")
def withdraw(version_id: int) -> ResponseReturnValue:
    """Take a version back."""
    form = WithdrawForm(request.form)

    def act(session: Session, found: CatalogueVersion) -> str:
        service.withdraw(session, version=found, reason=form.reason.data, actor=actor_of(current()), now=now())
        return f"“{found.label}”已撤回"

    return _act(version_id, PublishForm(data={"starts_on": today()}), form, form, act)


def _act(
    version_id: int,
    publishing: PublishForm,
    withdrawing: WithdrawForm,
    form: PublishForm | WithdrawForm,
    act: Callable[[Session, CatalogueVersion], str],
) -> ResponseReturnValue:
    if form.validate():
        try:
            with transaction() as session:
                said = act(session, queries.version_numbered(session, version_id=version_id))
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash(said, "ok")
            return redirect(url_for("catalogue-versions.version", version_id=version_id), HTTPStatus.SEE_OTHER)
    return _page_of(version_id, publishing, withdrawing), HTTPStatus.UNPROCESSABLE_ENTITY


def _page_of(version_id: int, publishing: PublishForm, withdrawing: WithdrawForm) -> str:
    with reading() as session:
        found = queries.version_numbered(session, version_id=version_id)
        before = _before(session, found)
        return render_template(
            f"{TEMPLATES}/version.html",
            version=found,
            before=before,
            changes=_changes(session, before, found),
            size=len(queries.catalogue_of(session, version=found).items),
            publishing=publishing,
            withdrawing=withdrawing,
            states=VersionState,
        )


def _before(session: Session, version: CatalogueVersion) -> CatalogueVersion | None:
    """Return what a version is compared with: its base, or what is in force today."""
    if version.based_on is not None:
        return queries.version_numbered(session, version_id=version.based_on)
    found = queries.version_in_force(session, on=today())
    return None if found is None or found.id == version.id else found


def _changes(session: Session, before: CatalogueVersion | None, after: CatalogueVersion) -> list[Change]:
    if before is None:
        return []
    former, present = (queries.catalogue_of(session, version=version) for version in (before, after))
    return changes(former.items, present.items)


def _bases(session: Session) -> list[SelectChoice]:
    return [
        SelectChoice(str(row.id), f"{row.label}（{VersionState(row.state).label}）")
        for row in queries.versions(session)
        if row.state != VersionState.WITHDRAWN
    ]


def _list_page(form: DraftForm) -> str:
    with reading() as session:
        form.based_on.choices = _bases(session)
        in_force = queries.version_in_force(session, on=today())
        if form.based_on.data is None and in_force is not None:
            form.based_on.data = in_force.id
        return render_template(
            f"{TEMPLATES}/versions.html",
            versions=queries.versions(session),
            sizes=queries.sizes(session),
            in_force=in_force,
            form=form,
            states=VersionState,
        )

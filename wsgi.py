"""The composition root: the only file that names every package."""

import click
from flask import Flask

from credit.assessment import module as credit_assessment
from credit.catalogue import module as credit_catalogue
from credit.channels import module as channels
from credit.city import module as credit_city
from credit.docking import module as docking
from credit.entering import module as entering
from credit.objections import module as objections
from credit.omissions import module as omissions
from credit.packages import module as packages
from credit.publicity import module as publicity
from credit.pushing import module as credit_pushing
from credit.questions import module as questions
from credit.records import module as records
from credit.repair import module as repair
from credit.reporters import module as reporters
from credit.reporting import module as reporting
from credit.standards import module as standards
from supervision.accounts import module as accounts
from supervision.accounts.authenticate.api import access_policy
from supervision.archive.following import module as following
from supervision.archive.linking import module as linking
from supervision.archive.loading import module as loading
from supervision.archive.search import module as search
from supervision.archive.subjects import module as subjects
from supervision.city import module as city
from supervision.duties import module as duties
from supervision.duties.clues import module as clues
from supervision.intake import module as intake
from supervision.kernel import db, logging
from supervision.kernel.attachments import module as attachments
from supervision.kernel.audit import module as audit
from supervision.kernel.crypto import module as crypto
from supervision.kernel.health import module as health
from supervision.kernel.module import Module, Platform, join
from supervision.kernel.queues import module as queues
from supervision.kernel.queues.scheduling.jobs import run_scheduler
from supervision.kernel.queues.waking import service as waking
from supervision.kernel.queues.working.jobs import run_worker
from supervision.kernel.rulebook import module as rulebook
from supervision.kernel.servers import addresses, secrets
from supervision.kernel.servers import cli as running
from supervision.kernel.settings import Settings
from supervision.kernel.workdays import module as workdays
from supervision.licensing import module as licensing
from supervision.licensing.catalogue import module as catalogue
from supervision.licensing.matching import module as matching
from supervision.licensing.matching.impact import module as impact
from supervision.licensing.offices import module as offices
from supervision.notices import module as notices
from supervision.notices.claiming import module as claiming
from supervision.notices.closing import module as closing
from supervision.notices.delivery import module as delivery
from supervision.notices.figures import module as figures
from supervision.notices.handling import module as handling
from supervision.notices.informing import module as informing
from supervision.notices.pushing import module as pushing
from supervision.overlay import module as overlay
from supervision.registration import module as registration
from supervision.registration.obligations import module as obligations
from supervision.registration.recording import module as recording
from supervision.web.application import create_app

MODULES: tuple[Module, ...] = (
    health.MODULE,
    crypto.MODULE,
    audit.MODULE,
    rulebook.MODULE,
    workdays.MODULE,
    attachments.MODULE,
    accounts.MODULE,
    intake.MODULE,
    queues.MODULE,
    loading.MODULE,
    linking.MODULE,
    duties.MODULE,
    clues.MODULE,
    subjects.MODULE,
    search.MODULE,
    following.MODULE,
    registration.MODULE,
    recording.MODULE,
    obligations.MODULE,
    licensing.MODULE,
    catalogue.MODULE,
    matching.MODULE,
    offices.MODULE,
    impact.MODULE,
    notices.MODULE,
    handling.MODULE,
    delivery.MODULE,
    closing.MODULE,
    figures.MODULE,
    informing.MODULE,
    pushing.MODULE,
    claiming.MODULE,
    city.MODULE,
    overlay.MODULE,
    standards.MODULE,
    reporting.MODULE,
    questions.MODULE,
    entering.MODULE,
    docking.MODULE,
    credit_pushing.MODULE,
    packages.MODULE,
    publicity.MODULE,
    repair.MODULE,
    objections.MODULE,
    credit_catalogue.MODULE,
    omissions.MODULE,
    records.MODULE,
    channels.MODULE,
    credit_assessment.MODULE,
    reporters.MODULE,
    credit_city.MODULE,
)

PLATFORM = Platform(MODULES)


def create_application(settings: Settings) -> Flask:
    """Build the one application from every module; the caller has bound the database."""
    return create_app(PLATFORM, settings, access_policy())


def ready(settings: Settings) -> Settings:
    """Join this process to the platform and its database, and return the settings with every secret."""
    logging.configure(settings)
    join(PLATFORM)
    db.bind(addresses.database_url(settings))
    waking.bind(addresses.redis_url(settings))
    return secrets.with_secrets(settings)


def serve() -> Flask:
    """Return the application for a WSGI server, set up from the environment."""
    return create_application(ready(Settings.from_environment()))


COMPOSITION = running.Composition(PLATFORM, ready, "wsgi:serve", run_worker, run_scheduler)
RUNNING = {command.name: command for command in running.commands(COMPOSITION)}


@click.group(commands=dict(RUNNING))
@click.pass_context
def cli(context: click.Context) -> None:
    """事中事后综合监管平台的命令行。"""
    if context.invoked_subcommand not in RUNNING:
        running.prepare(context, COMPOSITION)


for _module in MODULES:
    for _command in _module.commands:
        cli.add_command(_command)

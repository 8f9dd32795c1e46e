"""How the simulator is run beside a sample installation, and leading channels to where it listens."""

import socket
import sys
from contextlib import closing
from datetime import datetime
from typing import Final

from credit.channels import queries, service
from credit.channels.contracts.schemas import contracts
from credit.channels.service import Given, Place
from supervision.kernel.crypto import provider
from supervision.kernel.db import transaction
from supervision.kernel.servers import secrets
from supervision.kernel.servers.companions import Arrangement
from supervision.kernel.settings import PROJECT, Settings
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.states import Scheme

NAME: Final = "receiver"
SECRET: Final = "receiver_secret"  # noqa: S105 - the name of a file
HERE: Final = "127.0.0.1"
ACTOR: Final = "platform"


def arrange(settings: Settings) -> Arrangement | None:
    """Return how the simulator is run: its journal in the state folder, its secret among the installation's keys."""
    if not (PROJECT / "tools" / NAME).is_dir():
        return None
    folder = settings.var / NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = f"{HERE}:{free_port(settings.port + 1)}"
    told = ("--secret-file", str(secrets.made_once(settings, SECRET)), "--folder", str(folder), "--fault", "ordinary")
    command = [sys.executable, "-m", f"tools.{NAME}", "--port", place.rpartition(":")[2], *told]
    hosts = " ".join(part for part in (settings.webhook_hosts, place) if part)
    return Arrangement(command, PROJECT, {"SUPERVISION_WEBHOOK_HOSTS": hosts, "SUPERVISION_SIMULATOR_URL": f"http://{place}"})


def free_port(wanted: int) -> int:
    """Return the port that is wanted, or another where somebody has it."""
    for port in (wanted, 0):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HERE, port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    return wanted


def lead(settings: Settings, *, now: datetime) -> int:
    """Lead the channels to the simulator, unless an operator led them elsewhere; return how many had to be led."""
    if settings.simulator_url is None or not settings.demonstration:
        return 0
    secret = secrets.made_once(settings, SECRET).read_text(encoding="utf-8").strip()
    with transaction() as session:
        led = 0
        for name in contracts():
            channel, _contract = queries.channel_for(session, name, lock=True)
            place = Place(f"{settings.simulator_url}/{name}", Scheme.HMAC_SM3, secret)
            if is_ours(channel.address) and channel.address != place.address:
                hosts = listed_hosts(settings.webhook_hosts)
                service.set_place(session, channel, place, Given(ACTOR, now), hosts=hosts, crypto=provider())
                led += 1
    return led


def is_ours(address: str | None) -> bool:
    """Tell whether a channel leads nowhere yet, or to a simulator of an earlier start."""
    return address is None or address.startswith(f"http://{HERE}:")

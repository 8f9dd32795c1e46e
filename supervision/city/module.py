"""What the sample city hands to the platform: its command and the accounts that `up` prints."""

from supervision.city.cli import seed_city
from supervision.city.offices.features import workers
from supervision.city.schemas import Worker
from supervision.city.service import PASSWORD
from supervision.kernel.module import Module
from supervision.kernel.servers.demo import DemoAccount


def demo_accounts() -> tuple[DemoAccount, ...]:
    """Return one account for each role, the first that has it."""
    first: dict[str, Worker] = {}
    for worker in workers():
        first.setdefault(worker.role, worker)
    return tuple(DemoAccount(worker.login, PASSWORD, worker.name) for worker in first.values())


MODULE = Module(name="city", label="虚构城市", commands=(seed_city,), parts=demo_accounts())

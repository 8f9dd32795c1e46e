"""Who may call the API: a system with every permission of a key, one with hardly any, one unknown, nobody."""

from supervision.accounts.clients.rules import FOR_CLIENTS
from tests.factories.districts import Work, key_for

CALLERS = ("every permission", "another permission", "unknown key", "nobody")


def headers_of(work: Work, caller: str) -> dict[str, str]:
    """Return what a caller sends along."""
    if caller == "nobody":
        return {}
    keys = {
        "every permission": lambda: key_for(work.city.east, *sorted(FOR_CLIENTS)),
        "another permission": lambda: key_for(work.city.tax, "search.read"),
        "unknown key": lambda: "sk_unknown",
    }
    return {"Authorization": f"Bearer {keys[caller]()}"}

"""Long proofs tell their figures; `tools/prove.py` writes them into `docs/proofs.md`."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

OUTCOME = pytest.StashKey[str]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = "held" if report.passed else "**broken**"
    return report


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """Take figures as keyword arguments: `proof(kills=50, rows_lost=0)`; they are kept whether the proof holds or not."""
    figures: dict[str, object] = {}
    began = time.monotonic()
    yield figures.update
    entry = {
        "name": request.node.name.removeprefix("test_").replace("_", " "),
        "outcome": request.node.stash.get(OUTCOME, "**broken**"),
        "figures": figures,
        "seconds": time.monotonic() - began,
    }
    target = os.environ.get("SUPERVISION_PROOFS")
    if target:
        with Path(target).open("a", encoding="utf-8") as results:
            results.write(json.dumps(entry, ensure_ascii=False) + "\n")

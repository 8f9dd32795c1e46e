"""The kernel brings its own data: its tests begin with empty tables."""

import pytest


@pytest.fixture(scope="session")
def template(bare: str) -> str:
    return bare

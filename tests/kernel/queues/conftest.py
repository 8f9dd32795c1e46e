"""A platform whose jobs count, in a table of their own."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from supervision.kernel.module import Platform, join, joined
from tests.factories.work import COUNTING


@pytest.fixture
def counting(owner_engine: Any, database: str) -> Iterator[Platform]:
    with owner_engine.begin() as connection:
        connection.execute(text("CREATE TABLE kernel.counted (job bigint, step int, attempt int, pid int, UNIQUE (job, step))"))
    before = joined()
    join(COUNTING)
    yield COUNTING
    join(before)

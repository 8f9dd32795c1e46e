"""Subscribers that write down what they hear, in a table of their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from supervision.kernel.module import Platform
from tests.factories.letters import Reader, ReaderOfMany, platform_of


@pytest.fixture
def readers(owner_engine: Any, database: str) -> Callable[..., list[Reader]]:
    with owner_engine.begin() as connection:
        connection.execute(text("CREATE TABLE kernel.heard (reader text, number int)"))
    return lambda *names: [Reader(name) for name in names]


@pytest.fixture
def reader(readers: Callable[..., list[Reader]]) -> Reader:
    return readers("archive")[0]


@pytest.fixture
def reader_of_many(readers: Callable[..., list[Reader]]) -> ReaderOfMany:
    readers()
    return ReaderOfMany("archive")


@pytest.fixture
def platform(reader: Reader) -> Iterator[Platform]:
    with platform_of(reader) as platform:
        yield platform

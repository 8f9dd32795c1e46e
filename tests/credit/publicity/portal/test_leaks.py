"""Personal data in every field of a few decisions is nowhere in public."""

import pytest
from flask import Flask

from tests.credit.questions.conftest import desk, door, keys_of_the_test
from tests.factories.crawling import Crawl, Sieve
from tests.factories.desk import Desk
from tests.factories.leaking import Press, tables
from tests.factories.plants import Nursery
from tests.factories.rows import ask

__all__ = ["desk", "door", "keys_of_the_test"]
TABLES = tables("sgs-2021-penalty-legal")


@pytest.fixture
def press(desk: Desk, app: Flask) -> Press:
    return Press(app, desk, Nursery(11))


def test_nothing_that_was_planted_is_public(press: Press):
    for table, rows in press.planted(TABLES, each=4):
        press.upload(table, rows, "csv")
    press.review()
    crawl = Crawl(press.app)
    crawl.read_all(("/publicity", "/publicity/data/records.csv", "/publicity/data/records.json", "/publicity/feed.atom"))
    sieve = Sieve(press.nursery.grown)
    assert press.rows["published"] == len(rows)
    assert len(crawl.pages) > 6
    assert {(address, plant) for address, (_, body) in crawl.pages.items() for plant in sieve.found(body)} == set()
    stored = [row[0] for row in ask("SELECT to_jsonb(p)::text FROM credit.publication p")]
    assert {plant for text in stored for plant in sieve.found(text)} == set()

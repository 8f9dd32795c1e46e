"""Sentences of the hard kinds with the items that they ask for, read by hand; a person may be asked where surroundings are strange."""

import csv
from pathlib import Path

import pytest

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue, Stage
from supervision.licensing.matching.rules import Matcher

CATALOGUE = Catalogue(1, "packaged", {item.code: item for item in packaged_items()})
MATCHER = Matcher(CATALOGUE)
with (Path(__file__).parent / "scope_clauses.csv").open(encoding="utf-8", newline="") as stream:
    CASES = [(row["clause"], {item for item in row["items"].split("|") if item}) for row in csv.DictReader(stream)]


@pytest.mark.parametrize(("clause", "asked"), CASES, ids=[clause for clause, _asked in CASES])
def test_a_sentence_asks_for_these_items(clause: str, asked: set[str]) -> None:
    answer = MATCHER.match(clause)
    found = {match.item for match in (*answer.matches, *answer.doubts) if match in answer.matches or match.strange}
    assert {item for item in found if CATALOGUE.items[item].stage is not Stage.NONE} == asked

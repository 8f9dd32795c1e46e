"""What anybody may download: reviewed items, whole, without who wrote them."""

import csv
import io
import json

import openpyxl
import pytest

from credit.catalogue import queries, service
from credit.catalogue.states import Review
from supervision.kernel.db import transaction
from tests.credit.catalogue.conftest import FOOD, NOW, Town, town

__all__ = ["town"]


@pytest.fixture
def nobody(town: Town):
    with transaction() as session:
        edition = queries.standing(session, item_id=town.item_id)
        service.review(session, edition_id=edition.edition_id, outcome=Review.PUBLIC, note="", actor="person:9", now=NOW)
    return town.app.test_client()


def test_the_three_files_say_the_same(nobody):
    rows = list(csv.DictReader(io.StringIO(nobody.get("/publicity/catalogue/data.csv").data.decode("utf-8-sig"))))
    said = json.loads(nobody.get("/publicity/catalogue/data.json").data)
    sheet = openpyxl.load_workbook(io.BytesIO(nobody.get("/publicity/catalogue/data.xlsx").data)).active
    assert (said["total"], said["complete"], len(said["items"])) == (1, True, 1)
    assert [rows[0]["事项名称"], said["items"][0]["name"], sheet["B2"].value] == [FOOD.name] * 3


def test_who_wrote_and_reviewed_is_not_public(nobody):
    for name in ("", "/data.csv", "/data.json"):
        assert "person:" not in nobody.get(f"/publicity/catalogue{name}").text


def test_items_that_wait_for_review_are_in_none_of_them(town: Town):
    stranger = town.app.test_client()
    for name in ("", "/data.csv", "/data.json"):
        assert FOOD.name not in stranger.get(f"/publicity/catalogue{name}?review=pending").text

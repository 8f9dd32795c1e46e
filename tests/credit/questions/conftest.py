"""A desk in a fresh city: two offices, a firm that changed its name, and the door with its real checker."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.credit.reporting.conftest import door, keys_of_the_test
from tests.factories.desk import Desk
from tests.factories.rows import Door

__all__ = ["desk", "door", "keys_of_the_test"]


@pytest.fixture
def desk(door: Door, app: Flask, client: FlaskClient, tmp_path: Path) -> Desk:
    return Desk.found(client, door, tmp_path)

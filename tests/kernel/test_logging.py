import io
import json
import logging

import pytest
import structlog
from flask import Flask, g

from supervision.kernel import logging as our_logging
from supervision.kernel.identifiers.resident import resident_check
from supervision.kernel.settings import Settings

RESIDENT = "110105194912310021"[:17] + resident_check("11010519491231002")


@pytest.fixture
def lines(tmp_path):
    root = logging.getLogger()
    before = (root.handlers, root.level)
    written = io.StringIO()
    our_logging.configure(Settings(var=tmp_path), stream=written)

    def read():
        return [json.loads(line) for line in written.getvalue().splitlines()]

    yield read
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.fixture
def client():
    app = Flask("test")
    our_logging.install(app)

    @app.get("/archive/<code>")
    def archive(code):
        structlog.get_logger("test").info("inside", code=code)
        return g.request_id

    return app.test_client()


def test_a_line_is_json_with_level_time_and_logger(lines):
    structlog.get_logger("a.b").warning("something happened", count=3)
    (line,) = lines()
    assert (line["event"], line["count"], line["level"], line["logger"]) == ("something happened", 3, "warning", "a.b")
    assert line["timestamp"].endswith("Z")


def test_what_a_library_logs_is_json_too(lines):
    logging.getLogger("a_library").error("lost %s", "connection")
    assert lines()[0]["event"] == "lost connection"


def test_every_line_of_a_request_carries_its_number_and_the_answer_tells_it(lines, client):
    answer = client.get("/archive/91110000600037341L")
    logged = lines()
    assert {line["request_id"] for line in logged} == {answer.text} == {answer.headers["X-Request-ID"]}
    assert logged[-1]["route"] == "/archive/<code>"
    assert logged[-1]["status"] == 200


@pytest.mark.parametrize(
    ("given", "taken"), [("abcdef-123456", True), ("short", False), ("x" * 80, False), ("a b\tc d e f g", False)]
)
def test_a_number_from_outside_is_taken_only_in_its_form(client, given, taken):
    assert (client.get("/archive/1", headers={"X-Request-ID": given}).text == given) is taken


def test_the_path_that_somebody_typed_is_not_logged(lines, client):
    client.get(f"/archive/{RESIDENT}?telephone=13800000000")
    text = json.dumps(lines(), ensure_ascii=False)
    assert RESIDENT not in text
    assert "13800000000" not in text


def test_personal_numbers_are_hidden_wherever_they_stand(lines):
    structlog.get_logger().info(
        f"number {RESIDENT} rang 13800000000", people=[{"resident_number": "x", "name": f"a{RESIDENT[:-1]}"}], password="p"
    )
    (line,) = lines()
    assert line["event"] == "number *** rang ***"
    assert line["people"][0]["resident_number"] == "***"
    assert line["password"] == "***"


def test_a_credit_code_and_a_document_number_stay_readable(lines):
    structlog.get_logger().info("codes", code="91110000600037341L", digits="911100006000373410")
    (line,) = lines()
    assert (line["code"], line["digits"]) == ("91110000600037341L", "911100006000373410")


def test_the_values_of_a_failed_statement_are_not_logged(lines):
    text = f"(psycopg.Error) x\nDETAIL:  Key (name)=(张三) exists.\n[SQL: INSERT]\n[parameters: {{'name': '张三', 'id': '{RESIDENT}'}}]\n(Background)"
    structlog.get_logger().error("failed", exc_info=ValueError(text))
    (line,) = lines()
    assert "张三" not in line["exception"]
    assert "INSERT" in line["exception"]

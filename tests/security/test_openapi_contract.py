"""The OpenAPI document is kept: whatever is sent, the answer is one that the document names, in the form that it names.

Cases come from the document itself, well-formed and spoilt ones, always the same. `tests/prove` asks many more.
"""

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from schemathesis import Case, GenerationMode, openapi
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.factories.callers import CALLERS, headers_of
from tests.factories.districts import Work

CHECKS = [content_type_conformance, response_schema_conformance]
EXAMPLES = {"every permission": 12, "another permission": 6, "unknown key": 3, "nobody": 3}
"""How many cases of each kind are sent: whoever is turned away at the door hears so before anybody looks at what was sent."""


def contract(app: Flask, work: Work, caller: str, *, examples: int) -> int:
    """Send cases of every operation as one caller and hold each answer against the document; return how many were sent."""
    headers = headers_of(work, caller)
    sent = 0
    for found in openapi.from_wsgi("/api/openapi.json", app).get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:

            @seed(2026)
            @settings(
                max_examples=examples,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                verbosity=Verbosity.quiet,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Case) -> None:
                nonlocal sent
                sent += 1
                answer = case.call(headers=headers)
                documented = set(case.operation.definition.raw["responses"]) - {"default"}
                asked = f"{case.method} {case.formatted_path} {case.query} {case.body!r:.300}"
                assert answer.status_code < 500, f"{caller}: {answer.status_code} for {asked}"
                assert str(answer.status_code) in documented, f"{caller}: undocumented {answer.status_code} for {asked}"
                case.validate_response(answer, checks=CHECKS)

            ask()
    return sent


@pytest.mark.parametrize("caller", CALLERS)
def test_every_answer_is_one_that_the_document_names(app, work, caller):
    assert contract(app, work, caller, examples=EXAMPLES[caller]) >= EXAMPLES[caller]


def test_every_operation_names_the_refusals_that_stand_before_it(app):
    document = app.extensions["supervision.api"].spec.to_dict()
    missing = [
        f"{method} {path} {status}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
        for status in ("400", "401", "403", "503")
        if status not in operation["responses"]
    ]
    assert missing == []

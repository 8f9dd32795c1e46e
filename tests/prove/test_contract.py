"""The OpenAPI document, asked at length."""

import pytest

from tests.factories.callers import CALLERS
from tests.security.conftest import app, quick_hashes, settings, template, work
from tests.security.test_openapi_contract import contract

pytestmark = pytest.mark.prove
EXAMPLES = 400
__all__ = ["app", "quick_hashes", "settings", "template", "work"]


@pytest.mark.parametrize("caller", CALLERS)
def test_thousands_of_requests_get_only_documented_answers(app, work, proof, caller):
    sent = contract(app, work, caller, examples=EXAMPLES)
    proof(**{f"requests as {caller}": sent, "undocumented answers": 0})

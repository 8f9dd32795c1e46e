"""Every nasty value at every address, in every form and in every part of an address."""

import pytest

from tests.security import test_nasty_requests as nasty
from tests.security.conftest import app, quick_hashes, settings, template, work
from tests.security.test_nasty_requests import official

pytestmark = pytest.mark.prove
__all__ = ["app", "official", "quick_hashes", "settings", "template", "work"]
ASKED = (
    (nasty.failing_over_queries, nasty.IN_ADDRESSES),
    (nasty.failing_over_forms, nasty.IN_FORMS),
    (nasty.failing_over_parts, nasty.PATHS),
)


def test_no_value_makes_any_page_fail(app, official, proof):
    wrong = [fault for ask, values in ASKED for fault in ask(app, official, len(values))]
    proof(values=sum(len(values) for _, values in ASKED), failures=len(wrong))
    assert wrong == []

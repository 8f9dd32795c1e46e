"""Every page of everybody, audited in a window as wide as an office's and as a telephone's."""

import pytest

from tests.journeys import test_every_page as every_page
from tests.journeys.conftest import OFFICE, TELEPHONE, browser, city, shared_town

pytestmark = pytest.mark.prove
__all__ = ["browser", "city", "shared_town"]


def test_every_page_is_whole_at_both_widths(shared_town, proof):
    every_page.AUDITED.clear()
    wrong, pages = [], 0
    for login in every_page.PAGES:
        page = shared_town.enter(login) if login else shared_town.window()
        for status, address in every_page.wanted(login, page):
            wrong += every_page.faults(page, status, address, (OFFICE, TELEPHONE))
            pages += 1
        shared_town.close()
    proof(pages=pages, audited=len(every_page.AUDITED), faults=len(wrong))
    assert [*wrong, *shared_town.complaints] == []

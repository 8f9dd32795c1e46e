"""From a department over a kind and an item to the firms, on the synthetic city."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import text

from supervision.city.service import seed
from supervision.kernel.access import AccessPolicy, Principal, Scope
from supervision.kernel.db import reading
from tests.factories.application import application

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PICKED = (("licence", "item"), ("inspection", "item"), ("penalty", "category"), ("list_entry", "category"))
MOST_FREQUENT = """
    SELECT department_id, {part}, count(*) AS records, count(DISTINCT coalesce(s.merged_into, s.id)) AS firms
    FROM archive.record r JOIN archive.subject s ON s.id = r.subject_id
    WHERE r.kind = '{kind}' AND r.known_to IS NULL AND r.{part} IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT 1"""


@pytest.fixture
def city(database, tmp_path, monkeypatch):
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))
    return list(seed(tmp_path / "city", now=NOW))


@pytest.fixture
def browser(settings):
    def somebody(_request):
        return Principal("person", 1, "许某", 2, "登记机关", "检查人员", frozenset({"search.read"}), (Scope(),))

    return application(settings, AccessPolicy(authenticate=somebody)).test_client()


def link(page, pattern):
    """Return the first address that fits, as a browser would follow it."""
    found = re.search(f'href="({pattern})"', page)
    return unescape(found[1])


@pytest.mark.usefixtures("city")
def test_a_department_s_items_lead_to_the_firms_that_have_them(browser):
    for kind, part in PICKED:
        with reading() as session:
            most = session.execute(text(MOST_FREQUENT.format(kind=kind, part=part))).one()
        start = browser.get("/search/items").text
        chosen = browser.get(link(start, rf"/search/items\?department={most.department_id}&amp;kind={kind}")).text
        line = next(part for part in chosen.split("<a ") if f">{most[1]}<" in part)
        assert f'count">{most.records if most.records <= 1000 else "1,000+"}<' in line
        answer = browser.get(unescape(re.search('href="([^"]+)"', line)[1])).text
        assert f"{most.firms:,} 户" in answer


def test_without_records_the_page_says_so(browser, database):
    assert "还没有部门报送记录" in browser.get("/search/items").text

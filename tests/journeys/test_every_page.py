"""Every page of the navigation, and what stands behind it, for those who work there: whole, readable, without a complaint.

A page is looked at in a window as wide as an office's and as a telephone's. It must answer as expected, fit both widths, keep to
the content security policy, and give an automated audit of WCAG 2 A and AA nothing to say. The audit is made at one width, the
other one for the next page; `make prove ONLY=page` makes it at both.
"""

from collections.abc import Sequence
from http import HTTPStatus

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.journeys.conftest import OFFICE, TELEPHONE, one

AUDIT = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
AUDITED: set[str] = set()
RUN = "options => axe.run(options).then(result => result.violations)"
NARROW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PLACES = {
    "busy": "SELECT subject_id AS n FROM archive.event GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    "bare": "SELECT s.id AS n FROM archive.subject s WHERE NOT EXISTS"
    " (SELECT FROM archive.record r WHERE r.subject_id = s.id) ORDER BY 1 LIMIT 1",
    "shop": "SELECT id AS n FROM archive.subject WHERE kind = 'individual' ORDER BY 1 LIMIT 1",
    "raw": "SELECT batch_id AS n FROM archive.registration WHERE known_to IS NULL ORDER BY subject_id LIMIT 1",
    "faulty": "SELECT id AS n FROM intake.batch WHERE held + rejected > 0 ORDER BY rejected DESC, id LIMIT 1",
    "sound": "SELECT id AS n FROM intake.batch WHERE held + rejected = 0 AND accepted > 0 ORDER BY id LIMIT 1",
    "asked": "SELECT id AS n FROM archive.candidate WHERE settled_at IS NULL AND reason = 'name_only' ORDER BY id LIMIT 1",
    "nobody": "SELECT id AS n FROM archive.candidate WHERE settled_at IS NULL ORDER BY reason = 'not_found' DESC, id LIMIT 1",
    "user": "SELECT id AS n FROM accounts.user_account WHERE login = 'entry-market'",
    "office": "SELECT id AS n FROM accounts.department WHERE code = 'market'",
    "catalogue": "SELECT id AS n FROM licensing.catalogue_version WHERE state = 'published' ORDER BY id DESC LIMIT 1",
    "doubted": "SELECT subject_id AS n FROM archive.field_conflict WHERE settled_at IS NULL ORDER BY 1 LIMIT 1",
}
ARCHIVE = [f"/archive/{{busy}}?tab={tab}" for tab in ("overview", "registration", "licence", "penalty", "inspection")] + [
    f"/archive/{{busy}}?tab={tab}" for tab in ("lists", "other", "relations", "timeline", "sources", "readings")
]
PAGES = {
    None: [
        "/publicity?q=有限&kind=penalty",
        "/publicity/catalogue?q=食品&kind=penalty",
        "404 /publicity/repair/wrong",
        "404 /publicity/repair/apply/wrong",
        "404 /publicity/wrong",
        "404 /publicity/objections/wrong",
        "/publicity/inquiries?category=repair",
        "404 /publicity/inquiries/wrong",
        "404 /check/wrong",
        "/sign-in",
        "/sign-in?next=/search",
        "/sign-in/second-factor",
        "404 /no/such/page",
    ],
    "supervisor": [
        *ARCHIVE,
        "/archive/{busy}?valid_on=2024-01-01",
        "/archive/{busy}?known_at=2016-01-01",
        "/archive/{busy}?valid_on=昨天",
        "/archive/{busy}/print",
        "/archive/{bare}",
        "/archive/{bare}?tab=penalty",
        "/archive/{shop}",
        "/archive/{doubted}",
        "/archive/{busy}/report?field=address",
        "404 /archive/99999999",
        "403 /review",
        "403 /accounts/users",
        "/search?q=有限",
        "/search?q=无此一户",
        "/search?q=云",
        "/search?q=有限&valid_on=2020-01-01",
        "/credit/standards",
        "/credit/standards?edition=SGS-2016&table=penalty",
        "/credit/decisions",
        "/credit/decisions?kind=penalty&state=held",
        "404 /credit/decisions/99999999",
    ],
    "operator": [
        "/intake/batches/{faulty}",
        "/intake/batches/{faulty}?view=rows",
        "/intake/batches/{sound}",
        "/intake/batches?state=failed",
        "/intake/batches/{sound}/rows/1",
        "/review/{asked}",
        "/review/{nobody}",
        "/review?reason=not_found",
        "/archive/{busy}/merge",
        "/archive/{busy}?tab=sources",
        "/api",
        "404 /intake/batches/99999999",
        "/credit/publicity?tab=withheld",
        "/credit/publicity?flag=masks",
        "404 /credit/publicity/99999999",
        "/credit/channels/credit-china?state=refused",
        "/credit/channels/population-base",
        "/credit/channels/gsxt/reconcile?day=2026-11-18",
        "404 /credit/channels/nowhere",
        "404 /credit/packages/99999999",
        "404 /credit/reporters/99999999",
        "404 /credit/reporters/posts/99999999",
        "404 /credit/reporters/handovers/99999999",
        "/notices/delivery?state=page",
        "404 /notices/delivery/99999999",
        "/licensing/catalogue?q=食品&stage=post",
        "/licensing/catalogue?q=无此一项",
        "/licensing/catalogue/{catalogue}/items/SP083",
        "/licensing/catalogue/{catalogue}/items/SP040/edit",
        "/licensing/catalogue/{catalogue}/items/new",
        "/licensing/catalogue/versions",
        "/licensing/catalogue/versions/{catalogue}",
        "/licensing/catalogue/versions/{catalogue}/impact",
        "/licensing/catalogue/import",
        "/licensing/offices?place=990102",
        "/licensing/doubts?state=settled",
        "404 /licensing/doubts/99999999",
        "404 /licensing/catalogue/{catalogue}/items/SP999",
    ],
    "admin-market": [
        "/credit/reporters/{office}",
        "/credit/repair?tab=done",
        "404 /credit/repair/99999999",
        "404 /credit/repair/99999999/everywhere",
        "/credit/catalogue?q=食品&kind=penalty",
        "/credit/catalogue?q=无此一项",
        "/credit/catalogue/items/MARKET-P001",
        "/credit/catalogue/items/MARKET-P001/edit",
        "/credit/catalogue/new",
        "/credit/catalogue/versions",
        "/credit/catalogue/import",
        "/credit/catalogue/tasks?state=closed",
        "/credit/calendar/days",
        "/credit/omissions",
        "/credit/records",
        "/credit-report",
        "/credit/assessment?year=2026&by=district",
        "/credit/assessment/records?year=2026",
        "/credit/docking/new",
        "404 /credit/docking/99999999",
        "404 /credit/catalogue/items/NO-SUCH",
        "404 /credit/catalogue/tasks/99999999",
        "404 /credit/assessment/circulars/99999999",
        "404 /credit/assessment/appeals/99999999",
        "/credit/objections?tab=decided",
        "404 /credit/objections/99999999",
        "/credit/inquiries?state=answered",
        "404 /credit/inquiries/99999999",
    ],
    "registrar-market": [
        "/registrations?pile=held",
        "/registrations?pile=all&q=有限",
        "/registrations?pile=all&q=无此一户",
        "/registrations/obligations?state=met",
        "404 /registrations/99999999",
        "/counter/sheets?state=void",
        "404 /counter/99999999",
    ],
    "inspector-market": ["/archive/{shop}/personal"],
    "entry-market": [
        "/credit/entry/new?table=sgs-2021-penalty-legal",
        "/credit/entry/new?table=sgs-2021-licence-person",
        "/credit/entry/new?table=sgs-2016-licence",
        "/credit/entry/preflight",
        "/credit/questions?state=ended",
        "/credit/questions?state=&overdue=1",
        "404 /credit/entry/new?table=none",
        "404 /credit/entry/99999999",
        "404 /credit/entry/preflight/99999999",
        "404 /credit/questions/99999999",
        "404 /credit/questions/alike?cause=none",
        "/account",
        "/account/password",
        "/account/sessions",
        "/account/second-factor",
        "/notices/pool?q=无此一户",
        "/notices/pool?reason=no_item",
        "/notices/pool/claims",
        "404 /notices/sweeps/99999999",
        "/notices/figures?by=item",
        "/notices/figures/records?measure=pushed",
        "/notices/follow-ups?view=matters",
        "/notices/follow-ups?view=done",
    ],
    "sysadmin": [
        "/accounts/departments/new",
        "/accounts/departments/{office}",
        "/accounts/users/new",
        "/accounts/users/{user}",
        "/accounts/users?q=无此一人",
        "/accounts/roles/reporter",
        "/jobs?state=failed",
        "404 /jobs/99999999",
    ],
    "secadmin": ["/accounts/users/{user}", "/accounts/clients/new"],
    "auditor": ["/audit?action=accounts.sign_in", "/audit?day=去年", "/audit?object_kind=nothing"],
    "visitor": [],
}


def wanted(login: str | None, page: Page) -> list[tuple[int, str]]:
    """Return the navigation of the person and the pages behind it, with the answer that each should give."""
    places = {name: row.n for name, row in ((name, one(query)) for name, query in PLACES.items()) if row is not None}
    own = [link.get_attribute("href") for link in page.locator(".sidenav a").element_handles()] if login else []
    listed = [("200 " + address if address.startswith("/") else address).split(" ", 1) for address in PAGES[login]]
    common = ["/", "/menu"] if login else []
    asked = [(int(status), address.format(**places)) for status, address in listed]
    return [(200, str(address)) for address in dict.fromkeys([*common, *own])] + asked


def whole(page: Page) -> None:
    """Make the window as high as the page, so that the bar at its foot covers nothing while it is audited."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": min(height + 200, 12_000)})


def to_audit(status: int, address: str) -> bool:
    """Tell whether a page is still to be audited: once for all who see the same, a refusal once, the first page for each of them."""
    kind = address if status < HTTPStatus.BAD_REQUEST else f"{status} {address.split('/')[1]}"
    fresh = address == "/" or kind not in AUDITED
    AUDITED.add(kind)
    return fresh


def faults(page: Page, status: int, address: str, audits: Sequence[ViewportSize] = (OFFICE, TELEPHONE)) -> list[str]:
    """Return what is wrong with one page, audited at these widths."""
    page.set_viewport_size(OFFICE)
    answer = page.goto(address)
    found = [] if answer.status == status else [f"{address}: {answer.status}"]
    if page.locator("h1").count() != 1:
        found.append(f"{address}: {page.locator('h1').count()} headings of the first order")
    audited = to_audit(status, address)
    if audited:
        page.evaluate(AXE_SCRIPT)
    return found + [
        f"{address}: {fault}"
        for width in (OFFICE, TELEPHONE)
        for fault in faults_at(page, width, audited=audited and width in audits)
    ]


def faults_at(page: Page, width: ViewportSize, *, audited: bool) -> list[str]:
    """Return what is wrong with the page that is open, in a window of this width."""
    page.set_viewport_size(width)
    found = [] if page.evaluate(NARROW) else [f"wider than the window of {width['width']}"]
    if not audited:
        return found
    whole(page)
    violations = page.evaluate(RUN, AUDIT)
    return found + [f"{item['id']} {item['nodes'][0]['target']} at {width['width']}" for item in violations]


@pytest.mark.parametrize("login", list(PAGES), ids=lambda login: login or "nobody")
def test_every_page_is_whole(shared_town, login):
    page = shared_town.enter(login) if login else shared_town.window()
    turns = ([OFFICE], [TELEPHONE])
    found = [
        fault
        for place, (status, address) in enumerate(wanted(login, page))
        for fault in faults(page, status, address, turns[place % 2])
    ]
    shared_town.close()
    assert [*found, *shared_town.complaints] == []
    shared_town.complaints.clear()

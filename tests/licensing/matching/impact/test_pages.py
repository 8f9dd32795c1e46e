"""The page that shows what a draft would alter."""

from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.licensing.catalogue import queries, service
from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.service import record
from tests.factories.accounts import Browser


def test_the_page_names_firms_and_items_and_is_narrowed_to_one(keeper: Browser) -> None:
    with transaction() as session:
        base = queries.version_in_force(session, on=today())
        assert base is not None
        draft = service.draft(session, label="修订", based_on=base, actor="user:1", now=now())
        service.remove_item(session, version_id=draft.id, code="SP069", seen=1, actor="user:1", now=now())
        entry = NewEntry(
            source_no="S1",
            kind="establishment",
            occurred_on=today().isoformat(),
            regno="330100000000001",
            name="云汀甲有限公司",
            scope="劳务派遣服务",
            division="330102",
        )
        record(session, [entry], department_id=2, actor="user:1", now=now())
    address = f"/licensing/catalogue/versions/{draft.id}/impact"
    page = keeper.client.get(address).text
    for words in ("1 件登记，1 件结果不同", "云汀甲有限公司", "劳务派遣经营许可", "不再"):
        assert words in page
    assert "云汀甲有限公司" not in keeper.client.get(f"{address}?item=SP001&days=15").text
    assert keeper.client.get("/licensing/catalogue/versions/999/impact").status_code == 404


def test_without_registrations_the_page_says_so(keeper: Browser) -> None:
    with reading() as session:
        base = queries.version_in_force(session, on=today())
    assert base is not None
    assert "没有登记业务" in keeper.client.get(f"/licensing/catalogue/versions/{base.id}/impact?days=x").text

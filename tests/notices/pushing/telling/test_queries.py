from supervision.kernel.db import reading
from supervision.notices.pushing.telling.queries import told_of
from tests.factories.routing import FOOD, MEDICINE, PLAIN, Town, arrive, entry, send


def told(entry_id: int) -> list[tuple[str | None, str | None, str]]:
    with reading() as session:
        return [(one.item or None, one.office, one.state.label) for one in told_of(session, entry_id)]


def test_the_registrar_sees_each_notice_and_who_has_it(town: Town):
    arrive(town, entry(1, scope=f"{FOOD}；{MEDICINE}"))
    assert told(1) == [
        ("食品经营许可（餐饮服务）", "北区市场监管局", "待接收"),
        ("药品零售许可（药品经营）", "北区市场监管局", "待接收"),
    ]


def test_what_waits_to_be_claimed_is_nobodys(town: Town):
    arrive(town, entry(1, scope=PLAIN))
    assert told(1) == [(None, None, "待认领")]


def test_before_the_archive_there_is_nothing(town: Town):
    assert told(send(town, entry(1))[0].entry_id) == []

"""The texts of a department: kept, used, ended, and its own."""

from sqlalchemy import select

from supervision.kernel.db import reading
from supervision.notices.handling.wording.models import Wording
from supervision.notices.states import NoticeState as S
from tests.factories.districts import colleague
from tests.factories.inbox import post, stored


def test_a_text_is_kept_used_and_ended(clerk, make):
    kept = post(clerk, "/notices/wordings", feedback="not_engaged", title="未营业", text="现场核查，门店未营业。")
    assert kept.status_code == 303
    with reading() as session:
        wording = session.scalars(select(Wording)).one()
    notice = make(state=S.RECEIVED)
    assert "未营业" in clerk.get(f"/notices/{notice.id}").text
    post(clerk, f"/notices/{notice.id}/answer", feedback="not_engaged", wording=wording.id, text="十一月再查。")
    assert stored(notice.id).feedback_text == "现场核查，门店未营业。\n十一月再查。"
    for _ in range(2):
        assert post(clerk, f"/notices/wordings/{wording.id}/end").status_code == 303
    assert "还没有常用语" in clerk.get("/notices/wordings").text


def test_a_title_stands_once(clerk):
    form = {"feedback": "licensed", "title": "已领证", "text": "已领取许可证。"}
    assert [post(clerk, "/notices/wordings", **form).status_code for _ in range(2)] == [303, 409]


def test_an_empty_one_is_refused(clerk):
    assert post(clerk, "/notices/wordings", feedback="licensed", title="", text="").status_code == 422


def test_another_department_neither_sees_nor_ends_it(app, town, clerk):
    post(clerk, "/notices/wordings", feedback="licensed", title="已领证", text="已领取许可证。")
    stranger = colleague(app, town.city.bureau, "reporter")
    assert "已领证" not in stranger.get("/notices/wordings").text
    assert post(stranger, "/notices/wordings/1/end").status_code == 404

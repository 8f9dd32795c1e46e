"""Many notices, one confirmation, a result for each."""

import pytest

from supervision.notices.states import NoticeState as S
from tests.factories.inbox import form_of, post, stored


def test_one_confirmation_and_a_result_for_each(clerk, make):
    first, second, gone = make(name="第一家"), make(name="第二家"), make(name="已办的", state=S.ANSWERED)
    ticks = [f"{one.id}.{one.revision}" for one in (first, second, gone)]
    page = post(clerk, "/notices/batch", action="receive", notice=ticks).text
    assert "接收 3 件" in page
    done = post(clerk, "/notices/batch/done", **form_of(page, "/notices/batch/done"), notice=ticks)
    assert "已接收 2 件" in done.text
    assert "现在是“已反馈”，不能接收" in done.text
    assert [stored(one.id).state for one in (first, second, gone)] == ["received", "received", "answered"]


def test_done_twice_it_is_done_once(clerk, make):
    notice = make()
    page = post(clerk, "/notices/batch", action="answer", notice=f"{notice.id}.1").text
    form = {**form_of(page, "/notices/batch/done"), "notice": f"{notice.id}.1", "feedback": "not_required"}
    assert all("已反馈 1 件" in post(clerk, "/notices/batch/done", **form).text for _ in range(2))
    assert stored(notice.id).revision == 3


def test_an_old_tick_is_refused_by_itself(clerk, make):
    notice = make()
    post(clerk, f"/notices/{notice.id}/receive", revision=1)
    done = post(clerk, "/notices/batch/done", action="return", notice=f"{notice.id}.1", reason="不属本单位")
    assert "刚刚由" in done.text
    assert stored(notice.id).state == "received"


@pytest.mark.parametrize(
    ("form", "status", "word"),
    [
        ({"action": "receive"}, 422, "没有选中任何告知"),
        ({"action": "praise", "notice": "1.1"}, 422, "没有选中任何告知"),
        ({"action": "receive", "notice": [f"{n}.1" for n in range(1, 202)]}, 422, "一次最多办理 200 件"),
        ({"action": "reassign", "notice": "1.1"}, 403, "改派"),
    ],
)
def test_an_order_that_cannot_be_is_refused_before_anything_is_done(clerk, form, status, word):
    answer = post(clerk, "/notices/batch", **form)
    assert (answer.status_code, word in answer.text) == (status, True)


@pytest.mark.parametrize("form", [{"action": "return"}, {"action": "answer"}, {"action": "answer", "feedback": "unlicensed"}])
def test_what_is_missing_is_asked_for(clerk, make, form):
    notice = make(state=S.RECEIVED)
    answer = post(clerk, "/notices/batch/done", notice=f"{notice.id}.1", **form)
    assert (answer.status_code, "没有办理" in answer.text) == (422, True)
    assert stored(notice.id).state == "received"

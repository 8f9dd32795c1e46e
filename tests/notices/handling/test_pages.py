"""The pages: who may do what, what a form without its answer says, and that a second click does nothing."""

import io
import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from supervision.kernel.db import reading, transaction
from supervision.notices.models import Step
from supervision.notices.states import NoticeState as S
from tests.factories.districts import colleague
from tests.factories.inbox import form_of, post, stored

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.4\n%%EOF\n"


class TestClerk:
    def test_four_clicks_from_the_list_to_the_answer(self, clerk, make):
        """打开, 接收, 选结果, 提交: counted here by requests, in the browser by a journey."""
        notice = make()
        page = clerk.get(f"/notices?open={notice.id}").text
        received = post(clerk, f"/notices/{notice.id}/receive", **form_of(page, f"/notices/{notice.id}/receive"))
        page = clerk.get(received.location).text
        form = form_of(page, f"/notices/{notice.id}/answer")
        answered = post(
            clerk, f"/notices/{notice.id}/answer", **form, feedback="licensed", files=(io.BytesIO(PNG), "许可证.png")
        )
        assert answered.status_code == 303
        assert (stored(notice.id).state, stored(notice.id).feedback) == ("answered", "licensed")

    def test_the_same_post_twice_is_one_step(self, clerk, make):
        notice = make()
        form = form_of(clerk.get(f"/notices/{notice.id}").text, f"/notices/{notice.id}/answer")
        said = {**form, "feedback": "not_engaged", "text": "门店装修中"}
        assert [post(clerk, f"/notices/{notice.id}/answer", **said).status_code for _ in range(2)] == [303, 303]
        with reading() as session:
            count = session.scalar(select(func.count()).where(Step.notice_id == notice.id, Step.action == "answer"))
        assert count == 1

    def test_an_old_page_is_told_who_was_faster(self, app, town, clerk, make):
        notice = make(state=S.RECEIVED)
        old = form_of(clerk.get(f"/notices/{notice.id}").text, f"/notices/{notice.id}/answer")
        other = colleague(app, town.city.tax, "reviewer")
        form = form_of(other.get(f"/notices/{notice.id}").text, f"/notices/{notice.id}/answer")
        post(other, f"/notices/{notice.id}/answer", **form, feedback="licensed")
        told = post(clerk, f"/notices/{notice.id}/answer", **old, feedback="not_engaged")
        assert told.status_code == 409
        assert "刚刚由" in told.text
        assert stored(notice.id).feedback == "licensed"

    @pytest.mark.parametrize(
        ("said", "word"),
        [({}, "没有选择反馈结果"), ({"feedback": "unlicensed"}, "需要写明情况"), ({"feedback": "bribed"}, "没有选择反馈结果")],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(self, clerk, make, said, word):
        notice = make(state=S.RECEIVED)
        answer = post(clerk, f"/notices/{notice.id}/answer", **{"text": "", "revision": 1, "request_key": uuid4(), **said})
        assert answer.status_code == 422
        assert word in answer.text
        assert stored(notice.id).state == "received"

    def test_a_program_is_no_attachment(self, clerk, make):
        notice = make(state=S.RECEIVED)
        form = {"feedback": "licensed", "revision": 1, "files": (io.BytesIO(b"MZ" + b"\0" * 90), "许可证.pdf")}
        answer = post(clerk, f"/notices/{notice.id}/answer", **form)
        assert answer.status_code == 422
        assert "的内容是程序" in answer.text
        assert stored(notice.id).state == "received"

    def test_files_open_in_place_and_nothing_else_does(self, clerk, make):
        notice = make(state=S.RECEIVED)
        files = [(io.BytesIO(PDF), "许可证.pdf"), (io.BytesIO("说明".encode()), "说明.txt")]
        post(clerk, f"/notices/{notice.id}/answer", feedback="licensed", files=files)
        page = clerk.get(f"/notices/{notice.id}")
        addresses = re.findall(rf'(?:src|href)="(/notices/{notice.id}/files/\d+)"', page.text)
        shown = {clerk.get(one).headers["Content-Disposition"].partition(";")[0]: clerk.get(one) for one in addresses}
        assert shown["inline"].mimetype == "application/pdf"
        assert shown["attachment"].mimetype == "application/octet-stream"
        assert "frame-ancestors 'self'" in shown["inline"].headers["Content-Security-Policy"]
        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]

    def test_a_clerk_does_not_reassign_reopen_or_oversee(self, clerk, make):
        notice = make()
        for act in ("reassign", "reopen", "urge"):
            assert post(clerk, f"/notices/{notice.id}/{act}", reason="属地不符").status_code == 403
        assert clerk.get("/notices/overdue").status_code == 403
        assert "改派" not in clerk.get(f"/notices/{notice.id}").text

    def test_anothers_notice_does_not_exist(self, app, town, make):
        notice = make(town.city.east)
        stranger = colleague(app, town.city.tax, "department_admin")
        assert stranger.get(f"/notices/{notice.id}").status_code == 404
        for act in ("receive", "answer", "return", "reassign", "merge"):
            assert post(stranger, f"/notices/{notice.id}/{act}", reason="属地不符", feedback="licensed").status_code == 404
        assert stored(notice.id).state == "pushed"

    def test_what_stands_below_is_read_and_not_handled(self, app, town, make):
        notice = make(town.city.east)
        above = colleague(app, town.city.bureau, "reporter")
        page = above.get(f"/notices/{notice.id}")
        assert "本单位只能查看" in page.text
        assert post(above, f"/notices/{notice.id}/receive", revision=1).status_code == 403

    def test_returned_it_is_in_the_pool_with_its_reason(self, clerk, make):
        notice = make()
        assert post(clerk, f"/notices/{notice.id}/return", why="属地不符", reason="注册在东区", revision=1).status_code == 303
        assert (stored(notice.id).state, stored(notice.id).pool_text) == ("pooled", "属地不符 注册在东区")

    @pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "/accounts/users", "/notices//example.com"])
    def test_a_form_leads_back_to_our_pages_only(self, clerk, make, back):
        notice = make()
        answer = post(clerk, f"/notices/{notice.id}/receive", back=back, revision=1)
        assert answer.location == f"/notices/{notice.id}"


class TestHead:
    def test_a_second_click_on_what_was_given_away_is_told_the_same(self, head, town, make):
        notice = make()
        form = form_of(head.get(f"/notices/{notice.id}").text, f"/notices/{notice.id}/reassign")
        said = {**form, "department_id": town.city.bureau.id, "reason": "属市场监管职责"}
        answers = [post(head, f"/notices/{notice.id}/reassign", **said) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert stored(notice.id).department_id == town.city.bureau.id
        assert stored(notice.id).revision == 2

    def test_a_wrong_answer_is_taken_up_again(self, head, make):
        notice = make(state=S.ANSWERED)
        assert post(head, f"/notices/{notice.id}/reopen", reason="看错了", revision=1).status_code == 303
        assert stored(notice.id).state == "received"

    def test_duplicates_are_offered_and_merged(self, head, make, town):
        with transaction() as session:
            town.session = session
            entry = town.entry()
        keeper, other = make(entry=entry), make(entry=entry)
        assert "还有 1 件未办结" in head.get(f"/notices/{keeper.id}").text
        post(head, f"/notices/{keeper.id}/merge", other=other.id, revision=1)
        assert stored(other.id).merged_into == keeper.id


@pytest.mark.parametrize(
    "address", ["?tab=nothing", "?due=2026-99-99", "?size=7", "?office=-1", "?office=99999999999", "?q=%00"]
)
def test_an_address_that_says_nonsense_shows_the_inbox(clerk, address):
    assert clerk.get(f"/notices{address}").status_code == 200


@pytest.mark.parametrize("address", ["/notices?open=999999", "/notices?office=1", "/notices/999999", "/notices/1/files/1"])
def test_what_is_not_there_is_said_to_be_not_there(clerk, address):
    assert clerk.get(address).status_code == 404

"""How a notice reads: its clock in words, its scope with the words that caused it."""

from datetime import date, timedelta

import pytest

from supervision.notices.handling.deadlines.queries import clocks_on
from supervision.notices.handling.deadlines.rules import clocks as choose
from supervision.notices.handling.reminding.rules import until
from supervision.notices.handling.reminding.states import Level
from supervision.notices.handling.rules import due, pieces, places
from supervision.notices.states import NoticeState as S
from tests.factories.inbox import SCOPE, SPANS

TODAY = date(2026, 11, 18)


@pytest.fixture
def clocks(session):
    return clocks_on(session, on=TODAY)


class TestWords:
    @pytest.mark.parametrize(
        ("state", "after", "words", "tone"),
        [
            (S.PUSHED, -6, "逾期 4 个工作日", "bad"),
            (S.PUSHED, 0, "今天到期", "warn"),
            (S.PUSHED, 1, "还有 1 个工作日", "warn"),
            (S.PUSHED, 2, "还有 2 个工作日", "mute"),
            (S.RECEIVED, 7, "还有 5 个工作日", "warn"),
            (S.RECEIVED, 8, "还有 6 个工作日", "mute"),
            (S.ANSWERED, -6, "已反馈", "ok"),
        ],
    )
    def test_the_clock_says_how_long_and_by_which_rule(self, clocks, state, after, words, tone):
        shown = due(state, TODAY + timedelta(days=after), today=TODAY, clocks=clocks)
        assert (shown.text, shown.tone) == (words, tone)
        assert bool(shown.basis) == state.open

    def test_a_period_over_a_weekend_only_has_ended_all_the_same(self, clocks):
        sunday = date(2026, 11, 22)
        assert due(S.PUSHED, date(2026, 11, 21), today=sunday, clocks=clocks).text == "已过期限"

    def test_no_rule_is_no_period_and_is_said(self, clocks):
        none = choose([], on=TODAY, calendar=clocks.calendar)
        assert (none.receive_by(TODAY), none.answer_by(TODAY), none.claim_by(TODAY)) == (None, None, None)
        assert due(S.PUSHED, date(9999, 12, 31), today=TODAY, clocks=none).text == "未设期限"

    def test_the_default_says_that_it_is_one(self, clocks):
        assert clocks.receive.words == "推送后 3 个工作日内接收"
        assert clocks.receive.basis_words.endswith("（默认值）")

    @pytest.mark.parametrize("level", list(Level), ids=str)
    def test_nobody_is_told_of_the_day_itself_being_late(self, clocks, level):
        assert (until(level, today=TODAY, clocks=clocks) < TODAY) == (level is not Level.OFFICE)

    def test_a_scope_is_cut_at_its_words_and_loses_nothing(self):
        cut = pieces(SCOPE, SPANS)
        assert "".join(piece.text for piece in cut) == SCOPE
        assert [(piece.text, piece.tone) for piece in cut if piece.tone] == [("道路货物运输", "ok"), ("不含危险货物", "warn")]

    @pytest.mark.parametrize("spans", [[{"start": 3, "end": 1}], [{"start": 0, "end": 999}], [{}], [SPANS[0], SPANS[0]]])
    def test_spans_that_do_not_fit_harm_nothing(self, spans):
        assert "".join(piece.text for piece in pieces(SCOPE, spans)) == SCOPE

    @pytest.mark.parametrize(
        ("division", "name"), [("310115", "浦东新区"), ("990102", "岚溪区"), ("990199", "990199"), (None, "区划不明")]
    )
    def test_a_division_has_its_name_or_its_code(self, division, name):
        assert places(division, on=TODAY, names={"990102": "岚溪区"}) == name

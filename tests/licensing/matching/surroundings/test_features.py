"""What stands around a word can make a person be asked; it never denies, and it never speaks where nothing was learnt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.licensing.matching.judging.doubting.features import STRANGE
from supervision.licensing.matching.judging.features import findings
from supervision.licensing.matching.rules import Matcher
from supervision.licensing.matching.schemas import Match
from supervision.licensing.matching.surroundings.features import ALWAYS, Surroundings, signs, surroundings
from tests.factories.scopes import by_rules_alone, whole

WHOLE, ALONE = whole(), by_rules_alone()
SENTENCE = "机械维修、白酒及饮料销售,会议服务"
WORD = SENTENCE.index("饮料")


def of_word() -> list[str]:
    return signs(SENTENCE, WORD, WORD + 2, "SP001", None)


def with_weights(**weights: float) -> Matcher:
    matcher = whole()
    matcher.lexicon = replace(matcher.lexicon, surroundings=Surroundings(weights))
    return matcher


def the(matches: tuple[Match, ...], item: str) -> Match:
    return next(match for match in matches if match.item == item)


def test_the_rest_of_the_entry_its_neighbours_and_the_end_are_signs():
    assert {"w饮料", "SP001饮料", "2销售", "5酒及", "8销售", "p维修", "n会议", "t服务", "m、|,"} <= set(of_word())


@pytest.mark.parametrize(
    ("text", "said"),
    [("销售饮料", "v<销售"), ("饮料销售", "v>销售"), ("饮料、糕点、糖果的销售", "v>销售")],
    ids=["before", "behind", "far"],
)
def test_the_verb_counts_with_the_side_on_which_it_stands(text: str, said: str):
    finding = next(one for one in findings(text, ALONE.lexicon) if one.token.entry.text == "饮料")
    assert said in signs(text, finding.token.start, finding.token.end, "SP001", finding.deed)


@given(st.text(alphabet="食品饮料销售、,:()及 ", min_size=1, max_size=30), st.data())
def test_remembering_an_entry_changes_no_sum(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    weights = {sign: 0.25 * (number % 7 - 3) for number, sign in enumerate(signs(text, start, end, "SP001", None))}
    weights[ALWAYS] = 20.0
    asked = Surroundings(weights)
    expected = sum(weights[sign] for sign in signs(text, start, end, "SP001", None))
    for _time in range(2):
        assert asked.strangeness(text, start, end, "SP001", None) == pytest.approx(expected)


def test_without_weights_nothing_is_strange():
    assert Surroundings({}).strangeness(SENTENCE, WORD, WORD + 2, "SP001", None) < -50


def test_a_word_in_strange_surroundings_is_put_to_a_person():
    asked = with_weights(**{ALWAYS: -2.0, "w饮料": 3.0})
    answer = asked.match("饮料销售")
    assert not answer.matches
    doubt = the(answer.doubts, "SP001")
    assert doubt.strange
    assert asked.doubtful <= doubt.certainty < asked.threshold
    assert [span.text for span in doubt.spans] == ["饮料", "销售"]


def test_another_word_that_is_at_home_keeps_the_item():
    asked = with_weights(**{ALWAYS: -2.0, "w饮料": 3.0})
    for scope in ("饮料、糖果销售", "饮料销售；糖果零售", "糖果零售；饮料销售"):
        assert not the(asked.match(scope).matches, "SP001").strange


@pytest.mark.parametrize(
    "scope", ["餐饮服务", "预包装食品销售", "道路普通货物运输", "房屋建筑工程施工", "药品零售", "劳务派遣"]
)
def test_what_scopes_say_every_day_is_at_home(scope: str):
    assert WHOLE.match(scope).matches


@pytest.mark.parametrize(
    ("scope", "item"),
    [("高级润滑油、油脂生产", "SP004"), ("油田泥浆处理", "SP179"), ("草坪种植", "SP153"), ("茶叶种植、销售", "SP001")],
)
def test_what_often_means_something_else_is_put_to_a_person(scope: str, item: str):
    assert the(ALONE.match(scope).matches, item)
    assert the(WHOLE.match(scope).doubts, item).strange


def test_an_item_that_nobody_judged_is_at_home():
    assert surroundings().strangeness("某种新业务经营", 0, 4, "ZZ999", None) < STRANGE

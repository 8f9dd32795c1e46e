"""What is learnt from judged matches: signs of the wrong ones weigh against, those of the right ones for; what is rare weighs nothing."""

from collections.abc import Mapping

import pytest

from supervision.licensing.matching.surroundings.features import ALWAYS
from tools import weigh
from tools.weigh import Judged, judged_matches, learn

CODE = "91990000MA00000001"
SCOPE = "草坪种植；餐饮服务"


def read(*signs: str, against: bool, times: int, counts: float = 1.0) -> list[Judged]:
    return [Judged((ALWAYS, *signs), against, counts)] * times


def row(item: str, word: str, verdict: str) -> Mapping[str, str]:
    start = SCOPE.index(word)
    return {"code": CODE, "item": item, "start": str(start), "end": str(start + len(word)), "verdict": verdict}


def test_signs_weigh_as_they_were_met():
    judged = [
        *read("odd", against=True, times=30),
        *read("odd", against=False, times=5),
        *read("plain", against=False, times=200),
        *read("plain", against=True, times=5),
    ]
    weights = learn(judged)
    assert weights["odd"] > 0 > weights["plain"]
    assert weights[ALWAYS] + weights["odd"] > 0 > weights[ALWAYS] + weights["plain"]


def test_what_was_met_less_often_than_thrice_weighs_nothing():
    judged = [*read("rare", against=True, times=2), *read("plain", against=False, times=50)]
    assert "rare" not in learn(judged)


def test_a_doubt_counts_less_than_an_error():
    rest = read("plain", against=False, times=100)
    wrong = learn([*rest, *read("odd", against=True, times=20), *read("odd", against=False, times=20)])
    doubtful = learn([*rest, *read("odd", against=True, times=20, counts=0.4), *read("odd", against=False, times=20)])
    assert doubtful["odd"] < wrong["odd"]


@pytest.mark.parametrize("verdict", ["right", "wrong", "doubtful"])
def test_a_verdict_is_read_where_the_word_stands(verdict: str):
    (judged,) = judged_matches([row("SP153", "草坪", verdict)], {CODE: SCOPE})
    assert judged.against is (verdict != "right")
    assert {"iSP153", "w草坪"} <= set(judged.signs)


def test_nothing_is_learnt_where_the_item_was_right_and_only_the_place_wrong():
    assert list(judged_matches([row("SP153", "草坪", "else")], {CODE: SCOPE})) == []


def test_a_match_that_is_no_longer_found_and_a_firm_that_is_gone_are_passed_over():
    assert list(judged_matches([row("SP003", "草坪", "wrong")], {CODE: SCOPE})) == []
    assert list(judged_matches([row("SP153", "草坪", "wrong")], {})) == []


def test_the_verdicts_in_the_tree_are_whole():
    rows = weigh.verdicts()
    assert {one["verdict"] for one in rows} <= {"right", "wrong", "doubtful", "else"}
    assert {one["drawn"] for one in rows} == {"random", "strange"}
    assert all(int(one["start"]) < int(one["end"]) and not one["code"].startswith("92") for one in rows)

"""What must hold of every answer, whatever the scope."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching import rules
from supervision.licensing.matching.reading.features import normal_form
from supervision.licensing.matching.rules import Matcher
from supervision.licensing.matching.schemas import MatchResult, SpanRole
from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()
CLAUSES = (
    "餐饮服务", "住宿", "预包装食品批发、零售", "道路普通货物运输", "药品零售", "第二类医疗器械销售", "建筑工程施工",
    "化工产品（不含危险化学品）销售", "房地产开发经营", "日用百货销售", "会议服务", "生猪养殖", "汽车租赁", "劳务派遣",
    "货物运输代理", "酒店管理", "食品机械销售", "烟花爆竹零售（限分支机构经营）", "图书零售", "印刷", "软件开发", "成品油零售",
    "农药、种子的批发和零售", "食用油生产、销售", "保安服务（凭许可证经营）",
)  # fmt: skip
EXCLUDED = ("危险化学品", "烟花爆竹", "餐饮服务", "药品", "劳务派遣", "食品", "住宿")
FORMULA = "（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
clauses = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=6, unique=True)
signs = st.text(alphabet="食品药餐饮服务销售生产加工不含除外（）()，、；：:;危险化学品的及和与0123abc.。 \u3000\n", max_size=60)


def items(result: MatchResult) -> set[str]:
    return {match.item for match in result.matches}


def joined(parts: list[str], mark: str = "；") -> str:
    return mark.join(parts)


@given(st.one_of(signs, st.text(max_size=80), clauses.map(joined)))
@settings(max_examples=200, deadline=None)
def test_every_span_lies_in_the_text_and_quotes_it(scope: str) -> None:
    result = MATCHER.match(scope)
    for match in (*result.matches, *result.doubts, *result.excluded):
        assert any(span.role is SpanRole.WORD for span in match.spans)
        assert match.clause in scope
        for span in match.spans:
            assert 0 <= span.start < span.end <= len(scope)
            assert scope[span.start : span.end] == span.text


@given(clauses, st.sampled_from(EXCLUDED))
@settings(max_examples=100, deadline=None)
def test_an_exclusion_never_adds_a_match(parts: list[str], word: str) -> None:
    before = items(MATCHER.match(joined(parts)))
    for exclusion in (f"（不含{word}）", f"（{word}除外）", f"（除{word}外）"):
        assert items(MATCHER.match(joined(parts) + exclusion)) <= before


@given(clauses.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))))
@settings(max_examples=100, deadline=None)
def test_the_order_of_sentences_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    first, second = (MATCHER.match(joined(parts)) for parts in both)
    assert items(first) == items(second)
    assert {match.item for match in first.doubts} == {match.item for match in second.doubts}


@pytest.mark.parametrize("mark", [";", "。", "； ", "\n"])
@given(clauses)
@settings(max_examples=40, deadline=None)
def test_the_kind_of_mark_does_not_matter(mark: str, parts: list[str]) -> None:
    half_width = joined(parts, mark).replace("（", "(").replace("）", ")").replace("、", "，")
    assert items(MATCHER.match(joined(parts, mark))) == items(MATCHER.match(joined(parts)))
    assert items(MATCHER.match(half_width)) == items(MATCHER.match(joined(parts)))


@given(clauses)
@settings(max_examples=60, deadline=None)
def test_the_fast_path_answers_like_the_full_one(parts: list[str]) -> None:
    scope = joined(parts)
    places = MATCHER.places(normal_form(scope))
    result = MATCHER.match(scope)
    assert {item: certainty for item, (certainty, _start, _end) in places.items()} == {
        match.item: match.certainty for match in (*result.matches, *result.doubts)
    }


@given(clauses)
@settings(max_examples=60, deadline=None)
def test_the_fast_path_answers_like_the_full_one_before_the_closing_formula(parts: list[str]) -> None:
    for scope in (joined(parts) + FORMULA, joined(parts, FORMULA + "；"), joined(parts, "、") + FORMULA):
        places = MATCHER.places(normal_form(scope))
        result = MATCHER.match(scope)
        assert {item: certainty for item, (certainty, _start, _end) in places.items()} == {
            match.item: match.certainty for match in (*result.matches, *result.doubts)
        }


def test_what_was_forgotten_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "REMEMBERED", 2)
    matcher = Matcher(Catalogue(1, "packaged", {item.code: item for item in packaged_items()}))
    once = [matcher.places(normal_form(clause)) for clause in CLAUSES]
    again = [matcher.places(normal_form(clause)) for clause in (*CLAUSES, *CLAUSES)]
    assert any(once)
    assert again == [*once, *once]


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_nothing_makes_it_fall(scope: str) -> None:
    result = MATCHER.match(scope)
    assert (result.empty or result.garbled) == bool(result.message)


@pytest.mark.parametrize(
    "scope", ["", " ", "\n\n", "*****", "N/A", "...", "\ufffd\ufffd\ufffd餐饮", "〓〓", "1、2、3、", "（（（", "））"]
)
def test_what_cannot_be_read_gives_no_match_and_a_plain_word(scope: str) -> None:
    result = MATCHER.match(scope)
    assert not result.matches
    assert "无法比对" in result.message


def test_a_very_long_scope_is_answered() -> None:
    scope = "，".join(f"五金{number}" for number in range(3_000)) + "，餐饮服务"
    assert items(MATCHER.match(scope)) == {"SP003"}


def test_deep_brackets_are_answered() -> None:
    assert items(MATCHER.match("（" * 300 + "餐饮服务" + "）" * 300)) == {"SP003"}


def test_standard_scope_items_speak_first() -> None:
    item = MATCHER.lexicon and next(iter(packaged_items()))
    coded = Matcher(
        Catalogue(
            2,
            "coded",
            {item.code: type(item)(**{name: getattr(item, name) for name in item.__slots__} | {"scope_codes": ("F1",)})},
        )
    )
    found = coded.match("日用百货", scope_codes=("F1", "unknown"))
    assert [(match.item, match.origin.value) for match in found.matches] == [(item.code, "code")]

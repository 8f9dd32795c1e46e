import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.archive.loading.features import gram_arrays, grams_of, normal
from supervision.archive.search import rules
from supervision.archive.search.errors import CursorNotReadable
from supervision.archive.search.rules import Place

WRITTEN = st.text(
    st.characters(codec="gb18030", max_codepoint=0xFFFF, categories=["Lo", "Nd", "Ps", "Pe", "Po", "Zs"])
    | st.characters(max_codepoint=0x7F),
    min_size=1,
    max_size=40,
)


@given(WRITTEN)
def test_a_text_is_read_as_names_are_stored(written):
    tidy = " ".join(written.split())
    found = rules.read(written).normal
    assert not found or found == normal(pl.Series([tidy, "a"]))[0]


@given(st.text(alphabet="云汀禾木商贸A1", min_size=2, max_size=20))
def test_a_part_of_a_name_asks_only_for_pairs_that_the_name_has(name):
    for start in range(len(name) - 1):
        for end in range(start + 2, len(name) + 1):
            assert set(rules.grams(name[start:end])) <= set(grams_of(name))
    assert gram_arrays(pl.Series([name]))[0] == "{" + ",".join(grams_of(name)) + "}"


@given(st.text(min_size=1, max_size=5).filter(lambda word: word[-1] != "\U0010ffff"), st.text(max_size=5))
def test_whatever_begins_with_a_prefix_lies_before_its_end(prefix, rest):
    assert prefix <= prefix + rest < rules.after_prefix(prefix)


@pytest.mark.parametrize("place", [Place(), Place(4012, 99, 150), Place(0, 1, 0)])
def test_a_place_survives_the_address(place):
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize("written", ["x", "1.2", "1.2.3.4", "1.2.3'; --", "9" * 40])
def test_a_place_that_was_changed_by_hand_is_refused(written):
    with pytest.raises(CursorNotReadable):
        Place.parse(written)

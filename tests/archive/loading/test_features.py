import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from supervision.archive.loading.features import digests, gram_arrays, grams_of, keys, normal, normal_of

NAMES = st.text(alphabet="云汀岚溪科技有限公司（）()ＡＢab 12·\u200b", min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=8))
def test_a_name_is_compared_the_same_way_alone_and_in_a_column(names):
    assert normal(pl.Series(names)).to_list() == [normal_of(name) for name in names]


@given(st.lists(st.text(alphabet="云汀岚溪科技AB12", min_size=1, max_size=12), min_size=1, max_size=8))
def test_pairs_of_a_column_are_the_pairs_of_each_name(normals):
    literals = gram_arrays(pl.Series(normals)).to_list()
    assert [literal.strip("{}").split(",") for literal in literals] == [grams_of(name) for name in normals]


def test_brackets_width_and_case_do_not_make_another_name():
    assert normal_of("云汀（集团）ABC有限公司") == normal_of("云汀(集团) ａｂｃ 有限公司")


def test_a_name_of_signs_only_stays_itself():
    assert normal(pl.Series(["***"])).to_list() == ["***"]


def test_digests_and_keys_are_the_same_for_ever():
    assert digests(pl.Series(["云汀", None])).to_list() == ["\\x191902a45f169c432cf2612e76c90b59", None]
    assert keys(pl.Series(["云汀", None])).to_list() == [8970246450884712268, None]

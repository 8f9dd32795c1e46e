import numpy as np
import polars as pl
import pytest

from supervision.archive.loading.records.schemas import KINDS as RECORD_KINDS
from supervision.overlay.holdings.features import (
    LEGAL_REPRESENTATIVE,
    RING_PART,
    RING_SIZE,
    SHAREHOLDER,
    Edges,
    edge_keys,
    edges,
    person_names,
)
from supervision.overlay.matters.features import matters
from supervision.overlay.schemas import Amounts

FIRMS = np.arange(10, 3010, dtype=np.int64)
PERSONS = np.arange(5000, 35_000, dtype=np.int64)
NONE = np.array([], dtype=np.int64)
COUNT = 100_000
RECORDS = {kind.name: kind for kind in RECORD_KINDS}


@pytest.fixture(scope="module")
def made() -> Edges:
    return edges(FIRMS, PERSONS, count=COUNT, standing=NONE)


def keys(made: Edges) -> np.ndarray:
    return edge_keys(made.kinds, made.holders, made.firms)


def test_there_are_as_many_relations_as_asked_for_and_none_twice(made: Edges) -> None:
    assert len(made) == len(np.unique(keys(made))) == COUNT


def test_the_same_relations_are_made_each_time(made: Edges) -> None:
    again = edges(FIRMS, PERSONS, count=COUNT, standing=NONE)
    assert (keys(again) == keys(made)).all()
    assert np.array_equal(again.shares, made.shares, equal_nan=True)


def test_no_firm_holds_itself_and_only_firms_are_held(made: Edges) -> None:
    assert not (made.holders == made.firms).any()
    assert np.isin(made.firms, FIRMS).all()
    assert np.isin(made.holders, np.concatenate([FIRMS, PERSONS])).all()


def test_the_shares_of_each_firm_add_up_to_the_whole(made: Edges) -> None:
    holding = made.kinds == SHAREHOLDER
    sums = np.bincount(made.firms[holding], weights=made.shares[holding])
    assert np.allclose(sums[np.unique(made.firms[holding])], 1, atol=1e-6)
    assert (made.shares[holding] > 0).all()
    assert np.isnan(made.shares[~holding]).all()


def test_rings_close(made: Edges) -> None:
    held = {
        (holder, firm) for kind, holder, firm in zip(made.kinds, made.holders, made.firms, strict=True) if kind == SHAREHOLDER
    }
    onward: dict[int, set[int]] = {}
    for holder, firm in held:
        onward.setdefault(int(holder), set()).add(int(firm))
    members = COUNT * RING_PART // RING_SIZE * RING_SIZE
    starts = made.holders[: int(members) : RING_SIZE]
    closed = sum(_returns(int(start), onward, steps=RING_SIZE) for start in starts)
    assert closed > 0.95 * len(starts)


def _returns(start: int, onward: dict[int, set[int]], *, steps: int) -> bool:
    reached = {start}
    for _ in range(steps):
        reached = set().union(*(onward.get(place, set()) for place in reached))
    return start in reached


def test_a_few_hold_very_much_and_most_hold_little(made: Edges) -> None:
    held = np.bincount(np.searchsorted(PERSONS, made.holders[(made.kinds == SHAREHOLDER) & (made.holders >= PERSONS[0])]))
    assert held.max() > 50 * np.median(held[held > 0])


def test_some_persons_own_and_lead_many_firms(made: Edges) -> None:
    def pairs(kind: int) -> set[tuple[int, int]]:
        chosen = made.kinds == kind
        return set(zip(made.holders[chosen].tolist(), made.firms[chosen].tolist(), strict=True))

    both = pl.DataFrame(sorted(pairs(SHAREHOLDER) & pairs(LEGAL_REPRESENTATIVE)), schema=["person", "firm"], orient="row")
    assert both.group_by("person").len()["len"].max() >= 30  # type: ignore[operator]  # a count is a number


def test_what_stands_already_is_not_made_again(made: Edges) -> None:
    standing = keys(made)[made.kinds == SHAREHOLDER][:1000]
    again = edges(FIRMS, PERSONS, count=COUNT, standing=standing)
    assert not np.isin(keys(again), standing).any()
    assert len(again) == COUNT


def test_very_few_firms_give_fewer_relations_but_no_fault() -> None:
    made = edges(FIRMS[:2], PERSONS[:3], count=1000, standing=NONE)
    assert 0 < len(made) < 1000


@pytest.mark.parametrize("name", ["licence", "penalty", "inspection", "list_entry"])
def test_records_have_numbers_and_keys_of_their_own_and_are_the_same_each_time(name: str) -> None:
    first, second = (matters(RECORDS[name], FIRMS, chunk=chunk, count=500) for chunk in (0, 1))
    both = pl.concat([first, second])
    assert both["business_key"].n_unique() == both["doc_no"].n_unique() == both.height
    assert both["subject_id"].is_in(pl.Series(FIRMS).implode()).all()
    assert first.equals(matters(RECORDS[name], FIRMS, chunk=0, count=500))


def test_only_fines_have_amounts_and_no_term_ends_before_it_begins() -> None:
    penalties = matters(RECORDS["penalty"], FIRMS, chunk=0, count=2000)
    assert ((penalties["category"] == "罚款") == penalties["amount"].is_not_null()).all()
    licences = matters(RECORDS["licence"], FIRMS, chunk=0, count=2000)
    assert (licences["valid_to"] > licences["valid_from"]).all()


def test_the_whole_overlay_is_what_the_measurements_speak_of() -> None:
    whole = Amounts.scaled(1)
    counts = dict(whole.records)
    assert counts["licence"] + counts["penalty"] == counts["inspection"] == 1_000_000
    assert (counts["list_entry"], whole.relations) == (100_000, 5_000_000)
    assert Amounts.scaled(0.1).relations == 500_000


def test_every_name_of_a_person_says_that_nobody_is_meant() -> None:
    assert all(name[1] == "某" for name in person_names(5000, first=123))

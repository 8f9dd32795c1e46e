from itertools import product

import pytest

from supervision.archive.subjects.merging.rules import Side, allow_merge
from supervision.kernel.errors import DomainError


@pytest.mark.parametrize(
    ("kept", "merged", "parents"),
    list(product(("enterprise", "person"), ("individual", "person"), product((None, 9), repeat=2))),
)
def test_only_two_archives_that_stand_alone_and_are_of_one_sort_are_merged(kept, merged, parents):
    allowed = parents == (None, None) and (kept == "person") == (merged == "person")
    try:
        allow_merge(Side(1, kept, parents[0]), Side(2, merged, parents[1]))
    except DomainError:
        assert not allowed
    else:
        assert allowed

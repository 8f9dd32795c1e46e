"""The two sides of `validate.marshmallow_ratio` judge the same rows alike; else their speeds say nothing."""

from benchmarks import marshmallow_peer
from benchmarks.standards import RECEIVED, TABLE, checked, labelled, rows
from credit.standards.schemas import table_of


def test_both_sides_refuse_the_same_rows_and_not_few():
    table, made = table_of(TABLE), rows(400)
    ours, _seconds = checked(table, labelled(table, made))
    theirs, _peer_seconds = marshmallow_peer.refused(marshmallow_peer.schema_of(table, received_on=RECEIVED), made)
    assert ours == theirs
    assert len(ours) == 20

"""No file whatever makes a check raise: every cell is read, and what is wrong becomes a finding."""

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credit.standards.schemas import tables
from supervision.intake.kinds import FINDING_SCHEMA, CheckContext, no_findings
from supervision.intake.layouts.rules import mapping_for
from supervision.intake.loading.rules import prepare
from supervision.intake.reading.schemas import Slice
from tests.factories.reported import LICENCE, PENALTY, RESIDENT, of_person
from tests.factories.rows import KINDS, RECEIVED, uscc

TABLES = list(tables())
WORDS = [
    "罚款；没收违法所得",
    "其他-甲",
    "；；",
    "2099/12/31",
    "0001-01-01",
    "1e400",
    "-5",
    "99999999999999999999",
    "是",
    "2",
    RESIDENT,
    uscc(1),
]
PLAIN = [str(value) for row in (LICENCE, PENALTY, of_person(PENALTY)) for value in row.values()]
CELLS = (
    st.none() | st.sampled_from(WORDS + PLAIN) | st.text(max_size=30) | st.text(alphabet="0123456789X年月日-/.,；", max_size=24)
)


@st.composite
def files(draw):
    table = draw(st.sampled_from(TABLES))
    columns = draw(st.lists(st.sampled_from([column.label for column in table.columns]), unique=True, min_size=1))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=6))
    return table, pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row").with_row_index("row_no", 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(files())
def test_any_file_is_checked_to_the_end(made):
    table, frame = made
    kind = KINDS[table.row_kind]
    frame = frame.with_columns(pl.col("row_no").cast(pl.Int64))
    mapping = mapping_for([name for name in frame.columns if name != "row_no"], kind)
    prepared = prepare(
        Slice(frame, 0, no_findings()), chunk_no=0, first_row=1, kind=kind, mapping=mapping, context=CheckContext(RECEIVED)
    )
    assert dict(prepared.findings.schema) == dict(FINDING_SCHEMA)
    assert set(prepared.findings["row_no"]) <= set(frame["row_no"])
    assert prepared.findings.filter(pl.any_horizontal(pl.col("rule", "message", "remedy").is_null())).is_empty()
    assert RESIDENT not in "".join(value or "" for value in prepared.findings["value"])

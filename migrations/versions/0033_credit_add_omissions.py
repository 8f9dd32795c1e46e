"""Results of the counter, and what seems not to be reported."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _counter_result()
    _omission()


def _counter_result() -> None:
    op.create_table(
        "counter_result",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="办件编号"),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("doc_no", sa.Text(), nullable=True),
        sa.Column("doc_key", sa.Text(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_counter_result_kind")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_counter_result_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_result")),
        schema="credit",
    )
    op.create_index("uq_counter_result_number", "counter_result", ["department_id", "number"], unique=True, schema="credit")
    op.create_index("ix_counter_result_finished", "counter_result", ["finished_on"], schema="credit")


def _omission() -> None:
    op.create_table(
        "omission",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("ground", sa.String(7), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("doc_key", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("counter_id", sa.BigInteger(), nullable=True),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("found_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("explained_by", sa.Text(), nullable=True),
        sa.Column("explained_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("judged_by", sa.Text(), nullable=True),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        *_checks(),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_omission_department_id")),
        sa.ForeignKeyConstraint(["counter_id"], ["credit.counter_result.id"], name=op.f("fk_omission_counter_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_omission_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_omission")),
        schema="credit",
    )
    op.create_index("uq_omission_matter", "omission", ["department_id", "kind", "doc_key"], unique=True, schema="credit")
    op.create_index(
        "ix_omission_open",
        "omission",
        ["department_id", "found_at"],
        schema="credit",
        postgresql_where=sa.text("state IN ('open', 'explained')"),
    )
    op.create_index(
        "ix_omission_decision",
        "omission",
        ["decision_id"],
        schema="credit",
        postgresql_where=sa.text("decision_id IS NOT NULL"),
    )


def _checks() -> list[sa.CheckConstraint]:
    said = {
        "ground": "ground IN ('series', 'counter')",
        "kind": "kind IN ('licence', 'penalty')",
        "state": "state IN ('open', 'explained', 'reported', 'excused', 'confirmed')",
        "certainty": "certainty BETWEEN 0 AND 1",
        "days_in_order": "after <= before",
        "reported_says_what": "(state = 'reported') = (decision_id IS NOT NULL)",
        "explained_in_words": "state <> 'explained' OR btrim(explanation) <> ''",
        "judged_in_words": "state NOT IN ('excused', 'confirmed') OR btrim(finding) <> ''",
        "four_eyes": "judged_by <> explained_by",
        "settled_has_an_instant": "(state IN ('open', 'explained')) = (settled_at IS NULL)",
    }
    return [sa.CheckConstraint(condition, name=op.f(f"ck_omission_{name}")) for name, condition in said.items()]


def downgrade() -> None:
    op.drop_table("omission", schema="credit")
    op.drop_table("counter_result", schema="credit")

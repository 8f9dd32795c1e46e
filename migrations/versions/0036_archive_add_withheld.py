"""Records that are no longer shared; what was repaired before is withheld from the day of its decision."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
REPAIRED = """
    INSERT INTO archive.withheld (kind, business_key, department_id, ground, mark, reason, since, withheld_by)
    SELECT DISTINCT ON (o.id) r.kind, r.business_key, o.department_id, 'credit.repair:' || o.id, '已修复',
        '信用修复〔' || extract(year FROM o.submitted_at AT TIME ZONE 'UTC') || '〕' || o.id || '号', o.decided_at, o.decided_by
    FROM credit.repair AS o JOIN credit.decision AS d ON d.id = o.decision_id JOIN archive.record AS r ON r.id = d.record_id
    WHERE o.state IN ('approved', 'closed') ORDER BY o.id
"""


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("business_key", sa.LargeBinary(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False, comment="who still sees it"),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False, comment="what is said beside the record, such as 已修复"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("withheld_by", sa.Text(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "btrim(ground) <> '' AND btrim(mark) <> '' AND btrim(reason) <> ''", name=op.f("ck_withheld_for_a_reason")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL) AND (released_at IS NULL) = (release_reason IS NULL)",
            name=op.f("ck_withheld_released_by_somebody_for_a_reason"),
        ),
        sa.CheckConstraint("btrim(release_reason) <> ''", name=op.f("ck_withheld_release_reason")),
        sa.CheckConstraint("released_at >= since", name=op.f("ck_withheld_released_later")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_withheld_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld")),
        schema="archive",
    )
    op.create_index(
        "uq_withheld_standing",
        "withheld",
        ["kind", "business_key", "ground"],
        schema="archive",
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.execute(REPAIRED)


def downgrade() -> None:
    op.drop_table("withheld", schema="archive")

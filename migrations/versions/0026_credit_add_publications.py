"""credit add publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
PUBLISHED = sa.text("state = 'published'")


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("party_kind", sa.String(length=8), nullable=False),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("party_normal", sa.Text(), nullable=False),
        sa.Column("party_code", sa.Text(), nullable=True),
        sa.Column("grams", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("doc_no", sa.Text(), nullable=False),
        sa.Column("doc_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("authority_code", sa.String(length=18), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=6), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="2099-12-31 is 长期"),
        sa.Column("amount", sa.Numeric(precision=18, scale=6), nullable=True, comment="fine, 万元"),
        sa.Column("confiscated", sa.Numeric(precision=18, scale=6), nullable=True, comment="万元"),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("violation", sa.Text(), nullable=True),
        sa.Column("revoked_ref", sa.Text(), nullable=True),
        sa.Column("severity", sa.String(length=7), nullable=True),
        sa.Column("severity_rule", sa.String(length=80), nullable=True),
        sa.Column("severity_basis", sa.Text(), nullable=True),
        sa.Column("severity_proposed", sa.String(length=7), nullable=True),
        sa.Column("block", sa.String(length=12), nullable=True),
        sa.Column("publish_by", sa.Date(), nullable=True),
        sa.Column("publish_rule", sa.String(length=80), nullable=True),
        sa.Column("publish_words", sa.Text(), nullable=True),
        sa.Column("publish_basis", sa.Text(), nullable=True),
        sa.Column("publish_calendar", sa.String(length=80), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column(
            "stock", sa.Boolean(), nullable=False, server_default=sa.text("false"), comment="of earlier years: never late"
        ),
        sa.Column("period_rule", sa.String(length=80), nullable=True),
        sa.Column("period_basis", sa.Text(), nullable=True),
        sa.Column("period_note", sa.Text(), nullable=True),
        sa.Column("earliest_repair", sa.Date(), nullable=True),
        sa.Column("shown_until", sa.Date(), nullable=True),
        sa.Column("masks", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("masks_confirmed_by", sa.Text(), nullable=True),
        sa.Column("masks_confirmed_at", MOMENT, nullable=True),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        sa.Column("review_reason", sa.Text(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("first_published_at", MOMENT, nullable=True, comment="of the first version: what tells on time from late"),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('licence', 'penalty')", name=op.f("ck_publication_kind")),
        sa.CheckConstraint(
            "state IN ('draft', 'withheld', 'published', 'withdrawn', 'expired', 'repaired', 'corrected')",
            name=op.f("ck_publication_state"),
        ),
        sa.CheckConstraint(
            "block IN ('person', 'simple', 'rule', 'no_rule', 'in_principle')", name=op.f("ck_publication_block")
        ),
        sa.CheckConstraint("severity IN ('minor', 'general', 'serious')", name=op.f("ck_publication_severity")),
        sa.CheckConstraint(
            "severity_proposed IN ('minor', 'general', 'serious')", name=op.f("ck_publication_severity_proposed")
        ),
        sa.CheckConstraint("length(token) = 22", name=op.f("ck_publication_token_is_unguessable")),
        sa.CheckConstraint(
            "state <> 'published' OR (published_at IS NOT NULL AND reviewed_by IS NOT NULL)",
            name=op.f("ck_publication_published_by_somebody"),
        ),
        sa.CheckConstraint("reviewed_by <> reported_by", name=op.f("ck_publication_four_eyes")),
        sa.CheckConstraint(
            "state <> 'published' OR block IS NULL OR block = 'in_principle'", name=op.f("ck_publication_never_published")
        ),
        sa.CheckConstraint(
            "state <> 'published' OR block IS NULL OR btrim(review_reason) <> ''",
            name=op.f("ck_publication_lifted_with_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR masks = '[]'::jsonb OR masks_confirmed_by IS NOT NULL",
            name=op.f("ck_publication_masks_confirmed"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR kind = 'licence' OR shown_until IS NOT NULL",
            name=op.f("ck_publication_a_penalty_has_an_end"),
        ),
        sa.CheckConstraint(
            "state <> 'withheld' OR btrim(review_reason) <> ''", name=op.f("ck_publication_withheld_with_a_reason")
        ),
        sa.CheckConstraint(
            "(state IN ('withdrawn', 'expired', 'repaired', 'corrected')) = (ended_at IS NOT NULL)",
            name=op.f("ck_publication_ended_has_an_instant"),
        ),
        sa.CheckConstraint(
            "(masks_confirmed_by IS NULL) = (masks_confirmed_at IS NULL)", name=op.f("ck_publication_confirmed_by_somebody")
        ),
        sa.CheckConstraint("jsonb_typeof(masks) = 'array'", name=op.f("ck_publication_masks_are_a_list")),
        sa.CheckConstraint("party_kind <> '自然人' OR party_code IS NULL", name=op.f("ck_publication_persons_have_no_code")),
        sa.CheckConstraint("version > 0 AND revision > 0", name=op.f("ck_publication_version")),
        sa.ForeignKeyConstraint(["decision_id"], ["credit.decision.id"], name=op.f("fk_publication_decision_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["archive.subject.id"], name=op.f("fk_publication_subject_id")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_publication_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        schema="credit",
    )
    op.create_index("uq_publication_token", "publication", ["token"], schema="credit", unique=True)
    op.create_index("uq_publication_version", "publication", ["decision_id", "version"], schema="credit", unique=True)
    op.create_index(
        "ix_publication_rolling", "publication", ["published_at", "id"], schema="credit", postgresql_where=PUBLISHED
    )
    op.create_index(
        "ix_publication_kind", "publication", ["kind", "published_at", "id"], schema="credit", postgresql_where=PUBLISHED
    )
    op.create_index(
        "ix_publication_department",
        "publication",
        ["department_id", "published_at", "id"],
        schema="credit",
        postgresql_where=PUBLISHED,
    )
    op.create_index(
        "ix_publication_division",
        "publication",
        ["division", "published_at", "id"],
        schema="credit",
        postgresql_where=PUBLISHED,
    )
    op.create_index(
        "ix_publication_code", "publication", ["party_code", "published_at", "id"], schema="credit", postgresql_where=PUBLISHED
    )
    op.create_index(
        "ix_publication_doc_key",
        "publication",
        ["doc_key"],
        schema="credit",
        postgresql_ops={"doc_key": "text_pattern_ops"},
        postgresql_where=PUBLISHED,
    )
    op.create_index(
        "ix_publication_doc_tail",
        "publication",
        [sa.text("reverse(doc_key) text_pattern_ops")],
        schema="credit",
        postgresql_where=PUBLISHED,
    )
    op.create_index(
        "ix_publication_grams", "publication", ["grams"], schema="credit", postgresql_using="gin", postgresql_where=PUBLISHED
    )
    op.create_index("ix_publication_shown", "publication", ["shown_until"], schema="credit", postgresql_where=PUBLISHED)
    op.create_index(
        "ix_publication_over",
        "publication",
        ["shown_until"],
        schema="credit",
        postgresql_where=sa.text("state IN ('draft', 'published')"),
    )
    op.create_index(
        "ix_publication_waiting",
        "publication",
        ["department_id", "publish_by", "id"],
        schema="credit",
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_publication_subject",
        "publication",
        ["subject_id"],
        schema="credit",
        postgresql_where=sa.text("subject_id IS NOT NULL"),
    )
    op.create_index(
        "ix_publication_ended",
        "publication",
        ["ended_at", "id"],
        schema="credit",
        postgresql_where=sa.text("state = 'withdrawn'"),
    )


def downgrade() -> None:
    op.drop_table("publication", schema="credit")

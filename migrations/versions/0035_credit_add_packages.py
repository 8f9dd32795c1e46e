"""Signing keys, packages on a disc, and who reports for each unit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
DEPARTMENT = ["accounts.department.id"]


def upgrade() -> None:
    _keys()
    _exports()
    _packages()
    _files()
    _handovers()
    _posts()


def _keys() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False, server_default=sa.text("'registered'")),
        sa.Column("algorithm", sa.String(length=20), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="algorithm byte first"),
        sa.Column("fingerprint", sa.String(length=64), nullable=False, comment="SM3 of the public key"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="the last day"),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('registered', 'revoked')", name=op.f("ck_signing_key_state")),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL AND revoked_by IS NOT NULL AND btrim(revoked_why) <> '')",
            name=op.f("ck_signing_key_revoked_by_somebody_for_a_reason"),
        ),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_signing_key_period")),
        sa.CheckConstraint("fingerprint ~ '^[0-9a-f]{64}$'", name=op.f("ck_signing_key_fingerprint")),
        sa.CheckConstraint("btrim(basis) <> ''", name=op.f("ck_signing_key_basis")),
        sa.ForeignKeyConstraint(["department_id"], DEPARTMENT, name=op.f("fk_signing_key_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        schema="credit",
    )
    op.create_index("uq_signing_key_fingerprint", "signing_key", ["fingerprint"], schema="credit", unique=True)
    op.create_index("ix_signing_key_department", "signing_key", ["department_id", "id"], schema="credit")


def _exports() -> None:
    op.create_table(
        "disc_export",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("package", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SM3 of the package before it is encrypted"),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.CheckConstraint("rows > 0", name=op.f("ck_disc_export_rows")),
        sa.CheckConstraint("octet_length(digest) = 32", name=op.f("ck_disc_export_digest")),
        sa.CheckConstraint("until >= since", name=op.f("ck_disc_export_period")),
        sa.ForeignKeyConstraint(["department_id"], DEPARTMENT, name=op.f("fk_disc_export_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disc_export")),
        schema="credit",
    )
    op.create_index("uq_disc_export_package", "disc_export", ["package"], schema="credit", unique=True)
    op.create_index("ix_disc_export_department", "disc_export", ["department_id", "id"], schema="credit")


def _packages() -> None:
    op.create_table(
        "disc_package",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("package", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SM3 of the package after it was decrypted"),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("newer_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.CheckConstraint("octet_length(digest) = 32", name=op.f("ck_disc_package_digest")),
        sa.CheckConstraint("newer_id <> id", name=op.f("ck_disc_package_newer_is_another")),
        sa.CheckConstraint("until >= since", name=op.f("ck_disc_package_period")),
        sa.ForeignKeyConstraint(["department_id"], DEPARTMENT, name=op.f("fk_disc_package_department_id")),
        sa.ForeignKeyConstraint(["key_id"], ["credit.signing_key.id"], name=op.f("fk_disc_package_key_id")),
        sa.ForeignKeyConstraint(["newer_id"], ["credit.disc_package.id"], name=op.f("fk_disc_package_newer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disc_package")),
        schema="credit",
    )
    op.create_index("uq_disc_package_package", "disc_package", ["package"], schema="credit", unique=True)
    op.create_index("ix_disc_package_department", "disc_package", ["department_id", "made_at"], schema="credit")


def _files() -> None:
    op.create_table(
        "disc_file",
        sa.Column("package_id", sa.BigInteger(), nullable=False),
        sa.Column("row_kind", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("known_before", sa.Boolean(), nullable=False),
        sa.CheckConstraint("rows > 0", name=op.f("ck_disc_file_rows")),
        sa.ForeignKeyConstraint(["package_id"], ["credit.disc_package.id"], name=op.f("fk_disc_file_package_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["intake.batch.id"], name=op.f("fk_disc_file_batch_id")),
        sa.PrimaryKeyConstraint("package_id", "row_kind", name=op.f("pk_disc_file")),
        schema="credit",
    )
    op.create_index("ix_disc_file_batch", "disc_file", ["batch_id"], schema="credit")


def _handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=8), nullable=False),
        sa.Column("from_user_id", sa.Integer(), nullable=False),
        sa.Column("to_user_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False, comment="the first day of the new one"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("open", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.CheckConstraint("duty IN ('head', 'liaison', 'reporter')", name=op.f("ck_handover_duty")),
        sa.CheckConstraint("from_user_id <> to_user_id", name=op.f("ck_handover_between_two_people")),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_handover_reason")),
        sa.CheckConstraint("jsonb_typeof(open) = 'array'", name=op.f("ck_handover_open_is_a_list")),
        sa.ForeignKeyConstraint(["department_id"], DEPARTMENT, name=op.f("fk_handover_department_id")),
        sa.ForeignKeyConstraint(["from_user_id"], ["accounts.user_account.id"], name=op.f("fk_handover_from_user_id")),
        sa.ForeignKeyConstraint(["to_user_id"], ["accounts.user_account.id"], name=op.f("fk_handover_to_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        schema="credit",
    )
    op.create_index("uq_handover_request", "handover", ["request_key"], schema="credit", unique=True)
    op.create_index("ix_handover_department", "handover", ["department_id", "id"], schema="credit")


def _posts() -> None:
    op.create_table(
        "reporter_post",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=8), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="the last day"),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.Column("came_by", sa.BigInteger(), nullable=True, comment="the handover that began it"),
        sa.CheckConstraint("duty IN ('head', 'liaison', 'reporter')", name=op.f("ck_reporter_post_duty")),
        sa.CheckConstraint("valid_to >= valid_from - 1", name=op.f("ck_reporter_post_period")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_reporter_post_ended_by_somebody")),
        sa.CheckConstraint(
            "ended_at IS NULL OR (valid_to IS NOT NULL AND btrim(ended_why) <> '')",
            name=op.f("ck_reporter_post_ended_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(["department_id"], DEPARTMENT, name=op.f("fk_reporter_post_department_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_reporter_post_user_id")),
        sa.ForeignKeyConstraint(["came_by"], ["credit.handover.id"], name=op.f("fk_reporter_post_came_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_post")),
        schema="credit",
    )
    op.create_index(
        "uq_reporter_post_single",
        "reporter_post",
        ["department_id", "duty"],
        schema="credit",
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL AND duty <> 'reporter'"),
    )
    op.create_index(
        "uq_reporter_post_person",
        "reporter_post",
        ["department_id", "duty", "user_id"],
        schema="credit",
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_index("ix_reporter_post_department", "reporter_post", ["department_id", "valid_from"], schema="credit")


def downgrade() -> None:
    for table in ("reporter_post", "handover", "disc_file", "disc_package", "disc_export", "signing_key"):
        op.drop_table(table, schema="credit")

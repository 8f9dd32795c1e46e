"""accounts add departments and users."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "accounts"
TABLES = (
    "department",
    "role",
    "user_account",
    "password_history",
    "second_factor",
    "recovery_code",
    "position",
    "login_session",
    "api_client",
    "purpose_declaration",
    "purpose_review",
)

KEEP_ADMINISTRATORS_APART = """
CREATE FUNCTION accounts.keep_administrators_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts.user_account WHERE id = NEW.user_id FOR UPDATE;
    IF NEW.revoked_at IS NULL AND EXISTS (
        SELECT 1
        FROM accounts.position AS other
        JOIN accounts.role AS held ON held.code = other.role_code
        JOIN accounts.role AS added ON added.code = NEW.role_code
        WHERE other.user_id = NEW.user_id
          AND other.id <> NEW.id
          AND other.role_code <> NEW.role_code
          AND other.revoked_at IS NULL
          AND (held.administrator OR added.administrator)
          AND daterange(other.valid_from, other.valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
    ) THEN
        RAISE EXCEPTION 'an administrator holds one role only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_position_administrators_apart';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_administrators_apart BEFORE INSERT OR UPDATE ON accounts.position
    FOR EACH ROW EXECUTE FUNCTION accounts.keep_administrators_apart();
CREATE FUNCTION accounts.keep_administrators_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a role does not become or cease to be an administrator''s'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_role_administrator_for_ever';
END $$;
CREATE TRIGGER keep_administrators_administrators BEFORE UPDATE ON accounts.role
    FOR EACH ROW WHEN (OLD.administrator <> NEW.administrator)
    EXECUTE FUNCTION accounts.keep_administrators_administrators();
"""


def upgrade() -> None:
    add_departments()
    add_roles()
    add_people()
    add_positions()
    add_sessions()
    add_clients()
    add_purposes()
    op.execute(KEEP_ADMINISTRATORS_APART)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema=SCHEMA)
    op.execute("DROP FUNCTION accounts.keep_administrators_apart()")
    op.execute("DROP FUNCTION accounts.keep_administrators_administrators()")


def add_departments() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer, sa.Identity(start=3), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("short_name", sa.Text, nullable=False),
        sa.Column("uscc", sa.String(18)),
        sa.Column("division", sa.String(6)),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("merged_into", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_department"),
        sa.UniqueConstraint("code", name="uq_department_code"),
        sa.UniqueConstraint("uscc", name="uq_department_uscc"),
        sa.ForeignKeyConstraint(["parent_id"], ["accounts.department.id"], name="fk_department_parent_id"),
        sa.ForeignKeyConstraint(["merged_into"], ["accounts.department.id"], name="fk_department_merged_into"),
        sa.CheckConstraint("level IN ('city', 'district')", name="level"),
        sa.CheckConstraint("division ~ '^[0-9]{6}$'", name="division_is_a_code"),
        sa.CheckConstraint("path LIKE '%/' || id || '/'", name="path_ends_with_itself"),
        sa.CheckConstraint("(parent_id IS NULL) = (path = '/' || id || '/')", name="root_has_no_parent"),
        sa.CheckConstraint("merged_into <> id", name="merged_into_another"),
        sa.CheckConstraint("merged_into IS NULL OR valid_to IS NOT NULL", name="merged_means_ended"),
        sa.CheckConstraint("valid_to > valid_from", name="ends_after_it_began"),
        schema=SCHEMA,
    )
    op.create_index("ix_department_path", "department", ["path"], schema=SCHEMA, postgresql_ops={"path": "text_pattern_ops"})
    op.create_index("ix_department_parent", "department", ["parent_id"], schema=SCHEMA)
    op.execute("""
        INSERT INTO accounts.department (id, code, name, short_name, level, path)
        VALUES (1, 'unspecified', '来源未指明', '来源未指明', 'city', '/1/'), (2, 'registrar', '登记机关', '登记机关', 'city', '/2/')
    """)


def add_roles() -> None:
    op.create_table(
        "role",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reach", sa.String(length=10), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("one_session", sa.Boolean(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.CheckConstraint("reach IN ('department', 'division', 'city')", name=op.f("ck_role_reach")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_role")),
        schema="accounts",
    )


def add_people() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default=sa.text("'active'"), nullable=False),
        sa.Column("demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_set_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("locked_until", postgresql.TIMESTAMP(timezone=True)),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("login ~ '^[a-z0-9][a-z0-9._-]{1,31}$'", name=op.f("ck_user_account_login_is_plain")),
        sa.CheckConstraint("state IN ('active', 'disabled')", name=op.f("ck_user_account_state")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_user_account_failures_not_negative")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_user_account_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
        schema="accounts",
    )
    op.create_index("ix_user_account_department", "user_account", ["department_id"], unique=False, schema="accounts")
    op.create_table(
        "password_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("set_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_password_history_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_history")),
        schema="accounts",
    )
    op.create_index("ix_password_history_user", "password_history", ["user_id", "set_at"], unique=False, schema="accounts")
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", postgresql.TIMESTAMP(timezone=True)),
        sa.Column("last_step", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_second_factor_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
        schema="accounts",
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True)),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_recovery_code_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_code_user_id_code_hash")),
        schema="accounts",
    )


def add_positions() -> None:
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_code", sa.String(length=32), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=6)),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), comment="the last day"),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Text()),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True)),
        sa.CheckConstraint("division ~ '^[0-9]{6}$'", name=op.f("ck_position_division_is_a_code")),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name=op.f("ck_position_revoked_by_somebody")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_position_ends_after_it_began")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_position_department_id")),
        sa.ForeignKeyConstraint(["role_code"], ["accounts.role.code"], name=op.f("fk_position_role_code")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_position_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        schema="accounts",
    )
    op.create_index("ix_position_user", "position", ["user_id"], unique=False, schema="accounts")
    op.create_index(
        "uq_position_open",
        "position",
        ["user_id", "role_code", "department_id", sa.literal_column("coalesce(division, '')")],
        unique=True,
        schema="accounts",
        postgresql_where=sa.text("revoked_at IS NULL AND valid_to IS NULL"),
    )


def add_sessions() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("position_id", sa.Integer()),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_seen_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("agent", sa.Text()),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True)),
        sa.Column("ended_why", sa.String(length=16)),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_login_session_ended_at_a_time")),
        sa.CheckConstraint("state IN ('half', 'open', 'ended')", name=op.f("ck_login_session_state")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_login_session_ended_for_a_reason")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_login_session_expires_after_it_began")),
        sa.ForeignKeyConstraint(["position_id"], ["accounts.position.id"], name=op.f("fk_login_session_position_id")),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        schema="accounts",
    )
    op.create_index(
        "ix_login_session_user",
        "login_session",
        ["user_id"],
        unique=False,
        schema="accounts",
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_index("uq_login_session_token_hash", "login_session", ["token_hash"], unique=True, schema="accounts")


def add_clients() -> None:
    op.create_table(
        "api_client",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False, comment="the form that asked; a second click finds the first"),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("permissions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("addresses", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.String(length=8), server_default=sa.text("'active'"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_used_at", postgresql.TIMESTAMP(timezone=True)),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True)),
        sa.Column("revoked_by", sa.Text()),
        sa.CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name=op.f("ck_api_client_revoked_at_a_time")),
        sa.CheckConstraint("state IN ('active', 'revoked')", name=op.f("ck_api_client_state")),
        sa.CheckConstraint("cardinality(permissions) > 0", name=op.f("ck_api_client_may_something")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_api_client_expires_after_it_began")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_api_client_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_client_prefix")),
        sa.UniqueConstraint("request_key", name=op.f("uq_api_client_request_key")),
        schema="accounts",
    )
    op.create_index("ix_api_client_department", "api_client", ["department_id"], unique=False, schema="accounts")
    op.create_index("uq_api_client_key_hash", "api_client", ["key_hash"], unique=True, schema="accounts")


def add_purposes() -> None:
    op.create_table(
        "purpose_declaration",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.BigInteger()),
        sa.Column("subject", sa.Text(), nullable=False, comment="what is opened, such as archive:12"),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("case_no", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False, comment="first day of the month in Asia/Shanghai"),
        sa.Column("outside_hours", sa.Boolean(), nullable=False),
        sa.Column("declared_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(case_no) <> ''", name=op.f("ck_purpose_declaration_has_case_number")),
        sa.CheckConstraint(
            "purpose IN ('case', 'inspection', 'complaint', 'sanction', 'referral', 'supervision')",
            name=op.f("ck_purpose_declaration_purpose"),
        ),
        sa.CheckConstraint("expires_at > declared_at", name=op.f("ck_purpose_declaration_expires_after_it_began")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["accounts.department.id"], name=op.f("fk_purpose_declaration_department_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["accounts.user_account.id"], name=op.f("fk_purpose_declaration_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purpose_declaration")),
        schema="accounts",
    )
    op.create_index(
        "ix_purpose_declaration_month", "purpose_declaration", ["month", "department_id"], unique=False, schema="accounts"
    )
    op.create_index(
        "ix_purpose_declaration_who",
        "purpose_declaration",
        ["user_id", "subject", "expires_at"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "purpose_review",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("declarations", sa.Integer(), nullable=False, comment="how many there were when it was looked through"),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column("reviewed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('in_order', 'to_explain')", name=op.f("ck_purpose_review_verdict")),
        sa.ForeignKeyConstraint(["department_id"], ["accounts.department.id"], name=op.f("fk_purpose_review_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purpose_review")),
        schema="accounts",
    )
    op.create_index("uq_purpose_review_month", "purpose_review", ["month", "department_id"], unique=True, schema="accounts")

"""accounts add departments and users."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SCHEMA = "accounts"


def upgrade() -> None:
    add_departments()


def downgrade() -> None:
    op.drop_table("department", schema=SCHEMA)


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

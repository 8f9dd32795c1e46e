"""registration add schemas."""

from alembic import op

from supervision.kernel.servers.granting import open_schema

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEMAS = ("registration", "licensing", "notices")


def upgrade() -> None:
    for schema in SCHEMAS:
        op.execute(f"CREATE SCHEMA {schema}")
        open_schema(schema)


def downgrade() -> None:
    for schema in reversed(SCHEMAS):
        op.execute(f"DROP SCHEMA {schema}")

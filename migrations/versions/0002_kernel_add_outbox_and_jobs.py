"""kernel add outbox and jobs."""

revision = "0002_kernel_add_outbox_and_jobs"
down_revision = "0001_kernel_add_schemas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

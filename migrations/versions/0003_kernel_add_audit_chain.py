"""kernel add audit chain."""

revision = "0003_kernel_add_audit_chain"
down_revision = "0002_kernel_add_outbox_and_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

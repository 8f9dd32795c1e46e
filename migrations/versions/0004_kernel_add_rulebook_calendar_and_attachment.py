"""kernel add rulebook calendar and attachment."""

revision = "0004_kernel_add_rulebook_calendar_and_attachment"
down_revision = "0003_kernel_add_audit_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

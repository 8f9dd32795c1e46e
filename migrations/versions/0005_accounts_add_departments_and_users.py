"""accounts add departments and users."""

revision = "0005_accounts_add_departments_and_users"
down_revision = "0004_kernel_add_rulebook_calendar_and_attachment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

"""intake add batches and layouts."""

revision = "0006_intake_add_batches_and_layouts"
down_revision = "0005_accounts_add_departments_and_users"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

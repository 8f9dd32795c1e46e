"""archive add subjects."""

revision = "0007_archive_add_subjects"
down_revision = "0006_intake_add_batches_and_layouts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

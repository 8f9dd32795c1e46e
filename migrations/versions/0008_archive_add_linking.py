"""archive add linking."""

revision = "0008_archive_add_linking"
down_revision = "0007_archive_add_subjects"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

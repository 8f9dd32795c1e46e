"""archive add search and following."""

revision = "0009_archive_add_search_and_following"
down_revision = "0008_archive_add_linking"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

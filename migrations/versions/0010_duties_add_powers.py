"""duties add powers."""

revision = "0010_duties_add_powers"
down_revision = "0009_archive_add_search_and_following"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

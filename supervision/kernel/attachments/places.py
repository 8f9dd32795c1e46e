"""Where contents lie: under the state folder, in two levels of folders by digest."""

from pathlib import Path

from supervision.kernel.settings import Settings


def folder() -> Path:
    """Return the root of all contents."""
    return Settings.from_environment().var / "attachments"


def path_of_digest(digest: str) -> Path:
    """Return where a content lies."""
    algorithm, _, value = digest.partition(":")
    return folder() / algorithm / value[:2] / value[2:4] / value

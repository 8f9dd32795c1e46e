"""Where the embedded servers listen: Unix sockets in a directory that only our user can open."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

LONGEST_PATH = 107
"""The kernel takes no longer socket path (`sun_path` less its closing zero)."""


class SocketDirectoryNotOurs(RuntimeError):
    """Somebody else made the folder in the temporary directory first."""


def socket_directory(directory: Path, socket_name: str) -> Path:
    """Return the folder of a server's socket: its own, or a short one in the temporary folder where the path is too long."""
    own = directory / "socket"
    if len(os.fsencode(own / socket_name)) <= LONGEST_PATH:
        return own
    mark = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"supervision-{os.getuid()}-{mark}"


def prepare(directory: Path) -> None:
    """Make the folder for our user alone; one that another user owns is refused."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = directory.lstat()
    if state.st_uid != os.getuid() or not directory.is_dir() or directory.is_symlink():
        raise SocketDirectoryNotOurs(f"{directory} belongs to another user")
    directory.chmod(0o700)


def leave(directory: Path) -> None:
    """Remove the folder once no socket stands in it."""
    with suppress(OSError):
        directory.rmdir()

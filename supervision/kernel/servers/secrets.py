"""The secrets of an installation: told from outside, or made once for an embedded one and kept apart from its data."""

import os
import secrets
from dataclasses import replace
from pathlib import Path

from supervision.kernel.settings import Settings

SECRET_KEY = "secret_key"  # noqa: S105 - the name of a file


class SecretMissing(RuntimeError):
    """An installation on real servers was given no secret, and one made up here would not survive or be shared."""


def key_directory(settings: Settings) -> Path:
    """Return the folder of the keys, made for our user alone."""
    directory = settings.key_directory or settings.var / "keys"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def made_once(settings: Settings, name: str) -> Path:
    """Return the file of a secret that nobody has to be told, made at the first call."""
    path = key_directory(settings) / name
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path


def with_secrets(settings: Settings) -> Settings:
    """Return the settings with every secret filled in."""
    directory = key_directory(settings)
    return replace(settings, key_directory=directory, secret_key=settings.secret_key or _secret_key(settings, directory))


def _secret_key(settings: Settings, directory: Path) -> str:
    path = directory / SECRET_KEY
    if not path.exists() and not settings.embedded_database:
        raise SecretMissing(f"set SUPERVISION_SECRET_KEY, or put one into {path}")
    return made_once(settings, SECRET_KEY).read_text(encoding="utf-8").strip()


def _write_once(path: Path, text: str) -> None:
    """Write a file whole or not at all; of two processes that come at once the first wins."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(text, encoding="utf-8")
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        unfinished.unlink()

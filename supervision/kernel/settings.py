"""Settings come from the environment and nowhere else; `docs/settings.md` lists each of them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the platform may be told from outside; `None` for a URL means the embedded server."""

    var: Path
    database_url: str | None = None
    database_owner_url: str | None = None
    database_auditor_role: str | None = None
    redis_url: str | None = None
    secret_key: str | None = None
    key_directory: Path | None = None
    root_directory: Path | None = None
    public_url: str | None = None
    smtp_url: str | None = None
    smtp_sender: str | None = None
    webhook_hosts: str | None = None
    widget_ancestors: str | None = None
    docking_networks: str | None = None
    simulator_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    web_workers: int = 2
    log_level: str = "INFO"
    upload_megabytes: int = 512
    secure_cookies: bool = False
    trusted_proxies: int = 0

    @property
    def embedded_database(self) -> bool:
        return self.database_url is None

    @property
    def embedded_queue_store(self) -> bool:
        return self.redis_url is None

    @property
    def demonstration(self) -> bool:
        """Tell whether this is for trying out: every server is our own, and nothing says that the public reaches it."""
        reached = self.public_url or self.secure_cookies or self.trusted_proxies
        return self.embedded_database and self.embedded_queue_store and not reached

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read `DATABASE_URL`, `REDIS_URL` and every `SUPERVISION_*` variable; an unknown value is refused."""
        values: dict[str, object] = {}
        for field in fields(cls):
            raw = environment.get(variable_of(field.name), "")
            if raw:
                values[field.name] = _parse(field.name, raw)
        values.setdefault("var", PROJECT / "var")
        return cls(**values)  # type: ignore[arg-type]  # each value was parsed for its field just above


def variable_of(field_name: str) -> str:
    """Return the environment variable that sets a field."""
    if field_name in {"database_url", "database_owner_url", "redis_url"}:
        return field_name.upper()
    return f"SUPERVISION_{field_name.upper()}"


def _parse(field_name: str, raw: str) -> object:
    if field_name in {"var", "key_directory", "root_directory"}:
        return Path(raw).resolve()
    if field_name in {"port", "web_workers", "upload_megabytes", "trusted_proxies"}:
        return int(raw)
    if field_name == "secure_cookies":
        return raw.lower() in {"1", "true", "yes"}
    return raw

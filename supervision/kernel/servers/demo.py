"""Accounts that a sample city brings along."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in that anybody may read here; registered among a module's `parts`, shown by `up` for the embedded database only."""

    login: str
    password: str
    label: str

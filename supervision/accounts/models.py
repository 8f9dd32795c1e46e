"""Everything that accounts stores, in one place for those who refer to it."""

from supervision.accounts.departments.models import Department

__all__ = ["Department"]

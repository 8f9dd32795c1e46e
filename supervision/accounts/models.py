"""Everything that accounts stores, in one place for those who refer to it."""

from supervision.accounts.clients.models import ApiClient
from supervision.accounts.departments.models import Department
from supervision.accounts.people.models import PasswordHistory, RecoveryCode, SecondFactor, User
from supervision.accounts.purposes.models import PurposeDeclaration, PurposeReview
from supervision.accounts.roles.models import Position, Role
from supervision.accounts.sessions.models import LoginSession

__all__ = [
    "ApiClient",
    "Department",
    "LoginSession",
    "PasswordHistory",
    "Position",
    "PurposeDeclaration",
    "PurposeReview",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "User",
]

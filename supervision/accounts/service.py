"""What others may ask accounts to do: the services that seeding and the command line call."""

from supervision.accounts.departments.service import create_department
from supervision.accounts.people.service import create_user, hash_password
from supervision.accounts.roles.service import grant_position, load_roles

__all__ = ["create_department", "create_user", "grant_position", "hash_password", "load_roles"]

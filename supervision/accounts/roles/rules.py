"""Who may hold what beside what, and which rows a position covers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from supervision.accounts.departments.rules import subtree_of
from supervision.accounts.roles.errors import AdministratorsApart
from supervision.kernel.access import Scope


@dataclass(frozen=True, slots=True)
class Holding:
    """A role as somebody holds it: enough to compare two of them."""

    role_code: str
    label: str
    administrator: bool
    valid_from: date
    valid_to: date | None

    def meets(self, other: "Holding") -> bool:
        """Return whether both hold on some day."""
        return (self.valid_to is None or other.valid_from <= self.valid_to) and (
            other.valid_to is None or self.valid_from <= other.valid_to
        )


def keeps_administrators_apart(held: Iterable[Holding], added: Holding) -> None:
    """Refuse a second role beside an administrator's.

    依据: GB/T 22239-2019 8.1.4.2（管理用户权限分离）、8.1.10；三权分立：系统、安全、审计管理员互不兼任，也不办业务。
    单位: 日，首尾两日都算。
    错误: AdministratorsApart。
    """
    for other in held:
        different = other.role_code != added.role_code
        if different and (other.administrator or added.administrator) and other.meets(added):
            raise AdministratorsApart(role=added.label, held=other.label)


def scope_of(*, reach: str, department_path: str, department_division: str | None, division: str | None) -> Scope:
    """Return the rows that a position covers.

    依据: 岗位说明（data/roles.json 的 reach）：本部门及下级、本区划、全市。
    单位: 无。
    错误: 无。
    """
    if reach == "city":
        return Scope()
    if reach == "division":
        own = subtree_of(division or department_division)
        return Scope(division=own) if own is not None else Scope(department_path=department_path)
    return Scope(department_path=department_path, division=subtree_of(division))

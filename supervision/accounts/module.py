"""What accounts offer to the platform."""

from supervision.accounts.auditing import jobs as auditing_jobs
from supervision.accounts.auditing import pages as auditing
from supervision.accounts.auditing.queries import VERIFY
from supervision.accounts.cli import create_admin, load_roles_command
from supervision.accounts.clients import pages as clients
from supervision.accounts.departments import pages as departments
from supervision.accounts.people import pages as people
from supervision.accounts.people.administering import pages as administering
from supervision.accounts.purposes import pages as purposes
from supervision.accounts.roles import pages as roles
from supervision.accounts.roles.service import load_roles
from supervision.accounts.sessions import pages as sessions
from supervision.kernel.module import JobKind, Module, NavigationEntry, Permission, Scheduled
from supervision.kernel.packaged import PackagedData

WORKSPACE = "系统管理"

MODULE = Module(
    name="accounts",
    label="账号与权限",
    pages=(
        sessions.pages,
        people.pages,
        departments.pages,
        administering.pages,
        roles.pages,
        clients.pages,
        purposes.pages,
        auditing.pages,
    ),
    jobs=(JobKind(VERIFY, "核对审计链", auditing_jobs.run),),
    timetable=(Scheduled("30 3 * * *", VERIFY),),
    navigation=(
        NavigationEntry(WORKSPACE, "部门", "departments.page", "home", "accounts.read", 810),
        NavigationEntry(WORKSPACE, "人员", "users.page", "user", "accounts.read", 820),
        NavigationEntry(WORKSPACE, "角色", "roles.page", "shield", "accounts.read", 830),
        NavigationEntry(WORKSPACE, "接入系统", "clients.page", "link", "apiclients.manage", 840),
        NavigationEntry(WORKSPACE, "用途审查", "purposes.page", "eye", "audit.read", 850),
        NavigationEntry(WORKSPACE, "审计记录", "audit.page", "doc", "audit.read", 860),
    ),
    permissions=(
        Permission("accounts.read", "查看部门、人员和角色"),
        Permission("accounts.manage", "管理部门和账号"),
        Permission("accounts.grant", "授予和收回岗位"),
        Permission("apiclients.manage", "签发接入密钥"),
    ),
    commands=(create_admin, load_roles_command),
    parts=(PackagedData("roles", lambda session, now: load_roles(session, actor="package", now=now)),),
)

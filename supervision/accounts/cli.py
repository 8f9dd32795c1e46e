"""Setting up a real installation: roles, and the first three administrators."""

import click

from supervision.accounts.departments.queries import department_by_code
from supervision.accounts.people.service import create_user
from supervision.accounts.roles.queries import holders
from supervision.accounts.roles.service import grant_position, load_roles
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

ACTOR = "command-line"
KINDS = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}


@click.command("load-roles")
def load_roles_command() -> None:
    """载入或更新角色与权限；重复运行没有变化。"""
    with transaction() as session:
        changed = load_roles(session, actor=ACTOR, now=now())
    click.echo(f"角色已载入，{changed} 种有变化")


@click.command("create-admin")
@click.option("--kind", type=click.Choice(list(KINDS)), prompt="系统、安全、审计管理员", help="三种管理员之一，一人一种")
@click.option("--login", prompt="登录名", help="小写字母、数字、点、横线")
@click.option("--name", prompt="姓名")
@click.option("--department", default="unspecified", show_default=True, help="所属部门的代码")
@click.option("--password", prompt="首次密码", hide_input=True, confirmation_prompt="再输一次首次密码")
def create_admin(kind: str, login: str, name: str, department: str, password: str) -> None:
    """建立正式环境的第一位系统、安全或审计管理员；该种管理员已有时拒绝，以后由管理员在页面上办理。"""
    role = KINDS[kind]
    with transaction() as session:
        load_roles(session, actor=ACTOR, now=now())
    with reading() as session:
        held = [line.user.login for line in holders(session, role, on=today()) if not line.user.demo]
    if held:
        raise click.ClickException(f"已有这种管理员：{'、'.join(held)}。由系统管理员建号、安全管理员授予岗位")
    try:
        with transaction() as session:
            home = department_by_code(session, department)
            if home is None:
                raise click.ClickException(f"没有代码为“{department}”的部门")
            user = create_user(
                session, login=login, name=name, department_id=home.id, password=password, actor=ACTOR, now=now()
            )
            grant_position(session, user_id=user.id, role_code=role, department_id=home.id, actor=ACTOR, now=now())
    except DomainError as error:
        raise click.ClickException(f"{error.text}。{error.remedy_text}") from None
    click.echo(f"已建立 {login}；首次登录须改密码并绑定第二因素")

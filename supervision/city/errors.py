"""Refusals of the sample city."""

from supervision.kernel.errors import DomainError


class RealDatabase(DomainError):
    """The city would mix invented firms and open accounts into somebody's own database."""

    code = "city.real_database"
    message = "已设置 DATABASE_URL，不向自备的数据库写入虚构城市"
    remedy = "如确实要在该库上演示，请加 --force-demo；演示账号在自备数据库上仍不能登录"

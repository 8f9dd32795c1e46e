"""One letter for everything that waits: numbers, items and where to look, nothing of a person."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from supervision.notices.delivery.reaching.service import USUAL, Reply, Times
from supervision.notices.delivery.states import Outcome
from supervision.notices.states import NoticeAction

PORTS: Final = {"smtp": 25, "smtps": 465}
SHOWN: Final = 20
SAID: Final = 300


@dataclass(frozen=True, slots=True)
class Post:
    """The mail server as the administrator gave it: `smtp://user:secret@host:port`, or `smtps://`."""

    address: str
    sender: str
    home: str | None = None


def mail(rows: Sequence[Any], *, recipients: Sequence[str], post: Post) -> EmailMessage:
    """Return the letter about some deliveries; its number is that of the first, so that a repeated one is seen as the same."""
    message = EmailMessage()
    message["Subject"] = f"双告知：{len(rows)} 件有新情况"
    message["From"], message["To"] = post.sender, ", ".join(recipients)
    message["Message-ID"] = f"<{_number(rows)}@{post.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    lines = [f"{NoticeAction(row.action).label}　{row.number}　{row.item_name or '未匹配到事项'}" for row in rows[:SHOWN]]
    more = [f"另有 {len(rows) - SHOWN} 件，见收件箱"] if len(rows) > SHOWN else []
    where = f"办理：{post.home.rstrip('/')}/notices" if post.home else "请登录平台，在双告知收件箱办理"
    message.set_content("\n".join([*lines, *more, "", where, "本邮件由平台自动发出，不含企业联系人等个人信息。"]))
    return message


def _number(rows: Sequence[Any]) -> str:
    key: UUID = rows[0].key
    return f"{key}.{len(rows)}"


def send(message: EmailMessage | None, *, post: Post | None, times: Times = USUAL) -> Reply:
    """Hand a letter to the mail server and return what it said."""
    if post is None or message is None:
        return Reply(Outcome.DOWN, "平台没有配置邮件服务器，请系统管理员设置 SUPERVISION_SMTP_URL")
    try:
        with _server(post, times) as server:
            refused = server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return Reply(Outcome.DOWN, f"邮件服务器没有接收：{_words(error)}"[:SAID])
    if refused:
        return Reply(Outcome.DELIVERED, f"邮件服务器已接收；退回的地址：{'、'.join(refused)}"[:SAID])
    return Reply(Outcome.DELIVERED, f"邮件服务器已接收，编号 {message['Message-ID']}")


def _server(post: Post, times: Times) -> smtplib.SMTP:
    """Connect and encrypt: always where a password is sent, and wherever the server offers it."""
    parts = urlsplit(post.address)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    trust = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=times.wait, context=trust)
    else:
        server = smtplib.SMTP(host, port, timeout=times.wait)
        server.ehlo()
        if server.has_extn("starttls") or parts.username:
            server.starttls(context=trust)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "收件地址都被退回：" + "、".join(error.recipients)
    return str(error) or type(error).__name__

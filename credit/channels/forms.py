"""What is typed at the channels."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from credit.channels.errors import NothingChosen
from credit.channels.states import Difference, MessageState
from supervision.accounts.forms import DATE, ChineseForm
from supervision.notices.delivery.states import Scheme

SCHEMES: Final = (Scheme.HMAC_SM3, Scheme.HMAC_SHA256)
OPEN: Final = "open"
MOST: Final = 200
LONGEST_ID: Final = 18


class PlaceForm(ChineseForm):
    """接入设置."""

    address = StringField(
        "接收地址", [InputRequired("请填写接收地址"), Length(max=400)], description="由接收方给出，以 https:// 开头"
    )
    scheme = RadioField(
        "签名方式", choices=[SelectChoice(item.value, item.label) for item in SCHEMES], default=Scheme.HMAC_SM3.value
    )
    secret = StringField(
        "接收方给出的密钥", [Length(max=200)], description="接收方给出时填写；留空沿用现有密钥，没有时由平台生成"
    )
    new_secret = BooleanField("换一把新密钥", description="由平台生成，只显示一次，旧密钥立即失效")
    revision = HiddenField()


class PauseForm(ChineseForm):
    """暂停."""

    reason = StringField("暂停原因", [InputRequired("写明暂停原因"), Length(max=200, message="至多 200 字")])
    revision = HiddenField()


def number(given: Any) -> int | None:
    """Return a number that a bigint can hold, or none."""
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


def chosen_of(given: MultiDict[str, str]) -> list[int]:
    """Return the messages that were chosen, each once; refuse where none was."""
    found = dict.fromkeys(one for one in map(number, given.getlist("message")[:MOST]) if one is not None)
    if not found:
        raise NothingChosen
    return list(found)


def state_of(arguments: Mapping[str, Any]) -> str:
    """Return the state that a list is narrowed to."""
    state = str(arguments.get("state", ""))
    return state if state in {*MessageState, OPEN} else ""


def kind_of(arguments: Mapping[str, Any]) -> str:
    """Return the kind of difference that a list is narrowed to."""
    kind = str(arguments.get("kind", ""))
    return kind if kind in set(Difference) else ""


def day_of(given: str) -> date | None:
    """Return the day that an address or a form names."""
    match = DATE.fullmatch(given.strip())
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None

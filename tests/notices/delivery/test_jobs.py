"""What goes out over real lines: calls and letters, to receivers that fail in every way there is, and nothing is lost."""

import json
import socket
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from supervision.kernel.crypto import algorithms, provider
from supervision.kernel.crypto.provider import verify_with
from supervision.kernel.db import reading, transaction
from supervision.notices.delivery import jobs, queries, service
from supervision.notices.delivery.mailing.service import Post
from supervision.notices.delivery.models import Attempt, Channel, Delivery
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.reaching.service import Times
from supervision.notices.delivery.rules import PAUSES
from supervision.notices.delivery.sending.service import Outside
from supervision.notices.delivery.states import DeliveryState, Scheme
from supervision.notices.models import Notice, Step
from tests.factories.inbox import Desk
from tests.factories.processes import wait_until

PATIENT = Times(connect=60, wait=60, whole=60)
IMPATIENT = {"hang": replace(PATIENT, wait=0.4), "drip": replace(PATIENT, whole=0.8)}
ROUND = SimpleNamespace(cancelled=lambda: False, progress=lambda *_: None)


@pytest.fixture(autouse=True)
def frozen(at: Desk):
    """The clock stands where the notices were made, until a test moves it."""
    with time_machine.travel(at.now, tick=False) as clock:
        yield clock


@pytest.fixture
def world(receiver, monkeypatch) -> Outside:
    listed = receiver.address.partition("//")[2].partition("/")[0]
    made = Outside(listed_hosts(listed), None, provider(), PATIENT)
    monkeypatch.setattr(jobs, "outside", lambda _settings: made)
    return made


def hook(at: Desk, receiver, world: Outside, scheme: Scheme = Scheme.HMAC_SHA256) -> str | None:
    """Let the eastern office have its system called; return the secret."""
    return service.set_webhook(
        at.session,
        department_id=at.city.east.id,
        address=receiver.address,
        scheme=scheme,
        new_key=False,
        hosts=world.hosts,
        crypto=world.crypto,
        actor="test",
        now=at.now,
    )


def pushed(at: Desk, count: int = 1) -> list[Notice]:
    """Push notices to the eastern office, commit, and put them on their way."""
    made = [at.notice(at.city.east, name=f"云汀第{number}物流有限公司") for number in range(count)]
    for notice in made:
        step = {"action": "push", "state": "pushed", "at": at.now, "actor": "platform"}
        at.session.add(Step(notice_id=notice.id, to_department_id=at.city.east.id, **step))
    at.session.flush()
    service.dispatch(at.session, notice_ids=[notice.id for notice in made], now=at.now)
    at.session.commit()
    return made


def work() -> dict[str, object]:
    return jobs.run(ROUND)


def channel() -> Channel:
    with reading() as session:
        return session.scalars(select(Channel)).one()


def states() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Delivery.state).where(Delivery.channel_id.is_not(None)).order_by(Delivery.id)))


def receipts() -> list[tuple[str, str]]:
    with reading() as session:
        return [(one.outcome, one.said) for one in session.scalars(select(Attempt).order_by(Attempt.id))]


def test_a_call_tells_of_the_notice_and_proves_time_and_body(at, receiver, world):
    secret = hook(at, receiver, world)
    notice = pushed(at)[0]
    assert work() == {"delivered": 1}
    call = receiver.calls[0]
    headers, body = call["headers"], call["body"]
    proof = algorithms.keyed("HMAC-SHA-256", secret.encode(), f"{headers['X-Supervision-Time']}.{body}".encode()).hex()
    assert headers["X-Supervision-Signature"] == f"hmac-sha256={proof}"
    told = json.loads(body)
    assert (told["action"], told["notice"]["number"], told["delivery"]) == ("push", notice.number, headers["Idempotency-Key"])
    assert "沈某某" not in body
    assert receipts() == [("delivered", "HTTP 200 收到")]


def test_a_department_may_ask_for_sm3_or_for_the_signature_of_the_platform(at, receiver, world):
    secret = hook(at, receiver, world, Scheme.HMAC_SM3)
    pushed(at)
    work()
    first = receiver.calls[0]
    message = f"{first['headers']['X-Supervision-Time']}.{first['body']}".encode()
    assert (
        first["headers"]["X-Supervision-Signature"]
        == f"hmac-sm3={algorithms.keyed('HMAC-SM3', secret.encode(), message).hex()}"
    )
    hook(at, receiver, world, Scheme.PLATFORM)
    pushed(at)
    work()
    second = receiver.calls[1]
    message = f"{second['headers']['X-Supervision-Time']}.{second['body']}".encode()
    signature = bytes.fromhex(second["headers"]["X-Supervision-Signature"].removeprefix("platform="))
    public = world.crypto.public_key(signature)
    assert verify_with(public, message, signature)
    assert not verify_with(public, message + b" ", signature)


def test_a_secret_is_stored_encrypted_and_kept_until_a_new_one_is_asked_for(at, receiver, world):
    secret = hook(at, receiver, world)
    stored = at.session.scalars(select(Channel)).one().secret
    assert secret.encode() not in stored
    assert hook(at, receiver, world) is None
    assert at.session.scalars(select(Channel)).one().secret == stored


@pytest.mark.parametrize("how", ["500", "503", "401", "404", "hang", "drip", "drop", "redirect"])
def test_a_receiver_that_fails_holds_up_its_channel_and_loses_nothing(at, receiver, world, frozen, how):
    hook(at, receiver, world)
    pushed(at, 3)
    receiver.behave(how)
    object.__setattr__(world, "times", IMPATIENT.get(how, PATIENT))
    assert work() == {"delivered": 0}
    assert states() == ["waiting"] * 3
    wait_until(lambda: receiver.calls != [])
    assert len(receiver.calls) == 1, "one call is enough to know"
    assert (channel().failures, channel().next_attempt_at) == (1, at.now + PAUSES[0])
    receiver.behave("200")
    object.__setattr__(world, "times", PATIENT)
    assert work() == {"delivered": 0}, "not before the pause is over"
    frozen.shift(PAUSES[0])
    assert work() == {"delivered": 3}
    assert (channel().failures, channel().failing_since, channel().last_error) == (0, None, None)


def test_a_receiver_that_is_down_for_a_week_gets_everything_in_order(at, receiver, world, frozen):
    hook(at, receiver, world)
    notices = pushed(at, 2)
    receiver.behave("503")
    tries = 0
    while (jobs.now() - at.now).days < 7:
        work()
        tries += 1
        frozen.shift(channel().next_attempt_at - jobs.now())
    with reading() as session:
        line = queries.channels(session, at.clerk(at.city.east))[0]
    assert (line.waiting, line.failing_days(jobs.now().date())) == (2, 7)
    assert len(receiver.calls) == tries
    assert 25 < tries < 60, "pauses grow to six hours and no further"
    receiver.behave("200")
    frozen.shift(timedelta(hours=6))
    assert work() == {"delivered": 2}
    assert [json.loads(call["body"])["notice"]["number"] for call in receiver.calls[-2:]] == [item.number for item in notices]


def test_one_that_is_refused_waits_alone(at, receiver, world, frozen):
    hook(at, receiver, world)
    pushed(at, 1)
    receiver.behave("422")
    assert work() == {"delivered": 0}
    assert channel().failures == 0
    receiver.behave("200")
    pushed(at, 1)
    assert work() == {"delivered": 1}
    assert states() == ["waiting", "delivered"]
    frozen.shift(PAUSES[0])
    assert work() == {"delivered": 1}


def test_a_call_whose_answer_was_lost_comes_again_under_the_same_number(at, receiver, world, frozen):
    hook(at, receiver, world)
    pushed(at)
    receiver.behave("drop")
    work()
    receiver.behave("200")
    frozen.shift(PAUSES[0])
    work()
    numbers = [call["headers"]["Idempotency-Key"] for call in receiver.calls]
    stamps = {call["headers"]["X-Supervision-Time"] for call in receiver.calls}
    assert (len(numbers), len(set(numbers)), len(stamps)) == (2, 1, 2)


def test_a_person_may_send_again_at_once(at, receiver, world):
    hook(at, receiver, world)
    pushed(at, 2)
    with transaction() as session:
        session.scalars(select(Channel)).one().address = nobody_at(world)
    assert work() == {"delivered": 0}
    assert "连接不上接收方" in channel().last_error
    with transaction() as session:
        assert service.send_now(session, session.scalars(select(Channel)).one(), actor="test", now=at.now) == 2
    with reading() as session:
        assert queries.due_channels(session, now=at.now) == [channel().id]


def nobody_at(world: Outside) -> str:
    """Return an address at which nothing listens: the port was taken and given back."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    object.__setattr__(world, "hosts", listed_hosts(f"127.0.0.1:{port}"))
    return f"http://127.0.0.1:{port}/in"


def test_a_closed_channel_drops_what_waits_and_says_so(at, receiver, world):
    hook(at, receiver, world)
    pushed(at, 2)
    with transaction() as session:
        assert service.close_channel(session, session.scalars(select(Channel)).one(), actor="test", now=at.now) == 2
    assert states() == ["dropped", "dropped"]
    assert work() == {"delivered": 0}


def test_a_notice_told_of_twice_goes_out_once(at, receiver, world):
    hook(at, receiver, world)
    notice = pushed(at)[0]
    with transaction() as session:
        service.dispatch(session, notice_ids=[notice.id], now=at.now)
    work()
    work()
    assert len(receiver.calls) == 1
    with reading() as session:
        ways = session.scalars(select(Delivery.way).order_by(Delivery.way)).all()
    assert ways == ["page", "webhook"]


class Box:
    """A mail server's hands: keeps letters, or refuses them."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], bytes]] = []
        self.refusal: str | None = None

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - the library calls it so
        if self.refusal:
            return self.refusal
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


class MailServer(Controller):
    """A mail server on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def box(world, monkeypatch):
    kept = Box()
    controller = MailServer(kept, hostname="127.0.0.1", port=0)
    controller.start()
    port = controller.port
    mail = Post(f"smtp://127.0.0.1:{port}", "platform@example.gov.cn", "https://jg.example.gov.cn")
    monkeypatch.setattr(jobs, "outside", lambda _settings: Outside(frozenset(), mail, world.crypto, PATIENT))
    yield kept
    controller.stop()


def test_a_letter_tells_of_everything_that_waits_and_of_no_person(at, box):
    service.set_email(
        at.session, department_id=at.city.east.id, text_="a@example.gov.cn\nb@example.gov.cn", actor="t", now=at.now
    )
    notices = pushed(at, 3)
    assert work() == {"delivered": 3}
    (recipients, content) = box.letters[0]
    letter = message_from_bytes(content, policy=policy.default)
    words = letter.get_content()
    assert recipients == ["a@example.gov.cn", "b@example.gov.cn"]
    assert letter["Subject"] == "双告知：3 件有新情况"
    assert all(notice.number in words for notice in notices)
    assert "https://jg.example.gov.cn/notices" in words
    assert "沈某某" not in words
    assert [outcome for outcome, _said in receipts()] == ["delivered"] * 3


def test_letters_wait_while_the_mail_server_refuses_them(at, box, frozen):
    service.set_email(at.session, department_id=at.city.east.id, text_="a@example.gov.cn", actor="t", now=at.now)
    pushed(at, 2)
    box.refusal = "452 磁盘已满"
    assert work() == {"delivered": 0}
    assert states() == ["waiting", "waiting"]
    box.refusal = None
    frozen.shift(PAUSES[0])
    assert work() == {"delivered": 2}


def test_letters_wait_while_there_is_no_mail_server(at, world):
    service.set_email(at.session, department_id=at.city.east.id, text_="a@example.gov.cn", actor="t", now=at.now)
    pushed(at)
    assert work() == {"delivered": 0}
    assert "没有配置邮件服务器" in channel().last_error


def test_receipts_are_never_changed(at, receiver, world, session: Session):
    hook(at, receiver, world)
    pushed(at)
    work()
    with pytest.raises(Exception, match="permission denied"):
        session.execute(text("UPDATE notices.delivery_attempt SET said = ''"))


def test_states_have_words():
    assert {item.label for item in DeliveryState} == {"待送达", "已送达", "渠道停用，未送"}

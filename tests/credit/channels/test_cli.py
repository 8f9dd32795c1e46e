"""`supervision channels connect`: channels led to a receiver from the command line."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from credit.channels.cli import channels
from credit.channels.models import Channel
from supervision.kernel.db import reading
from tests.credit.channels.conftest import SECRET


@pytest.fixture
def key(tmp_path):
    file = tmp_path / "key"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    return str(file)


def test_every_channel_is_connected_and_what_waits_goes(world, receiver, key, monkeypatch):
    monkeypatch.setenv("SUPERVISION_WEBHOOK_HOSTS", receiver.address.partition("//")[2])
    world.shown(doc_no="号")
    world.work()
    told = CliRunner().invoke(channels, ["connect", receiver.address, "--secret-file", key])
    assert (told.exit_code, "国家企业信用信息公示系统" in told.output) == (0, True)
    assert SECRET not in told.output
    world.work()
    assert receiver.numbers("gsxt") == receiver.numbers("province") == ["号"]


def test_an_address_that_nobody_listed_is_refused(world, receiver, key):
    told = CliRunner().invoke(channels, ["connect", "http://10.9.8.7", "--secret-file", key, "--channel", "gsxt"])
    assert (told.exit_code, "只能使用 https" in told.output) == (1, True)
    with reading() as session:
        assert session.scalars(select(Channel.address).where(Channel.name == "gsxt")).one() is None

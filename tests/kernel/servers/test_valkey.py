import os
import signal
from pathlib import Path

import pytest
import redis

from supervision.kernel.servers.valkey import ValkeyServer


@pytest.fixture
def server(tmp_path: Path):
    made = ValkeyServer(tmp_path / "valkey")
    made.start()
    yield made
    made.stop()


def test_its_address_is_one_that_redis_clients_understand(server: ValkeyServer):
    client = redis.Redis.from_url(server.url)
    assert client.set("a", "1")
    assert client.get("a") == b"1"
    client.close()


def test_it_comes_back_after_a_kill(server: ValkeyServer):
    for _ in range(3):
        os.kill(server.pid(), signal.SIGKILL)
        assert server.start() is True
        assert server.alive()


def test_a_second_start_finds_the_running_server(server: ValkeyServer):
    assert ValkeyServer(server.directory).start() is False


def test_it_stops(server: ValkeyServer):
    server.stop()
    assert not server.alive()

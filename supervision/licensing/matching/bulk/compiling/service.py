"""Building the engine with mypyc.

The Python files stay the only source and what everybody runs; a build stands in `<var>/compiled/<hash>/`, where the hash names what
it was made of, and only the processes of `bulk` are told of it. So a changed source has no build until it is compiled again.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.bulk.compiling.errors import (
    CompilerAbsent,
    HeadersAbsent,
    MypyAbsent,
    NotBuilt,
    NotTheSame,
)
from supervision.licensing.matching.bulk.compiling.features import ENGINE, build_hash, mypy_version, source, sources
from supervision.licensing.matching.bulk.compiling.loading.service import begin
from supervision.licensing.matching.bulk.working.service import compiled, match_part

FOLDER: Final = "compiled"
UNFINISHED: Final = ".unfinished-"
NEEDED: Final = ("mypy", "mypyc", "setuptools")
OUTPUT: Final = 2_000
BUILT: Final = "**/*.so"
FORMS: Final = ("{0}销售", "生产：{0}；销售{0}", "{0}、{0}（不含{0}）的零售、技术咨询", "以自有资金对{0}投资，{0}")
"""Each word of the packaged catalogue is read in these before a build is used."""


def present(var: Path) -> Path | None:
    """Return the folder of the build of the sources as they stand, if there is one."""
    folder = _folder(var, sources())
    return folder if folder.is_dir() else None


def build(var: Path) -> Path:
    """Compile the engine unless that was done, hold it against the pure one, and return its folder.

    Of two builders at once the second finds the place taken and throws its own away.
    """
    read = sources()
    folder = _folder(var, read)
    if folder.is_dir():
        return folder
    ensure_possible()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=UNFINISHED, ignore_cleanup_errors=True) as name:
        made = _compiled(read, Path(name))
        _ensure_the_same(made)
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    return folder


def _folder(var: Path, read: dict[Path, bytes]) -> Path:
    return var / FOLDER / build_hash(read, compiler=mypy_version())


def ensure_possible() -> None:
    """Refuse where something that a build needs is absent, and name it."""
    command = compiler()
    if shutil.which(command) is None:
        raise CompilerAbsent(command=command)
    header = Path(sysconfig.get_path("include")) / "Python.h"
    if not header.is_file():
        raise HeadersAbsent(file=header)
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        raise MypyAbsent(packages="、".join(absent))


def compiler(environment: Mapping[str, str] = os.environ) -> str:
    """Return the program that setuptools would call."""
    words = shlex.split(environment.get("CC") or str(sysconfig.get_config_var("CC") or "cc"))
    return words[0] if words else "cc"


def _compiled(read: dict[Path, bytes], scratch: Path) -> Path:
    """Compile a copy of the sources, so that nothing is written beside them and an edit meanwhile changes nothing."""
    copy = scratch / "sources"
    for path, text in read.items():
        _write(copy / path, text)
        for package in path.parents[:-1]:
            (copy / package / "__init__.py").touch()
    command = [sys.executable, "-m", "mypyc", "--ignore-missing-imports", "--cache-dir", str(scratch / "read")]
    done = subprocess.run(  # noqa: S603 - our own interpreter with names of our own
        [*command, *(str(source(name)) for name in ENGINE)],
        cwd=copy,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise NotBuilt(output=(done.stdout + done.stderr)[-OUTPUT:].strip())
    made = scratch / "made"
    for path in copy.glob(BUILT):
        if not path.is_relative_to(copy / "build"):
            _write(made / path.relative_to(copy), path.read_bytes())
    return made


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _ensure_the_same(folder: Path) -> None:
    """Refuse a build that cannot be loaded, brings its process down, or answers otherwise than the pure engine."""
    catalogue = Catalogue(0, "packaged", {item.code: item for item in packaged_items()})
    texts = pl.Series("scope", examples(catalogue))
    try:
        loaded, found = _answers(catalogue, texts, folder)
        _pure, expected = _answers(catalogue, texts, None)
    except BrokenProcessPool as broken:
        raise NotTheSame(reason="进程异常退出") from broken
    if not loaded:
        raise NotTheSame(reason="无法载入")
    if not found.equals(expected):
        raise NotTheSame(reason="结果与纯 Python 不一致")


def examples(catalogue: Catalogue) -> list[str]:
    """Return scopes that name each word of a catalogue."""
    lines = (line.partition("@")[0].partition(":")[0] for item in catalogue.items.values() for line in item.words)
    words = sorted({word for line in lines for word in line.split()})
    return [form.format(word) for word in words for form in FORMS]


def _answers(catalogue: Catalogue, texts: pl.Series, folder: Path | None) -> tuple[bool, pl.DataFrame]:
    """Return from a process of its own whether the build was loaded, and what it answers."""
    pool: Executor
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin, initargs=(catalogue, folder)) as pool:
        loaded = pool.submit(compiled)
        return loaded.result(), pool.submit(match_part, texts).result()

"""Which modules are the engine, and what a build of them depends on."""

import hashlib
import platform
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from supervision.kernel.settings import PROJECT

_MATCHING: Final = "supervision.licensing.matching"
ENGINE: Final = (
    f"{_MATCHING}.vocabulary.schemas",
    f"{_MATCHING}.reading.schemas",
    f"{_MATCHING}.surroundings.features",
    f"{_MATCHING}.vocabulary.features",
    f"{_MATCHING}.reading.features",
    f"{_MATCHING}.phrases.features",
    f"{_MATCHING}.works.features",
    f"{_MATCHING}.deeds.tails.features",
    f"{_MATCHING}.deeds.features",
    f"{_MATCHING}.denials.arranging.features",
    f"{_MATCHING}.denials.features",
    f"{_MATCHING}.grading.features",
    f"{_MATCHING}.members.features",
    f"{_MATCHING}.judging.schemas",
    f"{_MATCHING}.judging.brackets.features",
    f"{_MATCHING}.judging.doubting.features",
    f"{_MATCHING}.judging.heads.features",
    f"{_MATCHING}.judging.features",
    f"{_MATCHING}.rules",
)
"""The modules that are compiled, each behind those that it imports."""
SPOKEN: Final = (f"{_MATCHING}.schemas", "supervision.licensing.catalogue.schemas")
"""The modules whose types the engine speaks in; they stay as they are, but the compiler reads them."""
NO_MYPY: Final = "none"


def source(name: str) -> Path:
    """Return the file of a module, relative to the project."""
    return Path(*name.split(".")).with_suffix(".py")


def sources(project: Path = PROJECT) -> dict[Path, bytes]:
    """Return everything that the compiler reads, by its place in the project."""
    return {path: (project / path).read_bytes() for path in map(source, (*SPOKEN, *ENGINE))}


def mypy_version() -> str:
    """Return the version of the compiler's package, which belongs to the tools of development and may be absent."""
    try:
        return version("mypy")
    except PackageNotFoundError:
        return NO_MYPY


def build_hash(read: dict[Path, bytes], *, compiler: str) -> str:
    """Return what names a build: the sources, Python to its last digit, the machine, and the compiler's version."""
    digest = hashlib.sha256()
    told = (sys.version, platform.machine(), str(sysconfig.get_config_var("SOABI")), compiler, *map(str, read))
    for part in (*(text.encode() for text in told), *read.values()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:24]

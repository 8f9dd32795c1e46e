"""How a matching process begins: with a build if it was given one that can be loaded, else with the pure engine.

Nothing here may import the engine, since what is imported first stays.
"""

import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.bulk.compiling.features import ENGINE

WORKING: Final = "supervision.licensing.matching.bulk.working.service"
SUFFIX: Final = EXTENSION_SUFFIXES[0]
SHARED: Final = f"*__mypyc{SUFFIX}"
LOG: Final = logging.getLogger(__name__)


class Builds(MetaPathFinder):
    """Finds exactly the modules of the engine, and the library that they share, in the folder of a build."""

    def __init__(self, folder: Path) -> None:
        shared = {path.name.removesuffix(SUFFIX): path for path in folder.glob(SHARED)}
        self._files = shared | {name: folder.joinpath(*name.split(".")).with_suffix(SUFFIX) for name in ENGINE}

    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        file = self._files.get(fullname)
        return None if file is None else spec_from_file_location(fullname, file)


def begin(catalogue: Catalogue, compiled: Path | None = None) -> None:
    """Make this process ready to match."""
    if compiled is not None:
        prefer(compiled)
    import_module(WORKING).begin(catalogue)


def prefer(folder: Path) -> bool:
    """Load the engine of a build, or forget what was loaded of it; tell which."""
    finder = Builds(folder)
    _forget()
    sys.meta_path.insert(0, finder)
    try:
        for name in ENGINE:
            import_module(name)
    except Exception as error:  # noqa: BLE001 - a build that is broken in whatever way is no reason not to match
        LOG.warning("the compiled engine in %s cannot be loaded, the pure one is used: %r", folder.name, error)
        _forget()
        return False
    finally:
        sys.meta_path.remove(finder)
    return True


def _forget() -> None:
    """Take the engine and its user out of this process, which may have imported them with the program that started it."""
    for name in (WORKING, *ENGINE):
        package, _dot, module = name.rpartition(".")
        if sys.modules.pop(name, None) is not None and hasattr(sys.modules.get(package), module):
            delattr(sys.modules[package], module)

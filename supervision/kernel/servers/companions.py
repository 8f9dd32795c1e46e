"""Programs that a sample installation runs beside itself: the outside world in small, so that there is somebody to talk to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from supervision.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How such a program is run, and what the platform's own processes are told of it by their environment."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Companion:
    """A program beside a sample installation, registered among a module's `parts`; never started where anything is real.

    `arrange` is asked at every start, when nothing of the last one runs any more; nothing means that the program is not there.
    """

    name: str
    arrange: Callable[[Settings], Arrangement | None]

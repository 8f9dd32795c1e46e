"""Run an iterator in a thread of its own, a few items ahead."""

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
PATIENCE_SECONDS = 0.2


class Ahead(Generic[Item]):
    """Iterates over `source`, which another thread drives `depth` items ahead; leaving the block stops that thread."""

    def __init__(self, source: Iterator[Item], *, depth: int) -> None:
        self._source = source
        self._queue: Queue[tuple[Item | None, BaseException | None]] = Queue(maxsize=depth)
        self._stop = Event()
        self._thread = Thread(target=self._drive, name="intake-prepare", daemon=True)

    def __enter__(self) -> Iterator[Item]:
        self._thread.start()
        return self._items()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _items(self) -> Iterator[Item]:
        while True:
            item, error = self._queue.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item

    def _drive(self) -> None:
        try:
            for item in self._source:
                if not self._put((item, None)):
                    return
        except BaseException as error:  # noqa: BLE001  # it is raised again in the thread that iterates
            self._put((None, error))
        else:
            self._put((None, None))

    def _put(self, entry: tuple[Item | None, BaseException | None]) -> bool:
        while not self._stop.is_set():
            try:
                self._queue.put(entry, timeout=PATIENCE_SECONDS)
            except Full:
                continue
            return True
        return False

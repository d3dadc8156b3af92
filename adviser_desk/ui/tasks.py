"""Brings results of other threads to the main thread. Nothing slow ever runs on the main thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

Then = Callable[[Any], None]


class Tasks(QObject):
    """Futures in, calls on the main thread out, in the order in which they were finished."""

    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Made on the main thread."""
        super().__init__(parent)
        self._arrived.connect(lambda call, value: call(value))
        self._thinker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="think")

    def follow(self, future: "Future[Any]", then: Then, failed: Then) -> None:
        """Call `then` with the result, or `failed` with the error, on the main thread."""

        def done(finished: "Future[Any]") -> None:
            error = finished.exception()
            if error is None:
                self._arrived.emit(then, finished.result())
            else:
                self._arrived.emit(failed, error)

        future.add_done_callback(done)

    def think(self, work: Callable[[], Any], then: Then, failed: Then) -> None:
        """Run long work that needs no vault (disclosure checks, key derivation) in its own thread."""
        self.follow(self._thinker.submit(work), then, failed)

    def tell(self, call: Then, value: Any) -> None:
        """From another thread: call on the main thread. For progress."""
        self._arrived.emit(call, value)

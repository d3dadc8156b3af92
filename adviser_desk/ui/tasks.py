"""Brings results of other threads to the main thread. Nothing slow ever runs on the main thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from inspect import getclosurevars, isfunction
from threading import Event
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from shiboken6 import isValid

Then = Callable[[Any], None]


class Tasks(QObject):
    """Futures in, calls on the main thread out, in the order in which they were finished."""

    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Made on the main thread."""
        super().__init__(parent)
        self._arrived.connect(call_if_there)
        self._thinker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="think")

    def follow(self, future: "Future[Any]", then: Then, failed: Then) -> Event:
        """Call `then` with the result, or `failed` with the error, on the main thread; the event: that call waits."""
        here = Event()

        def done(finished: "Future[Any]") -> None:
            error = finished.exception()
            if error is None:
                self._arrived.emit(then, finished.result())
            else:
                self._arrived.emit(failed, error)
            here.set()

        future.add_done_callback(done)
        return here

    def wait_for(self, here: Event, seconds: float) -> None:
        """Make the calls up to this one before the next key, if it comes within `seconds`; keys wait in the queue."""
        if here.wait(seconds):
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def think(self, work: Callable[[], Any], then: Then, failed: Then) -> None:
        """Run long work that needs no vault (disclosure checks, key derivation) in its own thread."""
        self.follow(self._thinker.submit(work), then, failed)

    def tell(self, call: Then, value: Any) -> None:
        """From another thread: call on the main thread. For progress."""
        self._arrived.emit(call, value)


def call_if_there(call: Then, value: Any) -> None:
    """Call, unless the widget that asked is gone: the answer comes too late for it."""
    asker = _asker(call)
    if not isinstance(asker, QObject) or isValid(asker):
        call(value)


def _asker(call: Then) -> object:
    """Whose method it is, or the `self` of the method that a small function was written in."""
    asked = call.func if isinstance(call, partial) else call
    if isfunction(asked):
        return getclosurevars(asked).nonlocals.get("self")
    return getattr(asked, "__self__", None)

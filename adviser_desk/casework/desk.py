"""One open vault and the one thread that may touch it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from adviser_desk.vault.connection import Vault

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """An unlocked vault. Every use case runs on its worker thread, one after the other."""

    def __init__(self, open_vault: Callable[[], Vault]) -> None:
        """Open the vault on the worker (a connection belongs to its thread). Raises what `open_vault` raises."""
        self._closed = False
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        try:
            self._vault = self._worker.submit(open_vault).result()
        except BaseException:
            self._worker.shutdown()
            raise

    def run(self, use_case: Callable[Concatenate[Vault, P], T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Queue a use case; the future holds its result or its error."""
        return self._worker.submit(use_case, self._vault, *args, **kwargs)

    def now(self, use_case: Callable[Concatenate[Vault, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case and wait for it: for the command line and for locking, never for a page."""
        return self.run(use_case, *args, **kwargs).result()

    @property
    def closed(self) -> bool:
        """Whether nothing can be run any more."""
        return self._closed

    def close(self) -> None:
        """Finish what is queued, close the vault and end the thread. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self._worker.submit(self._vault.close).result()
            self._worker.shutdown()

"""What the pages share: the open desk, the clock, the language, and the news that something changed."""

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from adviser_desk import i18n, log
from adviser_desk.casework import own_settings
from adviser_desk.casework.changes import Changes
from adviser_desk.casework.desk import Desk
from adviser_desk.casework.own_settings import Own, in_force
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _
from adviser_desk.models.codes import code_book
from adviser_desk.policy import Policy
from adviser_desk.ui.tasks import Tasks, Then, call_if_there

_PATIENCE = 1.0
"""Seconds; a write takes 0.01 to 0.05. Longer would look like a window that hangs."""


class State(QObject):
    """One unlocked desk as the window sees it. Pages ask it to run use cases and listen to its signals."""

    changed = Signal(object)
    """`Changes`: kinds of record that were touched; open pages decide whether to look again."""
    saved = Signal(object)
    """`datetime`: everything typed is on the disk."""
    trouble = Signal(object)
    """The sentence of an error that stands in the way, or None when it is over."""
    went = Signal(str, object)
    """Go to a page: its name, and what it is about (a case id, a period) or None."""
    capture = Signal(object, bool)
    """Open the capture panel: for a case id or None; for a new case."""
    resume = Signal(object)
    """Go on with a `Draft` in the capture panel."""
    destroy_due = Signal()
    """Destroy now what is due."""
    restore = Signal(str)
    """Lock, and put a backup back: its path, `replaced/…` for a vault that was set aside, "" to be chosen."""
    policy_changed = Signal()
    """The adviser chose another value; `policy` has it."""
    toast = Signal(str, object)
    """A sentence, and what undoes it (a callable) or None."""

    def __init__(
        self,
        desk: Desk,
        folder: Path,
        policy: Policy,
        *,
        practice: bool,
        own: Own | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        """`policy` is the organisation's, `own` what the adviser chose below it; `now` the wall clock, without zone."""
        super().__init__()
        self.desk, self.folder, self.practice, self.now = desk, folder, practice, now
        self.organisation, self.own = policy, own or Own()
        self.policy = in_force(policy, self.own)
        """What counts: the organisation's policy, with what the adviser chose below its limits."""
        self.tasks = Tasks(self)
        self.leaving = threading.Event()
        """Set when the vault is about to close: what reads it in another thread stops."""
        self.covered = False
        """Whether a field lost the focus to the countdown before locking, not to the adviser."""

    def today(self) -> date:
        """The day on the adviser's clock."""
        return self.now().date()

    def run(
        self,
        use_case: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Then | None = None,
        before_next_key: bool = False,
        **kwargs: Any,
    ) -> None:
        """Run a use case on the desk's thread; `then(result)` on the main thread, after `changed` and `saved`.

        `failed(error)` takes a KnownError; without it the window shows the sentence. `before_next_key`: who types on
        finds the window as it is after the answer, unless the disk is very slow. Nothing may come behind such a call.
        """

        def done(result: Any) -> None:
            if (changes := _changes(result)) is not None:
                self.saved.emit(self.now())
                self.trouble.emit(None)
                self.changed.emit(changes)
            if then is not None:
                call_if_there(then, result)

        # News that arrives while the desk closes has nobody to tell any more.
        if self.desk.closed:
            return
        here = self.tasks.follow(self.desk.run(use_case, *args, **kwargs), done, self._failing(failed))
        if before_next_key:
            self.tasks.wait_for(here, _PATIENCE)

    def think(self, work: Callable[[], Any], then: Then, failed: Then | None = None) -> None:
        """Run long work without the vault in its own thread; `failed` gets every error, known or not."""
        self.tasks.think(work, then, failed or self._failing(None))

    def choose(self, key: str, value: object) -> None:
        """Another value of the adviser's own: at once, and kept in the vault."""
        self.own = self.own.model_copy(update={key: value})
        self.policy = in_force(self.organisation, self.own)
        self.policy_changed.emit()
        self.run(own_settings.choose, self.own)

    def go(self, page: str, about: object = None) -> None:
        """Go to a page."""
        self.went.emit(page, about)

    def label(self, list_name: str, code: str | None) -> str:
        """The words for a code in the screen's language; a dash for what is not filled in."""
        return "–" if code is None else code_book().label(list_name, code, i18n.language())

    def _failing(self, failed: Then | None) -> Then:
        def tell(error: Any) -> None:
            if isinstance(error, KnownError) and failed is not None:
                call_if_there(failed, error)
            else:
                self.show_error(error)

        return tell

    def show_error(self, error: object) -> None:
        """Show the sentence of an error at the top of the page."""
        if isinstance(error, KnownError):
            log.event(log.Event.KNOWN_ERROR, error.exit_code)
            self.trouble.emit(sentence(error))
        elif isinstance(error, BaseException):
            self.trouble.emit(bug_sentence(error))


def sentence(error: KnownError) -> str:
    """What happened, whether the text is safe and what to do, in the screen's language."""
    return error.sentence()


def bug_sentence(error: BaseException) -> str:
    """A bug as a kind and a line of our own code: never the error's text."""
    log.event(log.Event.BUG)
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if "adviser_desk" in frame.filename]
    where = f"{Path(places[-1].filename).stem}:{places[-1].lineno}" if places else "–"
    if log.enabled():
        sys.stderr.write(f"adviser-desk bug {type(error).__name__} {where}\n")
    return _("Er ging iets mis in Adviser Desk (%(kind)s, %(where)s). Wat bewaard was, is veilig.") % {
        "kind": type(error).__name__,
        "where": where,
    }


def _changes(result: Any) -> Changes | None:
    if isinstance(result, Changes):
        return result
    if isinstance(result, tuple):
        return next((part for part in result if isinstance(part, Changes)), None)
    found = getattr(result, "changes", None)
    return found if isinstance(found, Changes) else None

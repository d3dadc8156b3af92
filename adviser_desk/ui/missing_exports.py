"""After a backup was put back: were exports made since? They are read in again, or the adviser says there are none."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework import reading_back
from adviser_desk.casework.reading_back import Checked, Found, ReadBack
from adviser_desk.errors import KnownError
from adviser_desk.i18n import _, ngettext
from adviser_desk.ui.choose_place import ask_files
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.state import State, bug_sentence, sentence
from adviser_desk.ui.widgets.boxes import Banner
from adviser_desk.ui.widgets.button import Button


class MissingExports(QWidget):
    """Nothing to see while the ledger is whole. `since` is the day of the backup, None when nothing can be missing."""

    changed = Signal()
    """`since` is another one."""
    taken_in = Signal()
    """The vault knows exports that it did not know."""
    told = Signal()
    """There is something new to read here."""

    def __init__(self, state: State) -> None:
        """Hidden until `look` finds that exports may be missing."""
        super().__init__()
        self._state = state
        self._busy = False
        self.since: date | None = None
        self.question = Banner(
            "warn",
            " ",
            " ",
            [("read", _("Exports inlezen…"), "primary"), ("none", _("Er zijn er geen meer"), "plain")],
        )
        self.question.pressed.connect(self._pressed)
        self.trouble = Banner("bad", " ", " ")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(12)
        for banner in (self.question, self.trouble):
            column.addWidget(banner)
        self.trouble.hide()
        self.hide()
        self.setObjectName("missing-exports")
        self.setFocusProxy(self.question.findChildren(Button)[0])

    def look(self) -> None:
        """Whether exports may be missing."""
        self._state.run(reading_back.missing_since, then=self._show)

    def read(self, files: Sequence[str]) -> None:
        """Look at the files, attack the whole series in the thread for long work, and write them to the ledger."""
        self._busy = True
        self.trouble.hide()
        self.question.say(
            _("Wij rekenen de exports na"), _("Dit duurt soms een minuut. U kunt intussen verder werken.")
        )
        paths = [Path(file) for file in files]
        self._state.run(reading_back.look, paths, then=self._check, failed=self._failed)

    def _show(self, since: date | None) -> None:
        if since == self.since:
            return
        self.since = since
        self.setVisible(since is not None)
        if since is not None:
            self._ask()
        self.changed.emit()

    def _ask(self) -> None:
        assert self.since is not None
        words = _(
            "Deze kluis komt uit de back-up van %(day)s. Maakte u daarna nog exports? Lees ze dan weer in."
            " Kies de bestanden met .json aan het eind."
        )
        day = i18n.current().long_date(self.since)
        self.question.say(_("Er ontbreken misschien exports"), words % {"day": day})

    def _pressed(self, value: str) -> None:
        if self._busy:
            return
        if value == "read":
            kinds = f"{_('Exports')} (*.json)"
            ask_files(self, _("Uw exports"), _documents(), kinds, self.read)
        else:
            self._none()

    def _none(self) -> None:
        since = self.since
        assert since is not None

        def again() -> None:
            self._state.run(reading_back.some_missing, since, then=lambda _done: self.look())

        def said(_done: object) -> None:
            self._state.toast.emit(_("U kunt weer exports maken."), again)
            self.trouble.hide()
            self.look()

        self._state.run(reading_back.none_missing, then=said)

    def _check(self, found: Found) -> None:
        language = i18n.language()
        self._state.think(lambda: reading_back.checked(found, language), self._take_in, self._failed)

    def _take_in(self, what: Checked) -> None:
        self._state.run(reading_back.take_in, what, then=self._read, failed=self._failed)

    def _read(self, what: ReadBack) -> None:
        self._busy = False
        number = len(what.exported)
        title = ngettext("%(n)d export ingelezen", "%(n)d exports ingelezen", number) % {"n": number}
        known = _("Deze exports kende uw kluis al.") if not number else ""
        names = ", ".join(period_words(one.period) for one in what.exported)
        counted = ngettext("%(n)d casus telde daarin mee.", "%(n)d casussen telden daarin mee.", what.counted)
        parts = [
            known or f"{names}.",
            counted % {"n": what.counted} if what.counted else "",
            _("Maakte u er nog meer? Lees die dan ook in."),
        ]
        self.question.say(title if number else _("Niets nieuws"), " ".join(part for part in parts if part))
        self.told.emit()
        self.taken_in.emit()

    def _failed(self, error: Any) -> None:
        self._busy = False
        if self.since is not None:
            self._ask()
        self.trouble.show()
        words = sentence(error) if isinstance(error, KnownError) else bug_sentence(error)
        self.trouble.say(_("De exports zijn niet ingelezen"), words, assertive=True)
        self.told.emit()


def _documents() -> str:
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    ours = documents / "Adviser Desk"
    return str(ours if ours.is_dir() else documents)

"""What will be destroyed and until when it can be turned back; what stays longer; what is not quite gone yet."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk import i18n
from adviser_desk.casework.retention import GoingCase, KeptCase
from adviser_desk.i18n import _, ngettext
from adviser_desk.models.destruction import Ground
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.retention_words import cases_words, moment_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner, Card, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.private import PrivateText
from adviser_desk.ui.widgets.text import Heading, Text

_MOST_NAMES = 12


class GoingBanners(QWidget):
    """One banner for what was asked together. `back` carries the ids of cases that are to stay after all."""

    back = Signal(object)

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("clear")
        self._state = state
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_going(self, going: Sequence[GoingCase], *, clean: bool) -> None:
        """Show these."""
        clear(self._column)
        batches: dict[tuple[datetime, datetime, Ground], list[GoingCase]] = defaultdict(list)
        for one in going:
            batches[one.asked.due_at, one.asked.asked_at, one.asked.ground].append(one)
        for together in batches.values():
            self._column.addWidget(self._banner(together))
        if not clean:
            self._column.addWidget(
                Banner(
                    "info",
                    _("Het wissen is nog niet helemaal klaar"),
                    _("Wat vernietigd is, wordt nog uit het bestand gewist. Dat gaat vanzelf."),
                )
            )
        self.setVisible(bool(going) or not clean)

    def _banner(self, together: Sequence[GoingCase]) -> Banner:
        values = {
            "cases": cases_words(len(together)),
            "moment": moment_words(together[0].asked.due_at, self._state.now()),
        }
        title = ngettext(
            "%(cases)s wordt vernietigd: %(moment)s", "%(cases)s worden vernietigd: %(moment)s", len(together)
        )
        names = ", ".join(privacy.inside(one.case.pseudonym) for one in together[:_MOST_NAMES])
        if len(together) > _MOST_NAMES:
            names = _("%(names)s en nog %(n)d") % {"names": names, "n": len(together) - _MOST_NAMES}
        waiting = [privacy.inside(one.case.pseudonym) for one in together if one.waits]
        if waiting:
            why = _("Bij %(names)s wacht een concept; die casus gaat pas weg als dat weg is.")
            names = f"{names}. {why % {'names': ', '.join(waiting)}}"
        banner = Banner("warn", title % values, names, [("back", _("Terugdraaien"), "plain")], icon="shredder")
        button = banner.findChild(Button)
        assert button is not None
        button.setObjectName("turn-back")
        button.setAccessibleName(_("Terugdraaien: %(names)s") % {"names": names})
        banner.pressed.connect(partial(self._turn_back, tuple(one.case.id for one in together)))
        return banner

    def _turn_back(self, case_ids: tuple[int, ...], _value: str) -> None:
        self.back.emit(case_ids)


class KeptCard(Card):
    """The cases that stay longer, with the reason. `no_longer` carries the id of one that need not."""

    no_longer = Signal(int)

    def __init__(self) -> None:
        """Empty."""
        super().__init__(padding=16, spacing=10)
        self.column.addWidget(Heading(_("Langer bewaard"), "strong"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.column.addLayout(self._lines)

    def show_kept(self, kept: Sequence[KeptCase]) -> None:
        """Show these."""
        clear(self._lines)
        for one in kept:
            values = {"name": privacy.inside(one.case.pseudonym), "day": i18n.current().long_date(one.until)}
            end = Button(_("Niet langer bewaren"), kind="link", name=_("Niet langer bewaren: %(name)s") % values)
            end.clicked.connect(partial(self._end, one.case.id))
            self._lines.addWidget(Text(_("%(name)s: tot %(day)s") % values))
            self._lines.addWidget(PrivateText(one.reason, "small", token="text2"))
            self._lines.addWidget(end, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(kept))

    def _end(self, case_id: int, _on: bool = False) -> None:
        self.no_longer.emit(case_id)

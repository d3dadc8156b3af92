"""Beside a table of figures: what the chosen number means, what the marks mean, earlier exports, the staff survey."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adviser_desk.casework.own_figures import ToldTable
from adviser_desk.i18n import _
from adviser_desk.models.period import Period
from adviser_desk.ui.announce import announce
from adviser_desk.ui.figure_header import KEPT, Row
from adviser_desk.ui.figure_words import (
    field_words,
    kept_words,
    signs,
    survey_lines,
    survey_source,
    withheld_words,
)
from adviser_desk.ui.help_card import HelpCard
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Card, Picture, clear
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

if TYPE_CHECKING:
    from adviser_desk.ui.signals_rows import Figures

_BAR = 0.6


class SignalsSide(QWidget):
    """Six cards; each is there only when it has something to say."""

    def __init__(self, state: State) -> None:
        """Empty."""
        super().__init__()
        self.setObjectName("clear")
        self._why_title, self._why = Heading(""), Text("")
        self.why, self.legend, self.totals, self.time, self.survey = Card(), Card(), Card(), Card(), Card()
        self.help = HelpCard(state)
        self.why.column.addWidget(self._why_title)
        self.why.column.addWidget(self._why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in (self.why, self.help, self.legend, self.totals, self.time, self.survey):
            column.addWidget(card)
            card.hide()
        column.addStretch(1)
        self._field = self._legend = ""

    def explain(self, title: str, words: str, *, speak: bool) -> None:
        """The chosen number in words; said aloud when the adviser moved to it."""
        self._why_title.setText(title)
        self._why.setText(words)
        self.why.setVisible(bool(words))
        if speak:
            announce(self.why, words)

    def show_own(self, shown: "Figures", rows: Sequence[Row]) -> None:
        """What goes with the adviser's own numbers: the marks, or the totals of a table that has no room for bars."""
        self._show_marks(shown, kept_rows=any(row.kept for row in rows))
        self.show_totals(shown.field, shown.own_totals())

    def show_totals(self, field: str, numbers: Sequence[tuple[str, str, int | None]]) -> None:
        """The totals of a table that has no room for bars: a row, its words, and its number where that is told."""
        clear(self.totals.column)
        longest = max((number for _label, _words, number in numbers if number is not None), default=0)
        self.totals.setVisible(bool(longest))
        if longest:
            self.totals.column.addWidget(Heading(_("Totaal: %(field)s") % {"field": field_words(field).lower()}))
        for label, words, number in numbers if longest else ():
            part = None if number is None else number / longest
            self.totals.column.addWidget(_Barred(label, words, part))

    def _show_marks(self, shown: "Figures", *, kept_rows: bool) -> None:
        """What the marks in the adviser's own view mean."""
        (kinds, numbers), most = shown.kinds(), shown.basis.threshold - 1
        kept_columns = any(head.kept for head in shown.heads())
        known = {
            "small": (
                "eye-off",
                "warn",
                _("Klein aantal"),
                _("0 tot en met %(most)d gaat niet mee. Anders kan iemand herkend worden.") % {"most": most},
            ),
            "protects": (
                "shield",
                "text2",
                _("Beschermt een ander getal"),
                _("Anders kan iemand een klein aantal uitrekenen."),
            ),
            "before": (
                "history",
                "text2",
                _("Past niet bij een eerdere export"),
                _("Samen verraden ze een klein aantal."),
            ),
        }
        self._new_legend()
        for kind, (icon, token, title, words) in known.items():
            if kind in kinds:
                self._sign(Picture(icon, token), title, words)
        if kept_rows or kept_columns:
            self._sign(Picture(KEPT, "text2"), _("Alleen voor u"), kept_words(columns=kept_columns))
        if kinds:
            self.legend.column.addWidget(Text(withheld_words(len(kinds), numbers), "small", token="text2"))
        self.legend.setVisible(bool(kinds or kept_rows or kept_columns))

    def show_signs(self, threshold: int) -> None:
        """What stands in the table that others see."""
        self._new_legend()
        for sign, words in signs(threshold):
            self._sign(None, sign, words)
        self.legend.show()

    def hide_legend(self) -> None:
        """There are no marks in this table."""
        self.totals.hide()
        self.legend.hide()

    def show_cell(self, shown: "Figures", row: Row | None, column: int, told: ToldTable | None) -> None:
        """What went out about a cell, and what would let its number go out; nothing where none is chosen."""
        self.help.show_row(None if told is not None or row is None else shown, row.code if row else "")
        points = shown.over_time(row.code, column, told) if row else ()
        self._show_time(row.label if row else "", points, shown.basis.choice.period)

    def _show_time(self, label: str, points: Sequence[tuple[Period, int | str, str]], now: Period) -> None:
        """What went out about the chosen row, period after period; one period is no line."""
        clear(self.time.column)
        self.time.setVisible(len(points) > 1)
        if len(points) < 2:
            return
        self.time.column.addWidget(Heading(_("Exports tot nu toe: %(row)s") % {"row": label}))
        longest = max([said for _period, said, _words in points if isinstance(said, int)], default=1) or 1
        for period, said, words in points:
            part = said / longest if isinstance(said, int) else None
            self.time.column.addWidget(_Barred(period_words(period), words, part, current=period == now))
        warning = _("Meer of minder casussen betekent niet dat er meer of minder gebeurt.")
        self.time.column.addWidget(Text(warning, "small", token="text2"))

    def show_survey(self, field: str) -> None:
        """The staff survey's figures of a field, with the warning that they are something else."""
        lines = survey_lines(field)
        self.survey.setVisible(bool(lines))
        if field == self._field:
            return
        self._field = field
        clear(self.survey.column)
        column = self.survey.column
        column.addWidget(Heading(_("Naast de personeelsenquête 2021")))
        column.addWidget(
            Text(
                _(
                    "De enquête vroeg alle medewerkers wat zij meemaakten. U telt wie contact zocht. Dat zijn "
                    "verschillende dingen: deel het ene getal niet door het andere."
                )
            )
        )
        for title, figures in lines:
            column.addSpacing(4)
            column.addWidget(Text(title, "label"))
            column.addLayout(_percentages(figures))
        column.addWidget(Text(survey_source(), "small", token="text2"))

    def _new_legend(self) -> None:
        clear(self.legend.column)
        self.legend.column.setSpacing(12)
        self.legend.column.addWidget(Heading(_("Uitleg")))

    def _sign(self, picture: Picture | None, title: str, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        if picture is not None:
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Text(title, "strong"))
        column.addWidget(Text(words))
        row.addLayout(column, 1)
        self.legend.column.addLayout(row)


def _percentages(figures: Sequence[tuple[str, int]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for place, (label, percentage) in enumerate(figures):
        number = Text(_("%(n)d procent") % {"n": percentage}, wrap=False)
        grid.addWidget(Text(label), place, 0)
        grid.addWidget(number, place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return grid


class _Barred(QWidget):
    """Words, what is said of them, and below it a bar for an exact number."""

    def __init__(self, label: str, said: str, part: float | None, *, current: bool = False) -> None:
        super().__init__()
        role = "strong" if current else "body"
        row = QHBoxLayout()
        row.addWidget(Text(label, role), 1)
        row.addWidget(Text(said, role, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(_Bar(part))


class _Bar(QWidget):
    """A part of the width; an empty frame where there is no number. The words beside it say the same."""

    def __init__(self, part: float | None) -> None:
        super().__init__()
        self._part = part
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.em(4), theme.em(_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._part is None:
            painter.setPen(QPen(theme.colour("control"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        elif self._part:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(0, 0, max(self.width() * self._part, 2), self.height()), 3, 3)


class NothingYet(Card):
    """In the place of the figures while there are too few cases; out of view at first."""

    def __init__(self, state: State) -> None:
        """One sentence and one act."""
        super().__init__(padding=24, spacing=12)
        sentence = _("Nog te weinig casussen om iets te laten zien. Vanaf %(k)d casussen ziet u hier cijfers.")
        self.column.addWidget(Text(sentence % {"k": state.policy.threshold}))
        self.new_contact = Button(_("Nieuw contact"), kind="primary", icon="plus", hint="Ctrl+N")
        self.new_contact.setObjectName("signals-new-contact")
        self.new_contact.clicked.connect(lambda _on=False: state.capture.emit(None, False))
        self.column.addWidget(self.new_contact, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

"""The recovery sheet on paper, proved by typing two of its blocks. It is never saved as a file."""

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from adviser_desk.casework import setup
from adviser_desk.casework.setup import Sheet
from adviser_desk.i18n import _
from adviser_desk.ui.announce import announce
from adviser_desk.ui.printing import WhyNot, ask_printer, no_paper
from adviser_desk.ui.sheet_print import print_sheet, sheet_steps
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Flow, Picture, Scroll
from adviser_desk.ui.widgets.button import Button
from adviser_desk.ui.widgets.text import Heading, Text

_BLOCKS = 8
_ROOM_BESIDE = 50
"""em below which the paper stands under the words."""


class SheetStep(Scroll):
    """First run, step 3."""

    touched = Signal()

    def __init__(self, sheet: Sheet) -> None:
        """`sheet` is not of a vault yet."""
        super().__init__(margins=(64, 48, 32, 24))
        self.form = SheetForm(sheet)
        self.form.touched.connect(self.touched)
        self.setFocusProxy(self.form)
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def why_not(self) -> str:
        """What is still to be typed, or is not right."""
        return self.form.why_not()


class SheetForm(QWidget):
    """Print or copy by pen; then two blocks are asked back."""

    touched = Signal()

    def __init__(self, sheet: Sheet) -> None:
        """The code is masked until it is copied by pen."""
        super().__init__()
        self._sheet = sheet
        asked = sorted(secrets.SystemRandom().sample(range(1, _BLOCKS + 1), 2))
        self._lines = {number: QLineEdit() for number in asked}
        self._marks: dict[int, Picture] = {}
        left = QVBoxLayout()
        left.setSpacing(12)
        lost = _(
            "Bent u de wachtzin vergeten? Dan opent u de kluis met de code op dit blad. Er is geen andere weg terug."
        )
        left.addWidget(Heading(_("Print uw herstelblad"), "title"))
        left.addWidget(Text(lost))
        left.addLayout(self._buttons())
        no_file = _("Wij slaan het blad niet op als bestand. Zo kan het niet in een mailbox of cloudmap belanden.")
        left.addWidget(Text(no_file, "small", token="text2"))
        self._no_printer = Banner("warn", _("Er is geen printer"), _("Schrijf de code over met pen."))
        self._no_paper = no_paper()
        for banner in (self._no_printer, self._no_paper):
            banner.hide()
            left.addWidget(banner)
        left.addSpacing(8)
        left.addWidget(Heading(_("Bewaar het blad zo")))
        for icon, token, words in (
            ("check", "ok", _("In een afgesloten kast of kluis, niet bij de laptop")),
            ("check", "ok", _("In een dichte envelop met uw naam erop")),
            ("x", "bad", _("Niet scannen, niet fotograferen, niet mailen")),
        ):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(Picture(icon, token), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words), 1)
            left.addLayout(row)
        left.addSpacing(8)
        left.addWidget(Heading(_("Controle")))
        left.addWidget(Text(_("Typ blok %(a)d en blok %(b)d van het blad over") % {"a": asked[0], "b": asked[1]}))
        left.addLayout(self._check())
        left.addStretch(1)
        self._paper = _Paper(sheet)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(32)
        self._beside.addLayout(left, 1)
        self._beside.addLayout(_at_top(self._paper))
        self.setFocusProxy(self._print)

    def why_not(self) -> str:
        """Which block is still to be typed, or is not right."""
        for number, line in self._lines.items():
            if not line.text().strip():
                return _("Typ nog blok %(n)d") % {"n": number}
            if not setup.block_fits(line.text(), number, self._sheet):
                return _("Blok %(n)d klopt niet") % {"n": number}
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.em(_ROOM_BESIDE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(way)

    def _buttons(self) -> Flow:
        flow = Flow()
        self._print = Button(_("Herstelblad printen"), kind="primary", icon="printer", tall=True)
        self._print.clicked.connect(lambda _on=False: self._ask_printer())
        self._pen = Button(_("Overschrijven met pen"), tall=True)
        self._pen.setObjectName("by-pen")
        self._pen.setCheckable(True)
        self._pen.toggled.connect(self._show_code)
        flow.addWidget(self._print)
        flow.addWidget(self._pen)
        return flow

    def _check(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for number, line in self._lines.items():
            line.setObjectName(f"block-{number}")
            line.setAccessibleName(_("Blok %(n)d van het herstelblad") % {"n": number})
            line.setMaxLength(8)
            line.setFixedWidth(theme.em(8))
            line.textChanged.connect(lambda _words, number=number: self._typed(number))
            mark = Picture("check", "ok", 1.1)
            keep = mark.sizePolicy()
            keep.setRetainSizeWhenHidden(True)
            mark.setSizePolicy(keep)
            mark.hide()
            self._marks[number] = mark
            caption = Text(str(number), token="text2", wrap=False)
            caption.setBuddy(line)
            row.addWidget(caption)
            row.addWidget(line)
            row.addWidget(mark)
            row.addSpacing(12)
        row.addStretch(1)
        return row

    def _typed(self, number: int) -> None:
        line = self._lines[number]
        fits = setup.block_fits(line.text(), number, self._sheet)
        wrong = len(line.text().strip()) >= 5 and not fits
        self._marks[number].set_icon("check" if fits else "x", "ok" if fits else "bad")
        self._marks[number].setVisible(fits or wrong)
        words = _("klopt") if fits else _("klopt niet") if wrong else ""
        line.setAccessibleDescription(words)
        line.setProperty("trouble", wrong)
        line.style().unpolish(line)
        line.style().polish(line)
        self.touched.emit()

    def _show_code(self, on: bool) -> None:
        self._pen.set_label(_("Code verbergen") if on else _("Overschrijven met pen"))
        self._paper.show_code(on)

    def _ask_printer(self) -> None:
        ask_printer(self, lambda printer: print_sheet(printer, self._sheet), self._tell_not_printed)

    def _tell_not_printed(self, why: WhyNot) -> None:
        """A sheet in a file would be a copy of the code that nobody keeps an eye on."""
        shown, other = (self._no_printer, self._no_paper) if why == "no_printer" else (self._no_paper, self._no_printer)
        other.hide()
        shown.show()
        announce(shown, shown.accessibleName(), assertive=True)
        self._pen.setFocus()


def _at_top(paper: QFrame) -> QVBoxLayout:
    # Without the row, its height would be reckoned as if it were as wide as the page.
    row = QHBoxLayout()
    row.addWidget(paper)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addLayout(row)
    column.addStretch(1)
    return column


class _Paper(QFrame):
    """What the sheet looks like, with the code masked."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(theme.em(22))
        self._blocks = sheet.recovery_code.split("-")
        self._shown: list[Text] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addWidget(Heading(_("Herstelblad Adviser Desk"), "strong"))
        column.addWidget(Text(_("Kluisnummer %(number)s") % {"number": setup.number_of(sheet)}, "hint", token="text2"))
        column.addSpacing(10)
        column.addWidget(Text(_("Herstelcode"), "label"))
        column.addLayout(self._grid())
        column.addSpacing(10)
        column.addWidget(Text(_("Zo gebruikt u het blad"), "label"))
        for number, words in enumerate(sheet_steps(), 1):
            column.addWidget(Text(f"{number}. {words}", "hint"))
        column.addSpacing(10)
        column.addWidget(Text(_("Wie dit blad én uw laptop heeft, kan uw aantekeningen lezen."), "hint"))
        column.addSpacing(10)
        column.addWidget(Text(_("Op het blad staat geen naam."), "hint", token="text2"))
        self.show_code(False)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place in range(_BLOCKS):
            block = Text("", wrap=False)
            self._shown.append(block)
            column = 2 * (place // 4)
            grid.addWidget(Text(str(place + 1), token="text2", wrap=False), place % 4, column)
            grid.addWidget(block, place % 4, column + 1)
        grid.setColumnMinimumWidth(1, theme.em(6))
        grid.setColumnStretch(3, 1)
        return grid

    def show_code(self, on: bool) -> None:
        """The blocks, or dots."""
        for text, block in zip(self._shown, self._blocks, strict=True):
            text.setText(block if on else "•••••")
            text.setAccessibleName(block if on else _("verborgen"))

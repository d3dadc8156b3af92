"""Choosing a passphrase: typed twice, with its strength in bars and in words, and a suggestion."""

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adviser_desk.casework import passphrases
from adviser_desk.casework.passphrases import Strength
from adviser_desk.i18n import _
from adviser_desk.policy import Policy
from adviser_desk.ui.announce import announce
from adviser_desk.ui.passphrase_field import PassphraseField
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.boxes import Banner, Picture
from adviser_desk.ui.widgets.text import Text

_TOKENS = ("bad", "warn", "ok", "ok")
_JUDGE_AFTER_MS = 120
_WIDEST = 46
"""em of the fields."""


class NewPassphrase(QWidget):
    """`touched` when the button below may have to change; `entered` on Enter in the second field."""

    touched = Signal()
    entered = Signal()

    def __init__(self, label: str, policy: Policy, *, name: str = "passphrase") -> None:
        """Empty. `label` is of the first field; `name` its object name; `policy` says how strong it must be."""
        super().__init__()
        self._policy = policy
        self._strength = Strength(bars=0, tip="longer", enough=False)
        self._judge = QTimer(self, interval=_JUDGE_AFTER_MS, singleShot=True)
        self._judge.timeout.connect(self._look)
        self.first = PassphraseField(label, name=name)
        self.second = PassphraseField(_("Typ de zin nog een keer"), name=f"{name}-again", can_show=False, level=True)
        self.first.keep_shown_from(self.second.line)
        self.first.changed.connect(lambda _words: self._judge.start())
        self.first.changed.connect(lambda _words: self.touched.emit())
        self.second.changed.connect(lambda _words: self.touched.emit())
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.entered)
        self.setFocusProxy(self.first)
        self._bars = _Bars()
        self._word = Text("", "label", wrap=False)
        self._tip = Text("", "small", token="text2")
        self._tick = Picture("check", "ok", 1.1)
        tip = Banner(
            "info",
            _("Tip: neem vijf losse woorden"),
            _("Geen citaat, geen namen en geen zin die u ergens anders gebruikt."),
            [("suggest", _("Stel een zin voor"), "link")],
        )
        tip.pressed.connect(lambda _value: self.suggest())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self.first, self._strength_row(), self._tip, self.second, tip):
            column.addWidget(part)
        theme.changed.connect(self._measure)
        self._measure()
        self._look()

    def passphrase(self) -> str:
        """What was typed twice."""
        return self.first.text()

    def clear(self) -> None:
        """Both fields empty."""
        for field in (self.first, self.second):
            field.line.clear()
            field.show_words(False)
        self._look()

    def suggest(self) -> None:
        """Fill in five random words, to be seen and typed again."""
        self.first.line.setText(passphrases.suggest_passphrase())
        self.first.show_words(True)
        self._look()
        self.second.setFocus()

    def why_not(self) -> str:
        """Why this passphrase cannot be taken yet."""
        if not self._strength.enough or self._judge.isActive():
            return _("U kunt verder als de zin sterk genoeg is")
        return "" if self.first.text() == self.second.text() else _("U kunt verder als beide zinnen gelijk zijn")

    def _strength_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._bars, 1)
        row.addSpacing(6)
        row.addWidget(self._tick)
        row.addWidget(self._word)
        return holder

    def _measure(self) -> None:
        self.setMaximumWidth(theme.em(_WIDEST))

    def _look(self) -> None:
        self._judge.stop()
        before = self._strength
        self._strength = found = passphrases.strength(self.first.text(), self._policy)
        words = (_("Te kort"), _("Kan beter"), _("Sterk genoeg"), _("Zeer sterk"))
        word = _("Te kort") if found.tip == "longer" else words[found.bars if found.enough else min(found.bars, 1)]
        self._word.setText(word if self.first.text() else "")
        self._tick.setVisible(found.enough)
        self._word.set_token(_TOKENS[found.bars])
        self._bars.show_bars(found.bars + 1 if self.first.text() else 0, _TOKENS[found.bars])
        self._bars.setAccessibleName(_("Sterkte: %(word)s") % {"word": word.lower()})
        self._tip.setText(_tip_words(found.tip) if self.first.text() else _("Minstens 12 letters."))
        if found != before and self.first.text():
            announce(self._bars, self._bars.accessibleName())
        self.touched.emit()


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._on, self._token = 0, "line"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, on: int, token: str) -> None:
        self._on, self._token = on, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.em(20), 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - 12) / 4
        for place in range(4):
            painter.setPen(theme.colour(self._token if place < self._on else "control"))
            painter.setBrush(theme.colour(self._token if place < self._on else "window"))
            painter.drawRoundedRect(QRectF(place * (width + 4) + 0.5, 0.5, width - 1, 5), 2, 2)


def _tip_words(tip: str | None) -> str:
    words = {
        "longer": _("Maak de zin langer: minstens 12 letters."),
        "repeats": _("Herhaal geen letters of woorden."),
        "sequence": _("Gebruik geen reeks zoals abc of 1234."),
        "keyboard": _("Gebruik geen toetsen die naast elkaar liggen."),
        "date": _("Gebruik geen datum of jaartal."),
        "common": _("Dit is een bekend wachtwoord. Neem losse woorden."),
        "more_words": _("Nog een los woord maakt de zin sterker."),
    }
    return words.get(tip or "", _("Losse woorden zijn moeilijk te raden en goed te onthouden."))

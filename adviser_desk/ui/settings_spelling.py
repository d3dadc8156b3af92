"""Settings, Spelling: in which languages words are checked, and the words that the adviser added."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from adviser_desk import i18n
from adviser_desk.i18n import N_, _
from adviser_desk.models.codes import Language
from adviser_desk.spelling import engine
from adviser_desk.ui.announce import announce
from adviser_desk.ui.page import Width
from adviser_desk.ui.privacy import privacy
from adviser_desk.ui.settings_rows import Row, SettingsGroup
from adviser_desk.ui.spelling import spelling
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import theme
from adviser_desk.ui.widgets.button import Button, Segment
from adviser_desk.ui.widgets.text import Text

_CHOICES: Mapping[str, tuple[Language, ...]] = {"off": (), "nl": ("nl",), "en": ("en",), "both": ("nl", "en")}
_WIDE, _HIGH, _ROWS, _AIR = 20, 2, 6, 4
"""em of the list and of a row; rows that it is high; pixels around them."""
_NOWHERE = QModelIndex()


class SpellingGroup(SettingsGroup):
    """Applied at once. Where words cannot be checked it says so and offers nothing."""

    code = "spelling"
    label = N_("Spelling")
    words = N_("spellingcontrole, taalfout, woordenboek, woordenlijst")

    def __init__(self, state: State) -> None:
        """Empty until `load`."""
        self._here = engine.is_available()
        super().__init__(state, *(self._made() if self._here else [_missing()]))
        if self._here:
            for news in (spelling.chose, privacy.changed):
                news.connect(self.load)

    def load(self) -> None:
        if not self._here:
            return
        chosen = spelling.chosen.languages
        now = (i18n.language(),) if chosen is None else chosen
        self._languages.set_value(next(code for code, languages in _CHOICES.items() if languages == now))
        words = spelling.chosen.words
        self.list.show_words(words)
        for part in (self.list, self._drop):
            part.setVisible(bool(words))
        here = _("Deze woorden zijn altijd goed. Ze staan in uw kluis. Zet hier liever geen namen.")
        none = _("Nog leeg. Kies bij een woord met een golflijn ‘Toevoegen aan woordenlijst’.")
        self._own.say(here if words else none)

    def _made(self) -> list[Row]:
        labels = {"off": _("Uit"), "nl": _("Alleen Nederlands"), "en": _("Alleen Engels"), "both": _("Beide")}
        self._languages = Segment(_("Spelling nakijken"), [(code, labels[code], "") for code in _CHOICES])
        self._languages.setObjectName("settings-spelling")
        self._languages.chosen.connect(lambda code: spelling.choose(_CHOICES[code]))
        self.list = _OwnWords()
        self._drop = Button(_("Weghalen"), hint="Del")
        self._drop.setObjectName("settings-drop-word")
        self._drop.clicked.connect(lambda _on=False: self._drop_word())
        self.list.dropped = self._drop_word
        self._own = _Below(_("Uw woordenlijst"), self.list, self._drop)
        hint = _("Alleen op deze laptop. Fouten krijgen een golflijn.")
        return [Row(_("Spelling nakijken"), self._languages, hint=hint), self._own]

    def _drop_word(self) -> None:
        if (word := self.list.chosen_word()) is not None:
            spelling.drop(word)
            announce(self.list, _("‘%(word)s’ is weggehaald.") % {"word": privacy.inside(word)})


def _missing() -> Row:
    hint = _("De woordenlijst ontbreekt hier.")
    return Row(_("Spelling nakijken"), Text(_("Kan hier niet"), wrap=False), hint=hint)


class _Below(Row):
    """The list is below the words, however wide it is: beside it they would be far apart."""

    def set_width(self, width: Width) -> None:
        super().set_width("compact")


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.words: Sequence[str] = ()

    def show(self, words: Sequence[str]) -> None:
        self.beginResetModel()
        self.words = words
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.words)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | QSize | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return privacy.spoken(self.words[index.row()])
        return QSize(0, theme.em(_HIGH)) if role == Qt.ItemDataRole.SizeHintRole else None


class _OwnWords(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("settings-own-words")
        self.setAccessibleName(_("Uw woordenlijst"))
        self.setTabKeyNavigation(False)
        self.setViewportMargins(_AIR, _AIR, _AIR, _AIR)
        self._model = _Model()
        self.setModel(self._model)
        self.dropped = lambda: None
        theme.changed.connect(self.updateGeometry)

    def show_words(self, words: Sequence[str]) -> None:
        """The words, with the current row where it was."""
        row = max(self.currentIndex().row(), 0)
        self._model.show(words)
        self.updateGeometry()
        if words:
            self.setCurrentIndex(self._model.index(min(row, len(words) - 1)))

    def chosen_word(self) -> str | None:
        """The word of the current row."""
        row = self.currentIndex().row()
        return self._model.words[row] if 0 <= row < len(self._model.words) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.dropped()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        rows = min(max(len(self._model.words), 2), _ROWS)
        return QSize(theme.em(_WIDE), theme.em(_HIGH) * rows + 2 * _AIR + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.em(_WIDE / 2), self.sizeHint().height())

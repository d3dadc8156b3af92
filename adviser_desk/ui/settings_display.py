"""Settings, Weergave and Taal: how the window looks. Applied at once."""

from typing import TYPE_CHECKING, cast

from adviser_desk.casework.preferences import Preferences
from adviser_desk.i18n import N_, _
from adviser_desk.policy_words import value_words
from adviser_desk.ui.own_keys import command_keys
from adviser_desk.ui.settings_managed import set_by
from adviser_desk.ui.settings_rows import Choice, Row, SettingsGroup
from adviser_desk.ui.state import State
from adviser_desk.ui.theme import TEXT_SIZES, theme
from adviser_desk.ui.widgets.button import Segment

if TYPE_CHECKING:
    from adviser_desk.ui.main_window import MainWindow


class _LookGroup(SettingsGroup):
    """Knows how the window looks now, and how to ask for another look."""

    def preferences(self) -> Preferences:
        """As they are now."""
        return cast("MainWindow", self.window()).preferences

    def prefer(self, **change: object) -> None:
        """Others from now on."""
        window = cast("MainWindow", self.window())
        window.prefer(Preferences.model_validate({**self.preferences().model_dump(), **change}))


class DisplayGroup(_LookGroup):
    """Light or dark, and the size of the text."""

    code = "display"
    label = N_("Weergave")

    def __init__(self, state: State) -> None:
        """Follows the same commands of the menu."""
        looks = [("system", _("Zoals het systeem"), ""), ("light", _("Licht"), ""), ("dark", _("Donker"), "")]
        self._look = Segment(_("Licht of donker"), looks)
        self._look.setObjectName("settings-look")
        self._size = Choice(_("Tekstgrootte"), [(f"{size} %", size) for size in TEXT_SIZES])
        self._size.setObjectName("settings-text-size")
        self._look.chosen.connect(lambda look: self.prefer(look=look))
        self._size.activated.connect(lambda _place: self.prefer(text_size=self._size.currentData()))
        self._sizes = Row(_("Tekstgrootte"), self._size, words=_("letters, lettergrootte, zoom"))
        super().__init__(state, Row(_("Licht of donker"), self._look, words=_("thema, kleuren, nacht")), self._sizes)
        theme.changed.connect(self._follow)

    def load(self) -> None:
        now = self.preferences()
        self._look.set_value(now.look)
        self._size.setCurrentIndex(self._size.findData(now.text_size))
        self._sizes.say(command_keys.in_words(_("Ook met Ctrl++, Ctrl+- en Ctrl+0.")))

    def _follow(self) -> None:
        if self.isVisible():
            self.load()


class LanguageGroup(_LookGroup):
    """Dutch or English."""

    code = "language"
    label = N_("Taal")

    def __init__(self, state: State) -> None:
        """The window is built again in another language."""
        self._language = Segment(_("Taal"), [("nl", "Nederlands", ""), ("en", "English", "")])
        self._language.setObjectName("settings-language")
        self._language.chosen.connect(lambda language: self.prefer(language=language))
        hint = _("Wat u zelf schreef, verandert niet.")
        first = value_words("language", state.organisation.language)
        managed = _("Begint met %(language)s") % {"language": first} if set_by(state, "language") else ""
        super().__init__(state, Row(_("Taal van het venster"), self._language, hint=hint, managed=managed))

    def load(self) -> None:
        self._language.set_value(self.preferences().language)

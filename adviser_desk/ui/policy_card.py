"""On Vandaag: what the organisation changed in its policy, until the adviser says to have read it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adviser_desk.casework import policy_news
from adviser_desk.casework.policy_news import Change
from adviser_desk.i18n import _, ngettext
from adviser_desk.policy import BEGINS
from adviser_desk.policy_words import label, units_changed, value_words
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.boxes import Banner, clear
from adviser_desk.ui.widgets.button import Button


class PolicyCard(QWidget):
    """Hidden while there is no news."""

    def __init__(self, state: State) -> None:
        """`load` looks."""
        super().__init__()
        self.setObjectName("clear")
        self._state = state
        self._shown: tuple[Change, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self.hide()

    def load(self) -> None:
        """Look again."""
        self._state.run(policy_news.news, self._state.organisation, then=self._show)

    def _show(self, found: Sequence[Change]) -> None:
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        clear(self._column)
        self.setVisible(bool(found))
        if found:
            self._column.addWidget(self._banner(found))

    def _banner(self, found: Sequence[Change]) -> Banner:
        title, words = title_words(found), "\n".join(map(change_words, found))
        buttons = [("read", _("Gelezen"), "plain"), ("settings", _("Naar Instellingen"), "link")]
        banner = Banner("info", title, words, buttons, icon="building-2")
        banner.pressed.connect(self._pressed)
        for button, name in zip(banner.findChildren(Button), ("policy-read", "policy-settings"), strict=True):
            button.setObjectName(name)
        return banner

    def _pressed(self, value: str) -> None:
        if value == "settings":
            self._state.go("settings")
            return
        self._state.run(policy_news.read, self._state.organisation)
        self._show(())
        self.window().focusNextChild()


def title_words(found: Sequence[Change]) -> str:
    """How much is new."""
    return ngettext(
        "Uw organisatie heeft %(n)d instelling gewijzigd",
        "Uw organisatie heeft %(n)d instellingen gewijzigd",
        len(found),
    ) % {"n": len(found)}


def change_words(change: Change) -> str:
    """One change, as a sentence."""
    if isinstance(change.now, tuple) and isinstance(change.before, tuple):
        return units_changed(change.before, change.now)
    if change.key in BEGINS:
        begins = _("%(label)s: nu %(now)s. U mag iets anders kiezen.")
        words = begins if change.now else _("%(label)s: uw organisatie stelt niets meer voor.")
        return words % {"label": label(change.key), "now": value_words(change.key, change.now)}
    values = {
        "label": label(change.key),
        "now": value_words(change.key, change.now),
        "before": value_words(change.key, change.before),
    }
    return _("%(label)s: nu %(now)s. Dat was %(before)s.") % values

"""Rows of settings of which the organisation may decide: a choice up to its limit, or a value that only it changes."""

from PySide6.QtWidgets import QWidget

from adviser_desk import i18n, paths
from adviser_desk.casework.own_settings import choices
from adviser_desk.i18n import _
from adviser_desk.policy_units import read_units
from adviser_desk.policy_words import amount_words, few_names, label
from adviser_desk.ui.settings_rows import Choice, Row
from adviser_desk.ui.state import State
from adviser_desk.ui.widgets.switch import Switch
from adviser_desk.ui.widgets.text import Text


def set_by(state: State, key: str) -> str:
    """That the organisation set a key; "" where it did not."""
    return _("Ingesteld door uw organisatie") if key in state.organisation.model_fields_set else ""


class LimitRow(Row):
    """What the adviser chooses, up to the organisation's limit."""

    def __init__(self, state: State, key: str, *, hint: str = "", words: str = "") -> None:
        """Applied at once."""
        self._state, self._key = state, key
        left = choices(state.organisation, key)
        title, managed = label(key), set_by(state, key)
        self._choice = Choice(title, [(amount_words(key, number), number) for number in left])
        self._choice.setObjectName(f"settings-{key}")
        self._choice.activated.connect(lambda _place: state.choose(key, self._choice.currentData()))
        if len(left) == 1:
            self._choice.set_fixed()
        elif managed:
            managed = _("Ten hoogste %(amount)s") % {"amount": amount_words(key, left[-1])}
        super().__init__(title, self._choice, hint=hint, words=words, managed=managed)
        self.load()

    def load(self) -> None:
        """What counts now; a value between the steps is one of them too."""
        now = getattr(self._state.policy, self._key)
        if self._choice.findData(now) < 0:
            place = sum(self._choice.itemData(at) < now for at in range(self._choice.count()))
            self._choice.insertItem(place, amount_words(self._key, now), now)
        self._choice.setCurrentIndex(self._choice.findData(now))


class FixedRow(Row):
    """A value that nobody changes here: the organisation's, or that of the program."""

    def __init__(self, state: State, key: str, *, hint: str = "", words: str = "") -> None:
        """A control that cannot be used where it is the organisation's, else the value as text."""
        title, managed = label(key), set_by(state, key)
        value = amount_words(key, getattr(state.organisation, key))
        value = value[:1].upper() + value[1:]
        shown: QWidget = Choice(title, [(value, value)]) if managed else Text(value, wrap=False)
        shown.setObjectName(f"settings-{key}")
        if isinstance(shown, Choice):
            shown.set_fixed()
        super().__init__(title, shown, hint=hint, words=words, managed=managed)


class BeginsRow(Row):
    """A folder that the organisation proposes; another may be chosen where it is used."""

    def __init__(self, state: State, key: str, *, words: str = "") -> None:
        """Only where the organisation proposes one."""
        text = getattr(state.organisation, key)
        folder = paths.meant_by(text)
        shown = Text(str(folder or text))
        shown.setObjectName(f"settings-{key}")
        hint = _("U mag een andere kiezen.") if folder else _("Deze plek kennen wij hier niet. Kies zelf een plek.")
        super().__init__(label(key), shown, hint=hint, words=words, managed=_("Voorgesteld door uw organisatie"))


class UnitsRow(FixedRow):
    """The organisation's list of units, by name."""

    def __init__(self, state: State) -> None:
        """Its number of units, and the names of the first level."""
        policy = state.organisation
        tree = read_units(policy.units, policy.unit_least_people)
        top, names = [unit for unit in tree.units if unit.parent is None], tree.names(i18n.language())
        hint = few_names([names[unit.code] for unit in top]) + "."
        if small := [names[unit.code] for unit in top if not unit.named]:
            hint += " " + _("Zonder naam in een export: %(names)s.") % {"names": few_names(small)}
        super().__init__(state, "units", hint=hint, words=_("afdeling, directie, dienst"))


class StateRow(Row):
    """Whether something is so now: a switch that cannot be used where the organisation decides, else a word."""

    def __init__(self, state: State, key: str, title: str, *, words: str = "") -> None:
        """Unknown until `show_state`."""
        managed = set_by(state, key)
        self._sign = Switch(title) if managed else Text("", wrap=False)
        self._sign.setObjectName(f"settings-{key}")
        self._sign.setEnabled(not managed)
        super().__init__(title, self._sign, words=words, managed=managed)

    def show_state(self, on: bool) -> None:
        """It is so, or not."""
        if isinstance(self._sign, Switch):
            self._sign.setChecked(on)
        else:
            self._sign.setText(_("Aan") if on else _("Uit"))

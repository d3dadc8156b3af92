"""What takes the last act back, and what that act is called in the menu."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from adviser_desk.casework import last_act
from adviser_desk.casework.last_act import Act, LastAct
from adviser_desk.i18n import N_, _
from adviser_desk.ui.state import State

_WHAT: Mapping[Act, str] = {
    Act.STATUS: N_("status wijzigen"),
    Act.MEMORY_AID: N_("geheugensteun wijzigen"),
    Act.TRAITS: N_("kenmerk wijzigen"),
    Act.TICK: N_("opvolging afvinken"),
    Act.CHANGE: N_("contact wijzigen"),
    Act.VERSION: N_("versie terugzetten"),
    Act.REMOVE: N_("contact verwijderen"),
    Act.PUT_BACK: N_("contact terugzetten"),
    Act.LINK: N_("persoon koppelen"),
    Act.UNLINK: N_("persoon losmaken"),
}


@dataclass(frozen=True)
class Undo:
    """`what` names the act as the menu does: “contact verwijderen”. What has an `act` outlives locking."""

    what: str
    back: Callable[[], None]
    act: LastAct | None = None

    @classmethod
    def of(cls, state: State, act: LastAct) -> "Undo":
        """What takes back an act on the vault."""
        return cls(_(_WHAT[act.act]), lambda: state.run(last_act.take_back, act, now=state.now()), act)

    def __call__(self) -> None:
        """Take it back."""
        self.back()


def typing_to_undo() -> QPlainTextEdit | QLineEdit | None:
    """The field in focus when something that was typed there can be taken back."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QPlainTextEdit) and not focus.isReadOnly() and focus.document().isUndoAvailable():
        return focus
    return focus if isinstance(focus, QLineEdit) and focus.isUndoAvailable() else None


def undo_words(what: str) -> str:
    """The words of the command: what it takes back, unless that is typing."""
    if not what or typing_to_undo() is not None:
        return _("&Ongedaan maken")
    # An "&" in the name of an act would become a key of the menu.
    return _("&Ongedaan maken: %(what)s") % {"what": what.replace("&", "&&")}

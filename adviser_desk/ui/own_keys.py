"""Which keys each command of the window has now: those it comes with, or those of the adviser.

Whatever shows or follows a key asks here and looks again at `changed`. Locking is never without one.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from adviser_desk.casework import own_keys
from adviser_desk.casework.own_keys import OwnKeys

if TYPE_CHECKING:
    from adviser_desk.ui.state import State

LOCK = "lock"
_LOCKING = "Ctrl+L"
_IN_WORDS = re.compile(r"\b(?:(?:Ctrl|Alt|Shift)\+)+(?:[^\W_]+|[,./+=-])|\bF\d{1,2}\b")
Keys = tuple[str, ...]


class CommandKeys(QObject):
    """Keys by the code of a command, as portable names: `Ctrl+N`."""

    changed = Signal()

    def __init__(self) -> None:
        """As the commands come; locking works before there is a window."""
        super().__init__()
        self._first: dict[str, Keys] = {LOCK: (_LOCKING,)}
        self._own: Mapping[str, Keys] = {}
        self._now: dict[str, Keys] = dict(self._first)
        self._shown: dict[str, str] = {}
        self._state: State | None = None

    def begin(self, state: "State") -> None:
        """A vault is open."""
        self._state = state
        state.run(own_keys.own_keys, then=partial(self._chose, state))

    def learn(self, first: Mapping[str, Keys]) -> None:
        """The keys that the commands of a window come with."""
        self._first = {code: tuple(map(portable, keys)) for code, keys in first.items()}
        self._settle()

    def of(self, code: str) -> Keys:
        """The keys of a command now."""
        return self._now.get(code, ())

    def first(self, code: str) -> Keys:
        """The keys that a command comes with."""
        return self._first.get(code, ())

    def is_own(self, code: str) -> bool:
        """Whether the adviser changed it."""
        return self.of(code) != self.first(code)

    def owner(self, key: str) -> str | None:
        """The command that has a key now."""
        return next((code for code, keys in self._now.items() if key in keys), None)

    def shown(self, hint: str) -> str:
        """What to show where a command comes with this key; any other key stays as it is."""
        return self._shown.get(hint, hint)

    def in_words(self, sentence: str) -> str:
        """A sentence with the keys of now."""
        return _IN_WORDS.sub(lambda found: self.shown(found[0]) or found[0], sentence)

    # --- changes ---

    def give(self, key: str, code: str) -> None:
        """The command has this key, alone; whoever had it has it no more."""
        chosen: dict[str, Keys | None] = {code: (key,)}
        if (other := self.owner(key)) is not None and other != code:
            chosen[other] = tuple(one for one in self.of(other) if one != key)
        self._change(own_keys.choose_keys, chosen)

    def take(self, code: str) -> None:
        """The command has no key."""
        if code != LOCK:
            self._change(own_keys.choose_keys, {code: ()})

    def put_back(self, code: str) -> None:
        """The command has the keys it comes with; whoever has one of them now has it no more."""
        chosen: dict[str, Keys | None] = {code: None}
        for key in self.first(code):
            if (other := self.owner(key)) is not None and other != code:
                chosen[other] = tuple(one for one in self.of(other) if one not in self.first(code))
        self._change(own_keys.choose_keys, chosen)

    def put_all_back(self) -> None:
        """Every command has the keys it comes with."""
        self._change(own_keys.put_all_back)

    # --- inside ---

    def _change(self, change: Callable[..., OwnKeys], *values: object) -> None:
        if (state := self._state) is not None:
            state.run(change, *values, then=partial(self._chose, state))

    def _chose(self, state: "State", chosen: OwnKeys) -> None:
        if state is self._state:
            self._own = chosen.keys
            self._settle()

    def _settle(self) -> None:
        """No key has two commands, whatever a later version comes with; locking goes first."""
        own = {code: keys for code, keys in self._own.items() if keys or code != LOCK}
        order = sorted(self._first, key=lambda code: (code != LOCK, code not in own))
        taken: set[str] = set()
        self._now = {}
        for code in order:
            self._now[code] = tuple(key for key in own.get(code, self._first[code]) if key not in taken)
            taken.update(self._now[code])
        gone = {key: code for code, keys in self._first.items() for key in keys if key not in self._now[code]}
        self._shown = {key: next(iter(self._now[code]), "") for key, code in gone.items()}
        self.changed.emit()


def portable(key: str) -> str:
    """A key as Qt writes it for all systems and languages; empty for what is no key."""
    return QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText).toString()


command_keys = CommandKeys()
"""The keys of the process."""

"""Events as a code and numbers, on stderr when asked for. There is no function that takes text."""

import os
import sys
from enum import StrEnum

_ON = os.environ.get("ADVISER_DESK_LOG") == "1"


class Event(StrEnum):
    """Everything that may be logged. A value is a code, never a sentence."""

    STARTED = "started"
    UNLOCKED = "unlocked"
    LOCKED = "locked"
    MIGRATED = "migrated"
    KNOWN_ERROR = "known-error"
    BUG = "bug"
    EXPORTED = "exported"


def enabled() -> bool:
    """Whether events are written."""
    return _ON


def event(what: Event, *numbers: int) -> None:
    """Write one event with its numbers. Off unless ADVISER_DESK_LOG=1."""
    if _ON:
        sys.stderr.write(" ".join(["adviser-desk", what.value, *(str(int(number)) for number in numbers)]) + "\n")

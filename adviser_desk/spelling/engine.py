"""Hunspell with the word lists that are shipped. The only module that knows where it comes from.

Its package brings a plain library on Linux and macOS. That is called directly, so that the window goes on meanwhile.
On Windows it is part of a module of Python, which holds everything up while it reads a list, once. Suggestions are not
asked of it for that reason: they take it up to a second.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from adviser_desk import paths
from adviser_desk.models.codes import Language
from adviser_desk.spelling.suggest import hushed

_FILES: dict[Language, str] = {"nl": "nl", "en": "en_GB"}
_LONGEST = 60
"""Letters of a word that is looked up. Longer ones are no words, and compounds of that length take long."""
_UNWANTED: dict[Language, str] = {"en": "!"}
"""The mark of words that are right but must not be suggested. The Dutch list marks no words for what they mean."""
_reading = Lock()


class Dictionary:
    """The words of one language. Threads take turns: Hunspell can answer one at a time."""

    def __init__(self, spell: Callable[[str], bool]) -> None:
        """`spell` asks Hunspell."""
        self._spell = spell
        self._turn = Lock()

    def knows(self, word: str) -> bool:
        """Whether the word is in the list, or made of words and endings as the language makes them."""
        with self._turn:
            return len(word) > _LONGEST or self._spell(word)


def is_available() -> bool:
    """Whether words can be checked on this machine."""
    return _library() is not None or _has_module()


def dictionary(language: Language) -> Dictionary | None:
    """The words of a language, None where they cannot be checked here. The first time takes a quarter of a second."""
    with _reading:
        return _read(language)


@cache
def unwanted(language: Language) -> tuple[str, ...]:
    """Beginnings of words that are right, and that nobody wants to be offered."""
    if language not in _UNWANTED:
        return ()
    with paths.resource(f"spelling/{_FILES[language]}.dic").open(encoding="utf-8") as lines:
        return hushed(lines, _UNWANTED[language])


@cache
def _read(language: Language) -> Dictionary | None:
    folder, name = paths.resource("spelling"), _FILES[language]
    try:
        if (library := _library()) is not None:
            return Dictionary(_of_library(library, folder, name))
        return Dictionary(of_module(folder, name)) if _has_module() else None
    except (OSError, ImportError):
        return None


def _of_library(path: Path, folder: Path, name: str) -> Callable[[str], bool]:
    library = ctypes.CDLL(str(path))
    library.Hunspell_create.restype = ctypes.c_void_p
    library.Hunspell_create.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.Hunspell_spell.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    files = [folder / f"{name}{end}" for end in (".aff", ".dic")]
    for file in files:
        # Hunspell itself says nothing when a file is not there.
        file.open("rb").close()
    found = library.Hunspell_create(*(os.fsencode(file) for file in files))
    return lambda word: bool(library.Hunspell_spell(found, word.encode("utf-8", "replace")))


def of_module(folder: Path, name: str) -> Callable[[str], bool]:
    """Ask the module of Python, for where there is no library of its own."""
    from hunspell import Hunspell

    found = Hunspell(name, hunspell_data_dir=str(folder), system_encoding="utf-8")
    return lambda word: bool(found.spell(word.encode("utf-8", "replace").decode("utf-8")))


@cache
def _library() -> Path | None:
    folder = _folder()
    return next(iter(sorted(folder.glob("libhunspell*"))), None) if folder is not None else None


def _folder() -> Path | None:
    frozen: str | None = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "hunspell"
    spec = find_spec("hunspell")
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _has_module() -> bool:
    return find_spec("hunspell") is not None

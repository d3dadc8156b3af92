"""Where the organisation's policy is read: one place for each system, which an adviser cannot write.

There is no option, variable or file of the adviser that points elsewhere: see docs/decisions/0010.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from adviser_desk.errors import BrokenPolicy
from adviser_desk.i18n import N_
from adviser_desk.policy import DEFAULT, KEYS, Given, Policy, checked, kind

LINUX = Path("/etc/adviser-desk/policy.toml")
MACOS = Path("/Library/Managed Preferences/org.adviserdesk.AdviserDesk.plist")
WINDOWS = r"Software\Policies\AdviserDesk"
_OWNER = 0
"""Root."""
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
MOST = 65_536
"""Bytes; a policy is a few lines."""
_TEXT, _EXPANDED, _NUMBER, _LINES = 1, 2, 4, 7
"""REG_SZ, REG_EXPAND_SZ, REG_DWORD and REG_MULTI_SZ."""
RegistryValue = tuple[str, object, int]
"""Name, value and type, as `winreg.EnumValue` gives them."""


def place() -> str:
    """Where the policy of this system is."""
    if sys.platform == "win32":
        return rf"HKLM\{WINDOWS}"
    return str(MACOS if sys.platform == "darwin" else LINUX)


def read_policy() -> Policy:
    """The organisation's policy; the defaults where it set nothing. Raises BrokenPolicy, and never falls back."""
    if sys.platform == "win32":
        return from_registry(_registry_values())
    if (content := trusted(Path(place()))) is None:
        return DEFAULT
    return from_file(Path(place()), content)


def from_file(path: Path, content: bytes) -> Policy:
    """The policy of a file with this content: a property list by its name, else TOML. Raises BrokenPolicy."""
    given = _from_plist if path.suffix == ".plist" else _from_toml
    return checked(given(content, str(path)), str(path))


def from_registry(values: Iterable[RegistryValue]) -> Policy:
    """The policy of the values of the registry key. Raises BrokenPolicy."""
    names = {key.casefold(): key for key in KEYS}
    given = {}
    for name, value, form in values:
        key = names.get(name.casefold(), name)
        given[key] = Given(_of_registry(kind(key).type if key in KEYS else None, value, form))
    return checked(given, rf"HKLM\{WINDOWS}") if given else DEFAULT


def _of_registry(wanted: type | None, value: object, form: int) -> object:
    """A value as the model wants it; None where the registry has it in another form."""
    if wanted is bool and form == _NUMBER and value in (0, 1):
        return bool(value)
    if wanted is tuple:
        return value if form == _LINES else None
    return value if form in ((_TEXT, _EXPANDED) if wanted is Path else (_TEXT, _NUMBER)) else None


def trusted(path: Path) -> bytes | None:
    """The content of a file that nobody but root can have written; None where there is none.

    Raises BrokenPolicy with the rule that fails: owner, rights, an ordinary file, and the same for its folder.
    """
    try:
        folder = os.lstat(path.parent)
    except FileNotFoundError:
        return None
    except OSError:
        raise _not_readable(path.parent) from None
    _refuse_untrusted(path.parent, folder, stat.S_ISDIR)
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _not_plain(path) if error.errno == errno.ELOOP else _not_readable(path) from None
    with open(file, "rb") as opened:
        _refuse_untrusted(path, os.fstat(file), stat.S_ISREG)
        try:
            content = opened.read(MOST + 1)
        except OSError:
            raise _not_readable(path) from None
    return within(path, content)


def within(path: Path, content: bytes) -> bytes:
    """The content if it is not too long to be a policy. Raises BrokenPolicy."""
    if len(content) > MOST:
        raise BrokenPolicy(str(path), 0, N_("Dit is te groot voor een beleid."))
    return content


def _refuse_untrusted(path: Path, found: os.stat_result, plain: object) -> None:
    if not (callable(plain) and plain(found.st_mode)):
        raise _not_plain(path)
    if found.st_uid != _OWNER:
        raise BrokenPolicy(str(path), 0, N_("De eigenaar hiervan moet root zijn."))
    if found.st_mode & _OTHERS_WRITE:
        raise BrokenPolicy(str(path), 0, N_("Alleen root mag hierin kunnen schrijven."))


def _not_plain(path: Path) -> BrokenPolicy:
    return BrokenPolicy(str(path), 0, N_("Dit moet een gewoon bestand in een gewone map zijn, geen verwijzing."))


def _not_readable(path: Path) -> BrokenPolicy:
    return BrokenPolicy(str(path), 0, N_("Dit is niet te lezen. Iedereen moet het kunnen lezen."))


def _from_toml(content: bytes, place: str) -> Mapping[str, Given]:
    import tomllib

    try:
        text = content.decode("utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenPolicy(place, line, N_("Dit is geen tekst in UTF-8.")) from None
    except tomllib.TOMLDecodeError as error:
        # Its sentence is in English for programmers; the line is all that is of use.
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise _not_toml(text, place, line) from None
    lines = [(_line_of(key, text), key, value) for key, value in values.items()]
    return {
        key: Given(value, line, _lines_in(value, line, text))
        for line, key, value in sorted(lines, key=lambda one: one[0])
    }


def _not_toml(text: str, place: str, line: int) -> BrokenPolicy:
    twice = re.match(r"""\s*["']?(\w+)["']?\s*=""", "".join(text.splitlines()[line - 1 : line]))
    if twice and 0 < _line_of(twice[1], text) < line:
        return BrokenPolicy(place, line, N_("‘%(key)s’ staat er twee keer."), key=twice[1][:60])
    return BrokenPolicy(place, line, N_("Wij kunnen deze regel niet lezen als TOML."))


def _line_of(key: str, text: str) -> int:
    begins = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if begins.match(line)), 0)


def _lines_in(value: object, line: int, text: str) -> list[int]:
    """On which line each text of a list is; the one before where it is written in another way than it reads."""
    found, rows = [], text.splitlines()
    for each in value if isinstance(value, list) else ():
        begin = max(line, 1)
        at = next((number for number, row in enumerate(rows[begin - 1 :], begin) if str(each) in row), line)
        found.append(at)
        line = at
    return found


def _from_plist(content: bytes, place: str) -> Mapping[str, Given]:
    import plistlib

    try:
        values = plistlib.loads(content)
    except Exception:
        # What it raises depends on the form and on what is wrong.
        values = None
    if not isinstance(values, dict):
        raise BrokenPolicy(place, 0, N_("Wij kunnen dit niet lezen als een lijst van instellingen (plist)."))
    # What a profile says about itself, not about the program.
    return {key: Given(value) for key, value in values.items() if not key.startswith("Payload")}


def _registry_values() -> list[RegistryValue]:
    """The values of the key; none where it is not there."""
    import winreg

    try:
        opened = winreg.OpenKey(  # type: ignore[attr-defined,unused-ignore]
            winreg.HKEY_LOCAL_MACHINE,  # type: ignore[attr-defined,unused-ignore]
            WINDOWS,
            0,
            winreg.KEY_READ | winreg.KEY_WOW64_64KEY,  # type: ignore[attr-defined,unused-ignore]
        )
    except FileNotFoundError:
        return []
    except OSError:
        raise BrokenPolicy(place(), 0, N_("Dit is niet te lezen. Iedereen moet het kunnen lezen.")) from None
    found: list[RegistryValue] = []
    with opened:
        for number in range(winreg.QueryInfoKey(opened)[1]):  # type: ignore[attr-defined,unused-ignore]
            found.append(winreg.EnumValue(opened, number))  # type: ignore[attr-defined,unused-ignore]
    return found

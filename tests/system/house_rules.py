"""The rules of the house as functions over one source file. Each gives the lines that break it, as sentences."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

LONGEST_FILE = 400
_NETWORK = """
aiohttp asyncio ftplib http httpx imaplib poplib requests smtplib socket socketserver ssl telnetlib urllib urllib3
webbrowser websockets xmlrpc
"""
NETWORK = frozenset(_NETWORK.split())
OTHER_LOGS = frozenset(["logging", "syslog", "warnings"])
QT_NETWORK = frozenset(["QtNetwork", "QtWebSockets", "QtWebEngineCore", "QtWebEngineWidgets", "QtHttpServer"])
GENERIC = frozenset(["utils", "util", "helper", "helpers", "manager", "managers", "misc", "common", "controller"])
# A nested event loop would run on behind the lock; the system boxes for printing and files join this list by name.
MAY_EXEC = {"adviser_desk/app.py"}
# The hook that refuses every socket has to name what it lets through.
MAY_NAME_SOCKETS = {"adviser_desk/hardening.py"}
# Before there is a window, an error can only be a box.
MAY_SHOW_BOX = {"adviser_desk/app.py"}
MAY_STYLE = {"adviser_desk/ui/theme.py"}
WORDS = frozenset(["_", "N_", "ngettext"])


@dataclass(frozen=True)
class Source:
    """A file below the checkout: its path with forward slashes, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full dotted name of everything imported, at the top and inside functions alike."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def called(call: ast.Call) -> str:
    """The last name of what is called: `exec` for `self.dialog.exec()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def no_qt_outside_the_window(source: Source) -> list[str]:
    if source.path.startswith("adviser_desk/ui/"):
        return []
    return [f"{line}: {name}" for line, name in source.imports() if name.split(".")[0] in {"PySide6", "shiboken6"}]


def no_network(source: Source) -> list[str]:
    allowed = {"socket"} if source.path in MAY_NAME_SOCKETS else set()
    return [
        f"{line}: {name}"
        for line, name in source.imports()
        if name not in allowed and (name.split(".")[0] in NETWORK or QT_NETWORK & set(name.split(".")))
    ]


def no_print(source: Source) -> list[str]:
    return [f"{call.lineno}: print" for call in source.calls() if called(call) == "print"]


def no_text_in_the_log(source: Source) -> list[str]:
    """Only `log.event(log.Event.X, numbers…)`: no text, nothing formatted, and not the logging module."""
    found = [f"{line}: {name}" for line, name in source.imports() if name.split(".")[0] in OTHER_LOGS]
    for call in source.calls():
        if not (isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "log"):
            continue
        if call.func.attr not in {"event", "enabled"}:
            found.append(f"{call.lineno}: log.{call.func.attr}")
        given = [*call.args, *(word.value for word in call.keywords)]
        found += [f"{call.lineno}: text" for value in given if any(_is_text(part) for part in ast.walk(value))]
    return found


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Call) and called(node) in {"str", "repr", "format"})


def no_loop_that_waits_for_an_answer(source: Source) -> list[str]:
    if source.path in MAY_EXEC:
        return []
    return [f"{call.lineno}: exec" for call in source.calls() if called(call) in {"exec", "exec_"}]


def no_message_box(source: Source) -> list[str]:
    if source.path in MAY_SHOW_BOX:
        return []
    return [f"{line}: {name}" for line, name in source.imports() if name.endswith((".QMessageBox", ".QErrorMessage"))]


def one_place_for_style(source: Source) -> list[str]:
    if source.path in MAY_STYLE:
        return []
    return [f"{call.lineno}: setStyleSheet" for call in source.calls() if called(call) == "setStyleSheet"]


def no_qsettings(source: Source) -> list[str]:
    """QSettings writes names of folders in clear. Only the call that sends it nowhere is allowed."""
    return [f"{call.lineno}: QSettings" for call in source.calls() if called(call) == "QSettings"]


def whole_messages(source: Source) -> list[str]:
    """A translator sees a whole sentence: nothing formatted or glued together inside `_()`, `N_()` and `ngettext()`."""
    found = []
    for call in source.calls():
        if called(call) in WORDS:
            messages = call.args[:2] if called(call) == "ngettext" else call.args
            found += [f"{call.lineno}: {called(call)}" for message in messages if _is_made_up(message)]
    return found


def _is_made_up(message: ast.expr) -> bool:
    if isinstance(message, ast.Call):
        return called(message) in {"format", "join"}
    return isinstance(message, ast.JoinedStr | ast.BinOp)


def short_files(source: Source) -> list[str]:
    lines = len(source.text.splitlines())
    return [f"{lines} lines"] if lines > LONGEST_FILE else []


def names_of_the_field(source: Source) -> list[str]:
    parts = source.path.removesuffix(".py").split("/")
    return [part for part in parts if GENERIC & set(part.split("_"))]


Rule = Callable[[Source], list[str]]


class Bad(NamedTuple):
    """A source that a rule must refuse, and where it stands."""

    rule: Rule
    text: str
    path: str = "adviser_desk/ui/page.py"


RULES: tuple[Rule, ...] = (
    no_qt_outside_the_window,
    no_network,
    no_print,
    no_text_in_the_log,
    no_loop_that_waits_for_an_answer,
    no_message_box,
    one_place_for_style,
    no_qsettings,
    whole_messages,
    short_files,
    names_of_the_field,
)

BAD = (
    Bad(no_qt_outside_the_window, "from PySide6.QtCore import Qt", "adviser_desk/casework/cases.py"),
    Bad(no_qt_outside_the_window, "def f():\n    import PySide6.QtGui", "adviser_desk/signals/word_report.py"),
    Bad(no_network, "import socket"),
    Bad(no_network, "def f():\n    from urllib.request import urlopen"),
    Bad(no_network, "import http.client as c", "adviser_desk/hardening.py"),
    Bad(no_network, "from PySide6 import QtNetwork"),
    Bad(no_network, "from PySide6.QtNetwork import QTcpSocket"),
    Bad(no_print, "print(1)"),
    Bad(no_text_in_the_log, "log.event(log.Event.BUG, 'text')"),
    Bad(no_text_in_the_log, "log.event(f'{case}')"),
    Bad(no_text_in_the_log, "log.event(log.Event.BUG, str(error))"),
    Bad(no_text_in_the_log, "log.info(3)"),
    Bad(no_text_in_the_log, "import logging"),
    Bad(no_loop_that_waits_for_an_answer, "dialog.exec()"),
    Bad(no_loop_that_waits_for_an_answer, "QMenu().exec_(here)"),
    Bad(no_message_box, "from PySide6.QtWidgets import QWidget, QMessageBox"),
    Bad(one_place_for_style, "self.setStyleSheet('color: red')"),
    Bad(no_qsettings, "QSettings('a', 'b').setValue('k', 1)"),
    Bad(whole_messages, "_(f'{n} casussen')"),
    Bad(whole_messages, "_('Er zijn ' + n)"),
    Bad(whole_messages, "_('Er zijn %d' % n)"),
    Bad(whole_messages, "_('Er zijn {}'.format(n))"),
    Bad(whole_messages, "N_(f'{n}')"),
    Bad(whole_messages, "ngettext('een', f'{n}', n)"),
    Bad(short_files, "x = 1\n" * (LONGEST_FILE + 1)),
    Bad(names_of_the_field, "", "adviser_desk/casework/case_manager.py"),
    Bad(names_of_the_field, "", "adviser_desk/utils/text.py"),
)

GOOD = (
    Bad(no_qt_outside_the_window, "from PySide6.QtCore import Qt", "adviser_desk/ui/page.py"),
    Bad(no_network, "import socket", "adviser_desk/hardening.py"),
    Bad(no_text_in_the_log, "log.event(log.Event.BUG, 70)"),
    Bad(no_loop_that_waits_for_an_answer, "app.exec()", "adviser_desk/app.py"),
    Bad(one_place_for_style, "app.setStyleSheet(sheet)", "adviser_desk/ui/theme.py"),
    Bad(no_qsettings, "QSettings.setPath(form, scope, nowhere)"),
    Bad(whole_messages, "_('Een ' 'zin') % {'n': n}\nngettext('een', '%(n)d', n + 1)\n_(deferred)"),
    Bad(short_files, "x = 1\n" * LONGEST_FILE),
)

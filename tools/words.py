"""Keeps the English catalogue in step with the Dutch words in the source: `python tools/words.py`.

Extracts, updates the .po (translations are kept, words that went are dropped), compiles the .mo, lists what is missing.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "adviser_desk"
PO = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "adviser_desk.po"
MO = PO.with_suffix(".mo")

Message = str | tuple[str, ...] | list[str]
"""The words of a message; more than one where they depend on a number."""
_ONE = frozenset(["_", "N_"])
_PLURAL = frozenset(["ngettext", "count"])
_PLACES = 2
"""The singular and the plural come first in a call for a number."""


class Words(Catalog):
    """A catalogue whose head says only what a reader of the file needs: no dates, no versions, no names."""

    mime_headers = [  # noqa: RUF012
        ("Language", "en"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]


def words_in(text: str) -> Iterator[tuple[int, Message]]:
    """Line and message of every marked word in a source text; a pair for a message with a number.

    Read from the syntax tree, because words are also asked of variables: `_ = labels.words`, then `_.count(…)`.
    """
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name in _ONE and said:
            yield node.lineno, said[0]
        elif name in _PLURAL and len(said) == _PLACES:
            yield node.lineno, (said[0], said[1])


def extracted() -> Catalog:
    """Every message of the source, without translations."""
    found = _empty()
    for path in sorted(SOURCE.rglob("*.py")):
        for _line, message in words_in(path.read_text(encoding="utf-8")):
            found.add(message)
    return found


def kept() -> Catalog:
    """The catalogue as it is in the repository."""
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="adviser_desk")


def updated(before: Catalog) -> Catalog:
    """The messages of the source with the translations of `before`, by exact message."""
    now = extracted()
    for message in now:
        if message.id and (known := before.get(message.id)):
            message.string = known.string
            message.flags |= known.flags & {"fuzzy"}
    return now


def missing(catalogue: Catalog) -> list[Message]:
    """The messages without a whole translation."""
    return [message.id for message in catalogue if message.id and not whole(message.string)]


def whole(string: Message | None) -> bool:
    """Whether a translation has all its forms."""
    return all([string] if isinstance(string, str) else string or [""])


def po_bytes(catalogue: Catalog) -> bytes:
    """The .po: sorted and without places, so that it changes only where words change."""
    file = io.BytesIO()
    write_po(file, catalogue, width=120, no_location=True, sort_output=True)
    return file.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The .mo: the same bytes for the same words."""
    file = io.BytesIO()
    same = _empty()
    for message in sorted((each for each in catalogue if each.id), key=lambda each: _first(each.id)):
        same.add(message.id, message.string)
    write_mo(file, same)
    return file.getvalue()


def _first(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def _empty() -> Words:
    return Words(
        locale="en", domain="adviser_desk", fuzzy=False, header_comment="# English for the Dutch words of Adviser Desk."
    )


def main() -> int:
    """Update and compile; 0 when nothing is missing."""
    catalogue = updated(kept() if PO.exists() else _empty())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalogue))
    MO.write_bytes(mo_bytes(catalogue))
    left = missing(catalogue)
    lines = [f"missing: {message}" for message in left]
    sys.stdout.write("\n".join([*lines, f"{len(catalogue)} messages, {len(left)} missing", ""]))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())

"""What the command line reads and writes: results on stdout, all else on stderr, in UTF-8 on every system."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def prepare() -> None:
    """UTF-8 for what is piped in and out, and streams that go nowhere for a program that was given none."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # The program with the window has none on Windows when it is started from a menu.
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif not stream.isatty():
            # Windows would take the code page of the country: another passphrase than the one of the window, and JSON
            # that nobody else can read. Its own shell begins a pipe with a mark.
            stream.reconfigure(encoding="utf-8-sig" if name == "stdin" else "utf-8", errors=stream.errors)


def say(sentence: str) -> None:
    """A message for a person, on stderr."""
    sys.stderr.write(sentence + "\n")


def answer(result: Mapping[str, Any], lines: Sequence[str], as_json: bool) -> None:
    """The result, on stdout: one JSON object, or lines for a person."""
    text = json.dumps(result, ensure_ascii=False, sort_keys=True) if as_json else "\n".join(lines)
    if text:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

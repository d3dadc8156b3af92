"""What the command line writes: results on stdout, all else on stderr."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def say(sentence: str) -> None:
    """A message for a person, on stderr."""
    sys.stderr.write(sentence + "\n")


def answer(result: Mapping[str, Any], lines: Sequence[str], as_json: bool) -> None:
    """The result, on stdout: one JSON object, or lines for a person."""
    text = json.dumps(result, ensure_ascii=False, sort_keys=True) if as_json else "\n".join(lines)
    if text:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

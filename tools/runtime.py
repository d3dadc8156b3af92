"""The runtime of Microsoft's compiler in a bundle for Windows, by what each of its files says of itself."""

import hashlib
import re
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools import bundle, carried

LICENCE = "LicenseRef-Microsoft-Distributable-Code"
"""May be passed on with a program for Windows. The licence of Python for Windows, which is inside, names the terms."""
_TERMS = "licences/Python"
_MAKER = "Microsoft Corporation"
_NUMBERS = re.compile(
    re.escape("VS_VERSION_INFO\0".encode("utf-16-le")) + rb"(?:\0\0)?\xbd\x04\xef\xfe.{4}(.{8})", re.S
)

Part = dict[str, Any]


def in_bundle(folder: Path, carriers: Mapping[str, str]) -> list[Part]:
    """A part for each file, with who brought it: `carriers` has the reference of each owner. On other systems none."""
    root = bundle.contents_folder(folder)
    return [_part(root, path, carriers) for path in bundle.files(folder) if bundle.is_of_the_runtime(path)]


def _part(root: Path, path: str, carriers: Mapping[str, str]) -> Part:
    content = (root / path).read_bytes()
    if (maker := _said(content, "CompanyName")) != _MAKER:
        sys.exit(f"{path} has a name of Microsoft's runtime and does not say to be theirs.")
    # A wheel may have put a number behind the name.
    name = re.sub(r"-[0-9a-f]{32}(?=\.dll$)", "", Path(path).name.lower())
    version, carrier = _version(content), carriers[str(bundle.owner_of_file(path))]
    purl = f"pkg:generic/microsoft/{name}" + (f"@{version}" if version else "")
    texts = {"description": _said(content, "FileDescription"), "copyright": _said(content, "LegalCopyright")}
    return {
        "type": "library",
        "supplier": {"name": maker},
        "bom-ref": f"{carrier}/{purl}",
        "name": name,
        **({"version": version} if version else {}),
        **{key: text for key, text in texts.items() if text},
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
        "licenses": [{"expression": LICENCE}],
        "purl": purl,
        "properties": carried.properties(_TERMS, carrier),
    }


def _version(content: bytes) -> str | None:
    """The four numbers of the version resource."""
    found = _NUMBERS.search(content)
    if found is None:
        return None
    second, first, fourth, third = struct.unpack("<4H", found[1])
    return f"{first}.{second}.{third}.{fourth}"


def _said(content: bytes, key: str) -> str | None:
    """A text of the version resource."""
    begin = re.escape(f"{key}\0".encode("utf-16-le")) + rb"(?:\0\0)?"
    found = re.search(begin + rb"((?:[^\0].|\0[^\0])+?)\0\0", content, re.S)
    return found and found[1].decode("utf-16-le")

"""What the packages of the bundle carry inside: libraries of C, crates of Rust, word lists, icons."""

import decimal
import importlib.metadata
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from tools.bundle import PROGRAM

LICENCES = "adviser-desk:licences"
"""The property that names the folder of a part's licence, from the contents folder of the bundle."""
_CARRIER = "adviser-desk:carried-by"

Part = dict[str, Any]


class _Inside(NamedTuple):
    """A library that a wheel carries without saying so in a list of its own."""

    name: str
    licence: str
    folder: str
    version: Callable[[str], str | None]
    vendor: str | None = None
    only_with: str = ""
    """Where the wheel has no file of this name, the system has it, or nobody."""


def _in_file(pattern: str, version: str) -> Callable[[str], str | None]:
    """The version as it is written in the bytes of a file of the wheel."""

    def found(package: str) -> str | None:
        for file in importlib.metadata.files(package) or []:
            if re.search(pattern, file.as_posix()):
                match = re.search(version.encode(), Path(str(file.locate())).read_bytes())
                return match and match[1].decode("ascii")
        return None

    return found


def _either(*ways: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """The first of these that finds a version."""
    return lambda package: next((version for way in ways if (version := way(package))), None)


def _asked(code: str) -> Callable[[str], str | None]:
    """The version as the library itself says it."""

    def answer(_package: str) -> str:
        names: dict[str, Any] = {}
        exec(code, names)
        return str(names["version"])

    return answer


_XML = "from lxml import etree; version = '.'.join(map(str, etree.{}))"
_CIPHER = "import sqlcipher3; version = sqlcipher3.connect(':memory:').execute('{}').fetchone()[0].split()[0]"
_OPENSSL = r"OpenSSL (\d+\.\d+\.\d+) "
_QT = "from PySide6.QtCore import qVersion; version = qVersion()"
_UNICODE = r"libicuuc|icuuc\.dll"
_COMPILER = r"GCC: .*?(\d+\.\d+\.\d+)"
# On Windows the bare number is all it says.
_PNG = r"(?:libpng version (?=\d)|\0(?=1\.6\.\d+\0))(\d+\.\d+\.\d+)"
_WHEELS: dict[str, list[_Inside]] = {
    "chunspell-next": [_Inside("Hunspell", "LGPL-2.1-or-later", "chunspell-next", lambda _package: "1.7")],
    "highspy": [
        # Asking the library itself makes it speak; its wheel has the same number.
        _Inside("HiGHS", "MIT", "highspy", importlib.metadata.version),
    ],
    "lxml": [
        _Inside("libxml2", "MIT", "libxml2", _asked(_XML.format("LIBXML_VERSION")), "xmlsoft"),
        _Inside("libxslt", "MIT", "libxslt", _asked(_XML.format("LIBXSLT_VERSION")), "xmlsoft"),
    ],
    "numpy": [
        _Inside(
            "OpenBLAS",
            "BSD-3-Clause",
            "numpy",
            _asked("import numpy; version = numpy.show_config('dicts')['Build Dependencies']['blas']['version']"),
        ),
        # A file of its own, or within OpenBLAS, where it may tell its version by the names of its sources.
        _Inside(
            "libgfortran",
            "GPL-3.0-or-later WITH GCC-exception-3.1",
            "numpy",
            _either(
                _in_file("libgfortran", _COMPILER), _in_file("libscipy_openblas", r"gcc-(\d+\.\d+\.\d+)/libgfortran")
            ),
        ),
        _Inside(
            "libquadmath", "LGPL-2.1-or-later", "numpy", _in_file("libquadmath", _COMPILER), only_with="libquadmath"
        ),
    ],
    "pyside6-essentials": [
        _Inside("Qt", "LGPL-3.0-only", "PySide6-Essentials", _asked(_QT), "qt"),
        _Inside("ICU", "Unicode-3.0", "Qt", _in_file(_UNICODE, r"\0(\d\d\.\d)\0"), "unicode", _UNICODE),
        _Inside("libpng", "libpng-2.0", "Qt", _in_file(r"(lib)?Qt6Gui\.", _PNG), "libpng"),
    ],
    "sqlcipher3": [
        _Inside("SQLCipher", "BSD-3-Clause", "SQLCipher", _asked(_CIPHER.format("pragma cipher_version")), "zetetic"),
        _Inside("SQLite", "blessing", "sqlcipher3", _asked(_CIPHER.format("select sqlite_version()")), "sqlite"),
        _Inside("OpenSSL", "Apache-2.0", "OpenSSL", _in_file(r"sqlcipher3/.*\.(so|pyd)$", _OPENSSL), "openssl"),
    ],
}
# Parts that a wheel's own list names without a licence.
_LICENCES_OF_LISTED = {"openssl": "Apache-2.0"}


def in_wheel(package: Part) -> list[Part]:
    """What the wheel of a package carries: by its own list of parts where it has one, and by ours."""
    kind, _slash, rest = package["bom-ref"].partition("/")
    if kind != "pkg:pypi":
        return []
    key = rest.partition("@")[0]
    found = [_listed(part, package) for part in _own_list(key)]
    for inside in _WHEELS.get(key, []):
        if re.search(inside.only_with, " ".join(file.as_posix() for file in importlib.metadata.files(key) or [])):
            found.append(_part(inside, inside.version(key), package["bom-ref"]))
    return found


def in_python() -> list[Part]:
    """What Python carries inside its modules."""
    carrier = f"pkg:generic/cpython@{'.'.join(map(str, __import__('sys').version_info[:3]))}"
    return [
        _part(_Inside("Expat", "MIT", "Expat", _asked("")), expat.EXPAT_VERSION.removeprefix("expat_"), carrier),
        _part(_Inside("libmpdec", "BSD-2-Clause", "Python", _asked("")), decimal.__libmpdec_version__, carrier),  # type: ignore[attr-defined]
    ]


def in_resources(resources: Path) -> list[Part]:
    """Icons and word lists."""
    icons = (resources / "icons" / "VERSION").read_text(encoding="utf-8").split()[1]
    english = re.search(r"Version (\S+)", (resources / "spelling" / "LICENSE-en_GB").read_text(encoding="utf-8"))
    assert english is not None
    return [
        _data("Lucide icons", icons, "ISC AND MIT", "resources/icons"),
        _data("OpenTaal word list", None, "BSD-3-Clause OR CC-BY-3.0", "resources/spelling"),
        _data("SCOWL word list en_GB", english[1], "LicenseRef-SCOWL", "resources/spelling"),
    ]


def carrier(part: Part) -> str:
    """The reference of the part that carries this one."""
    return next(entry["value"] for entry in part["properties"] if entry["name"] == _CARRIER)


def properties(folder: str, carried_by: str) -> list[dict[str, str]]:
    """What each part says of itself besides: where its licence is, and what carries it."""
    return [{"name": LICENCES, "value": folder}, {"name": _CARRIER, "value": carried_by}]


def _licences(package: Part) -> str:
    return str(next(entry["value"] for entry in package["properties"] if entry["name"] == LICENCES))


def _own_list(key: str) -> list[Part]:
    """The parts in the list that a wheel brings (PEP 770). Its own package is the subject of the list, and no part."""
    lists = [f for f in importlib.metadata.files(key) or [] if "sboms" in f.parts and f.suffix == ".json"]
    read = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(lists)]
    return [part for one in read for part in one.get("components", []) if one.get("bomFormat") == "CycloneDX"]


def _listed(part: Part, package: Part) -> Part:
    purl = part.get("purl", "").partition("?")[0] or f"pkg:generic/{part['name']}@{part['version']}"
    licences = part.get("licenses") or [{"expression": _LICENCES_OF_LISTED[part["name"]]}]
    return {
        "type": "library",
        # The same crate is in more than one wheel.
        "bom-ref": f"{package['name']}/{purl}",
        "name": part["name"],
        "version": part["version"],
        **({"hashes": part["hashes"]} if "hashes" in part else {}),
        "licenses": licences,
        "purl": purl,
        "properties": properties(_licences(package), package["bom-ref"]),
    }


def _part(inside: _Inside, version: str | None, carried_by: str) -> Part:
    name = inside.name.lower()
    purl = f"pkg:generic/{name}@{version}" if version else f"pkg:generic/{name}"
    cpe = f"cpe:2.3:a:{inside.vendor}:{name}:{version}:*:*:*:*:*:*:*"
    return {
        "type": "library",
        "bom-ref": f"{carried_by}/{purl}",
        "name": inside.name,
        **({"version": version} if version else {}),
        "licenses": [{"expression": inside.licence}],
        **({"cpe": cpe} if inside.vendor and version else {}),
        "purl": purl,
        "properties": properties(f"licences/{inside.folder}", carried_by),
    }


def _data(name: str, version: str | None, licence: str, folder: str) -> Part:
    return {
        "type": "data",
        "bom-ref": name.lower().replace(" ", "-"),
        "name": name,
        **({"version": version} if version else {}),
        "licenses": [{"expression": licence}],
        "properties": properties(folder, PROGRAM),
    }

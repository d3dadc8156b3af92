"""The parts of a bundle, as CycloneDX 1.6: python tools/parts.py dist/adviser-desk writes sbom.cdx.json into it.

Read from what the bundle holds and from the packages it was made from. Stops at a module or file of an unknown part.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from adviser_desk import __version__  # noqa: E402
from tools import bundle, carried, runtime  # noqa: E402

NAME = "sbom.cdx.json"
_SPACE = uuid.UUID("6f8a0d3e-6d8b-4a55-9a0c-6a1d8f3f4b1e")

# Packages that say their licence in words only.
_LICENCES = {
    "backports-tarfile": "MIT",
    "jaraco-classes": "MIT",
    "lxml": "BSD-3-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-docx": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
    "zxcvbn": "MIT",
}
# Folders of licences that are not called like the package.
_FOLDERS = {"pyside6-essentials": "PySide6-Essentials", "shiboken6": "PySide6-Essentials"}

Part = dict[str, Any]


def parts_of(folder: Path) -> Part:
    """The whole document. The same bundle and day give the same document."""
    owners = _owners(folder)
    program = {
        "type": "application",
        "bom-ref": bundle.PROGRAM,
        "name": bundle.PROGRAM,
        "version": __version__,
        "licenses": [{"expression": "EUPL-1.2"}],
        "properties": _properties("adviser-desk"),
    }
    named = {name: _package(name) for name in sorted(owners - {bundle.PROGRAM, bundle.PYTHON, bundle.PACKER})}
    named |= {bundle.PYTHON: _python(), bundle.PACKER: _package("pyinstaller")}
    packages = list(named.values())
    inside = [part for one in packages for part in carried.in_wheel(one)]
    inside += runtime.in_bundle(folder, {name: part["bom-ref"] for name, part in named.items()})
    inside += carried.in_python() + carried.in_resources(ROOT / "resources")
    components = sorted([*packages, *inside], key=lambda part: part["bom-ref"])
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, _digest(components))}",
        "version": 1,
        "metadata": {"timestamp": _day(), "component": program},
        "components": components,
        "dependencies": _dependencies(packages, inside),
    }


def _owners(folder: Path) -> set[str]:
    found = {name: bundle.owner_of_module(name) for name in bundle.modules(folder)}
    found |= {path: bundle.owner_of_file(path) for path in bundle.files(folder)}
    if unknown := sorted(name for name, owner in found.items() if owner is None):
        sys.exit(f"Nobody is known to have brought: {', '.join(unknown)}")
    return {owner for owner in found.values() if owner is not None}


def _package(name: str) -> Part:
    known = importlib.metadata.metadata(name)
    key, version = bundle.canonical(name), known["Version"]
    licence = known.get("License-Expression") or _LICENCES[key]
    # Of the two or three licences that Qt for Python offers, this program takes the LGPL.
    licence = _LICENCES.get(key, licence)
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{key}@{version}",
        "name": known["Name"],
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": f"pkg:pypi/{key}@{version}",
        "properties": _properties(_FOLDERS.get(key, key)),
    }


def _python() -> Part:
    version = platform.python_version()
    return {
        "type": "platform",
        "bom-ref": f"pkg:generic/cpython@{version}",
        "name": "CPython",
        "version": version,
        "licenses": [{"expression": "PSF-2.0"}],
        "purl": f"pkg:generic/cpython@{version}",
        "cpe": f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*",
        "properties": _properties("Python"),
    }


def _properties(folder: str) -> list[dict[str, str]]:
    return [{"name": carried.LICENCES, "value": f"licences/{folder}"}]


def _dependencies(packages: Iterable[Part], inside: Iterable[Part]) -> list[Part]:
    """The program needs its packages; a package has in it what its wheel carries."""
    within: dict[str, list[str]] = {bundle.PROGRAM: [part["bom-ref"] for part in packages]}
    for part in inside:
        within.setdefault(carried.carrier(part), []).append(part["bom-ref"])
    return [{"ref": ref, "dependsOn": sorted(within[ref])} for ref in sorted(within)]


def _digest(components: list[Part]) -> str:
    return hashlib.sha256(json.dumps([__version__, components], sort_keys=True).encode()).hexdigest()


def _day() -> str:
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    """Write the list beside the start program."""
    folder = Path(sys.argv[1])
    document = json.dumps(parts_of(folder), indent=1, ensure_ascii=False) + "\n"
    (folder / NAME).write_text(document, encoding="utf-8")


if __name__ == "__main__":
    main()

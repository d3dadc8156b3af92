"""What is in the bundle that was built last, and what must not be: `packaging/build_bundle.sh` makes it.

`packaging/contents.txt` is the list of what may be inside; a package that brings something new gets a line there or is
left out in `build_installer.spec`.
"""

import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import bundle, carried, parts

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "dist" / "adviser-desk"
CONTENTS = bundle.contents_folder(BUNDLE)

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the list is of the bundle for Linux"),
    pytest.mark.skipif(not CONTENTS.is_dir(), reason="no bundle was built here"),
]

LARGEST = 195_000_000
"""Bytes of the whole bundle. The last one had 192 million; 58 of these are ICU's tables and OpenBLAS."""

# Of Python itself all may be inside but this: what speaks to a network, what only developers use, and the GPL.
NOT_OF_PYTHON = re.compile(
    r"""
    (asyncio|ssl|_ssl|_hashlib|http|ftplib|imaplib|poplib|nntplib|smtplib|smtpd|telnetlib|xmlrpc|socketserver|webbrowser
    |urllib\.(request|error|response|robotparser)|wsgiref|cgi|cgitb|multiprocessing|concurrent\.futures\.process
    |sqlite3|_sqlite3|dbm|_gdbm|_dbm|readline|curses|_curses|tkinter|_tkinter|turtle|idlelib
    |unittest|doctest|pydoc|pdb|bdb|test|_test\w+|_xxtestfuzz|lib2to3|distutils|ensurepip|venv)(\.|$)
    """,
    re.VERBOSE,
)
FOR_TESTS = re.compile(r"(^|[./_])(tests?|testing|conftest|pytest\w*|hypothesis|doctest\w*)([./]|$)")
# A class for numpy's own `numpy.test()`, imported at its top; it holds no test.
NO_TESTS = {"numpy._pytesttester"}
LINKED_WITH_A_NETWORK = re.compile(r"lib(ssl|crypto|curl|gnutls|avahi|resolv|nss|Qt6(Network|WebSockets))\b")
# OpenSSL inside these can open sockets, but nothing here asks it to; the third is Python's own, held by hardening.py.
CAN_OPEN_A_SOCKET = {"sqlcipher3/_sqlite3.*.so", "cryptography/hazmat/bindings/_rust.abi3.so", "_socket.*.so"}
LICENCES = re.compile(
    r"""(MIT(-0)?|0BSD|BSD-[23]-Clause|ISC|Zlib|libpng-2\.0|blessing|CC0-1\.0|CC-BY-3\.0|Unlicense|LicenseRef-SCOWL
    |Apache-2\.0(\ WITH\ LLVM-exception)?|PSF-2\.0|Unicode-(3\.0|DFS-2016)|EUPL-1\.2|LGPL-(2\.1-or-later|3\.0-only)
    |GPL-2\.0-or-later\ WITH\ Bootloader-exception|GPL-3\.0-or-later\ WITH\ GCC-exception-3\.1)""",
    re.VERBOSE,
)


@pytest.fixture(scope="module")
def modules() -> list[str]:
    return bundle.modules(BUNDLE)


@pytest.fixture(scope="module")
def files() -> list[str]:
    return bundle.files(BUNDLE)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BUNDLE / parts.NAME).read_text(encoding="utf-8"))
    return found


def test_nothing_is_inside_but_what_the_list_allows(modules: list[str], files: list[str]) -> None:
    allowed = set((ROOT / "packaging" / "contents.txt").read_text(encoding="utf-8").splitlines())
    found = bundle.contents(modules, files)
    assert sorted(found - allowed) == []
    stale = {line for line in allowed - found if line and not line.startswith("#")}
    # What a package needs, or brings, with some versions of Python only.
    assert {
        line
        for line in stale
        if not line.startswith(
            ("backports", "zipp", "importlib_metadata", "lazy_", "numpy.libs/libgf", "numpy.libs/libq")
        )
    } == set()


def test_of_python_nothing_is_inside_for_networks_or_tests(modules: list[str], files: list[str]) -> None:
    loaded = [Path(path).name.partition(".")[0] for path in files if "lib-dynload/" in path]
    assert [name for name in [*modules, *loaded] if NOT_OF_PYTHON.match(name)] == []


def test_no_package_brings_its_tests(modules: list[str], files: list[str]) -> None:
    assert [name for name in [*modules, *files] if FOR_TESTS.search(name) and name not in NO_TESTS] == []


def test_no_file_is_linked_with_a_library_for_networks(files: list[str]) -> None:
    linked = {path: re.findall(r"NEEDED +(\S+)", _objdump("-p", path)) for path in files if ".so" in path}
    # The Python of a distribution has many of its modules in its library.
    assert len(linked) > 70
    assert {path: found for path, found in linked.items() if any(map(LINKED_WITH_A_NETWORK.match, found))} == {}
    assert not [path for path in files if LINKED_WITH_A_NETWORK.search(path)]


def test_few_files_can_open_a_socket_at_all(files: list[str]) -> None:
    asking = r" \*UND\*.* (connect|bind|getaddrinfo|sendto)(@\S+)?$"
    found = {path for path in files if ".so" in path and re.search(asking, _objdump("-T", path), re.M)}
    named = {bundle.without_versions(path) for path in found}
    # The Python of a distribution has this module in its library.
    named = {"_socket.*.so" if name.startswith("libpython") else name for name in named}
    assert {name if "lib-dynload" not in name else Path(name).name for name in named} == CAN_OPEN_A_SOCKET


def test_no_file_looks_for_libraries_outside_the_bundle(files: list[str]) -> None:
    """Nor names a folder of the machine it was built on."""
    looked = {path: re.findall(r"R(?:UN)?PATH +(\S+)", _objdump("-p", path)) for path in files if ".so" in path}
    places = {place for found in looked.values() for one in found for place in one.split(":")}
    assert places
    assert [place for place in places if not place.startswith("$ORIGIN")] == []


def test_it_does_not_grow_unseen() -> None:
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink())
    assert 100_000_000 < size < LARGEST


def test_the_list_of_parts_is_of_this_bundle(document: dict[str, Any]) -> None:
    made = parts.parts_of(BUNDLE)
    assert [part["bom-ref"] for part in document["components"]] == [part["bom-ref"] for part in made["components"]]
    assert document["serialNumber"] == made["serialNumber"]


def test_the_list_of_parts_holds_together(document: dict[str, Any]) -> None:
    """What the schema of CycloneDX 1.6 cannot say; `docs/release/parts.md` has the check against the schema."""
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    references = [part["bom-ref"] for part in document["components"]]
    assert len(references) == len(set(references)) > 100
    ends = {ref for entry in document["dependencies"] for ref in [entry["ref"], *entry["dependsOn"]]}
    assert ends == {*references, bundle.PROGRAM}
    names = {part["name"] for part in document["components"]}
    assert {"Qt", "CPython", "SQLCipher", "SQLite", "OpenSSL", "cryptography", "HiGHS", "libxml2", "ICU"} <= names


def test_the_licence_of_every_part_is_inside_and_none_is_gpl_alone(document: dict[str, Any]) -> None:
    for part in [*document["components"], document["metadata"]["component"]]:
        folder = next(entry["value"] for entry in part["properties"] if entry["name"] == carried.LICENCES)
        texts = [path for path in (CONTENTS / folder).glob("*") if path.is_file() and path.stat().st_size > 200]
        assert texts, (part["bom-ref"], folder)
        assert _may_be_shipped(part["licenses"][0]["expression"]), part["bom-ref"]


def test_every_text_of_a_licence_that_a_package_brings_is_inside(document: dict[str, Any]) -> None:
    """Also where it has many of the same name."""
    packages = [part["name"] for part in document["components"] if part["bom-ref"].count("/") == 1]
    wanted = {
        CONTENTS / "licences" / bundle.canonical(name) / Path(*file.parts[file.parts.index("licenses") + 1 :])
        for name in packages
        if name != "CPython"
        for file in importlib.metadata.files(name) or []
        if "licenses" in file.parts and re.search(r"(?i)licen[cs]e|copying|notice", file.name)
    }
    assert len(wanted) > 40
    assert sorted(str(path.relative_to(CONTENTS)) for path in wanted if not path.is_file()) == []


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("Apache-2.0 WITH LLVM-exception OR MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-2.0-or-later", False),
        ("AGPL-3.0-only OR GPL-3.0-only", False),
    ],
)
def test_an_expression_of_licences_is_read_rightly(expression: str, may: bool) -> None:
    assert _may_be_shipped(expression) is may


def _may_be_shipped(expression: str) -> bool:
    """Whether some choice of this expression has only licences of the list. AND binds more than OR."""
    while (inner := re.search(r"\(([^()]*)\)", expression)) is not None:
        expression = expression.replace(inner[0], "MIT" if _may_be_shipped(inner[1]) else "refused")
    choices = expression.split(" OR ")
    return any(all(LICENCES.fullmatch(one.strip()) for one in choice.split(" AND ")) for choice in choices)


def _objdump(what: str, path: str) -> str:
    return subprocess.run(["objdump", what, CONTENTS / path], capture_output=True, text=True, check=False).stdout

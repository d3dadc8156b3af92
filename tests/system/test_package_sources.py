"""The sources of the packages hold together: names, versions and codes that have to stay the same."""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock
from xml.etree import ElementTree

import pytest

from adviser_desk import __version__, cli
from adviser_desk.casework import backups, practice, setup
from adviser_desk.vault import slots
from tools import bundle, carried, parts, runtime

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / "packaging" / "debian"
UPGRADE_CODE = "5D0C7F0A-3B1E-4C52-9E0B-7A8E6B2F4D31"
"""By this an installer of Windows finds the version that is there. Another one would leave both installed."""
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


def test_the_installer_of_windows_keeps_its_upgrade_code_and_touches_no_vault() -> None:
    source = ROOT / "packaging" / "windows" / "adviser-desk.wxs"
    product = ElementTree.parse(source).getroot().find(f"{WIX}Product")
    assert product is not None
    assert product.get("UpgradeCode") == UPGRADE_CODE
    assert product.get("Id") == "*"
    package = product.find(f"{WIX}Package")
    assert package is not None
    assert package.get("InstallScope") == "perMachine"
    folders = {folder.get("Id") for folder in product.iter(f"{WIX}Directory")}
    assert folders == {"TARGETDIR", "ProgramFiles64Folder", "INSTALLDIR", "ProgramMenuFolder"}
    assert not list(product.iter(f"{WIX}RemoveFile"))


@pytest.mark.parametrize("version", [(3, 11, 7), (3, 13, 2)])
def test_the_bundle_of_windows_has_a_program_for_commands_and_the_licence_of_python(
    version: tuple[int, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "LICENSE.txt").write_text("of Python", encoding="utf-8")
    told: dict[str, list[dict[str, Any]]] = {"Analysis": [], "PYZ": [], "EXE": [], "COLLECT": []}

    def piece(kind: str) -> Callable[..., SimpleNamespace]:
        def make(*_parts: object, **given: Any) -> SimpleNamespace:
            told[kind].append(given)
            return SimpleNamespace(datas=[], binaries=[], pure=[], scripts=[])

        return make

    for wheel in ("highspy", "numpy"):
        (tmp_path / f"{wheel}.libs").mkdir()
        (tmp_path / f"{wheel}.libs" / "msvcp140-a4c2.dll").touch()
    real = importlib.util.find_spec
    origin = SimpleNamespace(origin=str(tmp_path / "highspy" / "__init__.py"))
    source = compile((ROOT / "build_installer.spec").read_text(encoding="utf-8"), "spec", "exec")
    with monkeypatch.context() as windows:
        # What PyInstaller knows of Windows is in its package for Windows only.
        windows.setitem(sys.modules, "PyInstaller.utils.win32", SimpleNamespace(versioninfo=MagicMock()))
        windows.setattr(importlib.util, "find_spec", lambda name: origin if name == "highspy" else real(name))
        windows.setattr(sys, "platform", "win32")
        windows.setattr(sys, "version_info", version)
        windows.setattr(sys, "base_prefix", str(tmp_path))
        exec(source, {"SPECPATH": str(ROOT), **{kind: piece(kind) for kind in told}})
    programs = {program["name"]: program["console"] for program in told["EXE"]}
    assert programs == {"adviser-desk": False, "adviser-desk-cli": True}
    (analysis,) = told["Analysis"]
    assert (str(tmp_path / "LICENSE.txt"), "licences/Python") in analysis["datas"]
    # Each of the two looks for its own beside it.
    assert [folder for _file, folder in analysis["binaries"]] == ["highspy.libs", "numpy.libs"]
    # From 3.12 on it is no module of Python: PyInstaller stops at its name.
    assert ("distutils" in analysis["excludes"]) == (version < (3, 12))
    assert "PySide6.QtDBus" in analysis["excludes"]


def test_the_list_of_parts_knows_what_only_windows_has_and_what_the_system_has_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(bundle, "_owners", lambda: {"PySide6/msvcp140.dll": "pyside6-essentials"})
    bundle._owners_on_windows.cache_clear()
    assert bundle.owner_of_file("PySide6/MSVCP140.dll") == "pyside6-essentials"
    bundle._owners_on_windows.cache_clear()
    # No file in the wheel, and a package that says its licence in words only.
    monkeypatch.setattr(importlib.metadata, "files", lambda _name: [])
    monkeypatch.setattr(
        importlib.metadata, "metadata", lambda name: {"Name": name, "Version": "1", "License-Expression": None}
    )
    assert parts._package("pywin32-ctypes")["licenses"] == [{"expression": "BSD-3-Clause"}]
    inside = carried.in_wheel(parts._package("pyside6-essentials"))
    assert {part["name"] for part in inside} == {"Qt", "libpng"}


def test_a_library_within_another_file_has_the_version_it_tells_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"numpy.libs/libscipy_openblas64_-4e39.dll": b"\0../gcc-10.3.0/libgfortran/io/read.c\0"}
    files["PySide6/Qt6Gui.dll"] = b"\x002.0.1\0libpng warning: %s\x001.6.58\0"
    for name, content in files.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(content)
    there = [
        SimpleNamespace(as_posix=lambda name=name: name, locate=lambda name=name: tmp_path / name) for name in files
    ]
    monkeypatch.setattr(importlib.metadata, "files", lambda _name: there)
    # Of these two the wheel for Windows has no file; libquadmath is not inside at all.
    monkeypatch.setattr(carried, "_own_list", lambda _key: [])
    inside = [part for name in ("numpy", "pyside6-essentials") for part in carried.in_wheel(parts._package(name))]
    versions = {part["name"]: part.get("version") for part in inside}
    assert versions.keys() == {"OpenBLAS", "libgfortran", "Qt", "libpng"}
    assert (versions["libgfortran"], versions["libpng"]) == ("10.3.0", "1.6.58")


def _file_of_windows(version: tuple[int, int, int, int], **said: str) -> bytes:
    """A file with a version resource, as the linker of Windows writes it."""
    first, second, third, fourth = version
    numbers = struct.pack("<II4H", 0xFEEF04BD, 0x10000, second, first, fourth, third)
    texts = [f"{key}\0" + "\0" * (len(key) % 2) + f"{text}\0" for key, text in said.items()]
    return b"MZ" + "VS_VERSION_INFO\0\0".encode("utf-16-le") + numbers + "\1\1".join(texts).encode("utf-16-le") + b"\0"


def test_each_file_of_the_runtime_of_microsoft_is_a_part_with_what_it_says_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = {"CompanyName": "Microsoft Corporation", "LegalCopyright": "\N{COPYRIGHT SIGN} Microsoft Corporation."}
    files = {
        "VCRUNTIME140.dll": _file_of_windows((14, 42, 34226, 3), **theirs),
        "numpy.libs/msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll": _file_of_windows((14, 40, 33810, 0), **theirs),
        "python313.dll": _file_of_windows((3, 13, 2150, 1013), CompanyName="Python Software Foundation"),
        "PySide6/Qt6Core.dll": b"MZ",
    }
    for path, content in files.items():
        file = bundle.contents_folder(tmp_path) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    monkeypatch.setattr(bundle, "_owners", lambda: dict.fromkeys([path for path in files if "/" in path], "numpy"))
    found = runtime.in_bundle(tmp_path, {bundle.PYTHON: "pkg:generic/cpython@3.13.2", "numpy": "pkg:pypi/numpy@2"})
    assert [(part["name"], part["version"], carried.carrier(part)) for part in found] == [
        ("vcruntime140.dll", "14.42.34226.3", "pkg:generic/cpython@3.13.2"),
        ("msvcp140.dll", "14.40.33810.0", "pkg:pypi/numpy@2"),
    ]
    for part, content in zip(found, files.values(), strict=False):
        assert part["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]
        assert part["supplier"] == {"name": theirs["CompanyName"]}
        assert part["copyright"] == theirs["LegalCopyright"]
        assert part["licenses"] == [{"expression": runtime.LICENCE}]
    # A stand-in of another maker is not told as theirs.
    (bundle.contents_folder(tmp_path) / "VCRUNTIME140.dll").write_bytes(files["python313.dll"])
    with pytest.raises(SystemExit, match=r"VCRUNTIME140\.dll"):
        runtime.in_bundle(tmp_path, {bundle.PYTHON: "python", "numpy": "numpy"})


def test_the_packages_are_of_this_version() -> None:
    assert (DEBIAN / "changelog").read_text(encoding="utf-8").startswith(f"adviser-desk ({__version__}) ")
    catalogue = ElementTree.parse(DEBIAN / "org.adviserdesk.AdviserDesk.metainfo.xml").getroot()
    assert catalogue.findall("releases/release")[0].get("version") == __version__
    assert f"Adviser Desk {__version__}" in (DEBIAN / "adviser-desk.1").read_text(encoding="utf-8")
    assert f"## {__version__}" in (ROOT / "docs" / "release" / "notes.md").read_text(encoding="utf-8")


def test_the_manual_page_names_every_verb() -> None:
    told = set(re.findall(r"\b[a-z]+\b", (DEBIAN / "adviser-desk.1").read_text(encoding="utf-8")))
    actions = cli._parser()._subparsers
    assert actions is not None
    verbs = set(actions._group_actions[0].choices or ())
    assert len(verbs) > 8
    assert verbs - told == set()


@pytest.mark.skipif(sys.platform == "win32", reason="a bash script")
def test_the_yearly_rehearsal_puts_a_backup_back_elsewhere(
    tmp_path: Path, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    vault, code = setup.start_vault(vault_folder, "koffer zingt langs blauwe tegels", practice=True)
    practice.fill_practice(vault, 3, 1, until=date(2026, 11, 23))
    stick = tmp_path / "stick"
    stick.mkdir()
    backup = backups.make_backup(vault, stick, made_at=datetime(2026, 11, 24, 9)).path
    vault.close()
    before = {path: path.read_bytes() for path in vault_folder.iterdir()}
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\ncd {ROOT}\nexec {sys.executable} -m adviser_desk "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        ["bash", ROOT / "packaging" / "restore_test.sh", backup],
        input=f"{code}\nlampen drijven boven zeven daken\n",
        env=os.environ | {"ADVISER_DESK": str(program), "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"cases": 3' in done.stdout.splitlines()
    assert {path: path.read_bytes() for path in vault_folder.iterdir()} == before
    assert [path.name for path in tmp_path.glob("tmp.*")] == []

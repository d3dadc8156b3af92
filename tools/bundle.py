"""What is in a bundle of the program: its modules of Python and its files, and whose each of them is."""

import functools
import importlib.metadata
import re
import sys
import sysconfig
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader, ZlibArchiveReader

PROGRAM, PYTHON, PACKER = "adviser-desk", "Python", "PyInstaller"
"""Whose what is that no package of Python brought."""

_OF_THE_PROGRAM = re.compile(r"adviser_desk/|resources/|licences/|sbom\.cdx\.json$")
_RUNTIME = r"(?i:vcruntime140\w*|msvcp140\w*(-[0-9a-f]{32})?|concrt140|ucrtbase|api-ms-win-[\w-]+)\.dll"
# Python for Windows brings the runtime of Microsoft's compiler.
_OF_PYTHON = re.compile(
    rf"""python3\.\d+/lib-dynload/|libpython3|base_library\.zip$|Python(\.framework/.*)?$|[^/]+\.pyd$
    |(?i:python3\d*|libffi-\d+)\.dll$|{_RUNTIME}$""",
    re.VERBOSE,
)
_OF_THE_PACKER = re.compile(r"pyi|_pyi|pyimod")
_SHARED = {"jaraco", "backports"}
_DETAILS_OF_A_PACKAGE = re.compile(r"([\w.]+)-[^/]+\.dist-info/")


def contents_folder(bundle: Path) -> Path:
    """Where the files are that the start program needs."""
    return bundle / "_internal"


def files(bundle: Path) -> list[str]:
    """Every file beside the start program, as a path with slashes; a link is no file."""
    root = contents_folder(bundle)
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and not p.is_symlink())


def modules(bundle: Path) -> list[str]:
    """The full names of all modules in the archives: those of the start program and those that Python starts with."""
    program = next(p for p in (bundle / "adviser-desk", bundle / "adviser-desk.exe") if p.exists())
    archive = CArchiveReader(str(program))
    found = {name for name, entry in archive.toc.items() if entry[4] in "sm" or _OF_THE_PACKER.match(name)}
    inner = archive.open_embedded_archive("PYZ.pyz" if "PYZ.pyz" in archive.toc else "PYZ-00.pyz")
    assert isinstance(inner, ZlibArchiveReader)
    found |= set(inner.toc)
    with zipfile.ZipFile(contents_folder(bundle) / "base_library.zip") as base:
        found |= {_module(name) for name in base.namelist()}
    # A name that only holds others together is no module.
    return sorted(name for name in found if name not in _SHARED)


def owner_of_module(name: str) -> str | None:
    """The package that brought a module; None when nobody knows it."""
    top = name.partition(".")[0]
    if top == "adviser_desk" or name in ("__main__", "without_http"):
        return PROGRAM
    if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
        return PYTHON
    if _OF_THE_PACKER.match(top):
        return PACKER
    return _owners().get(name.replace(".", "/"))


def owner_of_file(path: str) -> str | None:
    """The package that brought a file; None when nobody knows it."""
    if _OF_THE_PROGRAM.match(path):
        return PROGRAM
    if (known := _owners().get(path) or _owners_on_windows().get(path.casefold())) is not None:
        return known
    if details := _DETAILS_OF_A_PACKAGE.match(path):
        return canonical(details[1])
    return PYTHON if _OF_PYTHON.match(path) else None


def is_of_the_runtime(path: str) -> bool:
    """Whether a file is of the runtime of Microsoft's compiler, whoever brought it."""
    return re.fullmatch(_RUNTIME, path.rpartition("/")[2]) is not None


def contents(found: Iterable[str], paths: Iterable[str]) -> set[str]:
    """What a reader has to know of: the packages of others, and each file that is not data of ours.

    Modules of Python itself differ with its version; they are held by rules of their own.
    """
    tops = {name.partition(".")[0] for name in found if owner_of_module(name) not in (PROGRAM, PYTHON, PACKER)}
    ours = re.compile(
        r"(resources|licences|adviser_desk)/|[\w.]+-[^/]+\.dist-info/|python3\.\d+/|base_library|libpython"
    )
    return tops | {without_versions(path) for path in paths if not ours.match(path)}


def without_versions(path: str) -> str:
    """The same name for each version of Python and of the package that brings the file."""
    path = re.sub(r"\.cpython-3\d+-[\w-]+(?=\.so)", ".*", path)
    path = re.sub(r"(numpy\.libs/\w+?)-[\w-]+(?=\.so)", r"\1-*", path)
    path = re.sub(r"(?<=\.so\.)[\d.]+$", "*", path)
    return re.sub(r"(?<=\.abi3\.so\.)[\d.]+$", "*", path)


def canonical(name: str) -> str:
    """One spelling for the name of a package."""
    return re.sub(r"[-_.]+", "-", name).lower()


@functools.cache
def _owners() -> dict[str, str]:
    """Package by file, and by module without the end of its file: those of the environment the bundle is made from."""
    return dict(pair for one in importlib.metadata.distributions() for pair in _brought(one))


@functools.cache
def _owners_on_windows() -> dict[str, str]:
    """A file that others are linked with has its name there as they write it, in capitals or not."""
    return {path.casefold(): name for path, name in _owners().items()} if sys.platform == "win32" else {}


def _brought(package: importlib.metadata.Distribution) -> Iterator[tuple[str, str]]:
    name = canonical(package.name)
    for file in package.files or []:
        path = file.as_posix()
        yield path, name
        if path.endswith(".py"):
            yield path.removesuffix(".py").removesuffix("/__init__"), name
        elif path.endswith(str(sysconfig.get_config_var("EXT_SUFFIX"))):
            yield path.partition(".")[0], name


def _module(path: str) -> str:
    return path.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")

"""The icons that ship: one style, nothing active in them, and none missing that the window asks for."""

import ast
import re
from xml.etree import ElementTree

import pytest

from adviser_desk import paths

FOLDER = paths.resource("icons")
ICONS = sorted(FOLDER.glob("*.svg"))
SOURCE = sorted(paths.resource("..").resolve().joinpath("adviser_desk", "ui").rglob("*.py"))


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_lines_in_the_text_colour_on_a_grid_of_24(path):
    svg = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert (svg.get("viewBox"), svg.get("stroke"), svg.get("stroke-width")) == ("0 0 24 24", "currentColor", "2")
    shapes = {re.sub(r"\{.*\}", "", part.tag) for part in svg.iter()} - {"svg"}
    assert shapes <= {"path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}


def test_the_licence_and_the_version_ship_beside_them():
    assert "ISC License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert "Cole Bemis" in (FOLDER / "LICENSE").read_text(encoding="utf-8")
    assert re.fullmatch(r"lucide-static \d+\.\d+\.\d+\n", (FOLDER / "VERSION").read_text(encoding="utf-8"))


def asked_for(source: str) -> set[str]:
    """Literals that are given as `icon=…`, or to a call whose name ends in `icon` or is `draw`."""
    names: set[str] = set()
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        given = [word.value for word in call.keywords if word.arg == "icon"]
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called.lower().endswith("icon"):
            given += call.args[:1]
        elif called == "draw":
            given += call.args[1:2]
        names |= {name for value in given for name in literals(value)}
    return names


def literals(value: ast.expr) -> set[str]:
    """The text itself, or both sides of a choice."""
    if isinstance(value, ast.IfExp):
        return literals(value.body) | literals(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value else set()


def test_every_icon_that_is_asked_for_by_name_is_there():
    wanted = set().union(*(asked_for(path.read_text(encoding="utf-8")) for path in SOURCE))
    assert len(wanted) > 15
    assert wanted - {path.stem for path in ICONS} == set()
    assert asked_for("icon('a'); self.set_icon('b', 'ok'); Button(icon='c' if on else 'd'); draw(p, 'e', r)") == set(
        "abcde"
    )

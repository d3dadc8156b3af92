"""Check 52: on a screen of 125, 150 and 200 % the window starts, icons are sharp and lines are whole pixels."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The factor is read when the first window system is started: each needs a process of its own.
SCRIPT = """
import json, sys
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from adviser_desk import policy
from adviser_desk.ui.application import make_application
from adviser_desk.ui.icons import draw, icon
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.theme import theme
from adviser_desk.ui.to_do_list import Line, ToDoList
from adviser_desk.ui.widgets.boxes import Picture
from pathlib import Path

app = make_application([])
theme.apply("light", 100)
wizard = SetupWizard(Path(sys.argv[1]), policy.DEFAULT)
wizard.show()
app.processEvents()
whole = wizard.grab().toImage()
steps = ToDoList("Opvolging", tick=True)
steps.resize(600, 200)
steps.show_lines([Line("vandaag", False, "Kompas-47", "phone", "Terugbellen")] * 3)
steps.show()
app.processEvents()
rows = steps.viewport().grab().toImage()
line, ground = theme.colour("line").rgb(), theme.colour("surface").rgb()
column = [rows.pixel(6, y) for y in range(rows.height())]
picture = Picture("square", "text", 2.0)
picture.show()
app.processEvents()
drawn = picture.grab().toImage()
side = round(28 * drawn.devicePixelRatio())
wanted = QImage(side, side, QImage.Format.Format_RGB32)
wanted.fill(picture.palette().color(picture.backgroundRole()))
painter = QPainter(wanted)
draw(painter, "square", wanted.rect().toRectF())
painter.end()
# A picture that was made small and then stretched has hardly a pixel in the full colour of the line.
full = lambda image: sum(image.pixelColor(x, y).lightness() < 60 for x in range(side) for y in range(side))
pixmap = icon("phone").pixmap(QSize(20, 20), drawn.devicePixelRatio())
print(json.dumps({
    "ratio": whole.devicePixelRatio(), "window": [whole.width(), whole.height()],
    "lines": [sum(one == line for one in column), sum(one not in (line, ground) for one in column)],
    "icon": [drawn.width(), full(drawn), full(wanted)], "pixmap": pixmap.width(),
}))
sys.stdout.flush()
import os
os._exit(0)
"""

# Two screens of Qt's own: what is beside the edge of the first is on the second.
SCREENS = {
    "screens": [
        {"name": "laptop", "x": 0, "y": 0, "width": 1920, "height": 1080},
        {"name": "desk", "x": 1920, "y": 0, "width": 3840, "height": 2160},
    ]
}
MOVED = """
import json, os, sys
from pathlib import Path
from adviser_desk import policy
from adviser_desk.ui.application import make_application
from adviser_desk.ui.setup_wizard import SetupWizard
from adviser_desk.ui.theme import theme

app = make_application([])
theme.apply("light", 100)
wizard = SetupWizard(Path(sys.argv[1]), policy.DEFAULT)
wizard.resize(1280, 800)
wizard.show()
found, pictures = [], []
for place in ((20, 20), (2000, 20), (20, 20)):
    wizard.move(*place)
    for _round in range(20):
        app.processEvents()
    pictures.append(wizard.grab().toImage())
    logical = [wizard.width(), wizard.height()]
    found.append([wizard.screen().name(), pictures[-1].devicePixelRatio(), pictures[-1].width(), logical])
print(json.dumps({"found": found, "as_before": pictures[0] == pictures[2]}))
sys.stdout.flush()
os._exit(0)
"""


def test_a_window_that_goes_to_another_screen_is_painted_in_its_pixels_and_back(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text(json.dumps(SCREENS), encoding="utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}",
        "QT_SCREEN_SCALE_FACTORS": "laptop=1;desk=2",
    }
    command = [sys.executable, "-c", MOVED, str(tmp_path / "vault")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    answer = json.loads(done.stdout)
    size = [1280, 800]
    assert answer["found"] == [["laptop", 1.0, 1280, size], ["desk", 2.0, 2560, size], ["laptop", 1.0, 1280, size]]
    assert answer["as_before"]


@pytest.mark.parametrize("factor", [1.25, 1.5, 2.0])
def test_the_window_is_painted_in_the_pixels_of_the_screen(factor: float, tmp_path: Path) -> None:
    found = painted(factor, tmp_path)
    assert found["ratio"] == factor
    assert found["window"] == [round(1280 * factor), round(800 * factor)]


@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5, 2.0])
def test_lines_are_whole_pixels_and_icons_are_drawn_at_the_size_they_are_seen(factor: float, tmp_path: Path) -> None:
    found = painted(factor, tmp_path)
    of_line, mixed = found["lines"]
    assert 2 <= of_line <= 2 * -(-factor // 1)
    assert mixed == 0
    width, full, wanted = found["icon"]
    assert width == round(28 * factor)
    assert full >= wanted * 0.8
    assert found["pixmap"] == round(20 * factor)


def painted(factor: float, folder: Path) -> dict:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(factor),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder / "vault")],
        env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)

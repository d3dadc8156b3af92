"""How pictures of the program are put together: beside its drawing, and small on one sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from make_pictures import ROOT
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from screens import Screen, Setting

from adviser_desk.ui.icons import draw
from adviser_desk.ui.theme import theme

DESIGN = ROOT / "docs" / "pictures" / "design"
BETWEEN, TILE, COLUMNS, CAPTION = 16, 480, 4, 24
GROUND, INK = QColor("#6E6E6A"), QColor("#FFFFFF")
ICONS_ACROSS, ICON_ROOM = 8, 64


class Drawing(QWidget):
    """Pictures in two columns."""

    def __init__(self, images: Sequence[QImage]) -> None:
        super().__init__()
        self._images = images

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), GROUND)
        width = (self.width() - 4 * BETWEEN) // 3
        for place, image in enumerate(self._images):
            small = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            x, y = BETWEEN + place % 3 * (width + BETWEEN), BETWEEN + place // 3 * (small.height() + BETWEEN)
            painter.drawImage(x, y, small)


class Icons(QWidget):
    """Every icon that ships, with its name."""

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("window"))
        names = sorted(path.stem for path in (ROOT / "resources" / "icons").glob("*.svg"))
        room = self.width() // ICONS_ACROSS
        painter.setFont(theme.font("hint"))
        for place, name in enumerate(names):
            cell = QRect(place % ICONS_ACROSS * room, 24 + place // ICONS_ACROSS * ICON_ROOM, room, ICON_ROOM)
            draw(painter, name, QRect(cell.center().x() - 12, cell.y(), 24, 24).toRectF())
            painter.setPen(theme.colour("text2"))
            painter.drawText(cell.adjusted(0, 28, 0, -12), int(Qt.AlignmentFlag.AlignCenter), name)


def pair(screen: Screen, program: QImage) -> QImage:
    """The mock-up, and the program at its right."""
    mock_up = QImage(str(DESIGN / f"{screen.file}.png"))
    size = (mock_up.width() + BETWEEN + program.width(), max(mock_up.height(), program.height()))
    both = QImage(*size, QImage.Format.Format_RGB32)
    both.fill(GROUND)
    painter = QPainter(both)
    painter.drawImage(0, 0, mock_up)
    painter.drawImage(mock_up.width() + BETWEEN, 0, program)
    painter.end()
    return both


def sheet(images: Mapping[Setting, QImage]) -> QImage:
    """The other settings, small, each with what it is."""
    tiles = [
        (setting, image.scaledToWidth(TILE, Qt.TransformationMode.SmoothTransformation))
        for setting, image in images.items()
    ]
    rows = [tiles[place : place + COLUMNS] for place in range(0, len(tiles), COLUMNS)]
    heights = [max(image.height() for _setting, image in row) + CAPTION + BETWEEN for row in rows]
    whole = QImage(COLUMNS * (TILE + BETWEEN) + BETWEEN, sum(heights) + BETWEEN, QImage.Format.Format_RGB32)
    whole.fill(GROUND)
    painter, y = QPainter(whole), BETWEEN
    font = QFont(QApplication.font().family())
    font.setPixelSize(13)
    painter.setFont(font)
    painter.setPen(INK)
    for row, height in zip(rows, heights, strict=True):
        for place, (setting, image) in enumerate(row):
            x = BETWEEN + place * (TILE + BETWEEN)
            painter.drawText(QRect(x, y, TILE, CAPTION), int(Qt.AlignmentFlag.AlignVCenter), setting.name())
            painter.drawImage(x, y + CAPTION, image)
        y += height
    painter.end()
    return whole

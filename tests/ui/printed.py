"""Paper in tests: what a painter was given, and the words that can be read from a PDF."""

import math
import re
import zlib
from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QPaintEngine, QPdfWriter, QTextItem

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_FONT_OR_GLYPHS = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj")
_RANGE = re.compile(rb"<([0-9A-F]{4})> <[0-9A-F]{4}> \[(.*?)\]", re.DOTALL)


class Paper(QPdfWriter):
    """A printer that only remembers the words it was to paint, page after page."""

    def __init__(self) -> None:
        self._nowhere = QBuffer()
        self._nowhere.open(QIODevice.OpenModeFlag.WriteOnly)
        super().__init__(self._nowhere)
        # It goes after the printer, whoever forgets the two first.
        self._nowhere.setParent(self)
        self._engine = _Engine()
        self.pages: list[list[str]] = self._engine.pages
        self.highest, self.lowest = self._engine.highest, self._engine.lowest
        """Of each page, where its highest and lowest line of text stand; not the last one painted: the foot."""

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def newPage(self) -> bool:
        self._engine.next_page()
        return True

    def words(self) -> str:
        """All of it, without any space: a line may end anywhere."""
        return bare("".join(word for page in self.pages for word in page))


class _Engine(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.pages: list[list[str]] = []
        self.highest: list[float] = []
        self.lowest: list[float] = []
        self.next_page()

    def next_page(self) -> None:
        self.pages.append([])
        self.highest.append(math.inf)
        self.lowest.append(0)
        self._before: float = 0

    def begin(self, _device: object) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: object) -> None:
        """Colours and fonts do not matter here."""

    def drawTextItem(self, at: QPointF, item: QTextItem) -> None:
        self.pages[-1].append(item.text())
        self.highest[-1] = min(self.highest[-1], at.y())
        self.lowest[-1], self._before = max(self.lowest[-1], self._before), at.y()

    def drawPixmap(self, *_any: object) -> None:
        raise AssertionError("nothing on this paper is a picture")

    def drawPath(self, *_any: object) -> None:
        """A bar."""

    def drawPolygon(self, *_any: object) -> None:
        """A bar."""

    def drawRects(self, *_any: object) -> None:
        """A bar."""


def bare(words: str) -> str:
    """Without space of any kind."""
    return "".join(words.split())


def words_in(pdf: bytes) -> str:
    """What can be read in a PDF of Qt, without any space, as a reader for the blind would find it."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    fonts = {
        name: _letters(objects[int(reference[1])])
        for body in objects.values()
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body)
        if (reference := re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)]))
    }
    return bare("".join(word for body in objects.values() for word in _said(body, fonts)))


def streams_in(pdf: bytes) -> bytes:
    """All bytes, and all streams unpacked behind them."""
    return b"\n".join([pdf, *(_unpacked(body) for _number, body in _OBJECT.findall(pdf))])


def _said(body: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    letters: dict[int, str] = {}
    for font, glyphs in _FONT_OR_GLYPHS.findall(_unpacked(body)):
        if font:
            letters = fonts.get(font, {})
        for at in range(0, len(glyphs), 4):
            yield letters.get(int(glyphs[at : at + 4], 16), "")


def _letters(body: bytes) -> dict[int, str]:
    found = {}
    for first, codes in _RANGE.findall(_unpacked(body)):
        for place, code in enumerate(re.findall(rb"<([0-9A-F]+)>", codes)):
            found[int(first, 16) + place] = bytes.fromhex(code.decode()).decode("utf-16-be")
    return found


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    try:
        return zlib.decompress(found[1]) if found else b""
    except zlib.error:
        return found[1] if found else b""

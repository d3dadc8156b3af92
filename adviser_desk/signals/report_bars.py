"""A bar beside an exact number: a vector shape that Word and LibreOffice draw. Never for a withheld number."""

from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

LONGEST = 2_200_000
"""EMU of the longest bar: 6.1 cm."""

_HEIGHT = 100_000
_FILL = "1F5C99"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" xmlns:wps="{_SHAPE}"'
)


def length(number: int, longest: int) -> int:
    """EMU of the bar for `number` when `longest` is the greatest number drawn in this report."""
    return max(1, round(LONGEST * number / longest))


def bar(number: int, longest: int, *, shape: int, description: str) -> BaseOxmlElement:
    """A run with one rectangle. `shape` is unique in the document; `description` is its text for screen readers."""
    size = f'cx="{length(number, longest)}" cy="{_HEIGHT}"'
    xml = (
        f'<w:r {_NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{shape}" name="{shape}" descr={quoteattr(description)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{_FILL}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    return parse_xml(xml)

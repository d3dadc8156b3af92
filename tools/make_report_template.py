"""Writes `resources/report_template.docx` from nothing: styles, list, margins, empty headers; no text, no author.

Run `python tools/make_report_template.py` after a change; a test compares the file with what this makes.
"""

import io
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "resources" / "report_template.docx"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TEXT, QUIET, ACCENT, LINE = "1E1E1B", "55554F", "1F5C99", "DCDCD6"
TINT, WARN, WARN_TINT = "E6EEF7", "855600", "FAF1DE"
ON_ACCENT = "FFFFFF"
TEXT_WIDTH = 9185
"""Twips between the margins: 16.2 cm."""

MEASURE = 900
"""Twips that running text ends before a table does: some 85 letters on a line."""


def run(size: float | None = None, colour: str | None = None, bold: bool | None = None) -> str:
    """Run properties; `size` in points."""
    parts = []
    if bold is not None:
        parts.append(f'<w:b w:val="{int(bold)}"/><w:bCs w:val="{int(bold)}"/>')
    if colour:
        parts.append(f'<w:color w:val="{colour}"/>')
    if size:
        parts.append(f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def spacing(before: int = 0, after: int = 0, line: int = 276) -> str:
    """Points before and after; `line` in 240ths of a line."""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}" w:line="{line}" w:lineRule="auto"/>'


def style(
    code: str,
    name: str,
    paragraph: str = "",
    letters: str = "",
    *,
    base: str | None = "Normal",
    then: str = "Normal",
    default: bool = False,
) -> str:
    """One paragraph style."""
    return (
        f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if default else ""} w:styleId="{code}">'
        f'<w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + f'<w:next w:val="{then}"/><w:qFormat/>'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + f"{letters}</w:style>"
    )


def panel(edge: str, fill: str) -> str:
    """A coloured edge on the left of a tinted paragraph."""
    return (
        f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="7" w:color="{fill}"/>'
        f'<w:left w:val="single" w:sz="36" w:space="10" w:color="{edge}"/>'
        f'<w:bottom w:val="single" w:sz="4" w:space="7" w:color="{fill}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    )


def paragraph_styles() -> str:
    """All paragraph styles of the report."""
    keep = "<w:keepNext/><w:keepLines/>"
    rule = '<w:pBdr><w:{0} w:val="single" w:sz="4" w:space="{1}" w:color="' + LINE + '"/></w:pBdr>'
    right = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    value = '<w:tabs><w:tab w:val="right" w:pos="760"/><w:tab w:val="left" w:pos="960"/></w:tabs>'
    blue = panel(ACCENT, ACCENT)
    inset = '<w:ind w:left="240"/>'
    measure, whole = f'<w:ind w:right="{MEASURE}"/>', '<w:ind w:left="0" w:right="0"/>'
    above = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="8" w:color="{QUIET}"/></w:pBdr>'
    first = f'<w:pBdr><w:top w:val="single" w:sz="36" w:space="12" w:color="{ACCENT}"/></w:pBdr>'
    return "".join(
        [
            style("Normal", "Normal", spacing(after=7, line=288), base=None, default=True),
            style("Title", "Title", keep + first + spacing(after=2, line=240), run(24.5, TEXT, True), then="Subtitle"),
            style("Subtitle", "Subtitle", keep + spacing(after=5, line=240), run(16, ACCENT, False)),
            style("ReportMeta", "Report Meta", spacing(after=16), run(9, QUIET)),
            style("Heading1", "heading 1", keep + above + spacing(16, 4, 252) + outline(0), run(16, ACCENT, True)),
            style("Heading2", "heading 2", keep + spacing(12, 4, 252) + outline(1), run(11, TEXT, True)),
            style("BodyText", "Body Text", "<w:widowControl/>" + spacing(after=7, line=288) + measure),
            style("ReportLead", "Report Lead", spacing(after=8, line=288), run(11.5)),
            style("KeyFigure", "Key Figure", keep + blue + spacing(6, 0, 252) + inset, run(34, ON_ACCENT, True)),
            style("KeyWords", "Key Words", "<w:keepLines/>" + blue + spacing(0, 16, 288) + inset, run(10.5, ON_ACCENT)),
            style("FigureLabel", "Figure Label", keep + spacing(6, 0, 240), run(8.5, TEXT, True)),
            style("FigureNumber", "Figure Number", spacing(2, 6, 240), run(24, ACCENT, True)),
            style("FigureQuiet", "Figure Quiet", spacing(2, 8, 240), run(10.5, QUIET)),
            style("Caption", "caption", keep + spacing(13, 4, 252), run(10, TEXT, True)),
            style("TableHead", "Table Head", keep + value + spacing(3, 3, 252) + whole, run(8.5, QUIET, True)),
            style("TableText", "Table Text", value + spacing(2, 3, 252) + whole, run(9.5)),
            style("TableMember", "Table Member", '<w:ind w:left="240"/>', "", base="TableText"),
            style("TableClass", "Table Class", "", run(9.5, QUIET), base="TableText"),
            style("TableQuiet", "Table Quiet", '<w:ind w:left="0"/>', run(9.5, QUIET), base="TableText"),
            style("TableNote", "Table Note", spacing(4, 10, 264) + measure, run(8.5, QUIET)),
            style("ListBullet", "List Bullet", listed() + spacing(after=3, line=283) + bullet(), "", then="ListBullet"),
            style("NoteBullet", "Note Bullet", spacing(after=0, line=252) + bullet(300), run(9.5), base="ListBullet"),
            style("Practice", "Practice", panel(WARN, WARN_TINT) + spacing(0, 12, 264) + inset, run(10, WARN, True)),
            style("Header", "header", right + spacing(after=0, line=240), run(8.5, QUIET)),
            style("Footer", "footer", rule.format("top", 6) + right + spacing(line=240), run(8.5, QUIET)),
        ]
    )


def outline(level: int) -> str:
    """The heading level that navigation and screen readers use."""
    return f'<w:outlineLvl w:val="{level}"/>'


def listed() -> str:
    """A member of the one bullet list."""
    return '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def bullet(right: int = MEASURE) -> str:
    """How far a bullet and its text stand from both margins."""
    return f'<w:ind w:left="340" w:right="{right}" w:hanging="260"/>'


def styles() -> str:
    """styles.xml: Arial, because every desktop has it or a face of the same widths."""
    lang = '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="nl-NL"/>'
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 80), ("bottom", 0), ("right", 80))
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="ReportTable"><w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/>'
        "<w:tblPr><w:tblBorders>"
        f'<w:top w:val="single" w:sz="12" w:space="0" w:color="{ACCENT}"/>'
        f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{QUIET}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="FigureTable"><w:name w:val="Figure Table"/><w:basedOn w:val="TableNormal"/>'
        '<w:tblPr><w:tblBorders><w:insideV w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="140" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style>"
    )
    letters = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="OnAccent"><w:name w:val="On Accent"/>'
        f'<w:rPr><w:color w:val="{ON_ACCENT}"/></w:rPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{TEXT}"/>'
        f'<w:sz w:val="20"/><w:szCs w:val="20"/>{lang}'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{paragraph_styles()}{letters}{table}</w:styles>"


def numbering() -> str:
    """numbering.xml: one bullet list."""
    return (
        f"{DECLARATION}<w:numbering {NAMESPACES}>"
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="340" w:hanging="260"/></w:pPr><w:rPr><w:color w:val="{ACCENT}"/></w:rPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def settings() -> str:
    """settings.xml: today's layout rules, so Word does not open it in compatibility mode."""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="nl-NL"/></w:settings>'
    )


def body() -> str:
    """document.xml: one empty A4 section whose first page has its own header."""
    references = "".join(
        f'<w:{kind}Reference w:type="{page}" r:id="{number}"/>'
        for kind, page, number in (
            ("header", "default", "rId3"),
            ("header", "first", "rId4"),
            ("footer", "default", "rId5"),
            ("footer", "first", "rId6"),
        )
    )
    return (
        f"{DECLARATION}<w:document {NAMESPACES}><w:body><w:sectPr>{references}"
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1361" w:bottom="1247" w:left="1360" '
        'w:header="624" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def relationships(*targets: tuple[str, str]) -> str:
    """A .rels part: (type, target), numbered from rId1."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{DECLARATION}<Relationships xmlns="{namespace}">{rows}</Relationships>'


def parts() -> dict[str, str]:
    """Every part of the package by its name."""
    edges = [(kind, f"{kind}{number}.xml") for kind in ("header", "footer") for number in (1, 2)]
    named = [("styles", "styles.xml"), ("settings", "settings.xml"), *edges, ("numbering", "numbering.xml")]
    overrides = [("/word/document.xml", f"{WORD}.document.main+xml")]
    overrides += [(f"/word/{file}", f"{WORD}.{kind}+xml") for kind, file in named]
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    types = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in [*overrides, ("/docProps/core.xml", core)]
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    found = {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": relationships(
            (f"{OFFICE}/officeDocument", "word/document.xml"),
            (f"{package}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": f'{DECLARATION}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties"/>',
        "word/document.xml": body(),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/numbering.xml": numbering(),
        "word/_rels/document.xml.rels": relationships(*((f"{OFFICE}/{kind}", file) for kind, file in named)),
    }
    for kind, file in edges:
        tag, name = ("hdr", "Header") if kind == "header" else ("ftr", "Footer")
        found[f"word/{file}"] = (
            f'{DECLARATION}<w:{tag} {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr></w:p></w:{tag}>'
        )
    return found


def template() -> bytes:
    """The template as a zip whose bytes depend on nothing but this file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as package:
        for name, text in sorted(parts().items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            package.writestr(entry, text.encode())
    return held.getvalue()


if __name__ == "__main__":
    HERE.write_bytes(template())
    sys.exit(0)

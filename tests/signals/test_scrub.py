"""A scrubbed document tells nothing of who, when and where, holds the same words, and always has the same bytes."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from adviser_desk.signals.scrub import scrub

WORDS = ("Koptekst", "Een alinea met ‘aanhaling’.", "cel")


def dirty() -> bytes:
    """A document from the library's own template, with an author, revision marks and the clock in it."""
    document = docx.Document()
    document.core_properties.author = "A. Schrijver"
    document.core_properties.last_modified_by = "Laptop-7"
    document.core_properties.created = datetime(2026, 10, 6, 14, 32)
    document.core_properties.comments = "concept"
    document.add_heading(WORDS[0])
    document.add_paragraph(WORDS[1])._p.set(qn("w:rsidR"), "00AB12CD")
    document.add_table(1, 1).cell(0, 0).text = WORDS[2]
    document.settings.element.append(OxmlElement("w:rsids"))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.fixture(scope="module")
def clean() -> bytes:
    return scrub(dirty(), title="Signalen & meer", language="nl-NL")


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_nothing_tells_who_made_it_when_or_with_what(clean: bytes) -> None:
    everything = b"\n".join(parts(clean).values())
    for trace in (
        b"Schrijver",
        b"Laptop",
        b"concept",
        b"python-docx",
        b"Macintosh",
        b"rsid",
        b"2013",
        b"2026",
        b"en-US",
        b"ja-JP",
    ):
        assert trace not in everything, trace
    assert b"Schrijver" in b"\n".join(parts(dirty()).values())


def test_parts_that_leak_are_gone_and_nothing_points_at_them(clean: bytes) -> None:
    names = parts(clean)
    assert not [
        name for name in names if "thumbnail" in name or "custom" in name or "Effects" in name or "app.xml" in name
    ]
    types = names["[Content_Types].xml"].decode()
    for gone in ("thumbnail", "jpeg", "app.xml", "customXml", "stylesWithEffects"):
        assert gone not in types
        assert not [name for name, data in names.items() if name.endswith(".rels") and gone.encode() in data]


def test_entries_are_sorted_stored_and_without_a_clock(clean: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(clean)) as package:
        entries = package.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert entries[0].filename == "[Content_Types].xml"
    assert {(entry.date_time, entry.compress_type, entry.create_system) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 0)
    }


def test_title_and_language_are_set_and_the_creator_is_empty(clean: bytes) -> None:
    properties = docx.Document(io.BytesIO(clean)).core_properties
    assert (properties.title, properties.language, properties.author) == ("Signalen & meer", "nl-NL", "")
    styles = parts(clean)["word/styles.xml"].decode()
    assert 'w:val="nl-NL"' in styles


def test_the_words_are_the_same(clean: bytes) -> None:
    document = docx.Document(io.BytesIO(clean))
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == list(WORDS[:2])
    assert document.tables[0].cell(0, 0).text == WORDS[2]


def test_scrubbing_is_the_same_each_time_and_twice_is_as_once(clean: bytes) -> None:
    assert scrub(dirty(), title="Signalen & meer", language="nl-NL") == clean
    assert scrub(clean, title="Signalen & meer", language="nl-NL") == clean


def test_a_package_without_declared_properties_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(dirty())) as source, zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(
                name, data.replace(b"/docProps/core.xml", b"/docProps/gone.xml") if "Types" in name else data
            )
    with pytest.raises(ValueError, match="core properties"):
        scrub(held.getvalue(), title="", language="nl-NL")

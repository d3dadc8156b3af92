"""The report as a `.docx`, from a release and labels alone. The same release gives the same bytes everywhere."""

import io
from collections.abc import Mapping

import docx
from docx.document import Document

from adviser_desk import paths
from adviser_desk.models.base import Record
from adviser_desk.models.codes import Language
from adviser_desk.models.release import Release
from adviser_desk.signals.report_chapters import Chapters
from adviser_desk.signals.report_labels import Labels
from adviser_desk.signals.report_layout import Sheet, add_field
from adviser_desk.signals.report_tables import longest
from adviser_desk.signals.report_words import only_a_total
from adviser_desk.signals.scrub import scrub

TAGS: Mapping[Language, str] = {"nl": "nl-NL", "en": "en-GB"}
"""The language of the document, for spelling and for the voice of a screen reader."""


class ReportContext(Record):
    """What the report may say besides the release, none of it secret.

    `earlier` are releases that went before: printed as totals only, in the order given.
    """

    earlier: tuple[Release, ...] = ()


def word_report(
    release: Release, *, unit_labels: Mapping[str, str], language: Language, context: ReportContext
) -> bytes:
    """The report of one release, A4, ready to send. `unit_labels` maps unit codes to names."""
    labels = Labels(language, unit_labels)
    _ = labels.words
    title = _("Signalen van de vertrouwenspersoon")
    document = docx.Document(str(paths.resource("report_template.docx")))
    sheet = Sheet(document, longest=longest(release), bar_words=_("Staaf bij %(n)d casussen"))
    edges(document, release, labels, title)
    sheet.paragraph(title, "Title")
    sheet.paragraph(labels.period(release.period), "Subtitle")
    issued = {
        "days": labels.days(release.period),
        "date": _.long_date(release.issued_on),
        "serial": release.serial,
    }
    sheet.paragraph(_("%(days)s  ·  export %(serial)d, gemaakt op %(date)s") % issued, "Report Meta")
    _write(Chapters(release, labels, sheet), context)
    held = io.BytesIO()
    document.save(held)
    return scrub(held.getvalue(), title=f"{title}, {labels.period(release.period)}", language=TAGS[language])


def _write(chapters: Chapters, context: ReportContext) -> None:
    chapters.summary()
    chapters.recommendations()
    chapters.earlier(context.earlier)
    chapters.reading()
    chapters.inside()
    chapters.outside()
    if not only_a_total(chapters.release):
        chapters.both_sides()
    chapters.beside_the_survey()
    chapters.method()


def edges(document: Document, release: Release, labels: Labels, title: str) -> None:
    """Headers and footers: what a single page must say when it is found on its own."""
    _ = labels.words
    section = document.sections[0]
    practice = _("Oefenverslag: alle casussen zijn verzonnen")
    period = labels.period(release.period)
    for first, header in ((True, section.first_page_header), (False, section.header)):
        paragraph = header.paragraphs[0]
        if release.practice:
            paragraph.style = "Practice"
            paragraph.add_run(practice)
        elif not first:
            paragraph.add_run(f"{title}\t{period}")
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        values = {"serial": release.serial, "date": _.long_date(release.issued_on)}
        paragraph.add_run(_("Export %(serial)d, %(date)s") % values + "\t" + _("Pagina") + " ")
        add_field(paragraph, "PAGE", "1")
        paragraph.add_run(" " + _("van") + " ")
        add_field(paragraph, "NUMPAGES", "1")

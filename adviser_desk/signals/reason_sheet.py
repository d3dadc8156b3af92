"""The reason sheet: one page that tells a manager why a number is not shown. From a release alone, like the report.

Says nothing that the report does not say. The sums on it are made up, and say so.
"""

import io
from collections.abc import Mapping, Sequence

import docx

from adviser_desk import paths
from adviser_desk.models.codes import Language
from adviser_desk.models.release import NOTHING, Release
from adviser_desk.signals.report_labels import Labels
from adviser_desk.signals.report_layout import TEXT_WIDTH, Grid, Line, Sheet, Value
from adviser_desk.signals.report_tables import breakdowns, own_rows
from adviser_desk.signals.scrub import scrub
from adviser_desk.signals.statements import Said
from adviser_desk.signals.word_report import TAGS, edges

_LABEL_WIDTH, _NUMBER_WIDTH = 2300, 1500


def reason_sheet(release: Release, language: Language) -> bytes:
    """The page as a `.docx`. The same release and language give the same bytes."""
    labels = Labels(language, {})
    _ = labels.words
    title = _("Waarom een getal ontbreekt")
    document = docx.Document(str(paths.resource("report_template.docx")))
    sheet = Sheet(document, longest=1, bar_words="")
    edges(document, release, labels, title)
    sheet.paragraph(title, "Title")
    sheet.paragraph(labels.period(release.period), "Subtitle")
    belongs = {"date": _.long_date(release.issued_on), "serial": release.serial}
    sheet.paragraph(_("Voor leidinggevenden  ·  bij export %(serial)d, gemaakt op %(date)s") % belongs, "Report Meta")
    _what_is_told(sheet, release, labels)
    _example(sheet, release.threshold, labels)
    _questions(sheet, labels)
    held = io.BytesIO()
    document.save(held)
    return scrub(held.getvalue(), title=f"{title}, {labels.period(release.period)}", language=TAGS[language])


def _what_is_told(sheet: Sheet, release: Release, labels: Labels) -> None:
    _, k = labels.words, release.threshold
    sheet.paragraph(
        _(
            "Een getal kan naar een mens leiden, ook zonder naam. Daarom beslist een vaste regel welke getallen in het "
            "verslag staan. De vertrouwenspersoon kiest dat niet per geval, en kan het niet voor u veranderen."
        ),
        "Report Lead",
    )
    rows = [row[-1] for table in breakdowns(release) for row in own_rows(table)]
    if not rows:
        sheet.paragraph(
            _(
                "Dit verslag heeft alleen een totaal. Dat is vooraf zo bepaald. Bij weinig casussen verraadt elk ander "
                "getal al snel iets."
            )
        )
        return
    kinds: Sequence[tuple[str, int]] = (
        (_("Precies getal"), _number_of(rows, exact=True)),
        (labels.said(f"<{k}"), _number_of(rows, f"<{k}")),
        (labels.said(f">={k}"), _number_of(rows, f">={k}")),
        (labels.said(NOTHING), _number_of(rows, NOTHING)),
    )
    header = (_("Alle regels"), *(kind for kind, _count in kinds))
    cells = tuple(Value(str(count)) for count in (len(rows), *(count for _kind, count in kinds)))
    sheet.figures(
        Grid(
            title=_("Regels in het verslag"),
            about=_("Hoeveel regels het verslag heeft, en wat erbij staat."),
            header=header,
            widths=(TEXT_WIDTH // 5,) * 5,
            lines=(Line(label="", cells=cells),),
        ),
        _("Een regel zonder getal is niet altijd klein. Van buiten is dat met opzet niet te zien."),
    )


def _number_of(rows: Sequence[Said], said: Said = "", *, exact: bool = False) -> int:
    return sum(isinstance(one, int) if exact else one == said for one in rows)


def _example(sheet: Sheet, threshold: int, labels: Labels) -> None:
    """A sum with made-up numbers: why a large number goes, too."""
    _, least = labels.words, threshold - 1
    small, first, second = max(least - 1, 1), threshold + 7, threshold + 4
    whole = small + first + second
    values: Mapping[str, int] = {"k": threshold, "small": small, "first": first, "second": second, "whole": whole}
    sheet.heading(_("Eén getal weglaten is te weinig"))
    sheet.paragraph(
        _(
            "Aantallen onder %(k)d staan er nooit, ook 0 niet. Maar één leeg vakje is uit te rekenen. Hier ziet u dat "
            "met verzonnen getallen: %(whole)d − %(first)d − %(second)d = %(small)d. Daarom gaat er nog een getal weg."
        )
        % values
    ).paragraph_format.keep_with_next = True
    under, over = labels.said(f"<{threshold}"), labels.said(f">={threshold}")
    rows = (
        (_("Dienst A"), first, str(first), str(first)),
        (_("Dienst B"), second, str(second), over),
        (_("Dienst C"), small, under, under),
    )
    lines = [Line(label=name, cells=(_cell(real), _cell(little), _cell(good))) for name, real, little, good in rows]
    whole_line = Line(label=_("Samen"), cells=(_cell(whole),) * 3, role="total")
    sheet.table(
        Grid(
            title=_("Voorbeeld met verzonnen getallen"),
            about=_("Per dienst het echte getal, wat te weinig weghaalt, en wat goed is."),
            header=(
                _("Verzonnen"),
                Value(_("Echt")),
                Value(_("Te weinig weg")),
                Value(_("Goed")),
            ),
            widths=(_LABEL_WIDTH, *(_NUMBER_WIDTH,) * 3),
            lines=(*lines, whole_line),
        )
    )


def _cell(said: int | str) -> Value:
    return Value(str(said), small=str(said).startswith("<"))


def _questions(sheet: Sheet, labels: Labels) -> None:
    _ = labels.words
    asked = (
        (
            _("Mag ik het getal wel weten?"),
            _("Nee. De vertrouwenspersoon heeft geheimhouding beloofd. Dat geldt ook in een gesprek."),
        ),
        (
            _("Kan het per team?"),
            _(
                "Nee. Hoe kleiner de groep, hoe sneller een getal één mens is. Twee kenmerken in één tabel staan "
                "alleen in een jaarverslag. Welke dat zijn, is vooraf gekozen."
            ),
        ),
        (
            _("Wordt het later meer?"),
            _(
                "Dat kan. Over een jaar zijn er meer casussen. Vertrouwenspersonen kunnen ook samen een verslag maken. "
                "Beloofd is het niet."
            ),
        ),
        (
            _("Betekent geen getal dat er niets is?"),
            _("Nee. Het kan elk aantal zijn, ook nul. Trek er geen conclusie uit, en zoek niet uit om wie het gaat."),
        ),
        (
            _("Wat kan ik dan doen?"),
            _("Lees de aanbevelingen en thema’s. Zorg dat mensen weten hoe zij een vertrouwenspersoon vinden."),
        ),
    )
    sheet.heading(_("Wat leidinggevenden vragen"))
    sheet.table(
        Grid(
            title=_("Vragen en antwoorden"),
            about=_("Links de vraag, rechts het antwoord."),
            header=(_("Vraag"), _("Antwoord")),
            widths=(_LABEL_WIDTH, TEXT_WIDTH - _LABEL_WIDTH),
            lines=tuple(Line(label=question, cells=(answer,), role="group") for question, answer in asked),
        ),
        note=_(
            "Twee programma’s die los van elkaar zijn gemaakt, controleren elk verslag. Hoe dat gaat en wat niet "
            "beloofd is, staat in het verslag bij ‘Werkwijze en waarborg’."
        ),
    )

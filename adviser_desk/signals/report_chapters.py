"""The chapters of the Word report, in the order in which a reader needs them. Each writes on the sheet and returns."""

from collections.abc import Sequence
from dataclasses import dataclass

from adviser_desk.models.codes import code_book
from adviser_desk.models.release import NOTHING, Release, Table
from adviser_desk.signals import report_tables as tables
from adviser_desk.signals import report_words as sentences
from adviser_desk.signals.report_labels import TITLES, Labels
from adviser_desk.signals.report_layout import TEXT_WIDTH, Grid, Line, Sheet, Value, printable
from adviser_desk.signals.survey import Survey, survey

_QUESTIONS = (
    ("matter", "behaviour", "ground_group", "online"),
    ("client_role", "found_via", "channel", "unit"),
    ("formality", "reason_no_step", "aftercare"),
)
"""The tables about inside and outside together, under their three headings."""

_MORE_CODES = ("behaviour", "ground_group")
_KIND_WIDTH, _COLLEAGUES_WIDTH = 2900, 2400
_QUESTION_WIDTH, _SAID_WIDTH = 2700, 1300


@dataclass(frozen=True)
class Chapters:
    """Writes the chapters of one release on one sheet."""

    release: Release
    labels: Labels
    sheet: Sheet

    def summary(self) -> None:
        """The number of cases, large, and what was done."""
        _, sheet, release = self.labels.words, self.sheet, self.release
        sheet.heading(_("In het kort"))
        sheet.paragraph(
            _(
                "De vertrouwenspersoon luistert, denkt mee, wijst de weg en let op nazorg. Dit verslag geeft cijfers "
                "en thema’s, en laat weg wat naar iemand kan leiden."
            ),
            "Report Lead",
        )
        divided = tables.table_of(release, tables.SIDES)
        if divided is not None and tables.spoken(divided):
            sheet.paragraph(sentences.counted(release, self.labels))
            sheet.figures(
                tables.sides(divided, release, self.labels),
                _("Het eerste getal telt alle casussen; de andere verdelen ze naar de andere partij."),
            )
        else:
            sheet.paragraph(self.labels.said(tables.total(release)), "Key Figure")
            sheet.paragraph(sentences.counted(release, self.labels), "Key Words")
        if sentences.only_a_total(release):
            for text in sentences.why_so_little(release, self.labels):
                sheet.paragraph(text)
            return
        how_much = sentences.how_much_is_told(release, self.labels)
        if told := sentences.highlights(release, self.labels):
            larger = _("Een regel met ≥%(k)d kan groter zijn.") % {"k": release.threshold}
            sheet.table(tables.highlights(told, self.labels), note=f"{larger} {how_much}")
        else:
            sheet.paragraph(how_much)

    def recommendations(self) -> None:
        """What the adviser typed, as plain paragraphs, and the themes that enough cases support."""
        _, sheet = self.labels.words, self.sheet
        sheet.heading(_("Aanbevelingen"))
        lines = [line.strip() for line in printable(self.release.remarks).split("\n")]
        for line in filter(None, lines):
            sheet.paragraph(line, typed=True)
        if not any(lines):
            sheet.paragraph(_("De vertrouwenspersoon geeft bij dit verslag geen aanbevelingen."))
        sheet.heading(_("Thema’s"))
        if self.release.themes:
            sheet.paragraph(
                _("Deze thema’s komen elk in %(k)d of meer casussen terug:") % {"k": self.release.threshold}
            )
            sheet.bullets(self.labels.theme(code) for code in self.release.themes)
        else:
            sheet.paragraph(
                _(
                    "Dit verslag noemt geen thema’s. Een thema staat er alleen als genoeg casussen het dragen en het "
                    "niets verraadt. Het betekent niet dat er niets speelt."
                )
            )

    def reading(self) -> None:
        """What stands in a cell, and what a reader may not conclude from it."""
        _, sheet = self.labels.words, self.sheet
        sheet.heading(_("Zo leest u de cijfers"))
        sheet.table(tables.signs(self.release.threshold, self.labels), joined=True)
        sheet.bullets(sentences.reading(self.labels), whole=True)

    def inside(self) -> None:
        """The chapter about people inside the organisation."""
        _ = self.labels.words
        self.sheet.heading(_("Binnen de organisatie"))
        self._side(
            "internal",
            _("Hier is de andere partij een collega, een leidinggevende, de top, een eigen medewerker of een team."),
        )

    def outside(self) -> None:
        """The chapter about citizens and others from outside: Veilig Werken."""
        _ = self.labels.words
        self.sheet.heading(_("Van buiten: Veilig Werken"))
        self._side(
            "outside",
            _(
                "Hier komt de druk of agressie van een burger, klant of bezoeker, een "
                "politieke ambtsdrager of een externe."
            ),
            self._two_questions(),
        )

    def _two_questions(self) -> str:
        """Why the number of a matter may differ from that of a side."""
        _ = self.labels.words
        said = tables.statement(tables.table_of(self.release, "matter"), "citizen_aggression")
        if said is None or said == NOTHING:
            return ""
        return _(
            "Bij het onderwerp ‘%(matter)s’ staat als aantal: %(said)s. Onderwerp en andere partij zijn twee "
            "vragen; de aantallen hoeven niet gelijk te zijn."
        ) % {"matter": self.labels.code("matter", "citizen_aggression"), "said": self.labels.said(said)}

    def both_sides(self) -> None:
        """The tables that count inside and outside together, under three headings, then those without a number."""
        _, sheet = self.labels.words, self.sheet
        sheet.heading(_("Alle casussen samen"))
        more = (
            _("Alleen het onderwerp staat er ook per andere partij.")
            if any(tables.SIDES in table.columns for table in tables.crossings_of(self.release, "matter"))
            else ""
        )
        sheet.paragraph(
            _(
                "Deze tabellen tellen binnen en buiten bij elkaar op. Ze nog eens splitsen zou kleine getallen geven "
                "die naar mensen leiden."
            )
            + (more and f" {more}")
        ).paragraph_format.keep_with_next = True
        headings = (_("Waar het over ging"), _("Wie er kwam, en hoe"), _("Wat erop volgde"))
        for heading, names in zip(headings, _QUESTIONS, strict=True):
            one_way = [table for name in names if (table := tables.table_of(self.release, name)) is not None]
            crossings = [table for name in names for table in tables.crossings_of(self.release, name)]
            self._tables(heading, [*one_way, *crossings])
        placed = {name for names in _QUESTIONS for name in names}
        others = [
            table
            for table in tables.breakdowns(self.release)
            if table.columns != (tables.SIDES,) and table.columns[0] not in placed
        ]
        self._tables(_("Andere tabellen"), others)
        self._all_alike()

    def beside_the_survey(self) -> None:
        """The staff survey's figures beside ours, and the sentence that they measure different things."""
        _, sheet, figures = self.labels.words, self.sheet, survey()
        sheet.heading(_("Naast de personeelsenquête"))
        sheet.paragraph(
            _(
                "De Personeelsenquête Rijk 2021 vroeg alle medewerkers wat zij in een jaar meemaakten. Dit verslag "
                "telt wie contact zocht. Dat zijn verschillende dingen: deel het ene getal niet door het andere."
            )
        ).paragraph_format.keep_with_next = True
        sheet.table(
            self._survey(figures),
            note=_(
                "Van alle medewerkers maakte %(discrimination)d procent discriminatie mee. %(known)d procent weet dat "
                "er vertrouwenspersonen zijn, %(found)d procent weet er een te vinden. Bron: %(source)s."
            )
            % {
                "discrimination": figures.discrimination,
                "known": figures.knows_an_adviser_exists,
                "found": figures.knows_how_to_find_one,
                "source": figures.source,
            },
        )

    def earlier(self, earlier: Sequence[Release]) -> None:
        """The totals of earlier reports, as they were printed."""
        if not earlier:
            return
        _ = self.labels.words
        self.sheet.heading(_("Eerdere verslagen"))
        self.sheet.table(
            tables.earlier_totals(earlier, self.labels),
            note=_("Meer of minder casussen betekent niet dat er meer of minder gebeurt."),
        )

    def method(self) -> None:
        """How it was counted, what was checked, what is not promised, and the versions."""
        _, sheet, release = self.labels.words, self.sheet, self.release
        sheet.heading(_("Werkwijze en waarborg"))
        sheet.heading(_("Zo is er geteld"), 2)
        sheet.bullets(sentences.counting(self.labels), small=True)
        sheet.heading(_("Dit is gecontroleerd"), 2)
        sheet.paragraph(
            _("Twee programma’s die los van elkaar zijn gemaakt, controleren dit vóór elk verslag.")
        ).paragraph_format.keep_with_next = True
        sheet.bullets(sentences.checked(release, self.labels), small=True)
        sheet.heading(_("Dit is niet beloofd"), 2)
        sheet.bullets(sentences.not_promised(self.labels), small=True)
        sheet.heading(_("Over dit verslag"), 2)
        sheet.paragraph(
            f"{sentences.versions(release, self.labels)} {sentences.chain(release, self.labels)}", "Table Note"
        )

    def _side(self, group: str, about: str, note: str = "") -> None:
        _, sheet = self.labels.words, self.sheet
        sheet.paragraph(about).paragraph_format.keep_with_next = True
        table = tables.table_of(self.release, tables.SIDES)
        if table is None:
            names = "; ".join(self.labels.code(tables.SIDES, code) for code in code_book().members(tables.SIDES, group))
            sheet.paragraph(
                _("Dit verslag verdeelt de casussen niet. Een jaarverslag kan dat wel, naar: %(names)s.")
                % {"names": names}
            )
        elif tables.spoken(table):
            self._captioned(tables.side(table, group, self.release, self.labels), note)
            return
        else:
            sheet.paragraph(
                _("Over deze kant is in deze periode geen enkel aantal te noemen. Het kan elk aantal zijn, ook nul.")
            )
        if note:
            sheet.paragraph(note)

    def _tables(self, heading: str, chosen: Sequence[Table]) -> None:
        telling = [table for table in chosen if tables.same_everywhere(table) is None]
        if telling:
            self.sheet.heading(heading, 2)
        for table in telling:
            self._captioned(tables.grid(table, self.release, self.labels), self._note(table))

    def _note(self, table: Table) -> str:
        _ = self.labels.words
        if table.columns == ("unit",):
            return _(
                "Vergelijk deze onderdelen niet met elkaar: zij zijn niet even groot, en wie contact zoekt, verschilt."
            )
        if table.columns[0] in _MORE_CODES:
            return _("Een casus kan bij meer regels horen, of bij geen. Tel de regels daarom niet op.")
        return ""

    def _all_alike(self) -> None:
        """Tables that say the same of every row: all their rows in one line each, so that nothing looks forgotten."""
        _ = self.labels.words
        found = [(table, tables.same_everywhere(table)) for table in tables.breakdowns(self.release)]
        alike = [
            (table, said)
            for table, said in found
            if said is not None and (said == NOTHING or table.columns != (tables.SIDES,))
        ]
        if not alike:
            return
        lines = [
            Line(
                label=self.labels.heading(table),
                cells=(self.labels.said(said), tables.rows_in_words(table, self.labels)),
                role="group",
            )
            for table, said in alike
        ]
        self.sheet.heading(_("Vragen zonder precies getal"), 2)
        self.sheet.paragraph(
            _("Bij deze vragen staat bij elke regel hetzelfde. Daarom staan de regels hier bij elkaar.")
        ).paragraph_format.keep_with_next = True
        self.sheet.table(
            Grid(
                title=_("Vragen zonder precies getal"),
                about=_("Per vraag wat er bij elke regel staat, en welke regels dat zijn."),
                header=(_("Vraag"), _("Bij elke regel"), _("Regels")),
                widths=(_QUESTION_WIDTH, _SAID_WIDTH, TEXT_WIDTH - _QUESTION_WIDTH - _SAID_WIDTH),
                lines=tuple(lines),
            ),
            together=False,
        )

    def _captioned(self, grid: Grid, note: str = "") -> None:
        _ = self.labels.words
        self.sheet.caption(grid.title, _("Tabel %(n)d. %(title)s"))
        self.sheet.table(grid, note=note)

    def _survey(self, figures: Survey) -> Grid:
        _, ours = self.labels.words, tables.table_of(self.release, "behaviour")
        header = [TITLES["behaviour"], _("Enquête: van collega’s of leidinggevenden"), _("Enquête: van burgers")]
        rows = []
        for code in dict.fromkeys([*figures.from_colleagues, *figures.from_citizens]):
            cells: list[str | Value] = [
                Value(f"{side[code]}%", right=True)
                if code in side
                else Value(_("geen cijfer"), withheld=True, right=True)
                for side in (figures.from_colleagues, figures.from_citizens)
            ]
            said = tables.statement(ours, code)
            if said is not None:
                cells.append(tables.value(said, self.labels, with_bar=False, right=True))
            rows.append((code, cells))
        if ours is not None:
            header.append(_("Dit verslag: casussen"))
        width = (TEXT_WIDTH - _KIND_WIDTH - _COLLEAGUES_WIDTH) // (len(header) - 2)
        return Grid(
            title=_("De enquête en dit verslag"),
            about=_("Per soort gedrag het deel van alle medewerkers in de enquête, en het aantal casussen hier."),
            header=(_(header[0]), *(Value(head, right=True) for head in header[1:])),
            widths=(_KIND_WIDTH, _COLLEAGUES_WIDTH, *(width,) * (len(header) - 2)),
            lines=tuple(Line(label=self.labels.code("behaviour", code), cells=tuple(cells)) for code, cells in rows),
        )

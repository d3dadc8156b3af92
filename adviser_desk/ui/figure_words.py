"""The words of Signalen: what a number is, what a mark means, and what a reader may conclude. Only for the screen."""

from typing import TYPE_CHECKING

from adviser_desk import i18n
from adviser_desk.casework import own_figures
from adviser_desk.casework.own_figures import Basis, PeriodChoice, Reason, Said, ToldCell
from adviser_desk.casework.preview_tables import PreviewRow
from adviser_desk.i18n import N_, _, ngettext
from adviser_desk.models.release import NOTHING
from adviser_desk.ui.figure_header import Cell
from adviser_desk.ui.period_words import period_words
from adviser_desk.ui.why_words import explanation

if TYPE_CHECKING:
    from adviser_desk.ui.signals_rows import Figures

_FIELDS = {
    "matter": N_("Onderwerp"),
    "behaviour": N_("Soort gedrag"),
    "other_party": N_("Door wie"),
    "client_role": N_("Rol van de melder"),
    "formality": N_("Stap"),
    "found_via": N_("Gevonden via"),
    "ground_group": N_("Grond van discriminatie"),
    "reason_no_step": N_("Reden voor geen stap"),
    "aftercare": N_("Nazorg"),
    "unit": N_("Onderdeel"),
    "channel": N_("Eerste contact"),
    "online": N_("Online"),
}
_SEVERAL = ("behaviour", "ground_group")


def field_words(field: str) -> str:
    """A field in a few words, for a button."""
    return _(_FIELDS[field])


def own_cell(number: int, reason: Reason | None) -> Cell:
    """A real number, with a mark where it will not go out."""
    if reason is None:
        return Cell(str(number), str(number))
    icon, tone, words = {
        "small": ("eye-off", "warn", N_("%(n)d, klein aantal, gaat niet mee")),
        "protects": ("shield", "", N_("%(n)d, beschermt een ander getal, gaat niet mee")),
        "before": ("history", "", N_("%(n)d, past niet bij een eerdere export, gaat niet mee")),
    }[reason.kind]
    return Cell(str(number), _(words) % {"n": number}, icon=icon, tone=tone, boxed=True)


def told_cell(told: ToldCell) -> Cell:
    """What a reader sees: every number that is withheld looks and reads by its statement alone."""
    words = _spoken(told.said) if isinstance(told.said, str) else told.printed
    return Cell(told.printed, words, boxed=isinstance(told.said, str))


def _spoken(said: str) -> str:
    if said == NOTHING:
        return _("niet getoond")
    if said.startswith("<"):
        return _("minder dan %(k)s") % {"k": said[1:]}
    return _("%(k)s of meer") % {"k": said[2:]}


def period_line(choice: PeriodChoice) -> str:
    """A period in the menu, with where it stands."""
    period = {"period": period_words(choice.period)}
    if choice.state == "released":
        return _("%(period)s, geëxporteerd") % period
    return _("%(period)s, loopt nog") % period if choice.state == "running" else period["period"]


def count_words(choice: PeriodChoice) -> str:
    """How many cases count in the period, and how many do not."""
    counted = ngettext("%(n)d casus telt mee", "%(n)d casussen tellen mee", choice.counted) % {"n": choice.counted}
    if not choice.not_counted:
        return counted
    return _("%(counted)s, %(n)d niet") % {"counted": counted, "n": choice.not_counted}


def own_banner(shown: "Figures") -> tuple[str, str]:
    """Whose numbers these are, and what becomes of them."""
    title, state = _("Dit zijn uw echte aantallen. Ze blijven op deze laptop."), shown.basis.choice.state
    if shown.beside and not own_figures.may_cross(shown.fields):
        return title, _("Deze tabel gaat nooit naar buiten. Deze twee kenmerken samen ziet alleen u.")
    if state == "taken":
        return title, _("Deze casussen zijn al geteld in een export over een langere tijd.")
    if not shown.leaves:
        return title, _("Deze tabel staat niet in de export van deze periode. Alleen u ziet hem.")
    if state == "running":
        return title, _("Deze periode loopt nog. Na afloop blijkt welke getallen meegaan.")
    return title, ""


def told_banner(shown: "Figures") -> tuple[str, str]:
    """What others see of this table, if anything."""
    if shown.told is None:
        return _nothing_told(shown.basis)
    if not shown.leaves:
        return _("Anderen zien deze tabel niet."), _why_not_this_one(shown)
    if shown.basis.told is None:
        return _("Zo ziet de ontvanger de tabel, als u nu exporteert."), ""
    release = shown.told.release
    values = {"n": release.serial, "day": i18n.current().long_date(release.issued_on)}
    return _("Zo heeft de ontvanger de tabel. Export %(n)d, gemaakt op %(day)s.") % values, ""


def _why_not_this_one(shown: "Figures") -> str:
    if shown.beside and not own_figures.may_cross(shown.fields):
        return _("Deze twee kenmerken samen gaan nooit naar buiten. Dit is het totaal dat zij wel zien.")
    if shown.basis.fields:
        return _("De export van deze periode heeft hem niet. Dit is het totaal dat zij wel zien.")
    return _("De export van deze periode heeft alleen het totaal.")


def _nothing_told(found: Basis) -> tuple[str, str]:
    """Why others see nothing of this period."""
    title = _("Anderen zien niets van deze periode.")
    if found.choice.state == "running":
        return title, _("De periode loopt nog. Na afloop kunt u een export maken.")
    if found.choice.state == "taken":
        return title, _("Deze casussen zijn al geteld in een export over een langere tijd.")
    return title, _("Er is nog niet nagerekend wat zij zouden zien.")


def table_note(rows: str, columns: str) -> str:
    """How not to read the table; "" where there is nothing to say."""
    if rows in _SEVERAL or columns in _SEVERAL:
        return _("Een casus kan bij meer regels horen, of bij geen. Tel de regels daarom niet op.")
    if "unit" in (rows, columns):
        return _("Vergelijk onderdelen niet met elkaar: zij zijn niet even groot.")
    return ""


def own_why(label: str, number: int, reason: Reason | None, threshold: int, *, total: bool) -> tuple[str, str]:
    """Why a number goes out, or why not, with the real arithmetic."""
    row = PreviewRow(label=label, printed="", is_number=reason is None, own=number, reason=reason, is_total=total)
    return explanation(row, threshold)


def only_own_why(label: str, number: int, *, later: bool) -> tuple[str, str]:
    """What a number is of which nothing goes out, or of which that is not worked out yet."""
    words = ngettext("Er is %(n)d casus.", "Er zijn %(n)d casussen.", number) % {"n": number}
    rest = _("Of dit getal meegaat, is nog niet bekend.") if later else _("Dit getal ziet alleen u.")
    return label, f"{words} {rest}"


def meaning(said: Said) -> str:
    """What a reader may conclude from a statement: nothing here depends on more than what he sees."""
    if isinstance(said, int):
        return ngettext(
            "Een ander leest dat er precies %(n)d casus is.",
            "Een ander leest dat er precies %(n)d casussen zijn.",
            said,
        ) % {"n": said}
    if said == NOTHING:
        return _("Een ander leest hier niets. Het kan elk aantal zijn, ook nul.")
    if said.startswith("<"):
        return _("Een ander leest dat het er 0 tot en met %(most)d zijn. Ook nul kan.") % {"most": int(said[1:]) - 1}
    return _("Een ander leest dat het er %(k)s of meer zijn. Het precieze aantal staat er niet.") % {"k": said[2:]}


def signs(threshold: int) -> tuple[tuple[str, str], ...]:
    """What can stand in a cell that others see, and what it means."""
    k = {"k": threshold, "most": threshold - 1}
    return (
        (f"<{threshold}", _("0 tot en met %(most)d casussen. Ook nul kan.") % k),
        (f"≥{threshold}", _("%(k)d of meer casussen. Het precieze aantal staat er niet.") % k),
        (_("niet getoond"), _("Geen informatie. Klein en beschermd zien er gelijk uit.")),
    )


def withheld_words(withheld: int, of: int) -> str:
    """How many numbers of the table do not go out."""
    words = ngettext(
        "%(n)d van de %(of)d getallen gaat niet mee.", "%(n)d van de %(of)d getallen gaan niet mee.", withheld
    )
    return words % {"n": withheld, "of": of}


def kept_words(*, columns: bool) -> str:
    """Why some columns of a table that goes out have no marks; or some rows."""
    if columns:
        return _("Rechts in de tabel. Deze kolommen staan niet in de export.")
    return _("Deze regels staan niet in de export. De andere wel.")


def survey_lines(field: str) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """The staff survey's figures that belong to a field: a heading, and (words, percentage) each; empty for none."""
    figures = own_figures.survey()

    def kinds(found: dict[str, int]) -> tuple[tuple[str, int], ...]:
        return tuple((own_figures.code_label("behaviour", code, i18n.language()), n) for code, n in found.items())

    if field == "behaviour":
        return (
            (_("Van collega’s of leidinggevenden"), kinds(figures.from_colleagues)),
            (_("Van burgers"), kinds(figures.from_citizens)),
            (_("Van wie dan ook"), kinds({"discrimination": figures.discrimination})),
        )
    if field == "ground_group":
        return ((_("Op welke grond ook"), kinds({"discrimination": figures.discrimination})),)
    if field == "found_via":
        known = (_("Weet dat er vertrouwenspersonen zijn"), figures.knows_an_adviser_exists)
        return ((_("Bekendheid"), (known, (_("Weet er een te vinden"), figures.knows_how_to_find_one))),)
    return ()


def survey_source() -> str:
    """Where the survey's figures come from."""
    return _("Bron: %(source)s.") % {"source": own_figures.survey().source}

"""The words for codes, statements and periods of a release, in the reader's language.

Every label comes from the code lists or from the unit labels that the caller gives; none from a case.
"""

from collections.abc import Mapping

from adviser_desk.i18n import N_, words
from adviser_desk.models.codes import Language, code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import NOTHING, TOTAL, UNKNOWN, Statement, Table
from adviser_desk.models.unit import UnitTree

TITLES: Mapping[str, str] = {
    "matter": N_("Onderwerp"),
    "behaviour": N_("Soort gedrag"),
    "other_party": N_("De andere partij"),
    "client_role": N_("Rol van de melder"),
    "formality": N_("Stap die de melder nam"),
    "found_via": N_("Hoe de melder de vertrouwenspersoon vond"),
    "ground_group": N_("Grond van discriminatie"),
    "reason_no_step": N_("Waarom de melder geen stap nam"),
    "aftercare": N_("Nazorg"),
    "unit": N_("Onderdeel van de organisatie"),
    "channel": N_("Eerste contact"),
    "online": N_("Online"),
}
_GROUP_LISTS = {"behaviour": "behaviour_group", "other_party": "other_party_group"}
_ONLINE = {"yes": N_("Online of hybride"), "no": N_("Niet online")}
_QUARTERS = (
    N_("1e kwartaal %(year)d"),
    N_("2e kwartaal %(year)d"),
    N_("3e kwartaal %(year)d"),
    N_("4e kwartaal %(year)d"),
)
_HALVES = (N_("1e halfjaar %(year)d"), N_("2e halfjaar %(year)d"))


class Labels:
    """The words of one release in one language; `units` maps unit codes to their names."""

    def __init__(self, language: Language, units: Mapping[str, str]) -> None:
        """A unit without a name, or with its code for a name, is shown by its code in letters."""
        self.words = words(language)
        self._units = units
        self._book = code_book()

    def title(self, dimension: str) -> str:
        """What a dimension asks."""
        return self.words(TITLES[dimension]) if dimension in TITLES else dimension

    def heading(self, table: Table) -> str:
        """What a table is about; its total says of which cases."""
        _ = self.words
        return " × ".join(self.title(column) for column in table.columns) or _("Alle casussen")

    def total(self, table: Table) -> str:
        """What the total of a table counts."""
        _ = self.words
        if not table.where:
            return _("Alle casussen")
        where = ", ".join(self.code(dimension, code) for dimension, code in table.where.items())
        return _("Alle casussen met ‘%(where)s’") % {"where": where}

    def code(self, dimension: str, code: str) -> str:
        """The label of a code or a group of codes."""
        _ = self.words
        if code == TOTAL:
            return _("Alle casussen")
        if dimension == "unit":
            name = self._units.get(code, _("Niet ingevuld") if code == UNKNOWN else code)
            return _in_letters(code) if name == code else name
        if dimension == "online" and code in _ONLINE:
            return _(_ONLINE[code])
        for name in (dimension, _GROUP_LISTS.get(dimension, "")):
            if code in self._book.lists.get(name, {}):
                return self._book.label(name, code, _.language)
        return _("Niet ingevuld") if code == UNKNOWN else code

    def theme(self, code: str) -> str:
        """The label of a theme."""
        return self.code("theme", code)

    def said(self, statement: Statement) -> str:
        """A statement as it is printed: `12`, `<5`, `≥5` or the words for no information."""
        _ = self.words
        if statement == NOTHING:
            return _("niet getoond")
        return str(statement).replace(">=", "≥")

    def period(self, period: Period) -> str:
        """3e kwartaal 2026 / third quarter of 2026."""
        _ = self.words
        if period.kind == "year":
            return _("Jaar %(year)d") % {"year": period.year}
        names = _QUARTERS if period.kind == "quarter" else _HALVES
        return _(names[int(period.text[5]) - 1]) % {"year": period.year}

    def days(self, period: Period) -> str:
        """First and last day in words."""
        _ = self.words
        first, last = period.covers
        dates = {"first": _.long_date(first), "last": _.long_date(last)}
        return _("%(first)s tot en met %(last)s") % dates


def unit_names(tree: UnitTree, language: Language) -> Mapping[str, str]:
    """The names of the units for `Labels`, and what it means there that a unit is unknown."""
    names, _ = tree.names(language), words(language)
    if not tree.some_unnamed:
        return names
    return {**names, UNKNOWN: _("Niet ingevuld, of een klein onderdeel") if tree.first_level else _("Niet genoemd")}


def _in_letters(code: str) -> str:
    """`centrale_administratie` as a reader would write it."""
    return (code[:1].upper() + code[1:]).replace("_", " ")

"""The sentences of the Word report. They say what the release says, never more; what is not promised is said too."""

from collections.abc import Mapping

from adviser_desk.models.release import TOTAL, UNKNOWN, Release
from adviser_desk.signals.report_labels import Labels
from adviser_desk.signals.report_tables import breakdowns, own_rows, table_of, total
from adviser_desk.signals.statements import bounds

_TOLD_FIRST = ("matter", "behaviour", "formality", "found_via")
_MOST_TOLD = 3


def counted(release: Release, labels: Labels) -> str:
    """How many cases the period has, or its class, in a sentence."""
    _ = labels.words
    said = total(release)
    values: Mapping[str, str | int] = {"days": labels.days(release.period), "k": release.threshold}
    if isinstance(said, int):
        words = _.count(
            "Van %(days)s telde %(n)d casus mee.",
            "Van %(days)s telden %(n)d casussen mee.",
            said,
        )
        return words % {**values, "n": said}
    lowest, highest = bounds(said)
    if lowest > 0:
        return _("Van %(days)s telden %(k)d of meer casussen mee. Het precieze aantal staat niet in dit verslag.") % {
            **values,
            "k": lowest,
        }
    if said.startswith("<"):
        return _("Van %(days)s telden 0 tot en met %(most)d casussen mee. Ook nul kan.") % {
            **values,
            "most": highest,
        }
    return _("Hoeveel casussen meetelden van %(days)s, staat niet in dit verslag. Het kan elk aantal zijn.") % values


def highlights(release: Release, labels: Labels) -> list[tuple[str, str]]:
    """Main questions, each with the largest exact numbers in words."""
    found = []
    for dimension in _TOLD_FIRST:
        table = table_of(release, dimension)
        groups = release.dimensions[dimension].groups if dimension in release.dimensions else {}
        skipped = {TOTAL, UNKNOWN, *groups}
        rows = [(row[-1], str(row[0])) for row in (table.rows if table else ()) if row[0] not in skipped]
        exact = [(said, code) for said, code in rows if isinstance(said, int)]
        exact.sort(key=lambda pair: -pair[0])
        names = "; ".join(f"{labels.code(dimension, code)}\u00a0({said})" for said, code in exact[:_MOST_TOLD])
        if names:
            found.append((labels.title(dimension), names))
    return found


def how_much_is_told(release: Release, labels: Labels) -> str:
    """How many rows, and cells of crossings, carry a number, a class or nothing."""
    _, tables = labels.words, breakdowns(release)
    said = [row[-1] for table in tables for row in own_rows(table)]
    values = {
        "what": _("regels en cellen") if any(len(table.columns) > 1 for table in tables) else _("regels"),
        "all": len(said),
        "exact": sum(isinstance(one, int) for one in said),
        "small": sum(str(one).startswith("<") for one in said),
        "large": sum(str(one).startswith(">") for one in said),
        "none": sum(one == "." for one in said),
        "k": release.threshold,
    }
    return (
        _(
            "Dit verslag heeft %(all)d %(what)s: %(exact)d met een precies getal, %(small)d met <%(k)d, %(large)d met "
            "≥%(k)d, en %(none)d waarvan het aantal niet getoond is."
        )
        % values
    )


def why_so_little(release: Release, labels: Labels) -> list[str]:
    """For a period with a total only: why, and what a longer period can add."""
    _ = labels.words
    return [
        _(
            "Bij weinig casussen kan elk extra getal iets verraden over mensen. Daarom staat hier alleen hoeveel "
            "casussen meetellen. Dat is vooraf zo bepaald, en hangt niet af van wat er dit keer is verteld."
        ),
        _(
            "Een jaarverslag kan meer laten zien, als er genoeg casussen zijn. Een verslag van meer "
            "vertrouwenspersonen samen kan dat ook."
        ),
    ]


def reading(labels: Labels) -> list[str]:
    """What a reader may not conclude."""
    _ = labels.words
    return [
        _("Deze cijfers tellen wie contact zocht. Zij meten niet hoe vaak iets gebeurt."),
        _(
            "Een laag getal, of geen getal, betekent niet dat het ergens veilig is. Wie niet durft te praten, staat "
            "niet in dit verslag. Een hoog getal kan betekenen dat mensen de weg weten."
        ),
        _(
            "Maak geen ranglijst. Vergelijk met deze cijfers geen onderdelen, teams, leidinggevenden of "
            "vertrouwenspersonen."
        ),
        _("Zoek niet uit om wie het gaat. Ook een goede bedoeling kan een melder schaden."),
    ]


def counting(labels: Labels) -> list[str]:
    """How the cases were counted."""
    _ = labels.words
    return [
        _("Een casus is één kwestie van één melder, hoeveel gesprekken daar ook over waren."),
        _("Een casus telt alleen mee als de melder daar toestemming voor gaf."),
        _(
            "Een casus telt één keer, in het kwartaal waarin hij begon. Was dat kwartaal al verschenen, dan telt hij "
            "mee in een later kwartaal."
        ),
        _("Cijfers die verschenen zijn, veranderen niet meer. Ook niet als een melder later toestemming intrekt."),
        _("Elke regel van een codelijst staat in de tabel, of hij nu voorkomt of niet."),
    ]


def checked(release: Release, labels: Labels) -> list[str]:
    """What was verified before the release was written."""
    _ = labels.words
    limits = {"k": release.threshold, "most": release.threshold - 1}
    found = [
        _(
            "Een lezer kan uit de cijfers niet met zekerheid afleiden dat een regel over 1 tot en met %(most)d "
            "casussen gaat. Dat geldt ook voor wat overblijft als u regels, kwartalen en eerdere verslagen van elkaar "
            "aftrekt."
        )
        % limits,
        _(
            "Waar <%(k)d staat, is uit de cijfers niet af te leiden of er iemand is of niemand. Wie weet dat de eigen "
            "casus op zo’n regel meetelt, kan niet afleiden of er nog een casus is."
        )
        % limits,
        _("Van geen groep is af te leiden dat alle casussen op één regel staan, of alle op één na."),
        _("Elk getal dat er staat, is waar. Er is niets afgerond of verschoven."),
        _(
            "Een regel zonder getal hoeft niet klein te zijn. Soms is een getal weg, omdat een ander getal er anders "
            "uit zou volgen."
        ),
    ]
    for known in release.known_totals:
        names = ", ".join(labels.code(dimension, code) for dimension, code in known.at.items())
        values = {"names": names or labels.code("", TOTAL), "n": known.value}
        found.append(_("Er is mee gerekend dat lezers dit totaal al kennen: %(names)s, %(n)d.") % values)
    return found


def not_promised(labels: Labels) -> list[str]:
    """Where the guarantee ends."""
    _ = labels.words
    return [
        _("Kansen. Een lezer kan een aantal waarschijnlijk vinden, zonder het zeker te weten."),
        _(
            "Kennis van buiten. Wie zelf van casussen weet, of een getal kent dat hier niet staat, kan meer afleiden. "
            "Dat geldt ook voor mensen die hun kennis samen leggen."
        ),
        _("Gelijke antwoorden. Als bijna alle casussen op één regel staan, is dat te zien."),
        _(
            "Narekenen met het programma zelf. Wie het programma op bedachte cijfers laat draaien, kan soms meer "
            "uitsluiten."
        ),
        _("De tekst van de aanbevelingen. Die schreef de vertrouwenspersoon zelf, en las die na op herkenbaarheid."),
    ]


def versions(release: Release, labels: Labels) -> str:
    """What a reader needs to compare two reports."""
    _ = labels.words
    message = _(
        "Export %(serial)d. Ondergrens %(k)d. Codelijsten %(codes)s, onderdelen %(units)s, tabellen %(profile)s, "
        "beleid %(policy)s, Adviser Desk %(program)s."
    )
    return message % {"serial": release.serial, "k": release.threshold, **release.versions.model_dump()}


def chain(release: Release, labels: Labels) -> str:
    """How a reader notices that a report is missing."""
    _ = labels.words
    if release.previous is None:
        return _("Dit is het eerste verslag uit deze kluis. De volgnummers tellen door: mist u er een, vraag ernaar.")
    return _(
        "De volgnummers tellen door: mist u er een, vraag ernaar. Kenmerk van het vorige gegevensbestand: %(digest)s."
    ) % {"digest": release.previous[:16]}


def only_a_total(release: Release) -> bool:
    """Whether the release divides nothing: the normal quarter of an adviser with few cases."""
    return not breakdowns(release)

"""What the organisation decides: typed values with safe defaults, read-only, never beyond the bounds that stand here.

A key is one field: type, bounds, default, name and sentence. What IT reads about it is generated from that.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

from annotated_types import Ge, Le
from pydantic import Field, ValidationError

from adviser_desk.errors import BrokenPolicy
from adviser_desk.i18n import N_
from adviser_desk.models.base import Record
from adviser_desk.policy_units import WrongLine, read_units

UNNAMED = "default"
"""The version where the organisation set nothing."""
_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"
_FOLDER = r"^(?:|~|(?:~[\\/]|\$\w+|\$\{\w+\}|%\w+%|/|[A-Za-z]:[\\/]|\\\\)[^\x00-\x1f]*)$"
"""Nothing, or a whole path: it begins at the top, with `~`, or with a variable."""


class Policy(Record):
    """All policy values. `model_fields_set` are the keys that the organisation set."""

    version: str = Field(
        UNNAMED,
        pattern=_NAME,
        title=N_("Versie van het beleid"),
        description=N_("De naam van dit beleid. Hij staat in elke export en is verplicht."),
    )
    threshold: Annotated[int, Ge(5), Le(100)] = Field(
        5,
        title=N_("Ondergrens"),
        description=N_("Een aantal onder de ondergrens komt nooit in een export."),
    )
    lock_after_minutes: Annotated[int, Ge(1), Le(15)] = Field(
        5,
        title=N_("Vergrendelen na"),
        description=N_(
            "Na hoogstens zoveel minuten zonder invoer gaat de kluis op slot. De adviseur mag korter kiezen."
        ),
    )
    clipboard_seconds: Annotated[int, Ge(5), Le(30)] = Field(
        30,
        title=N_("Gekopieerde tekst wissen na"),
        description=N_("Na hoogstens zoveel seconden is gekopieerde tekst weg. De adviseur mag korter kiezen."),
    )
    hide_from_capture: Literal["always", "choice", "never"] = Field(
        "choice",
        title=N_("Verbergen als ik mijn scherm deel"),
        description=N_("Of anderen het venster zien bij schermdelen en opnemen. Dit werkt alleen op Windows."),
    )
    passphrase_strength: Literal["strong", "very_strong"] = Field(
        "strong",
        title=N_("Sterkte van een nieuwe wachtzin"),
        description=N_("Hoe sterk een nieuwe wachtzin ten minste is. Dit geldt vanaf de volgende nieuwe wachtzin."),
    )
    device_secret: Literal["required", "preferred", "off"] = Field(
        "preferred",
        title=N_("Sleutelbos van de laptop"),
        description=N_(
            "Of de wachtzin alleen werkt met de sleutelbos van de laptop. Dit geldt vanaf de volgende nieuwe wachtzin."
        ),
    )
    backup_by_passphrase: bool = Field(
        True,
        title=N_("Back-up openen met uw wachtzin"),
        description=N_("Of een back-up ook opengaat met een zeer sterke wachtzin. Het herstelblad opent hem altijd."),
    )
    retention_months: Annotated[int, Ge(1), Le(60)] = Field(
        12,
        title=N_("Bewaartermijn"),
        description=N_("Zoveel maanden na het laatste contact is de bewaartermijn van een casus voorbij."),
    )
    grace_hours: Annotated[int, Ge(0), Le(168)] = Field(
        24,
        title=N_("Bedenktijd bij vernietigen"),
        description=N_("Zoveel uren kan de adviseur een vernietiging terugdraaien. Bij 0 kan dat niet."),
    )
    backup_every_days: Annotated[int, Ge(1), Le(31)] = Field(
        7,
        title=N_("Herinneren aan een back-up"),
        description=N_("Na hoogstens zoveel dagen herinnert het programma aan een back-up. Vaker mag."),
    )
    units: tuple[str, ...] = Field(
        (),
        title=N_("Onderdelen van de organisatie"),
        description=N_("De vaste lijst waaruit de adviseur het onderdeel van een casus kiest."),
    )
    unit_least_people: Annotated[int, Ge(50), Le(1000)] = Field(
        50,
        title=N_("Kleinste onderdeel met een naam"),
        description=N_("Een onderdeel met minder medewerkers staat nooit met zijn naam in een export."),
    )
    backup_folder: str = Field(
        "",
        pattern=_FOLDER,
        max_length=200,
        title=N_("Plek voor back-ups"),
        description=N_("Waar de adviseur begint met zijn back-ups. Hij mag een andere plek kiezen."),
    )
    export_folder: str = Field(
        "",
        pattern=_FOLDER,
        max_length=200,
        title=N_("Map voor exports"),
        description=N_("Waar de adviseur begint met zijn exports. Hij mag een andere map kiezen."),
    )
    language: Literal["nl", "en"] = Field(
        "nl",
        title=N_("Eerste taal"),
        description=N_("De taal waarmee het venster en de opdrachtregel beginnen. De adviseur mag de andere kiezen."),
    )


DEFAULT = Policy()
"""The policy where the organisation set nothing."""
KEYS = tuple(Policy.model_fields)
LIMITS = ("lock_after_minutes", "clipboard_seconds", "backup_every_days")
"""Of these the organisation sets the most; the adviser may choose less."""
FOLDERS = ("backup_folder", "export_folder")
BEGINS = (*FOLDERS, "language")
"""With these the adviser begins; another may be chosen."""


class Kind(NamedTuple):
    """What a key may be.

    A number from `least` to `most` (int), on or off (bool), lines (tuple), a folder (Path), one of `choices`, or else
    a name (str).
    """

    type: type
    least: int = 0
    most: int = 0
    choices: Sequence[str] = ()


class Given(NamedTuple):
    """A value as it was found, and its line in the file; 0 where there are no lines.

    `lines` are those of the texts in a list; empty where there are none.
    """

    value: object
    line: int = 0
    lines: Sequence[int] = ()


def kind(key: str) -> Kind:
    """What a key may be."""
    field = Policy.model_fields[key]
    if field.annotation is int:
        bounds: Mapping[type, Any] = {type(one): one for one in field.metadata}
        return Kind(int, bounds[Ge].ge, bounds[Le].le)
    if key == "units":
        return Kind(tuple)
    if key in FOLDERS:
        return Kind(Path)
    if field.annotation in (bool, str):
        return Kind(field.annotation)
    return Kind(str, choices=get_args(field.annotation))


def checked(given: Mapping[str, Given], place: str) -> Policy:
    """The policy of what was found in `place`. Raises BrokenPolicy for the first line that is wrong."""
    for key, one in given.items():
        if key not in KEYS:
            raise BrokenPolicy(place, one.line, N_("‘%(key)s’ kennen wij niet."), key=key[:60])
    values = {key: tuple(one.value) if isinstance(one.value, list) else one.value for key, one in given.items()}
    try:
        found = Policy.model_validate(values, strict=True)
    except ValidationError as error:
        wrong = min((str(each["loc"][0]) for each in error.errors()), key=list(given).index)
        raise _refused(wrong, place, given[wrong].line) from None
    if "units" in given:
        _refuse_units(found, place, given["units"])
    if "version" not in given:
        raise BrokenPolicy(place, 0, N_("‘version’ ontbreekt. Geef het beleid een naam, bijvoorbeeld 2026-1."))
    if found.version == UNNAMED:
        raise _refused("version", place, given["version"].line)
    return found


def _refuse_units(found: Policy, place: str, given: Given) -> None:
    try:
        read_units(found.units, found.unit_least_people)
    except WrongLine as error:
        line = given.lines[error.number - 1] if given.lines else given.line
        raise BrokenPolicy(place, line, error.message, number=error.number, text=error.text) from None


def _refused(key: str, place: str, line: int) -> BrokenPolicy:
    allowed = kind(key)
    if allowed.type is int:
        words = N_("‘%(key)s’ moet een getal zijn van %(least)d tot en met %(most)d.")
        return BrokenPolicy(place, line, words, key=key, least=allowed.least, most=allowed.most)
    if allowed.type is bool:
        return BrokenPolicy(place, line, N_("‘%(key)s’ moet true of false zijn."), key=key)
    if allowed.type is tuple:
        return BrokenPolicy(place, line, N_("‘%(key)s’ moet een lijst van regels zijn."), key=key)
    if allowed.type is Path:
        words = N_("‘%(key)s’ moet een volledige plek zijn. Begin met /, ~ of een variabele.")
        return BrokenPolicy(place, line, words, key=key)
    if allowed.choices:
        choices = ", ".join(allowed.choices)
        return BrokenPolicy(place, line, N_("‘%(key)s’ moet een van deze zijn: %(choices)s."), key=key, choices=choices)
    words = N_("‘%(key)s’ moet een eigen naam zijn: hooguit 32 letters, cijfers, punten en streepjes.")
    return BrokenPolicy(place, line, words, key=key)

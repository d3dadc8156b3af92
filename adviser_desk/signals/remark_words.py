"""Word lists for reading recommendations: dates, counts, and words whose capital names nobody. Folded to lower case."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MONTHS = _words(
    "januari februari maart april juni juli augustus september oktober november december "
    "january february june july august october jan feb mrt apr jun jul aug sept sep okt oct nov dec"
)
MONTHS_WITH_A_DAY = ["mei", "may", "march", "mar"]
"""Months that are also other words: a date only with a number beside them."""

DAYS = _words(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gisteren eergisteren "
    "monday tuesday wednesday thursday friday saturday sunday yesterday"
)

_DUTCH = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_DUTCH_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_ENGLISH_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
COUNTS = (
    *_words("eén éen beiden allebei tweetal drietal viertal tiental tientallen both dozens two three four five six"),
    *_words("seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen hundred"),
    *_words("tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien honderd"),
    rf"(?:{_DUTCH[4:]})",  # not `een`: nearly always an article
    rf"(?:(?:{_DUTCH})[eë]n)?(?:{_DUTCH_TENS})",
    rf"(?:{_ENGLISH_TENS})(?:-\w+)?",
    r"(?:de|het|the)\s+(?:enige|only)(?:\s+one)?",
    r"(?:een|a)\s+(?:enkele|enkel|single)",
)
"""Patterns. A bare count tells more than a digit in a table: nobody checked it; `the only` is a count of one."""

TITLES = _words(r"dhr\.? mevr\.? mw\.? mevrouw meneer heer juffrouw mr\.? mrs\.? ms\.? miss genaamd geheten")
"""Patterns. What follows is a name, with a capital or without."""

ROLES = _words(
    "collega teamleider leidinggevende directeur manager chef baas melder afdelingshoofd secretaris coördinator "
    "colleague director boss"
)
NAMES_AND_WORDS = _words(
    "jan piet kees peter mark roos hans henk bert els joop nel teun toon bas rob tim tom pim kim saar roel guus dirk "
    "klaas bob rick jack daisy grace john bill"
)
"""Given names that are words too: names only right after what somebody is."""

PARTICLES = _words("van de den der het ten ter te van't in op el al la von und")
ABBREVIATIONS = frozenset(
    _words("dhr mw mevr mr mrs ms dr drs ir ing prof bc jr sr hr st bijv o.a o.m t.a.v i.o.v nr ca")
)

COMMON = frozenset(
    _words(
        "aan al alle als altijd and are at bij binnen by dan dat de den der deze die dit doet door een eens en er for "
        "from gaat geen had haar has heb heeft hem het hij hoe hun iets ik in is ja je kan komt kon maar mag me meer "
        "men met mij moet na naar nee niet nieuwe no not nog nu of om on onder ons ook op or oud oude over s she sinds "
        "te the tegen ten ter that then this to tot uit uw van veel via voor waar want was wat weer wel werd wie wij "
        "wil with wordt zal ze zei zich zij zijn zo zonder zou"
    )
)
"""Function words: a memory aid holds them, and they lead to nobody."""

NO_NAME = frozenset(
    _words(
        "rijk rijks rijksoverheid nederland nederlands nederlandse nederlanders dutch english i kamer kamerstuk veilig "
        "werken dialoog ethiek uitspreken gedragscode integriteit personeelsenquête per vertrouwenspersoon "
        "vertrouwenspersonen sg psg dg mt hr p&o p o or cor dor ict avg arbo rie bhv cao aivd bzk woo wnra iso "
        "covid teams intranet word excel"
    )
)
"""Written with a capital, or as a short form, in any report of the Rijk."""

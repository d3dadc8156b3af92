"""Findings of the audit in plain words, for the screen and for `check`. Decides nothing."""

from adviser_desk.i18n import N_, Words
from adviser_desk.models.codes import Labeller
from adviser_desk.models.release import TOTAL
from adviser_desk.signals.audit_finding import Finding
from adviser_desk.signals.audit_questions import Taken
from adviser_desk.signals.report_labels import TITLES

_ALL = "total"
"""The table that has nothing but the number of all cases."""

_WHAT = {
    "small": N_("Een lezer kan uitrekenen dat het om %(lowest)s tot en met %(highest)s casussen gaat: %(where)s."),
    "exactly": N_("Een lezer kan uitrekenen dat het om precies %(lowest)s gaat: %(where)s."),
    "nobody": N_("Een lezer kan uitrekenen dat het om niemand gaat: %(where)s."),
    "group": N_("Een lezer kan uitrekenen dat alle casussen, of alle op één na, op één regel staan: %(where)s."),
    "insider": N_("Wie weet dat de eigen casus meetelt, kan uitrekenen dat er nog een casus is: %(where)s."),
    "contradiction": N_(
        "De exports tot en met %(period)s spreken elkaar tegen. Er klopt iets niet aan deze bestanden."
    ),
    "undecided": N_("Niet te bewijzen dat een lezer hier niets kan uitrekenen: %(where)s."),
    "untrue": N_("Het bewijs klopt niet met deze export: %(where)s."),
    "unproved": N_("Niet bewezen dat een lezer hier niets kan uitrekenen: %(where)s."),
    "lists": N_("De codelijst %(table)s in %(period)s is anders dan in een export over dezelfde casussen."),
}


def sentence(finding: Finding, label: Labeller, words: Words) -> str:
    """One sentence. `label` gives the words of (field, code); a KeyError shows the code itself."""
    kind: str = finding.kind
    if kind == "small" and finding.lowest == finding.highest:
        kind = "exactly"
    values = {
        "where": _where(finding, label, words),
        "period": str(finding.period),
        "table": words(TITLES.get(finding.table, finding.table)),
        "lowest": str(finding.lowest),
        "highest": str(finding.highest),
    }
    return words(_WHAT[kind]) % values


def table_words(name: str, words: Words) -> str:
    """What a table asks: `De andere partij`. A crossing asks two things."""
    return " × ".join(words(TITLES.get(field, field)) for field in name.split(" x "))


def _where(finding: Finding, label: Labeller, words: Words) -> str:
    """Period, table and rows: `2026Q3, tabel Soort gedrag, Pesten + Bedreiging samen`."""
    parts = [_when(finding, words)]
    if finding.table and finding.table != _ALL:
        parts.append(words(N_("tabel %(table)s")) % {"table": table_words(finding.table, words)})
    if finding.kind in ("untrue", "unproved"):
        return ", ".join([*parts, words(N_("alle casussen"))] if finding.table == _ALL else parts)
    if finding.family == "outside":
        pairs = zip(finding.columns, finding.codes, strict=True)
        off = [_label(label, field, code) for field, codes in pairs for code in codes]
        off += [_row(taken, label) for taken in finding.taken]
        return ", ".join([*parts, words(N_("alle casussen buiten %(rows)s")) % {"rows": " + ".join(off)}])
    for field, codes in zip(finding.columns, finding.codes, strict=True):
        if codes != (TOTAL,):
            named = " + ".join(_label(label, field, code) for code in codes)
            parts.append(words(N_("%(rows)s samen")) % {"rows": named} if len(codes) > 1 else named)
    if finding.kind == "group":
        return ", ".join([*parts, _label(label, finding.without_field, finding.without or "")])
    if all(codes == (TOTAL,) for codes in finding.codes):
        parts.append(words(N_("alle casussen")))
    parts += [_less(taken, label, words) for taken in finding.taken]
    if finding.without is not None:
        code = _label(label, finding.without_field, finding.without)
        parts.append(words(N_("zonder %(row)s")) % {"row": code})
    return ", ".join(parts)


def _less(taken: Taken, label: Labeller, words: Words) -> str:
    return words(N_("zonder %(row)s van %(period)s")) % {"row": _row(taken, label), "period": str(taken.period)}


def _row(taken: Taken, label: Labeller) -> str:
    pairs = zip(taken.columns, taken.codes, strict=True)
    return " × ".join(_label(label, field, code) for field, code in pairs if code != TOTAL)


def _when(finding: Finding, words: Words) -> str:
    if finding.late:
        return words(N_("wat nagekomen is in %(period)s")) % {"period": str(finding.period)}
    quarters = " + ".join(map(str, finding.quarters)) or str(finding.period)
    return words(N_("%(rows)s samen")) % {"rows": quarters} if len(finding.quarters) > 1 else quarters


def _label(label: Labeller, field: str, code: str) -> str:
    try:
        return label(field, code)
    except KeyError:
        return code

"""Makes the example reports of `docs/reports.md` and pictures of their pages: `python tools/make_report_pictures.py`.

The cases are invented, but really protected and checked; the figures are kept as `docs/pictures/report/*.json`, which
`adviser-desk check` reads. With `--again` they are worked out anew, else only the reports are made. Words choose what
is made: `… year en`. `--pages DIR` keeps every page and the Word files there instead. Needs LibreOffice Writer and
poppler-utils.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from make_pictures import ROOT, few_colours
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from adviser_desk.casework.practice_traits import traits
from adviser_desk.i18n import LANGUAGES
from adviser_desk.models.codes import Language, code_book
from adviser_desk.models.period import Period
from adviser_desk.models.release import Release, Versions
from adviser_desk.models.tally import CodedCase, Tally
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.signals import release_file
from adviser_desk.signals.assemble import Head, release_of
from adviser_desk.signals.audit import audit
from adviser_desk.signals.counting import counts
from adviser_desk.signals.profiles import Profile, dimensions, tables
from adviser_desk.signals.protect import Question, protect
from adviser_desk.signals.reason_sheet import reason_sheet
from adviser_desk.signals.word_report import ReportContext, word_report

PLACE = ROOT / "docs" / "pictures" / "report"
UNITS = {
    "contact": "Klantcontactcentrum",
    "handhaving": "Handhaving en Vergunningverlening",
    "verzekeringen": "Arbeidsongeschiktheidsverzekeringen",
    "bedrijfsvoering": "Bedrijfsvoering en Personeelsaangelegenheden",
}
REMARKS = {
    "nl": "Maak in elk teamoverleg tijd voor omgangsvormen, ook als er niets aan de hand is.\n"
    "Bel medewerkers die agressie meemaakten binnen een dag, en vraag na zes weken nog eens hoe het gaat.\n"
    "Zet op de eerste bladzijde van het intranet hoe iemand een vertrouwenspersoon vindt.",
    "en": "Make time for manners in every team meeting, also when nothing seems wrong.\n"
    "Call staff who met with aggression within a day, and ask again after six weeks how they are.\n"
    "Say on the first page of the intranet how to find a confidential adviser.",
}
DOTS, GREY_OF = 96, ("much", "crossing")
"""Dots per inch of a page, and the reports that are shown printed in grey."""

SHEETS_OF = ("little", "some")
"""The reports whose reason sheet is shown too."""

BETWEEN, ACROSS = 24, 3
GROUND = QColor("#6E6E6A")


@dataclass(frozen=True)
class Example:
    """A report: the profile of its adviser, the cases of each quarter, and the periods released one after the other."""

    name: str
    profile: Profile
    cases: Sequence[int]
    periods: Sequence[str]
    themes: Sequence[str]
    seed: int = 1


EXAMPLES = (
    Example("little", "small", (6, 3, 7), ("2026Q1", "2026Q2", "2026Q3"), ()),
    Example("some", "large", (19, 24), ("2026Q2", "2026Q3"), ("leadership",)),
    Example("much", "large", (58, 64), ("2026Q2", "2026Q3"), ("leadership", "team_culture", "reporting_fear")),
    Example(
        "year",
        "small",
        (21, 26, 18, 27),
        ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026"),
        ("leadership", "citizen_aggression"),
    ),
    Example(
        "crossing",
        "large",
        (34, 41, 30, 43),
        ("2026",),
        ("leadership", "citizen_aggression", "team_culture"),
        seed=2,
    ),
)
TREE = UnitTree(version="2026.1", units=tuple(Unit(code=code, label=label) for code, label in UNITS.items()))


def invented(example: Example) -> Tally:
    """The cases of an example, with the traits that advisers meet."""
    chance = random.Random(f"report-{example.name}-{example.seed}")
    last = max(Period(period).quarters[-1] for period in example.periods)
    quarters = [quarter for quarter in Period(str(last.year)).quarters if quarter <= last][-len(example.cases) :]
    return Tally.of(
        _case(chance, quarter)
        for quarter, number in zip(quarters, example.cases, strict=True)
        for _place in range(number)
    )


def _case(chance: random.Random, quarter: Period) -> CodedCase:
    found = traits(chance, list(UNITS), closed=True, new=False)
    named = {name: getattr(found, name) for name in CodedCase.model_fields if hasattr(found, name)}
    channel = chance.choices(code_book().codes("channel")[:4], (52, 30, 10, 8))[0]
    return CodedCase(period=quarter, ground=found.grounds, channel=channel, **named)


def released(example: Example) -> list[Release]:
    """Its releases, each with all before it as its ledger; checked."""
    tally, fields, ledger = invented(example), dimensions(code_book(), TREE), list[Release]()
    for text in example.periods:
        period = Period(text)
        specs = tables(example.profile, period)
        asked = Question(
            period=period,
            counts=counts(tally, fields, code_book()),
            dimensions=fields,
            tables=specs,
            threshold=5,
            earlier=tuple(ledger),
        )
        head = Head(
            serial=len(ledger) + 1,
            previous=release_file.digest(release_file.to_bytes(ledger[-1])) if ledger else None,
            issued_on=period.covers[1] + timedelta(days=6),
            practice=True,
            period=period,
            threshold=5,
            versions=Versions(
                program="1.0.0",
                codes=code_book().version,
                units=TREE.version,
                profile=f"{example.profile}.{period.year}",
                policy="default",
            ),
        )
        ledger.append(release_of(head, protect(asked), fields, specs))
    if audit(ledger):
        raise SystemExit(f"{example.name}: the check finds something")
    return ledger


def kept(example: Example, *, again: bool) -> list[Release]:
    """The releases of an example, worked out where they are not kept yet."""
    paths = [PLACE / f"{example.name}-{number}.json" for number, _period in enumerate(example.periods, 1)]
    if again or not all(path.exists() for path in paths):
        for path, release in zip(paths, released(example), strict=True):
            path.write_bytes(release_file.to_bytes(release))
    return [release_file.read(path) for path in paths]


def reports(example: Example, language: Language, *, again: bool) -> Iterator[tuple[str, bytes]]:
    """Each Word file of an example by its name."""
    *earlier, last = kept(example, again=again)
    release = last.model_copy(update={"remarks": REMARKS[language], "themes": tuple(example.themes)})
    context = ReportContext(earlier=tuple(earlier))
    yield f"{example.name}-{language}", word_report(release, unit_labels=UNITS, language=language, context=context)
    if example.name in SHEETS_OF:
        yield f"reasons-{example.name}-{language}", reason_sheet(release, language)


def pages(name: str, document: bytes, keep: Path | None) -> list[QImage]:
    """Every page as LibreOffice prints it."""
    folder = Path(tempfile.mkdtemp())
    (folder / f"{name}.docx").write_bytes(document)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    office = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), f"{name}.docx"]
    subprocess.run(office, cwd=folder, check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-png", f"{name}.pdf", name], cwd=folder, check=True)
    found = sorted(folder.glob("*.png"))
    images = [QImage(str(path)) for path in found]
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        for path in (*found, folder / f"{name}.docx", folder / f"{name}.pdf"):
            shutil.copy(path, keep)
    shutil.rmtree(folder)
    return images


def sheet(images: Sequence[QImage]) -> QImage:
    """The pages of a report side by side."""
    wide, high = images[0].width() + BETWEEN, images[0].height() + BETWEEN
    across = min(ACROSS, len(images))
    whole = QImage(across * wide + BETWEEN, -(-len(images) // across) * high + BETWEEN, QImage.Format.Format_RGB32)
    whole.fill(GROUND)
    painter = QPainter(whole)
    for place, image in enumerate(images):
        painter.drawImage(BETWEEN + place % across * wide, BETWEEN + place // across * high, image)
    painter.end()
    return whole


def main() -> None:
    """All that is asked for."""
    arguments = sys.argv[1:]
    again = "--again" in arguments
    keep = Path(arguments[arguments.index("--pages") + 1]) if "--pages" in arguments else None
    names = {example.name for example in EXAMPLES} & set(arguments) or {example.name for example in EXAMPLES}
    languages = [language for language in LANGUAGES if language in arguments] or LANGUAGES
    PLACE.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication([])
    for example in EXAMPLES:
        if example.name not in names:
            continue
        for place, language in enumerate(languages):
            for name, document in reports(example, language, again=again and not place):
                images = pages(name, document, keep)
                if keep is None:
                    few_colours(sheet(images), 64).save(str(PLACE / f"{name}.png"))
                if keep is None and name.endswith("-nl") and example.name in GREY_OF:
                    grey = sheet(images).convertToFormat(QImage.Format.Format_Grayscale8)
                    few_colours(grey, 32).save(str(PLACE / f"{name}-grey.png"))
    app.quit()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()

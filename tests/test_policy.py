"""The organisation's policy: what is read on each system, and that a broken one stops everything and says why."""

import io
import json
import os
import plistlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from adviser_desk import cli, i18n, paths, policy_sources, policy_units
from adviser_desk.casework.preferences import Preferences, keep_preferences
from adviser_desk.errors import BrokenPolicy
from adviser_desk.policy import DEFAULT, KEYS, UNNAMED, Policy, kind
from adviser_desk.policy_units import read_units
from adviser_desk.policy_words import label, sentence, value_words
from adviser_desk.vault import slots

GOOD = 'version = "2026-1"\nlock_after_minutes = 3\nbackup_by_passphrase = false\n'
posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of the policy, in a folder that counts as that of root. There is no file yet."""
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    monkeypatch.setattr(policy_sources, "LINUX", folder / "policy.toml")
    monkeypatch.setattr(policy_sources, "_OWNER", os.getuid())
    return folder / "policy.toml"


def written(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8")
    place.chmod(0o644)


def refused(text: str | bytes, name: str = "policy.toml") -> BrokenPolicy:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.from_file(Path("/etc") / name, content)
    return found.value


# --- the model ---


def test_without_a_policy_the_safe_values_count(place: Path) -> None:
    assert policy_sources.read_policy() == DEFAULT
    assert not policy_sources.read_policy().model_fields_set
    place.parent.rmdir()
    assert policy_sources.read_policy() == DEFAULT


@posix
def test_what_is_set_counts_and_the_rest_is_as_it_was(place: Path) -> None:
    written(place, GOOD)
    found = policy_sources.read_policy()
    assert (found.version, found.lock_after_minutes, found.backup_by_passphrase) == ("2026-1", 3, False)
    assert found.retention_months == DEFAULT.retention_months
    assert found.model_fields_set == {"version", "lock_after_minutes", "backup_by_passphrase"}


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_a_name_and_a_sentence_in_both_languages(key: str) -> None:
    dutch = (label(key), sentence(key), value_words(key, getattr(DEFAULT, key)))
    i18n.set_language("en")
    english = (label(key), sentence(key), value_words(key, getattr(DEFAULT, key)))
    assert all(dutch)
    assert dutch[:2] != english[:2]
    assert sentence(key) != dutch[1]


@pytest.mark.parametrize("key", [key for key in KEYS if kind(key).type is int])
def test_a_number_beyond_its_bounds_is_refused_and_the_bounds_are_told(key: str) -> None:
    least, most = kind(key).least, kind(key).most
    for number in (least - 1, most + 1, "true", f'"{least}"', f"{least}.0", "[]"):
        error = refused(f'version = "1"\n{key} = {number}\n')
        assert error.values["line"] == 2
        assert f"‘{key}’ moet een getal zijn van {least} tot en met {most}." in error.sentence()
    for number in (least, most):
        found = policy_sources.from_file(Path("/etc/policy.toml"), f'version = "1"\n{key} = {number}\n'.encode())
        assert getattr(found, key) == number


@pytest.mark.parametrize("key", KEYS)
def test_no_bound_lets_a_policy_be_weaker_than_it_may(key: str) -> None:
    """Who widens a bound has to say so here."""
    bounds = {
        "threshold": (5, 100), "lock_after_minutes": (1, 15), "clipboard_seconds": (5, 30),
        "retention_months": (1, 60), "grace_hours": (0, 168), "backup_every_days": (1, 31),
        "unit_least_people": (50, 1000),
    }  # fmt: skip
    if kind(key).type is int:
        assert (kind(key).least, kind(key).most) == bounds[key]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('version = "1"\nthresold = 7\n', 2, "‘thresold’ kennen wij niet."),
        ('version = "1"\n\n[lock]\nafter = 3\n', 3, "‘lock’ kennen wij niet."),
        ('version = "1"\nthreshold 7\n', 2, "Wij kunnen deze regel niet lezen als TOML."),
        ('version = "1"\nthreshold = 7\nthreshold = 8\n', 3, "‘threshold’ staat er twee keer."),
        ('version = "1\n', 1, "Wij kunnen deze regel niet lezen als TOML."),
        ('version = "1"\nthreshold = \n', 2, "Wij kunnen deze regel niet lezen als TOML."),
        ('version = "1"\ndevice_secret = "sometimes"\n', 2, "required, preferred, off"),
        ('version = "1"\nbackup_by_passphrase = 1\n', 2, "‘backup_by_passphrase’ moet true of false zijn."),
        ("threshold = 7\n", 0, "‘version’ ontbreekt."),
        ("", 0, "‘version’ ontbreekt."),
        ("# nothing\n", 0, "‘version’ ontbreekt."),
        (f'version = "{UNNAMED}"\n', 1, "‘version’ moet een eigen naam zijn"),
        ('version = "a b"\n', 1, "‘version’ moet een eigen naam zijn"),
        ('version = ""\n', 1, "‘version’ moet een eigen naam zijn"),
        (b'version = "1"\n# caf\xe9\n', 2, "Dit is geen tekst in UTF-8."),
        ('# threshold = 3\nversion = "1"\nthreshold = 3\n', 3, "‘threshold’"),
        ('version = "1"\nunits = "FIN"\n', 2, "‘units’ moet een lijst van regels zijn."),
        ('version = "1"\nunits = ["A | a | b | 60", 3]\n', 2, "‘units’ moet een lijst van regels zijn."),
        ('version = "1"\nbackup_folder = "Back-ups"\n', 2, "‘backup_folder’ moet een volledige plek zijn."),
        ('version = "1"\nexport_folder = "~other/x"\n', 2, "‘export_folder’ moet een volledige plek zijn."),
        ('version = "1"\nexport_folder = "/a\\u0007"\n', 2, "‘export_folder’ moet een volledige plek zijn."),
        ('version = "1"\nlanguage = "de"\n', 2, "nl, en"),
    ],
)
def test_a_broken_file_names_its_line_and_what_is_wrong(text: str | bytes, line: int, words: str) -> None:
    error = refused(text)
    told = error.sentence()
    assert error.values["line"] == line
    assert words in told
    assert ("/etc/policy.toml, regel " in told) == bool(line)
    assert "Adviser Desk start daarom niet." in told
    i18n.set_language("en")
    assert not {"beleid", "regel", "moet", "Wij"} & set(error.sentence().replace(",", " ").split())


UNITS = ("FIN | Financiën | Finance | 240", "FIN/BEG | Begroting |", "BES | Bestuursstaf | Staff | 35")


def with_units(*lines: str, least: int = 50) -> str:
    """A policy file with one of these lines on each line, the first on line 4."""
    listed = "".join(f'  "{line}",\n' for line in lines)
    return f'version = "1"\nunit_least_people = {least}\nunits = [\n{listed}]\n'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("FIN", "hier hoort CODE | naam | name | medewerkers."),
        ("FIN | Financiën | Finance", "hier hoort CODE | naam | name | medewerkers."),
        ("ICT/X | a | b | 7", "hier hoort BOVEN/CODE | naam | name."),
        ("F N | a | b | 60", "de code klopt niet."),
        ("Unknown | a | b | 60", "de code klopt niet."),
        ("* | a | b | 60", "de code klopt niet."),
        ("ict | a | b | 60", "deze code staat er al."),
        ("FIN | a | b | veel", "het aantal medewerkers is geen getal."),
        ("FIN | a | b | -60", "het aantal medewerkers is geen getal."),
        ("FIN |  | b | 60", "de naam ontbreekt of is te lang."),
        (f"FIN | {'a' * 81} | b | 60", "de naam ontbreekt of is te lang."),
        ("FIN/BEG | a | b", "zet het onderdeel erboven op een eerdere regel."),
        ("NET/BEG | a | b", "er zijn twee lagen, niet meer."),
    ],
)
def test_a_unit_that_is_wrong_stops_the_start_with_its_line_in_every_source(line: str, words: str) -> None:
    good = ["ICT | Automatisering | IT | 300", "ICT/NET | Netwerk | Network"]
    error = refused(with_units(*good, line))
    assert (error.values["line"], error.values["number"]) == (6, 3)
    assert f"‘{line[:60]}’: {words}" in error.sentence()
    plist = plistlib.dumps({"version": "1", "units": [*good, line]})
    assert "Onderdeel 3, " in refused(plist, "a.plist").sentence()
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.from_registry([("version", "1", 1), ("Units", [*good, line], 7)])
    assert words in found.value.sentence()


def test_the_same_units_come_from_every_source_and_their_version_from_what_they_count_by() -> None:
    toml = policy_sources.from_file(Path("/etc/policy.toml"), with_units(*UNITS).encode())
    registry = policy_sources.from_registry([("version", "1", 1), ("units", list(UNITS), 7)])
    plist = policy_sources.from_file(Path("a.plist"), plistlib.dumps({"version": "1", "units": list(UNITS)}))
    assert toml.units == registry.units == plist.units == UNITS
    tree = read_units(UNITS, 50)
    assert [(unit.code, unit.parent, unit.named) for unit in tree.units] == [
        ("FIN", None, True), ("BEG", "FIN", True), ("BES", None, False),
    ]  # fmt: skip
    assert [unit.code for unit in tree.first_level] == ["FIN"]
    assert tree.paths("en") == {"FIN": "Finance", "BEG": "Finance › Begroting", "BES": "Staff"}
    same = ("FIN | Geldzaken | Money | 300", *UNITS[1:])
    assert read_units(same, 50).version == tree.version == read_units(UNITS, 200).version
    for other in (UNITS[:2], ("FIN | Financiën | Finance | 40", *UNITS[1:]), (*UNITS[:2], "STAF | a | b | 35")):
        assert read_units(other, 50).version != tree.version
    assert read_units(UNITS, 300).version != tree.version


def test_there_are_not_more_units_than_fit() -> None:
    lines = [f"U{number} | a | b | 60" for number in range(policy_units.MOST + 1)]
    assert "Onderdeel 301 is te veel" in refused(with_units(*lines)).sentence()
    with pytest.raises(BrokenPolicy):
        policy_sources.from_registry([("version", "1", 1), ("units", "FIN | a | b | 60", 1)])


def test_a_place_means_a_folder_of_each_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for text in ("~/Back-ups", "$HOME/Back-ups", "${HOME}/Back-ups"):
        assert paths.meant_by(text) == tmp_path / "Back-ups"
    for text in ("", "$NO_SUCH_VARIABLE/x", "${NO_SUCH_VARIABLE}/x", "%NO_SUCH_VARIABLE%/x", "/x/%NO_SUCH_VARIABLE%"):
        assert paths.meant_by(text) is None
    values = [("version", "1", 1), ("backup_folder", r"%USERPROFILE%\Back-ups", 2), ("export_folder", "~", 1)]
    found = policy_sources.from_registry(values)
    assert (found.backup_folder, found.export_folder) == (r"%USERPROFILE%\Back-ups", "~")
    with pytest.raises(BrokenPolicy):
        policy_sources.from_registry([("version", "1", 1), ("threshold", "7", 2)])


# --- who may have written it ---


@posix
@pytest.mark.parametrize("rights", [0o664, 0o646, 0o666])
def test_a_file_that_others_can_write_does_not_count_and_is_not_skipped(place: Path, rights: int) -> None:
    written(place, GOOD)
    place.chmod(rights)
    with pytest.raises(BrokenPolicy, match="BrokenPolicy") as found:
        policy_sources.read_policy()
    assert "Alleen root mag hierin kunnen schrijven." in found.value.sentence()


@posix
def test_a_file_of_another_owner_does_not_count(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(place, GOOD)
    monkeypatch.setattr(policy_sources, "_OWNER", os.getuid() + 1)
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.read_policy()
    assert "De eigenaar hiervan moet root zijn." in found.value.sentence()


@posix
def test_a_folder_that_others_can_write_does_not_count_even_without_a_file(place: Path) -> None:
    place.parent.chmod(0o777)
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.read_policy()
    assert found.value.values["place"] == str(place.parent)


@posix
@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_does_not_count_wherever_it_leads(place: Path, tmp_path: Path, target: str) -> None:
    written(tmp_path / "elsewhere", GOOD)
    place.symlink_to(tmp_path / target)
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.read_policy()
    assert "geen verwijzing" in found.value.sentence()


@posix
def test_what_is_no_ordinary_file_or_too_long_is_refused_at_once(place: Path) -> None:
    os.mkfifo(place, 0o644)
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.read_policy()
    assert "gewoon bestand" in found.value.sentence()
    place.unlink()
    written(place, GOOD + "#" * policy_sources.MOST)
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.read_policy()
    assert "te groot" in found.value.sentence()


@posix
def test_nothing_of_the_adviser_points_elsewhere(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(place, GOOD)
    written(tmp_path / "mine.toml", 'version = "mine"\nlock_after_minutes = 15\n')
    for name in ("ADVISER_DESK_POLICY", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "mine.toml"))
    assert policy_sources.read_policy().lock_after_minutes == 3
    options = {option for action in cli._parser()._actions for option in action.option_strings}
    assert not [option for option in options if "policy" in option]


# --- the other systems: their values, not their machines ---


def test_the_registry_gives_numbers_texts_and_switches() -> None:
    values = [("Version", "2026-1", 1), ("LOCK_AFTER_MINUTES", 3, 4), ("backup_by_passphrase", 0, 4)]
    found = policy_sources.from_registry(values)
    assert (found.version, found.lock_after_minutes, found.backup_by_passphrase) == ("2026-1", 3, False)
    assert policy_sources.from_registry([]) == DEFAULT


@pytest.mark.parametrize(
    "value", [("lock_after_minutes", "3", 1), ("threshold", b"\x05\0\0\0", 3), ("threshold", 7, 11), ("more", 1, 4)]
)
def test_another_type_or_name_in_the_registry_is_refused(value: policy_sources.RegistryValue) -> None:
    with pytest.raises(BrokenPolicy) as found:
        policy_sources.from_registry([("version", "1", 1), value])
    assert f"‘{value[0]}’" in found.value.sentence()
    assert r"HKLM\Software\Policies\AdviserDesk:" in found.value.sentence()


class _Key:
    def __enter__(self) -> "_Key":
        return self

    def __exit__(self, *_how: object) -> None:
        pass


def test_the_registry_is_read_below_local_machine_in_the_64_bit_view(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []
    values = [("version", "1", 1), ("threshold", 9, 4)]

    def open_key(*where: object) -> _Key:
        asked.append(where)
        return _Key()

    registry = SimpleNamespace(
        HKEY_LOCAL_MACHINE="HKLM", KEY_READ=1, KEY_WOW64_64KEY=256, OpenKey=open_key,
        QueryInfoKey=lambda _key: (0, 2, 0), EnumValue=lambda _key, number: values[number],
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(policy_sources.sys, "platform", "win32")
    assert policy_sources.read_policy().threshold == 9
    assert asked == [("HKLM", r"Software\Policies\AdviserDesk", 0, 257)]
    registry.OpenKey = lambda *_where: (_ for _ in ()).throw(FileNotFoundError())
    assert policy_sources.read_policy() == DEFAULT
    registry.OpenKey = lambda *_where: (_ for _ in ()).throw(PermissionError())
    with pytest.raises(BrokenPolicy):
        policy_sources.read_policy()


@posix
@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_property_list_counts_like_the_other_files(
    place: Path, monkeypatch: pytest.MonkeyPatch, form: plistlib.PlistFormat
) -> None:
    path = place.with_name("org.adviserdesk.AdviserDesk.plist")
    monkeypatch.setattr(policy_sources, "MACOS", path)
    monkeypatch.setattr(policy_sources.sys, "platform", "darwin")
    values = {"version": "2026-1", "grace_hours": 0, "backup_by_passphrase": False, "PayloadUUID": "5b"}
    path.write_bytes(plistlib.dumps(values, fmt=form))
    path.chmod(0o644)
    found = policy_sources.read_policy()
    assert (found.version, found.grace_hours, found.backup_by_passphrase) == ("2026-1", 0, False)
    path.chmod(0o666)
    with pytest.raises(BrokenPolicy):
        policy_sources.read_policy()


@pytest.mark.parametrize("content", [b"", b"<plist>", b"bplist00", plistlib.dumps(["version"])])
def test_a_broken_property_list_is_refused(content: bytes) -> None:
    assert "plist" in refused(content, "a.plist").sentence()


# --- the command line ---


@posix
def test_a_broken_policy_stops_every_verb_and_the_doctor_says_why(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(place, 'version = "1"\nlock_after_minutes = 90\n')
    vault = ["--vault", str(tmp_path / "vault")]
    verbs = (["create", *vault], ["passphrase", *vault], ["recover", *vault], ["backup", *vault, "--to", "x"])
    more = (["export", *vault, "--period", "2026Q3", "--out", "x"], ["restore", "x"], ["check", "x"], ["demo", *vault])
    for arguments in (*verbs, *more):
        assert cli.run(arguments) == BrokenPolicy.exit_code == 21
        assert f"{place}, regel 2: ‘lock_after_minutes’" in capsys.readouterr().err
    assert not (tmp_path / "vault").exists()
    assert cli.run(["check", "x", "--json", "--language", "en"]) == 21
    told = capsys.readouterr()
    assert json.loads(told.out)["error"] == "BrokenPolicy"
    assert "line 2" in told.err
    assert cli.run(["doctor", "--json"]) == 21
    found = json.loads(capsys.readouterr().out)
    assert "regel 2" in found["policy_error"]
    assert found["policy_place"] == str(place)


@posix
def test_the_doctor_tells_each_value_and_who_set_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(place, GOOD)
    assert cli.run(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["policy_lock_after_minutes"], found["policy_lock_after_minutes_from"]) == (3, str(place))
    assert (found["policy_threshold"], found["policy_threshold_from"]) == (5, "default")
    assert {f"policy_{key}" for key in Policy.model_fields} <= found.keys()


@posix
def test_the_doctor_tells_what_places_mean_here_and_each_unit(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folders = 'backup_folder = "~/Back-ups"\nexport_folder = "$NO_SUCH_VARIABLE/x"\nlanguage = "en"\n'
    written(place, with_units(*UNITS) + folders)
    assert cli.run(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["policy_units"], found["policy_units_from"]) == (list(UNITS), str(place))
    assert found["policy_units_version"] == read_units(UNITS, 50).version
    assert (found["policy_backup_folder_here"], found["policy_backup_folder_there"]) == (f"{tmp_path}/Back-ups", False)
    assert (found["policy_export_folder"], found["policy_export_folder_here"]) == ("$NO_SUCH_VARIABLE/x", None)
    assert (found["policy_language"], found["policy_language_from"]) == ("en", str(place))
    (tmp_path / "Back-ups").mkdir()
    assert cli.run(["doctor"]) == 0
    told = capsys.readouterr().out
    assert "policy_backup_folder_there: True" in told
    assert f"policy_units: {UNITS[1]}\n" in told


@posix
def test_commands_begin_in_the_language_of_the_window(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def begins(*more: str) -> str:
        assert cli.run(["backup", *more]) == 2
        words = {"Deze opdracht begrijpen wij niet": "nl", "We do not understand this command": "en"}
        said = capsys.readouterr().err
        return next(language for begin, language in words.items() if said.startswith(begin))

    vault = ("--vault", str(tmp_path))
    assert begins(*vault) == "nl"
    written(place, 'version = "1"\nlanguage = "en"\n')
    assert begins(*vault) == begins(f"--vault={tmp_path}") == "en"
    assert begins(*vault, "--language", "nl") == begins("--language=nl") == "nl"
    # What the adviser chose goes before the organisation; what the call says goes before both.
    keep_preferences(tmp_path, Preferences(language="nl"))
    assert begins(*vault) == begins(f"--vault={tmp_path}") == "nl"
    assert begins("--vault", str(tmp_path / "other")) == begins() == "en"
    monkeypatch.setattr(paths, "vault_folder", lambda: tmp_path)
    assert begins() == "nl"
    assert begins("--language=en") == "en"
    # A policy that cannot be used has no language; the choice of the adviser stays.
    written(place, 'version = "1"\nlanguage = "fr"\n')
    assert begins("--vault", str(tmp_path / "other")) == "nl"
    keep_preferences(tmp_path, Preferences(language="en"))
    assert begins() == "en"


@posix
def test_a_verb_asks_for_a_passphrase_as_strong_as_the_policy_says(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(place, 'version = "1"\npassphrase_strength = "very_strong"\n')
    monkeypatch.setattr("sys.stdin", io.StringIO("zolder tegel fiets\n"))
    assert cli.run(["create", "--vault", str(tmp_path / "vault"), "--passphrase-stdin"]) == 2
    assert "te makkelijk te raden" in capsys.readouterr().err
    assert not (tmp_path / "vault").exists()


@posix
def test_a_register_is_read_with_the_units_of_the_policy(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(slots, "calibrated", lambda: (64 * 1024, 3))
    written(place, with_units(*UNITS))
    vault, passphrase = ["--vault", str(tmp_path / "vault")], "zolder tegel fiets molen gans\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(passphrase))
    assert cli.run(["create", *vault, "--passphrase-stdin"]) == 0
    register = tmp_path / "register.csv"
    register.write_text("reference,opened_on,matter,unit,consent_count\nA,2026-08-14,integrity,ICT,given\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(passphrase))
    assert cli.run(["import", *vault, str(register), "--passphrase-stdin"]) == 20
    assert "rij 2, kolom unit. Dit onderdeel kent uw kluis niet." in capsys.readouterr().err


def test_a_policy_is_tried_before_it_is_rolled_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "new.toml", GOOD)
    assert cli.run(["policy", str(tmp_path / "new.toml"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["lock_after_minutes"], found["set"]) == (3, ["version", "lock_after_minutes", "backup_by_passphrase"])
    assert cli.run(["policy", str(tmp_path / "new.toml")]) == 0
    assert "Vergrendelen na: ten hoogste 3 minuten" in capsys.readouterr().out
    written(tmp_path / "units.toml", with_units(*UNITS))
    assert cli.run(["policy", str(tmp_path / "units.toml")]) == 0
    told = capsys.readouterr().out
    assert f"Versie van de onderdelen: {read_units(UNITS, 50).version}" in told
    assert "  Financiën › Begroting\n  Bestuursstaf (zonder naam in een export)\n" in told
    written(tmp_path / "new.toml", "threshold = 1\n")
    assert cli.run(["policy", str(tmp_path / "new.toml")]) == 21
    assert cli.run(["policy", str(tmp_path / "none.toml")]) == 2

"""The command line in real processes: what it writes where, and what it ends with."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adviser_desk import cli, errors, selftest, verbs
from adviser_desk.casework import practice
from tests.vault.credential_store import credential_store

__all__ = ["credential_store"]
PASSPHRASE, OTHER = "paardenbloem wandelt zachtjes over zolder", "zeven stille fietsen onder de brug"
HEAD = "reference,opened_on,closed_on,matter,behaviour,step,unit,contacts,consent_count"
NAMES = ("Kompas", "Zandloper", "Hangmat", "Lampion")


def run(*arguments: str | Path, given: str = "", code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "adviser_desk", *map(str, arguments)],
        input=given, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done


def with_vault(verb: str, folder: Path, *more: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """A verb on the vault in `folder`."""
    return run(verb, "--vault", folder, "--passphrase-stdin", *more, given=PASSPHRASE + "\n", code=code)


def register(path: Path) -> Path:
    rows = [
        f"{NAMES[place % 4]}-{10 + place},2026-0{1 + place % 3}-05,,work_relations,bullying,own_talk,noord,1,given"
        for place in range(20)
    ]
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault made by the program, filled from a register; and what creating it answered."""
    folder = tmp_path_factory.mktemp("cli")
    answered = with_vault("create", folder / "vault", "--json")
    with_vault("import", folder / "vault", register(folder / "register.csv"))
    return folder / "vault", answered.stdout


def test_creating_tells_the_recovery_code_once_and_only_there(made: tuple[Path, str]) -> None:
    folder, answered = made
    code = json.loads(answered)["recovery_code"]
    assert len(code.replace("-", "")) == 40
    for path in folder.iterdir():
        assert code.encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    again = with_vault("create", folder, code=17)
    assert again.stdout == ""
    assert "Er is al een kluis" in again.stderr


def test_an_export_a_check_and_the_same_bytes_again(made: tuple[Path, str], tmp_path: Path) -> None:
    folder, _answered = made
    first = with_vault("export", folder, "--period", "2026Q1", "--out", tmp_path / "a")
    files = [Path(line) for line in first.stdout.splitlines()]
    assert [path.name for path in files] == ["signalen-2026Q1-nr001.docx", "signalen-2026Q1-nr001.json"]
    assert "Rekenen" in first.stderr
    second = with_vault("export", folder, "--period", "2026Q1", "--out", tmp_path / "b", "--json", "--reason-sheet")
    answered = json.loads(second.stdout)
    assert Path(answered["files"][-1]).name == "waarom-2026Q1-nr001.docx"
    assert {path.name for path in (tmp_path / "b").iterdir()} == {Path(file).name for file in answered["files"]}
    assert answered["from_ledger"] is True
    assert "register van exports" in second.stderr
    for path in files:
        assert answered["sha256"][path.name] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (tmp_path / "b" / path.name).read_bytes() == path.read_bytes()

    assert "niets gevonden" in run("check", files[1]).stderr
    release = json.loads(files[1].read_bytes())
    release["tables"][0]["rows"] = [[3]]
    (tmp_path / "forged.json").write_text(json.dumps(release), encoding="utf-8")
    found = run("check", tmp_path / "forged.json", "--json", code=37)
    assert json.loads(found.stdout)["findings"]
    assert json.loads(run("--json", "check", files[1]).stdout) == {"files": 1, "findings": []}


def test_nothing_of_the_register_is_left_outside_the_vault(made: tuple[Path, str]) -> None:
    for path in made[0].iterdir():
        content = path.read_bytes()
        assert not any(word in content for word in (b"Kompas", b"work_relations", b"noord"))


def test_pipes_are_utf_8_whatever_the_code_page_of_the_system(tmp_path: Path) -> None:
    passphrase, page = "zwaluw één ijsvogel bij de zeeën\n", "cp1252"
    call = ("--vault", tmp_path / "vault", "--passphrase-stdin")
    # What the shell of Windows sends begins with a mark.
    made = run("create", *call, given="\ufeff" + passphrase, PYTHONIOENCODING=page)
    assert "één keer" in made.stderr
    run("backup", *call, "--to", tmp_path, given=passphrase)


def test_a_program_without_a_console_has_nowhere_to_write() -> None:
    script = "import sys; sys.stdin = sys.stdout = sys.stderr = None; from adviser_desk.__main__ import main"
    done = subprocess.run(
        [sys.executable, "-c", script + "; sys.exit(main())", "--wrong"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (errors.BadCall.exit_code, b"", b"")


def test_a_wrong_passphrase_a_missing_vault_and_a_period_to_come(made: tuple[Path, str], tmp_path: Path) -> None:
    wrong = run("import", "--vault", made[0], "--passphrase-stdin", "x.csv", given="something else\n", code=10)
    assert wrong.stdout == ""
    run("export", "--vault", tmp_path, "--passphrase-stdin", "--period", "2026Q1", "--out", tmp_path, code=16)
    late = with_vault("export", made[0], "--period", "2199Q1", "--out", tmp_path, code=30)
    assert "1 april 2199" in late.stderr


def test_a_bad_register_is_told_by_row_and_column(made: tuple[Path, str], tmp_path: Path) -> None:
    path = register(tmp_path / "bad.csv")
    path.write_text(path.read_text().replace("Kompas-10", "Anders-90").replace("own_talk", "geheime stap"))
    told = with_vault("import", made[0], path, "--json", code=20)
    assert "rij 2, kolom step" in told.stderr
    assert "geheime" not in told.stderr + told.stdout
    assert json.loads(told.stdout)["error"] == "BadRegister"


def test_remarks_that_may_lead_to_a_person_stop_the_export(made: tuple[Path, str], tmp_path: Path) -> None:
    remarks = tmp_path / "remarks.txt"
    remarks.write_text("Meer nazorg.\nZie ook Zandloper-11.", encoding="utf-8")
    told = with_vault("export", made[0], "--period", "2025Q4", "--out", tmp_path / "out", "--remarks", remarks, code=2)
    assert "Regel 2" in told.stderr
    assert "Zandloper" not in told.stderr
    assert not (tmp_path / "out").exists()


def test_a_practice_vault_says_its_passphrase_and_is_marked(tmp_path: Path) -> None:
    done = run("demo", "--vault", tmp_path / "v", "--cases", "12", "--seed", "3", "--json")
    assert json.loads(done.stdout)["passphrase"] == practice.PASSPHRASE
    assert (tmp_path / "v" / "practice.txt").is_file()


def test_another_passphrase_and_then_one_by_the_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    code = json.loads(with_vault("create", folder, "--json").stdout)["recovery_code"]
    before = (folder / "vault.keys").read_bytes()
    change = ("passphrase", "--vault", folder, "--passphrase-stdin")
    recover = ("recover", "--vault", folder, "--recovery-code-stdin")
    for arguments, given, exit_code in (
        (change, f"{PASSPHRASE}\nwelkom123\n", 2),
        (change, f"{PASSPHRASE}\n", 2),
        (change, f"iets anders\n{OTHER}\n", 10),
        (recover, f"{code}\nwelkom123\n", 2),
        (recover, f"{code[:-1]}\n{OTHER}\n", 10),
    ):
        assert run(*arguments, given=given, code=exit_code).stdout == ""
    assert (folder / "vault.keys").read_bytes() == before
    changed = json.loads(run(*change, "--json", given=f"{PASSPHRASE}\n{OTHER}\n").stdout)
    assert changed == {"vault": str(folder), "device": False, "backup_by_passphrase": True}
    with_vault("export", folder, "--period", "2026Q1", "--out", tmp_path, code=10)
    assert "opent niets meer" in run(*recover, given=f"{code.lower()}\n{PASSPHRASE}\n").stderr
    with_vault("export", folder, "--period", "2199Q1", "--out", tmp_path, code=30)


def test_the_passphrase_of_a_practice_vault_stays(tmp_path: Path) -> None:
    run("demo", "--vault", tmp_path / "v", "--cases", "0")
    given = f"{practice.PASSPHRASE}\n{OTHER}\n"
    refused = run("passphrase", "--vault", tmp_path / "v", "--passphrase-stdin", given=given, code=2)
    assert "oefenkluis" in refused.stderr


def test_the_doctor_tells_the_machine_and_no_case(made: tuple[Path, str]) -> None:
    found = json.loads(run("doctor", "--vault", made[0], "--json").stdout)
    assert found["vault_present"] is True
    assert found["credential_store"] is False
    assert found["policy_device_secret"] == "preferred"
    assert found["vault_database_rights"] == "-rw-------"
    assert found["sqlcipher"].startswith("4.")
    if sys.platform.startswith("linux"):
        assert found["dumps_off"] is True


def test_the_selftest_has_a_device_secret_where_a_store_answers(credential_store: Path) -> None:
    steps = json.loads(run("--selftest", "--json", QT_QPA_PLATFORM="offscreen").stdout)["steps"]
    assert set(steps.values()) == {"ok"}
    assert "device" in steps
    assert json.loads(run("doctor", "--json").stdout)["credential_store"] == "SecretService"


def test_the_selftest_says_that_no_store_answers(tmp_path: Path) -> None:
    assert selftest._outcome(selftest._Trial(tmp_path).device) == "none"


def test_help_lists_every_exit_code() -> None:
    text = run("--help").stdout
    codes = {kind.exit_code for kind in cli._kinds(errors.KnownError)}
    assert codes >= {10, 20, 30, 31, 37}
    for code in (*codes, 0, cli.BUG, cli.STOPPED):
        assert f"\n  {code:>3}  " in text


@pytest.mark.parametrize(
    "arguments", [["unknown"], ["export"], ["demo"], ["check"], ["demo", "--vault", "x", "--cases", "many"]]
)
def test_a_call_it_cannot_use_ends_in_2_without_a_trace(arguments: list[str]) -> None:
    done = run(*arguments, code=2)
    assert "Zie --help" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bug_shows_its_type_and_our_lines_and_no_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_chosen: object) -> int:
        raise LookupError("Mevrouw belde over het rooster")

    monkeypatch.setitem(verbs.VERBS, "doctor", broken)
    assert cli.run(["doctor", "--json"]) == 70
    said = capsys.readouterr()
    assert "rooster" not in said.out + said.err
    assert "LookupError" in said.err
    assert "cli.py:" in said.err
    assert json.loads(said.out)["type"] == "LookupError"


@pytest.mark.parametrize(
    ("filename", "place"),
    [
        (cli.__file__, "cli.py"),
        ("adviser_desk/casework/cases.py", "casework/cases.py"),
        (json.__file__, None),
        ("json/decoder.py", None),
    ],
)
def test_a_place_is_known_in_a_folder_and_in_a_built_program(filename: str, place: str | None) -> None:
    assert cli._place(filename) == place


def test_stopping_ends_in_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(_chosen: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(verbs.VERBS, "doctor", stopped)
    assert cli.run(["doctor"]) == 130
    assert "Gestopt" in capsys.readouterr().err


NO_NETWORK = """
import socket
from adviser_desk.hardening import NetworkRefused, dumps_are_off, harden
harden()
for attempt in (
    lambda: socket.socket(),
    lambda: socket.socket(socket.AF_INET6),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: socket.gethostbyname("localhost"),
):
    try:
        attempt()
    except NetworkRefused:
        continue
    raise SystemExit("a socket came through")
socket.socketpair()[0].close()
assert dumps_are_off() is not False
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no local socket to let through")
def test_the_program_gets_no_socket_to_the_outside_and_leaves_no_dump() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", NO_NETWORK], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['adviser-desk', '--help']\n"
        "from adviser_desk.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'docx', 'highspy', 'sqlcipher3', 'PySide6', 'cryptography', 'python_calamine'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0

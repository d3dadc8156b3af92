"""What a vault knows of names, and finds in the remarks of an export."""

from datetime import date

import pytest

from adviser_desk.casework import cases, consents, reporting
from adviser_desk.models.consent import ConsentManner, ConsentScope, ConsentState
from adviser_desk.models.unit import Unit, UnitTree
from adviser_desk.vault import units
from adviser_desk.vault.connection import Vault

DAY = date(2026, 8, 14)


@pytest.fixture
def filled(vault: Vault) -> Vault:
    label = "Financieel-Economische Zaken"
    with vault.transaction():
        units.put(vault, UnitTree(version="1", units=(Unit(code="D7", label=label, label_en="Financial Affairs"),)))
    case_id = cases.open_case(vault, "Kompas-47", opened_on=DAY)[0]
    for recipient in ("Bedrijfsarts", "HR-adviseur Petra Bakker", "de heer Mulder"):
        consents.record_consent(
            vault, case_id, ConsentScope.TALK_TO, ConsentState.GIVEN, manner=ConsentManner.SPOKEN, on=DAY,
            recipient=recipient, expires_on=date(2027, 2, 1),
        )  # fmt: skip
    return vault


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Spreek vaker met de bakker en met petra.", ["bakker", "petra"]),
        ("Ook mulder vroeg daarom.", ["mulder"]),
        ("Betrek de bedrijfsarts en de adviseur eerder.", []),
        ("Bij fez is het druk, en ook bij financieel-economische zaken.", ["fez", "financieel-economische zaken"]),
        ("De zaken gaan goed en de affairs ook.", []),
        ("De sfeer bij ahmed is goed.", ["ahmed"]),
    ],
)
def test_names_of_the_vault_are_found_without_capitals(filled: Vault, text: str, pieces: list[str]) -> None:
    assert [doubt.text for doubt in reporting.doubts(filled, text)] == pieces

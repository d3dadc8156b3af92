"""Known errors: each is a sentence, a next step and an exit code. Anything else is a bug and shows no text."""

from adviser_desk.i18n import N_, _


class KnownError(Exception):
    """Something that can happen and that the adviser can do something about.

    `message` says what happened, whether the text is safe and what to do; it is translated where it is shown and
    filled with `values`, which hold no text of a case. `exit_code` is what the command line ends with.
    """

    exit_code = 1
    message = ""

    def __init__(self, **values: str | int) -> None:
        """`values` fill the `%(name)s` places of the message."""
        super().__init__(self.__class__.__name__)
        self.values = values

    def sentence(self) -> str:
        """The message in the language of the screen. Some values are deferred messages themselves."""
        values = {name: _(value) if isinstance(value, str) and value else value for name, value in self.values.items()}
        return _(self.message) % values


class BadCall(KnownError):
    """The command line was called with something it cannot use."""

    exit_code = 2
    message = N_("%(what)s")


class WrongKey(KnownError):
    """The passphrase or recovery code does not open the slot."""

    exit_code = 10
    message = N_("Deze wachtzin klopt niet. Kijk of Caps Lock uit staat en probeer het opnieuw.")


class WrongRecoveryCode(WrongKey):
    """The recovery code is well-formed but does not open the slot."""

    message = N_("Deze herstelcode hoort niet bij deze kluis. Kijk of u het goede blad heeft.")


class WrongBlock(WrongRecoveryCode):
    """A block of a recovery code has a typing mistake, seen by its check symbol."""

    message = N_("Blok %(block)s van de herstelcode klopt niet. Kijk dat blok na op uw blad.")


class Damaged(KnownError):
    """The keys are right and the vault cannot be read."""

    exit_code = 11
    message = N_("De kluis is niet helemaal leesbaar. Wij veranderen niets. Zet een back-up terug.")


class TooNew(KnownError):
    """The vault was written by a newer version."""

    exit_code = 12
    message = N_("Deze kluis is van een nieuwere versie van Adviser Desk. Wij veranderen niets. Werk Adviser Desk bij.")


class InUse(KnownError):
    """Another process has the vault open."""

    exit_code = 13
    message = N_("De kluis is al open op een andere plek. Er is niets veranderd. Sluit de andere eerst.")


class DiskFull(KnownError):
    """A write failed for lack of space; nothing of it was kept, nothing else was lost."""

    exit_code = 14
    message = N_("Opslaan lukt nu niet: de schijf is vol. Wat al bewaard was, is veilig. Maak minstens 20 MB vrij.")


class ReadOnly(KnownError):
    """The folder or file cannot be written."""

    exit_code = 15
    message = N_("Schrijven mag hier niet: %(place)s. Er is niets veranderd. Kies een andere plek.")


class NoVault(KnownError):
    """There is no vault in the folder."""

    exit_code = 16
    message = N_("Er is geen kluis in %(place)s. Maak er eerst een.")


class VaultExists(KnownError):
    """A vault is already there; creating never writes over one."""

    exit_code = 17
    message = N_("Er is al een kluis in %(place)s. Die blijft zoals hij is. Kies een andere map.")


class PseudonymTaken(KnownError):
    """Another case got the pseudonym in the meantime."""

    exit_code = 18
    message = N_("Deze schuilnaam is al in gebruik. Uw tekst is bewaard. Kies ‘Andere’ voor een nieuwe schuilnaam.")


class NoDeviceSecret(KnownError):
    """The passphrase slot needs the secret of the device, and its credential store does not give it."""

    exit_code = 19
    message = N_(
        "Deze laptop geeft het geheim niet dat bij uw wachtzin hoort. Uw kluis is in orde. Gebruik uw herstelblad."
    )


class NoDeviceStore(KnownError):
    """The credential store of this system is not there, does not answer or does not keep what it is given."""

    exit_code = 19
    message = N_("De sleutelbos van deze laptop werkt niet. Er is niets veranderd. Vraag het aan uw IT-afdeling.")


class BadRegister(KnownError):
    """The register to import cannot be used. `where` names row and column, `what` the reason; never a cell's text."""

    exit_code = 20
    message = N_("Het bestand kan niet worden ingelezen: %(where)s. %(what)s Er is niets ingelezen.")


class BrokenPolicy(KnownError):
    """The organisation's policy cannot be used, so that nothing starts: what is wrong, in which place and line."""

    exit_code = 21
    message = N_("Het beleid van uw organisatie klopt niet. Adviser Desk start daarom niet.")

    def __init__(self, place: str, line: int, what: str, **values: str | int) -> None:
        """`what` is a deferred message that `values` fill; line 0 where there are no lines."""
        super().__init__(place=place, line=line, **values)
        self.what = what

    def parts(self) -> tuple[str, str, str, str]:
        """That it does not start, where it is wrong, what is wrong there, and whom to ask."""
        where = _("%(place)s, regel %(line)d") if self.values["line"] else "%(place)s"
        ask = _("Uw kluis is in orde. Bel de servicedesk en noem ‘beleid Adviser Desk’.")
        return _(self.message), where % self.values, _(self.what) % self.values, ask

    def sentence(self) -> str:
        """All of it."""
        title, where, wrong, ask = self.parts()
        return f"{title} {where}: {wrong} {ask}"


class PeriodNotOver(KnownError):
    """An export of a period that has not ended."""

    exit_code = 30
    message = N_("%(period)s is nog niet voorbij. U kunt deze export maken vanaf %(first_day)s.")


class CheckFailed(KnownError):
    """The audit found something a reader could deduce; no file was written."""

    exit_code = 31
    message = N_(
        "Deze export kan nog niet. In tabel %(table)s is een klein getal uit te rekenen. Er is niets geschreven."
    )


class BadRelease(KnownError):
    """A file given to `check` is not a release of this program."""

    exit_code = 32
    message = N_("%(file)s is geen export van Adviser Desk, of is veranderd. %(what)s")


class PeriodTaken(KnownError):
    """The period cannot be released as such any more, because a release that covers it went before."""

    exit_code = 33
    message = N_("%(period)s is al gesloten door een eerdere export. Cijfers die weg zijn, veranderen niet.")


class Outdated(KnownError):
    """Cases changed between the preview and the approval; nothing was written."""

    exit_code = 34
    message = N_("De cijfers zijn veranderd sinds dit voorbeeld. Er is niets geschreven. Bekijk het voorbeeld opnieuw.")


class FileTaken(KnownError):
    """Another file of that name is in the folder; it is never written over."""

    exit_code = 35
    message = N_(
        "In deze map staat al een ander bestand %(file)s. Er is niets geschreven. Kies een andere map of verplaats het."
    )


class NotReleased(KnownError):
    """There is no release of the period in the ledger."""

    exit_code = 36
    message = N_("Van %(period)s is nog geen export gemaakt.")


class BadCases(KnownError):
    """A line of invented cases cannot be used. `what` is the reason; never what stands there."""

    exit_code = 38
    message = N_("Regel %(line)d van %(file)s klopt niet. %(what)s Er is niets geschreven.")


class RealVault(KnownError):
    """A series on invented cases was to read from, or write to, a place where a vault is."""

    exit_code = 39
    message = N_("In %(place)s is een kluis. Deze opdracht werkt alleen met verzonnen casussen, en niet bij een kluis.")


class BackupPlaceGone(KnownError):
    """The folder or the file of a backup is not there (any more)."""

    exit_code = 40
    message = N_("%(place)s is er niet. Uw kluis is in orde. Steek de stick in de laptop of kies een andere plek.")


class BackupPlaceFull(DiskFull):
    """There is too little room for a backup at the chosen place."""

    message = N_("Op %(place)s is te weinig plek. Uw kluis is in orde. Maak daar plek vrij of kies een andere plek.")


class BackupFailed(KnownError):
    """What was read back is not what was written; the file was removed."""

    exit_code = 41
    message = N_("De back-up is niet goed gelukt en is weggehaald. Uw kluis is in orde. Probeer een andere stick.")


class NotABackup(KnownError):
    """The file is no backup, or one that was damaged."""

    exit_code = 42
    message = N_(
        "%(file)s is geen back-up van Adviser Desk, of is beschadigd. Er is niets veranderd. Kies een ander bestand."
    )


class BackupBySheet(KnownError):
    """The backup has no slot for a passphrase."""

    exit_code = 43
    message = N_("Deze back-up gaat alleen open met uw herstelblad. Er is niets veranderd. Typ de herstelcode.")


class WrongBackupKey(WrongKey):
    """The passphrase does not open the backup."""

    message = N_("Deze wachtzin opent de back-up niet. Misschien had u toen een andere. Uw herstelblad opent hem ook.")


class OtherVault(KnownError):
    """The backup is of another vault than the one it would replace."""

    exit_code = 44
    message = N_("Deze back-up is van kluis %(number)s, en hier staat kluis %(here)s. Er is niets veranderd.")


class OtherLedger(KnownError):
    """The releases in the backup and those in the vault that it would replace are no one series."""

    exit_code = 45
    message = N_("De exports in deze back-up passen niet bij die in uw kluis. Er is niets veranderd. Vraag om hulp.")


class LedgerUnsure(KnownError):
    """The vault comes from a backup, and what was exported since is not in its ledger until the adviser says so."""

    exit_code = 46
    message = N_(
        "Deze kluis komt uit de back-up van %(day)s. Lees de exports van daarna weer in, of zeg dat er geen zijn."
    )


class OtherSeries(KnownError):
    """A release that is read back is not the next one of this vault. `what` is a deferred message: the reason."""

    exit_code = 47
    message = N_("%(file)s past niet bij de exports van deze kluis. %(what)s Er is niets ingelezen.")


class CasesLost(KnownError):
    """A longer period holds a quarter that was read back, and the vault has other cases of it than were counted."""

    exit_code = 48
    message = N_(
        "Van %(period)s heeft uw kluis niet alle casussen van toen. Een export hierover zou niet kloppen."
        " Kortere perioden kunnen wel."
    )


class ToBeDestroyed(KnownError):
    """Something was written for a case that will be destroyed; it would go with the case."""

    exit_code = 50
    message = N_("Deze casus wordt vernietigd. Uw tekst is bewaard. Draai dat eerst terug bij Bewaartermijnen.")


class NotYet(KnownError):
    """A case cannot be destroyed yet: something is still open in it, or its period is not over."""

    exit_code = 51
    message = N_("Een van deze casussen kan nog niet weg. Er is niets veranderd. Kijk wat er nog openstaat.")


class Deducible(KnownError):
    """`check` found something that a reader of these files could work out, or a broken chain."""

    exit_code = 37
    message = N_("Deze bestanden zijn niet in orde. Wat wij vonden, staat hierboven.")


class BadProof(KnownError):
    """A file given to `check --verify` is not a proof of this program, or not one of these releases."""

    exit_code = 60
    message = N_("%(file)s is geen bewijs voor deze exports, of is veranderd. %(what)s")


class NotProved(KnownError):
    """`check --verify` found a table of which the proof does not show that nothing can be worked out."""

    exit_code = 61
    message = N_("Dit bewijs laat niet van alles zien dat er niets af te leiden is. Wat ontbreekt, staat hierboven.")

"""The file that proves that nothing can be worked out: data sets that agree with every release. Written and read only.

It holds nothing but what anybody can make of the release files themselves. Quotes nothing of a bad file.
"""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Literal, NoReturn

from pydantic import Field, StringConstraints, ValidationError

from adviser_desk import __version__
from adviser_desk.errors import BadProof
from adviser_desk.i18n import N_
from adviser_desk.models.base import Record
from adviser_desk.models.period import Period
from adviser_desk.signals.audit_model import Ints

MOST_BYTES = 64_000_000
_FORMAT: Literal["adviser-desk-proof"] = "adviser-desk-proof"
_VERSION: Literal[1] = 1
_SEAL = "sha256"

Number = Annotated[int, Field(ge=0)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Counts = tuple[tuple[Number, Annotated[int, Field(ge=1)]], ...]
"""A data set: the columns of the model that are not zero, in rising order, each with its count."""


class ProvedFile(Record):
    """A release file that a proof speaks of."""

    period: Period
    serial: Number
    sha256: Digest


class ModelProof(Record):
    """Data sets over the columns of one model.

    `questions` are those, by their place in the list of all that is asked, that the model has to tell at once; empty
    for the model that is asked everything. `mixed` are data sets, by their place, with as many cases in each batch.
    """

    questions: tuple[Number, ...] = ()
    data_sets: tuple[Counts, ...]
    mixed: tuple[tuple[Number, ...], ...] = ()


class SeriesProof(Record):
    """What is proved of one reading of releases that share cases."""

    models: tuple[ModelProof, ...]


class Proof(Record):
    """The proof of one set of release files; `series` in the order in which they are looked at."""

    format: Literal["adviser-desk-proof"] = _FORMAT
    version: Literal[1] = _VERSION
    program: str = __version__
    releases: tuple[ProvedFile, ...]
    series: tuple[SeriesProof, ...]

    @property
    def data_sets(self) -> int:
        """How many data sets there are."""
        return sum(len(model.data_sets) for series in self.series for model in series.models)


def counts(data_set: Ints) -> Counts:
    """A data set as it stands in the file."""
    return tuple((column, int(data_set[column])) for column in data_set.nonzero()[0].tolist())


def to_bytes(proof: Proof) -> bytes:
    """The file: UTF-8, sorted keys, and a checksum of all the rest. Same proof, same bytes."""
    plain = proof.model_dump(mode="json")
    return _text({**plain, _SEAL: hashlib.sha256(_text(plain)).hexdigest()})


def read(path: Path) -> Proof:
    """The proof in a file. BadProof, naming the file and the reason, for anything that is not one."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        _refuse(path.name, N_("Het bestand kan niet worden gelezen."))
    return parse(data, path.name)


def parse(data: bytes, name: str) -> Proof:
    """The proof in the bytes of a file called `name`. BadProof, with the reason, for anything that is not one."""
    if len(data) > MOST_BYTES:
        _refuse(name, N_("Het bestand is groter dan 64 MB."))
    try:
        plain = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        _refuse(name, N_("Het is geen leesbaar JSON-bestand."))
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        _refuse(name, N_("Het begin zegt niet dat dit een bewijs is."))
    if plain.get("version") != _VERSION:
        _refuse(name, N_("Het is gemaakt met een andere versie van het bestandsformaat."))
    plain.pop(_SEAL, None)
    try:
        proof = Proof.model_validate_json(_text(plain), strict=True)
    except ValidationError:
        _refuse(name, N_("Een onderdeel ontbreekt, is onbekend of heeft niet de goede vorm."))
    if to_bytes(proof) != data:
        _refuse(name, N_("Het is veranderd nadat het gemaakt is."))
    return proof


def _text(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _refuse(name: str, what: str) -> NoReturn:
    raise BadProof(file=name, what=what) from None

"""The base of every record: frozen, strict about fields, silent about input in its errors."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that may cross threads. Validation errors never carry what was typed."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

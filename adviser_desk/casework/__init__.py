"""What an adviser can do: one function per act, (vault, …) → Changes or a view. Never imports Qt or sqlcipher3."""

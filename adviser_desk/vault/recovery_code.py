"""The recovery code on paper: 8 blocks of 4 drawn symbols and a check symbol, by which a mistake's block is named."""

import re
import secrets

from adviser_desk.errors import WrongBlock

ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXYZ"
"""29 symbols that cannot be taken for each other. 29 is prime: the weighted sum then sees each single mistake."""
BLOCKS = 8
_DRAWN = 4
_SEPARATORS = re.compile(r"[\s.,:;/_\-\u2010-\u2015\u2212]+")
"""What people write between blocks. Any other sign stays in its block, so that this block is the one that is named."""


def draw() -> str:
    """A new code, `XXXXX-…`, with 32 random symbols: over 155 bits."""
    blocks = ("".join(secrets.choice(ALPHABET) for _ in range(_DRAWN)) for _ in range(BLOCKS))
    return "-".join(block + _check_symbol(block, number) for number, block in enumerate(blocks, start=1))


def read(code: str) -> str:
    """The 32 drawn symbols of a typed code, whatever its case and separators. Raises WrongBlock with the first."""
    parts = [part for part in _SEPARATORS.split(code.upper()) if part]
    if len(parts) != BLOCKS:
        run, size = "".join(parts), _DRAWN + 1
        parts = [run[start : start + size] for start in range(0, max(len(run), 1), size)]
    for number in range(1, BLOCKS + 1):
        if len(parts) < number or not block_fits(parts[number - 1], number):
            raise WrongBlock(block=number)
    if len(parts) > BLOCKS:
        raise WrongBlock(block=BLOCKS)
    return "".join(block[:_DRAWN] for block in parts)


def block_fits(block: str, number: int) -> bool:
    """Whether five typed symbols can be block `number` (1 … 8): sees each single mistake and each swap."""
    block = block.strip().upper()
    return len(block) == _DRAWN + 1 and set(block) <= set(ALPHABET) and block[-1] == _check_symbol(block, number)


def _check_symbol(block: str, number: int) -> str:
    # Symbols weigh 1 … 4, the check symbol 5 and the block's number 6; together they make 0 modulo 29.
    weighed = sum(weight * ALPHABET.index(symbol) for weight, symbol in enumerate(block[:_DRAWN], start=1)) + 6 * number
    return ALPHABET[-weighed * pow(5, -1, len(ALPHABET)) % len(ALPHABET)]

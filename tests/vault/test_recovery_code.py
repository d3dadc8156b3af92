"""A mistake in a typed recovery code is seen, whatever it is, and named by its block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adviser_desk.errors import WrongBlock
from adviser_desk.vault import recovery_code
from adviser_desk.vault.recovery_code import ALPHABET, BLOCKS, block_fits

CODE = "NQME6-6Q3QG-7TX6R-TGCAR-GNRUM-KFN26-EMW78-MW7X9"  # fixed: parallel runs must collect the same tests
DRAWN = "".join(block[:4] for block in CODE.split("-"))
NOT_IN_A_CODE = "015ILOSéß*!@#?€"

symbols = st.sampled_from(ALPHABET)
four = st.tuples(symbols, symbols, symbols, symbols).map("".join)
numbers = st.integers(1, BLOCKS)


def named(code: str) -> int:
    with pytest.raises(WrongBlock) as raised:
        recovery_code.read(code)
    return int(raised.value.values["block"])


def whole(drawn: str, number: int) -> str:
    """The one block that begins with these four symbols."""
    (block,) = [drawn + symbol for symbol in ALPHABET if block_fits(drawn + symbol, number)]
    return block


def test_a_code_has_eight_blocks_of_five_and_no_look_alikes() -> None:
    assert [len(block) for block in CODE.split("-")] == [5] * BLOCKS
    assert not set(CODE) & set("015ILOS")


def test_each_code_is_drawn_anew_and_from_the_whole_alphabet() -> None:
    codes = {recovery_code.draw() for _ in range(200)}
    assert len(codes) == 200
    assert {symbol for code in codes for place in (0, 1, 2, 3) for symbol in code.split("-")[0][place]} == set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", " – "),
        CODE.replace("-", "\n"),
        f"  {CODE}.  ",
        " ".join(CODE.replace("-", "")),
    ],
)
def test_a_code_reads_the_same_however_it_is_written(typed: str) -> None:
    assert recovery_code.read(typed) == DRAWN


@pytest.mark.parametrize("separator", ["-", " ", ""])
def test_every_wrong_symbol_names_its_block(separator: str) -> None:
    blocks = CODE.split("-")
    for number, block in enumerate(blocks, start=1):
        for place in range(5):
            for symbol in ALPHABET + NOT_IN_A_CODE:
                if symbol == block[place] or len(symbol.upper()) > 1:
                    continue
                typed = [*blocks]
                typed[number - 1] = block[:place] + symbol + block[place + 1 :]
                assert named(separator.join(typed)) == number


@given(four, numbers)
def test_each_single_mistake_and_each_swap_in_a_block_is_seen(drawn: str, number: int) -> None:
    block = whole(drawn, number)
    for place in range(5):
        others = [symbol for symbol in ALPHABET if symbol != block[place]]
        assert not any(block_fits(block[:place] + symbol + block[place + 1 :], number) for symbol in others)
    for place in range(4):
        swapped = block[:place] + block[place + 1] + block[place] + block[place + 2 :]
        assert swapped == block or not block_fits(swapped, number)


@given(four, numbers, numbers)
def test_a_block_fits_in_its_own_place_only(drawn: str, number: int, other: int) -> None:
    assert block_fits(whole(drawn, number), other) == (number == other)


@given(st.integers(0, 39), st.booleans())
def test_a_symbol_too_few_or_too_many_names_its_block(place: int, too_many: bool) -> None:
    blocks = CODE.split("-")
    number, at = divmod(place, 5)
    block = blocks[number]
    blocks[number] = block[:at] + block[at] * 2 + block[at + 1 :] if too_many else block[:at] + block[at + 1 :]
    assert named("-".join(blocks)) == number + 1


def test_missing_extra_and_swapped_blocks_are_seen() -> None:
    blocks = CODE.split("-")
    assert named("") == 1
    assert named("-".join(blocks[:7])) == 8
    assert named("-".join([*blocks, blocks[0]])) == 8
    assert named("-".join([blocks[1], blocks[0], *blocks[2:]])) == 1


@given(st.text(max_size=60))
def test_any_other_text_is_a_wrong_block(text: str) -> None:
    assert 1 <= named(text) <= BLOCKS

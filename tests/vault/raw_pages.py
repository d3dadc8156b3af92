"""Reads the files of a vault without SQLite: every page, also free ones, decrypted with the raw key."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, HMAC, SALT = 4096, 16, 64, 16
_WAL_HEAD, _FRAME_HEAD = 32, 24


def decrypted(folder: Path, key: bytes) -> Iterator[bytes]:
    """All pages of every database and log in a folder and below it, in the order in which they lie there."""
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        if "-wal" in path.name:
            for place in range(_WAL_HEAD, len(content), _FRAME_HEAD + PAGE):
                head, page = content[place : place + _FRAME_HEAD], content[place + _FRAME_HEAD :][:PAGE]
                if len(page) == PAGE:
                    yield _page(page, key, first=int.from_bytes(head[:4], "big") == 1)
        elif ".db" in path.name and "-shm" not in path.name:
            for place in range(0, len(content), PAGE):
                yield _page(content[place : place + PAGE], key, first=place == 0)
        else:
            yield content


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    start, end = SALT if first else 0, PAGE - IV - HMAC
    iv = page[end : end + IV]
    decryptor = Cipher(algorithms.AES(bytes(key)), modes.CBC(iv)).decryptor()
    return decryptor.update(page[start:end]) + decryptor.finalize()


def words_in(folder: Path, key: bytes, words: list[str]) -> set[str]:
    """Which words stand in a page, in any of the codings and in small letters too; a word may be cut by a page."""
    content = b"".join(page.lower() for page in decrypted(folder, key))
    codings = ("utf-8", "utf-16-le", "utf-16-be")
    return {word for word in words if any(word.lower().encode(coding) in content for coding in codings)}

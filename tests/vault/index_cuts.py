"""Looks into the search index for what is left of words that are gone."""

from bisect import bisect_left

from adviser_desk.vault.connection import Vault


def beginnings_of_no_word(vault: Vault) -> list[str]:
    """Where the index is cut, without the byte that comes first there: the beginnings that no word has."""
    words = sorted(row[0] for row in vault.db.execute("SELECT term FROM search_word"))
    cuts = [bytes(row[0])[1:].decode() for row in vault.db.execute("SELECT term FROM search_idx")]
    after = {cut: words[bisect_left(words, cut) :][:1] for cut in cuts}
    return [cut for cut, found in after.items() if not (found and found[0].startswith(cut))]

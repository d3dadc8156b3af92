"""Whether words are spelled right, by the word lists that are shipped. Nothing is looked up elsewhere or kept."""

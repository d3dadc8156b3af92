"""How it is kept: the only package that knows SQLCipher. Never imports Qt, signals, casework or ui."""

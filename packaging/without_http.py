"""Runs first in the bundle: an empty module in the place of urllib.request, so that no code for HTTP is in it.

jaraco.context and xml.sax.saxutils import it at their top, for functions that nothing here calls.
"""

import sys
import types

sys.modules["urllib.request"] = types.ModuleType("urllib.request")

"""Balance: how fast we innovate and how much risk we carry, in one model.

This package file stays free of imports, so that the child process which reads
spreadsheets starts in a few milliseconds.
"""

__version__ = "0.1.0"

MODEL_VERSION = "2026.2"
"""Changes whenever the same data would give other numbers; see CHANGELOG, *Numbers changed*."""

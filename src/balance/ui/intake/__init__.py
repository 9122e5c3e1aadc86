"""The Data screen, step by step: files, sheets, columns, questions, problems, what will change, load.

`draft` holds what was uploaded and said, `checking` reads it, `steps` leads through it; other modules show one step.
"""

from balance.ui.intake import checking, draft, kept_mappings, loading, snapshots, steps
from balance.ui.intake.example import load_example

__all__ = ["checking", "draft", "kept_mappings", "load_example", "loading", "snapshots", "steps"]

"""From the fit and one scenario's outcome to the report that screens, pack and command line quote."""

from balance.reporting.whole import report_of

__all__ = ["report_of"]

"""What is wrong with an installation and how to mend it: program, settings, machine, store, one check after the other.

`examine` changes nothing that stays: it writes and deletes an empty file where it asks whether files can be written.
"""

from balance.doctor.examining import examine
from balance.doctor.finding import Finding, Standing, worst

__all__ = ["Finding", "Standing", "examine", "worst"]

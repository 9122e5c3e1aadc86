"""An upload beside what was known before it: sums with what explains their difference, and what moved without a word.

Frames come in and values go out. Two sums and the parts between them are whole ten-thousandths of the
currency, so that new, gone, changed, blanked and filled add up to the difference to the last digit.
"""

from balance.reconciling.documents import as_json
from balance.reconciling.pairs import LOGS, Beyond, is_period
from balance.reconciling.problems import problems_of
from balance.reconciling.sums import WHOLE, ColumnSum
from balance.reconciling.tables import Earlier, Reconciliation, Superseded, TableReconciliation, reconcile
from balance.reconciling.telling import lines_of

__all__ = [
    "LOGS", "WHOLE", "Beyond", "ColumnSum", "Earlier", "Reconciliation", "Superseded", "TableReconciliation", "as_json",
    "is_period", "lines_of", "problems_of", "reconcile",
]  # fmt: skip

"""Security in delivery: when it joins, what it covers, how current and quick it is, what is learnt, and what pays."""

from balance.securing.adaptation import Adaptation
from balance.securing.assessment import Assessment
from balance.securing.covering import Coverage
from balance.securing.joining import STAGES, Joining
from balance.securing.learning import Learning
from balance.securing.reviews import Reviews
from balance.securing.telling import as_json
from balance.securing.whole import Securing, securing
from balance.securing.yields import Yields

__all__ = [
    "STAGES", "Adaptation", "Assessment", "Coverage", "Joining", "Learning", "Reviews", "Securing", "Yields",
    "as_json", "securing",
]  # fmt: skip

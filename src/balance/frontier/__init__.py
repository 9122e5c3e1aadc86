"""Which initiatives to run, secure first or pause: the plans that no other beats on both axes at once."""

from balance.frontier.curve import Frontier, Plan, frontier
from balance.frontier.explain import Reason
from balance.frontier.steps import Step

__all__ = ["Frontier", "Plan", "Reason", "Step", "frontier"]

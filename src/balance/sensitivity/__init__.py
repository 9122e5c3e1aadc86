"""What the answer owes to what is assumed: what each assumption moves, and what it takes to turn the verdict."""

from balance.sensitivity.answers import MEASURES, Answer, answering
from balance.sensitivity.challenge import MOST, Challenge, Turn, challenge
from balance.sensitivity.preview import preview
from balance.sensitivity.tornado import Swing, Tornado, tornado
from balance.sensitivity.varied import varied

__all__ = [
    "MEASURES", "MOST", "Answer", "Challenge", "Swing", "Tornado", "Turn", "answering", "challenge", "preview",
    "tornado", "varied",
]  # fmt: skip

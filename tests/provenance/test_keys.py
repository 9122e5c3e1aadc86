"""The assumptions that a number names are those that are read on the way to it."""

from benchmarks.evaluation import company

from balance.model.fit import fit
from balance.model.relearning import Kept
from balance.provenance.number import LANDING_KEYS, LOSS_KEYS


def read_by(*steps):
    """The assumptions that these steps of the fit read; without steps all but the effects of levers."""
    kept = Kept()
    fit(company(12, 2, 8), kept.learn)
    taken = {name.rpartition(".")[2]: set(step.rows.read) for name, step in kept.steps.items()}
    return set().union(*(taken[step] for step in steps or taken.keys() - {"lever_effects"}))


def test_a_loss_names_every_assumption_that_the_fit_reads():
    read = {key for key in read_by() if not key.startswith("effect:technology:")}
    assert read - {"effect:unknown_class"} <= set(LOSS_KEYS)  # that one only a moved lever brings in


def test_what_lands_names_those_of_durations_and_of_what_starts_beside():
    read = read_by("learnt_durations", "learnt_unit_pace", "coming_beside")
    assert {"effect:unit_pace", "effect:unplanned_starts"} <= read <= set(LANDING_KEYS)

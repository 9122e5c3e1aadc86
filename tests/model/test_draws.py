"""The draws: evenly spread, the same every time, every unknown with its own column."""

from typing import get_args

import numpy as np
import pytest

from balance.model.draws import (
    EDGE,
    EFFECTS,
    K,
    Purpose,
    class_columns,
    columns,
    normal,
    numbered,
    shape_columns,
    uniforms,
)


def test_the_same_seed_gives_the_same_numbers_and_another_gives_others():
    assert np.array_equal(uniforms(5), uniforms(5))
    assert not np.array_equal(uniforms(5), uniforms(5, seed=2))


def test_a_column_does_not_change_when_more_columns_are_asked_for():
    assert np.array_equal(uniforms(70)[:, :3], uniforms(3))


def test_every_column_has_one_point_in_each_of_k_equal_parts():
    table = uniforms(70)
    assert table.shape == (K, 70)
    assert table.min() >= EDGE
    assert table.max() <= 1 - EDGE
    assert all(len(set(np.floor(column * K))) == K for column in table.T)


def test_no_two_columns_move_together_even_across_blocks_and_purposes():
    effects = np.column_stack(list(columns("effects", EFFECTS).values()))
    table = np.column_stack([uniforms(70), effects])
    correlation = np.corrcoef(table.T) - np.eye(table.shape[1])
    assert np.abs(correlation).max() < 0.25


def test_no_two_purposes_share_a_column():
    firsts = np.stack([numbered(purpose, 2) for purpose in get_args(Purpose)]).reshape(-1, K)
    correlation = np.corrcoef(firsts) - np.eye(len(firsts))
    assert np.abs(correlation).max() < 0.25
    assert np.array_equal(shape_columns(["only"])[:, 0], numbered("shapes", 1)[0])


def test_an_effect_keeps_its_column_whoever_else_is_asked_for():
    assert np.array_equal(columns("effects", ["size"])["size"], columns("effects", ["load_risk", "size"])["size"])
    with pytest.raises(KeyError):
        columns("effects", ["no such effect"])


def test_the_order_of_classes_changes_nothing_but_the_order():
    there, back = class_columns(["a", "b", "c"]), class_columns(["c", "a", "b"])
    assert np.array_equal(there["rate"][:, [2, 0, 1]], back["rate"])


def test_no_class_has_no_column():
    assert class_columns([])["rate"].shape == (K, 0)


def test_normal_deviates_are_centred():
    z = normal(uniforms(4))
    assert np.abs(z.mean(axis=0)).max() < 0.01
    assert np.abs(z.std(axis=0) - 1).max() < 0.02

"""Solving in blocks gives what solving at once does."""

import numpy as np
import pytest

from needlewise.nlu.cholesky import solve_in_place


@pytest.mark.parametrize(("size", "block"), [(7, 16), (64, 16), (97, 16), (33, 32)])
def test_the_solution_solves_the_system(size: int, block: int) -> None:
    random = np.random.default_rng(size)
    root = random.standard_normal((size, size), dtype=np.float32)
    matrix = root @ root.T + size * np.eye(size, dtype=np.float32)
    wanted = random.standard_normal((size, 5), dtype=np.float32)
    found = solve_in_place(np.tril(matrix), wanted.copy(), block)
    assert np.abs(matrix @ found - wanted).max() < 1e-4


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        solve_in_place(-np.eye(8, dtype=np.float32), np.ones((8, 1), dtype=np.float32), 4)

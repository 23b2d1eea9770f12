"""Solves large symmetric systems block by block, in place.

LAPACK's own factorisation, as OpenBLAS has it, crashes on a matrix of more than 4 GiB, and it wants a copy in Fortran's
order. In blocks nothing is copied, and nearly all the work is done by matrix products, which keep all processors busy.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import scipy.linalg

Array = npt.NDArray[np.float32]
BLOCK = 4096


def solve_in_place(matrix: Array, wanted: Array, block: int = BLOCK) -> Array:
    """The x of `matrix` @ x = `wanted`; overwrites both, and returns `wanted`.

    Args:
        matrix: symmetric and positive definite, shape (n, n), in C's order; of it the lower triangle is read.
        wanted: shape (n, columns), in C's order.
        block: rows that are worked on at once.

    Raises:
        numpy.linalg.LinAlgError: where `matrix` is not positive definite.
    """
    blocks = list(_blocks(len(matrix), block))
    for place, rows in enumerate(blocks):
        _factor(matrix[rows, rows])
        wanted[rows] = _solve(matrix[rows, rows], wanted[rows])
        for below in blocks[place + 1 :]:
            matrix[below, rows] = _solve(matrix[rows, rows], matrix[below, rows].T).T
            wanted[below] -= matrix[below, rows] @ wanted[rows]
        for number, below in enumerate(blocks[place + 1 :], place + 1):
            for beside in blocks[place + 1 : number + 1]:
                matrix[below, beside] -= matrix[below, rows] @ matrix[beside, rows].T
    for place, rows in reversed(list(enumerate(blocks))):
        for below in blocks[place + 1 :]:
            wanted[rows] -= matrix[below, rows].T @ wanted[below]
        wanted[rows] = _solve(matrix[rows, rows], wanted[rows], transposed=True)
    return wanted


def _blocks(length: int, block: int) -> Iterator[slice]:
    for start in range(0, length, block):
        yield slice(start, min(start + block, length))


def _factor(diagonal: Array) -> None:
    diagonal[:] = scipy.linalg.cholesky(diagonal, lower=True, check_finite=False)


def _solve(lower: Array, wanted: Array, *, transposed: bool = False) -> Array:
    trans = "T" if transposed else "N"
    found: Array = scipy.linalg.solve_triangular(lower, wanted, trans=trans, lower=True, check_finite=False)
    return found

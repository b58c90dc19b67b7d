"""The chance that a share reaches the threshold, where its bounds do not decide. An estimate, never a verdict.

Each uncertain row is drawn independently: whether the control applies (yes with its likely chance), whether the
material is of Chinese origin (yes with its likely chance), its content share (triangular between low, likely and
high), and the part of a shared rest that goes to it (an even split of the rest among its takers and the remainder:
flat Dirichlet). The draws are seeded, so that the same input gives the same figure.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from scanner.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 61
DRAWS = 2000
MOST = 100
"""Rows drawn one by one, the largest; the smaller ones are summed as a normal variable of their mean and spread."""
DIGITS = Decimal("0.01")
"""What two thousand draws can tell apart."""


class Uncertain(Struct, frozen=True):
    """One row in numbers: value × chance × chance × share."""

    value: Decimal
    """The most that the row is worth here."""
    applies: Decimal
    """Chance that the control applies, 0 to 1."""
    chinese: Decimal
    """Chance that the material is of Chinese origin."""
    share: Estimate
    """Content share."""
    pool: int | None = None
    """Rows with one pool share ``value``; None = the value is known."""


def chance(certain: Decimal, uncertain: list[Uncertain], reach: Decimal) -> Decimal | None:
    """Chance that certain + uncertain is at least ``reach``, to two digits; None where an estimate is missing."""
    if any(u.share.likely is None or u.share.high is None for u in uncertain):
        return None
    import numpy as np

    rng = np.random.Generator(np.random.PCG64(SEED))
    ordered = sorted(uncertain, key=lambda u: -u.value * (u.share.high or 0))
    total = np.full(DRAWS, float(certain))
    total += _drawn(rng, [u for u in ordered[:MOST] if u.pool is None])
    for pool in sorted({u.pool for u in ordered if u.pool is not None}):
        total += _pooled(rng, [u for u in ordered if u.pool == pool])
    rest = [u for u in ordered[MOST:] if u.pool is None]
    if rest:
        mean, variance = _moments(rest)
        total += np.maximum(rng.normal(mean, variance**0.5, DRAWS), 0)
    share = Decimal(int(np.count_nonzero(total >= float(reach) * (1 - 1e-12)))) / DRAWS
    return share.quantize(DIGITS)


def _drawn(rng: np.random.Generator, rows: list[Uncertain]) -> NDArray[np.float64]:
    """Sum of rows with a known value, for every draw."""
    import numpy as np

    if not rows:
        return np.zeros(DRAWS)
    counted = _hits(rng, rows) * _shares(rng, rows)
    total: NDArray[np.float64] = counted @ np.array([float(u.value) for u in rows])
    return total


def _pooled(rng: np.random.Generator, rows: list[Uncertain]) -> NDArray[np.float64]:
    """Rows that share one rest, and what nobody takes of it."""
    parts = rng.dirichlet([1.0] * (len(rows) + 1), DRAWS)[:, : len(rows)]
    total: NDArray[np.float64] = (parts * _hits(rng, rows) * _shares(rng, rows)).sum(axis=1) * float(rows[0].value)
    return total


def _hits(rng: np.random.Generator, rows: list[Uncertain]) -> NDArray[np.bool_]:
    """Applies and is Chinese: two independent chances are one."""
    import numpy as np

    chances = np.array([float(u.applies * u.chinese) for u in rows], dtype=np.float32)
    return rng.random((DRAWS, len(rows)), dtype=np.float32) < chances


def _shares(rng: np.random.Generator, rows: list[Uncertain]) -> NDArray[np.float64]:
    """Triangular content shares, by the inverse of their distribution; fixed ones take no draw."""
    import numpy as np

    bounds = np.array([[float(x or 0) for x in (u.share.low, u.share.likely, u.share.high)] for u in rows])
    low, mode, high = bounds.T
    shares = np.broadcast_to(mode, (DRAWS, len(rows))).copy()
    open_ = np.flatnonzero(high > low)
    if open_.size:
        a, c, b = low[open_], mode[open_], high[open_]
        u = rng.random((DRAWS, open_.size), dtype=np.float32)
        left = (c - a) / (b - a)
        shares[:, open_] = np.where(
            u < left, a + np.sqrt(u * (b - a) * (c - a)), b - np.sqrt((1 - u) * (b - a) * (b - c))
        )
    return shares


def _moments(rows: list[Uncertain]) -> tuple[float, float]:
    """Mean and variance of the sum of chance × triangular share × value."""
    mean = variance = 0.0
    for row in rows:
        a, c, b = (float(x or 0) for x in (row.share.low, row.share.likely, row.share.high))
        p, value = float(row.applies * row.chinese), float(row.value)
        first = (a + b + c) / 3
        second = (a * a + b * b + c * c - a * b - a * c - b * c) / 18 + first * first
        mean += p * first * value
        variance += (p * second - (p * first) ** 2) * value * value
    return mean, variance

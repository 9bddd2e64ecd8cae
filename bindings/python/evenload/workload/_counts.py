"""Negative-binomial regression on daily counts, and the normal scores of such counts.

Equations: docs/models/forecast.md (8) to (11).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_NORMAL = NormalDist()
_SMALLEST, _LARGEST = 1e-6, 50.0
#: Terms of the series of a covariance in the latent correlation.
TERMS = 12


@dataclass(frozen=True)
class CountFit:
    """Coefficients, their covariance, and dispersion with its 90 % interval."""

    coefficients: Floats
    covariance: Floats
    dispersion: float
    dispersion_low: float
    dispersion_high: float
    mean: Floats


def fit_counts(y: npt.NDArray[np.int64], x: Floats, clusters: npt.NDArray[np.int64]) -> CountFit:
    """Fit log-linear means and one dispersion: variance = mean + dispersion * mean².

    The dispersion maximises the profile likelihood with the adjustment of Cox and Reid (1987), the
    covariance is robust within clusters (weeks; Liang and Zeger 1986).
    """
    dispersion = 0.1
    beta = _means(y, x, dispersion, None)
    for _ in range(25):
        mean = np.exp(x @ beta)
        previous, dispersion = dispersion, _best_dispersion(y, x, mean)
        beta = _means(y, x, dispersion, beta)
        if abs(math.log(dispersion / previous)) < 1e-6:
            break
    mean = np.exp(x @ beta)
    low, high = _dispersion_interval(y, x, mean, dispersion)
    return CountFit(
        beta, _covariance(y, x, mean, dispersion, clusters), dispersion, low, high, mean
    )


def _means(y: npt.NDArray[np.int64], x: Floats, dispersion: float, start: Floats | None) -> Floats:
    """Find the coefficients by iteratively reweighted least squares, steps halved where needed."""
    if start is None:
        # Least squares on the log of counts that are moved off zero.
        start = np.linalg.lstsq(x, np.log(y + 0.5), rcond=None)[0]
    beta = start
    value = _log_likelihood(y, np.exp(x @ beta), dispersion)
    for _ in range(100):
        mean = np.exp(x @ beta)
        weight = mean / (1 + dispersion * mean)
        score = x.T @ ((y - mean) / (1 + dispersion * mean))
        step = np.linalg.lstsq((x * weight[:, None]).T @ x, score, rcond=None)[0]
        size = 1.0
        while size > 1e-8:
            new = beta + size * step
            with np.errstate(over="ignore", invalid="ignore"):
                better = _log_likelihood(y, np.exp(np.minimum(x @ new, 50.0)), dispersion)
            if better >= value - 1e-10:
                break
            size /= 2
        beta, gain, value = new, better - value, better
        if abs(gain) < 1e-9 * (1 + abs(value)) and float(np.max(np.abs(size * step))) < 1e-7:
            break
    return beta


def _log_likelihood(y: npt.NDArray[np.int64], mean: Floats, dispersion: float) -> float:
    """Sum of log P(y), less what depends on y alone."""
    r = 1 / dispersion
    rising = np.concatenate([[0.0], np.cumsum(np.log(r + np.arange(int(y.max(initial=0)))))])
    return float(
        np.sum(rising[y] - y * math.log(r) + y * np.log(mean) - (y + r) * np.log1p(mean / r))
    )


def _profile(y: npt.NDArray[np.int64], x: Floats, mean: Floats, log_dispersion: float) -> float:
    dispersion = math.exp(log_dispersion)
    weight = mean / (1 + dispersion * mean)
    _, determinant = np.linalg.slogdet((x * weight[:, None]).T @ x)
    return _log_likelihood(y, mean, dispersion) - 0.5 * float(determinant)


def _best_dispersion(y: npt.NDArray[np.int64], x: Floats, mean: Floats) -> float:
    grid = np.linspace(math.log(_SMALLEST), math.log(_LARGEST), 25)
    values = [_profile(y, x, mean, g) for g in grid]
    best = int(np.argmax(values))
    low, high = grid[max(0, best - 1)], grid[min(len(grid) - 1, best + 1)]
    golden = (math.sqrt(5) - 1) / 2
    while high - low > 1e-7:
        a, b = high - golden * (high - low), low + golden * (high - low)
        if _profile(y, x, mean, a) >= _profile(y, x, mean, b):
            high = b
        else:
            low = a
    return math.exp((low + high) / 2)


def _dispersion_interval(
    y: npt.NDArray[np.int64], x: Floats, mean: Floats, dispersion: float
) -> tuple[float, float]:
    """Find where twice the profile has fallen by the 90 % point of chi-squared(1)."""
    drop = _NORMAL.inv_cdf(0.95) ** 2 / 2
    at = math.log(dispersion)
    least = _profile(y, x, mean, at) - drop

    def bound(end: float) -> float:
        if _profile(y, x, mean, end) >= least:
            return end
        inside, outside = at, end
        while abs(outside - inside) > 1e-6:
            middle = (inside + outside) / 2
            if _profile(y, x, mean, middle) >= least:
                inside = middle
            else:
                outside = middle
        return inside

    low = bound(math.log(_SMALLEST))
    return (
        0.0 if low <= math.log(_SMALLEST) + 1e-5 else math.exp(low),
        math.exp(bound(math.log(_LARGEST))),
    )


def _covariance(
    y: npt.NDArray[np.int64],
    x: Floats,
    mean: Floats,
    dispersion: float,
    clusters: npt.NDArray[np.int64],
) -> Floats:
    weight = mean / (1 + dispersion * mean)
    bread = np.linalg.pinv((x * weight[:, None]).T @ x)
    scores = x * ((y - mean) / (1 + dispersion * mean))[:, None]
    names, index = np.unique(clusters, return_inverse=True)
    if len(names) <= 2 * x.shape[1]:
        return np.asarray(bread)
    sums = np.zeros((len(names), x.shape[1]))
    np.add.at(sums, index, scores)
    robust = bread @ (sums.T @ sums) @ bread * len(names) / (len(names) - 1)
    return np.asarray(robust)


def normal_scores(mean: Floats, dispersion: float) -> Floats:
    """Hermite coefficients a_1 … a_TERMS of each count as a function of a normal variable.

    A count is Q(Φ(Z)) with Q its quantile function, a staircase with steps at z_j = Φ⁻¹(F(j));
    so a_k = Σ_j φ(z_j) He_{k-1}(z_j), equation (10). Rows of `mean`, columns k.
    """
    rounded = np.array([float(f"{m:.3g}") for m in mean])
    answer = np.zeros((len(mean), TERMS))
    for value in np.unique(rounded):
        if value <= 0:
            continue
        z = np.array(_steps(float(value), dispersion))
        density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        before, now = np.zeros_like(z), np.ones_like(z)
        row = np.empty(TERMS)
        for k in range(TERMS):
            row[k] = float(np.sum(density * now))
            before, now = now, z * now - k * before if k > 0 else z * now
        answer[rounded == value] = row
    return answer


def _steps(mean: float, dispersion: float) -> list[float]:
    steps = []
    r = 1 / dispersion
    p = math.exp(-r * math.log1p(mean / r))
    cumulated, k = p, 0
    while cumulated < 1 - 1e-10 and k < 100_000:
        if cumulated > 1e-12:
            steps.append(_NORMAL.inv_cdf(cumulated))
        p *= (r + k) / (k + 1) * mean / (mean + r)
        cumulated += p
        k += 1
    return steps


def solve_correlation(products: Floats, coefficients: Floats) -> Floats:
    """Find the correlation at which the series of equation (10) gives each product; one a row."""
    low = np.full(len(products), -0.99)
    high = np.full(len(products), 0.99)
    powers = np.arange(1, coefficients.shape[1] + 1)
    for _ in range(40):
        middle = (low + high) / 2
        above = np.sum(coefficients * middle[:, None] ** powers, axis=1) > products
        high = np.where(above, middle, high)
        low = np.where(above, low, middle)
    return np.asarray((low + high) / 2)


def draw_counts(z: Floats, mean: Floats, dispersion: Any) -> npt.NDArray[np.int32]:
    """Turn standard normal values into counts with these means (all of one shape)."""
    erfc = np.frompyfunc(math.erfc, 1, 1)
    above = 0.5 * np.asarray(
        erfc(z / math.sqrt(2)), dtype=np.float64
    )  # P(a normal value lies above)
    r = np.broadcast_to(1 / np.asarray(dispersion, dtype=np.float64), mean.shape)
    p = np.exp(-r * np.log1p(mean / r))
    rest = 1 - p
    counts = np.zeros(mean.shape, dtype=np.int32)
    odds = mean / (mean + r)
    k = 0
    while k < 1_000_000:
        more = rest > above
        if not more.any():
            break
        counts += more
        p = p * (r + k) / (k + 1) * odds
        rest = np.where(more, rest - p, rest)
        k += 1
        if k > 20 and not (p > 1e-16).any() and k > float(mean.max()):
            break
    return counts

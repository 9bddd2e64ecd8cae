"""Weekly demand of units: a model, its fit, its scenarios. Offered by `evenload.pool`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evenload import _core
from evenload._errors import InvalidDataError
from evenload._frames import Frame, cells_of, read
from evenload.pool._inputs import Floats, by_unit, choice, line, numbers, real, unit_names, whole

SEASONS = ("none", "fourier", "monthly", "weekly")
FACTORS = ("gamma", "lognormal")
DISPERSIONS = ("moments", "likelihood")


@dataclass(frozen=True, slots=True, eq=False)
class DemandMoments:
    """Mean, deviation and correlation of the hours of a week.

    Attributes
    ----------
    mean, deviation, rate_deviation : numpy.ndarray
        Units × weeks, hours; the last is the part of the deviation that the rates have in it.
    correlation : numpy.ndarray
        Units × units, of the mean week.
    """

    mean: Floats
    deviation: Floats
    rate_deviation: Floats
    correlation: Floats


@dataclass(frozen=True, eq=False)
class DemandModel:
    """Weekly demand: overdispersed, seasonal, correlated between units, with siblings.

    Groups of cases (siblings) arrive as a Poisson process. Its rate moves with the season, with a
    factor that all units share, and with one of each unit's own
    (``docs/models/pool_size.md``, 1–7).

    Parameters
    ----------
    mean_cases : sequence or mapping
        Mean number of cases a week of each unit where the season is 0; a mapping names the units.
    hours_per_case : float, sequence or mapping
        Mean hours that a case takes.
    units : sequence of str, optional
        Names of the units.
    own_variance : float, sequence or mapping
        Variance of each unit's own weekly factor (mean 1): the overdispersion.
    common_variance : float
        Variance of the factor that all units share.
    persistence : float
        Correlation of that factor from week to week, 0 to below 1.
    factor : {"gamma", "lognormal"}
        Its distribution.
    siblings : sequence of float
        P(group of 1, 2, … cases).
    hours_variation : float
        Coefficient of variation of a case's hours.
    season : {"none", "fourier", "monthly", "weekly"}
        How the mean moves within the year.
    season_coefficients : sequence of float
        On the log scale: sine and cosine of each harmonic, or 12, or 52; one set after the other
        where each unit has its own.
    own_season : bool
        Each unit has its own.
    draws : array, optional
        Other parameters that are equally likely, as `fit_demand` makes them.

    Examples
    --------
    >>> from evenload.pool import DemandModel
    >>> demand = DemandModel({"north": 6, "south": 4}, hours_per_case=10, own_variance=0.2,
    ...                      common_variance=0.05)
    >>> week = demand.moments(weeks=1)
    >>> week.mean[:, 0].tolist()
    [60.0, 40.0]
    >>> round(float(week.correlation[0, 1]), 3)
    0.107
    >>> demand.scenarios(weeks=52, scenarios=100).shape
    (100, 2, 52)
    """

    mean_cases: Any
    hours_per_case: Any
    units: Sequence[str] | None = None
    own_variance: Any = 0.0
    common_variance: float = 0.0
    persistence: float = 0.0
    factor: str = "gamma"
    siblings: Any = (1.0,)
    hours_variation: float = 0.0
    season: str = "none"
    season_coefficients: Any = ()
    own_season: bool = False
    draws: npt.NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Bring all arguments into shape, and check them."""
        given = self.mean_cases
        names = self.units
        if names is None and isinstance(given, Mapping):
            names = [str(u) for u in given]
        if names is None:
            names = unit_names(None, max(1, numbers(given, "mean_cases").size))
        names = unit_names(names, len(names))
        own = {
            "units": names,
            "mean_cases": by_unit(given, "mean_cases", names),
            "hours_per_case": by_unit(self.hours_per_case, "hours_per_case", names),
            "own_variance": by_unit(self.own_variance, "own_variance", names),
            "season_coefficients": numbers(self.season_coefficients, "season_coefficients"),
            "siblings": numbers(self.siblings, "siblings"),
        }
        for name, value in own.items():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
            object.__setattr__(self, name, value)
        for row, mean in enumerate(own["mean_cases"]):
            if not (math.isfinite(mean) and mean > 0):
                raise InvalidDataError(
                    "out_of_range" if math.isfinite(mean) and mean == 0
                    else "negative_value" if math.isfinite(mean) else "not_finite",
                    table="demand_model", column="mean_cases", row=row,
                    expected="more than 0 cases; leave out a unit without demand", found=str(mean),
                )  # fmt: skip
        self._compiled()

    def _harmonics(self) -> int:
        if self.season != "fourier":
            return 0
        sets = len(self.units or ()) if self.own_season else 1
        return len(self.season_coefficients) // (2 * max(sets, 1))

    def _line(self) -> Floats:
        return np.concatenate(
            [
                np.log(self.mean_cases), self.season_coefficients, self.own_variance,
                [real(self.common_variance, "common_variance"),
                 real(self.persistence, "persistence")],
            ]
        )  # fmt: skip

    def _compiled(self) -> _core.DemandModel:
        draws = [] if self.draws is None else line(self.draws, "draws")
        return _core.DemandModel(
            choice(self.season, "season", SEASONS), self._harmonics(), self.own_season,
            choice(self.factor, "factor", FACTORS), line(self.siblings, "siblings"),
            line(self.hours_per_case, "hours_per_case"),
            real(self.hours_variation, "hours_variation"), line(self._line(), "parameters"), draws,
        )  # fmt: skip

    def moments(self, weeks: int = 52, *, first_week: int = 0) -> DemandMoments:
        """Give mean, deviation and correlation in closed form.

        Parameters
        ----------
        weeks : int
            How many, 1 to 10000.
        first_week : int
            Week of the year of the first, 0 to 51.

        Returns
        -------
        DemandMoments
        """
        mean, deviation, rates, correlation = self._compiled().moments(weeks, first_week)
        shape = (len(self.units or ()), weeks)
        return DemandMoments(
            mean.reshape(shape), deviation.reshape(shape), rates.reshape(shape),
            correlation.reshape(shape[0], shape[0]),
        )  # fmt: skip

    def scenarios(
        self,
        weeks: int = 52,
        *,
        scenarios: int = 1000,
        first_week: int = 0,
        parameter_uncertainty: bool = True,
        cases: bool = False,
        seed: int = 0,
        threads: int = 0,
    ) -> Floats:
        """Draw the hours of each scenario, unit and week.

        A scenario's week is the same whatever the number of scenarios, weeks or threads.

        Parameters
        ----------
        weeks, scenarios : int
            How many.
        first_week : int
            Week of the year of the first, 0 to 51.
        parameter_uncertainty : bool
            Each scenario takes one of the model's draws.
        cases : bool
            Numbers of cases instead of hours.
        seed, threads : int
            Equal seeds give equal scenarios.

        Returns
        -------
        numpy.ndarray
            Scenarios × units × weeks.
        """
        drawn = self._compiled().scenarios(
            scenarios, weeks, first_week, seed, parameter_uncertainty, threads
        )
        return drawn[1 if cases else 0].reshape(scenarios, len(self.units or ()), weeks)


@dataclass(frozen=True, slots=True, eq=False)
class DemandFit:
    """A model fitted to a log, and how well it is known.

    Attributes
    ----------
    model : DemandModel
        With the refits as its draws.
    standard_error : dict
        Of ``"log_mean_cases"`` and ``"own_variance"`` (by unit), ``"season_coefficients"``,
        ``"common_variance"`` and ``"persistence"``; empty without refits.
    raw_common_variance : float
        As estimated, before it was kept from falling below 0.
    raw_own_variance : numpy.ndarray
        The same, of each unit.
    mean : numpy.ndarray
        Units × weeks: the fitted number of cases.
    """

    model: DemandModel
    standard_error: dict[str, Any]
    raw_common_variance: float
    raw_own_variance: Floats
    mean: Floats


def fit_demand(
    counts: Frame | npt.ArrayLike,
    *,
    hours_per_case: Any,
    units: Sequence[str] | None = None,
    siblings: Sequence[float] = (1.0,),
    hours_variation: float = 0.0,
    season: str = "none",
    harmonics: int = 2,
    own_season: bool = False,
    factor: str = "gamma",
    dispersion: str = "moments",
    first_week: int = 0,
    bootstraps: int = 200,
    seed: int = 0,
    threads: int = 0,
) -> DemandFit:
    """Fit a model of demand to the cases that arrived in each week and unit.

    Parameters
    ----------
    counts : frame, mapping or array
        A column for each unit, a row for each week in their order; a column ``"week"`` is left
        out. An array is weeks × units.
    hours_per_case : float, sequence or mapping
        Mean hours of a case in each unit; taken as known.
    units : sequence of str, optional
        Which columns, in which order; names for an array.
    siblings : sequence of float
        P(group of 1, 2, … cases); taken as known.
    hours_variation : float
        Coefficient of variation of a case's hours; taken as known.
    season : {"none", "fourier", "monthly", "weekly"}
        Needs two years of weeks, ``"weekly"`` three.
    harmonics : int
        Of a Fourier season.
    own_season : bool
        Each unit has its own.
    factor : {"gamma", "lognormal"}
        Distribution of the factor that all units share.
    dispersion : {"moments", "likelihood"}
        How overdispersion is estimated.
    first_week : int
        Week of the year of the first row, 0 to 51.
    bootstraps : int
        Refits of logs drawn from the fitted model, for standard errors and draws; 0 for none.
    seed, threads : int
        Equal seeds give equal answers on any number of threads.

    Returns
    -------
    DemandFit

    Raises
    ------
    InvalidDataError
        Table ``"counts"``: a negative or broken number, a unit without a case, too few weeks.

    Examples
    --------
    >>> from evenload.pool import DemandModel, fit_demand
    >>> truth = DemandModel({"north": 9, "south": 6}, hours_per_case=8, own_variance=0.1)
    >>> log = truth.scenarios(weeks=260, scenarios=1, cases=True)[0].T
    >>> fit = fit_demand(log, hours_per_case=8, units=["north", "south"], bootstraps=50)
    >>> fit.model.mean_cases.round(1).tolist()
    [9.0, 5.9]
    """
    names, array = _counts_of(counts, units)
    weeks = array.shape[0]
    hours = by_unit(hours_per_case, "hours_per_case", names)
    parameters, error, draws, raw_common, raw_own, mean, _ = _core.fit_demand(
        line(array.T, "cases"), len(names), weeks, line(siblings, "siblings"),
        line(hours, "hours_per_case"), real(hours_variation, "hours_variation"),
        choice(season, "season", SEASONS), whole(harmonics, "harmonics"), own_season,
        choice(factor, "factor", FACTORS), choice(dispersion, "dispersion", DISPERSIONS),
        whole(first_week, "first_week"), whole(bootstraps, "bootstraps"), seed, threads,
    )  # fmt: skip
    count = len(names)
    model = DemandModel(
        np.exp(parameters[:count]), hours, units=names, own_variance=parameters[-2 - count : -2],
        common_variance=float(parameters[-2]), persistence=float(parameters[-1]), factor=factor,
        siblings=siblings, hours_variation=hours_variation, season=season,
        season_coefficients=parameters[count : -2 - count],
        own_season=own_season and season != "none",
        draws=draws.reshape(-1, len(parameters)) if len(draws) else None,
    )  # fmt: skip
    errors: dict[str, Any] = {}
    if len(error):
        errors = {
            "log_mean_cases": dict(zip(names, error[:count].tolist(), strict=True)),
            "season_coefficients": error[count : -2 - count],
            "own_variance": dict(zip(names, error[-2 - count : -2].tolist(), strict=True)),
            "common_variance": float(error[-2]),
            "persistence": float(error[-1]),
        }
    return DemandFit(model, errors, raw_common, raw_own, mean.reshape(count, weeks))


def _counts_of(counts: Any, units: Sequence[str] | None) -> tuple[tuple[str, ...], Floats]:
    if isinstance(counts, (np.ndarray, list, tuple)):
        array = numbers(counts, "cases", "counts")
        if array.ndim != 2:
            raise InvalidDataError(
                "length_mismatch", table="counts", column="cases", expected="weeks × units",
                found=f"{array.ndim} dimensions",
            )  # fmt: skip
        return unit_names(units, array.shape[1]), array
    table = read("counts", counts, "UTC")
    names = [str(u) for u in units] if units is not None else [
        n for n in table.column_names if n != "week"
    ]  # fmt: skip
    columns = cells_of(table, names)
    for name, cells in columns.items():
        if None in cells:
            raise InvalidDataError(
                "missing_value", table="counts", column=name, row=cells.index(None),
                expected="a number of cases", found="nothing",
            )  # fmt: skip
    array = np.column_stack([numbers(c, n, "counts") for n, c in columns.items()])
    return unit_names(names, len(names)), array

"""Demand, size, rules and worth of a pool: answers, independent simulations, refusals."""

from __future__ import annotations

import inspect
import pickle
from typing import Any

import numpy as np
import pytest
from evenload import InvalidDataError, StopToken, pool
from evenload.pool import DemandModel, Profile

THREE = {"north": 9.0, "south": 6.0, "west": 7.0}


def error_of(call: Any) -> InvalidDataError:
    with pytest.raises(InvalidDataError) as caught:
        call()
    return caught.value


@pytest.fixture(scope="module")
def demand() -> DemandModel:
    return DemandModel(THREE, hours_per_case=10, own_variance=0.1, common_variance=0.05)


# ---- demand


def test_scenarios_have_the_moments_that_numpy_draws() -> None:
    model = DemandModel(
        [9, 6], hours_per_case=[10, 8], own_variance=[0.1, 0.3], common_variance=0.1,
        siblings=[0.7, 0.3], hours_variation=0.4,
    )  # fmt: skip
    ours = model.scenarios(weeks=1, scenarios=40_000)[:, :, 0]
    # The same story told by numpy, case by case.
    rng = np.random.default_rng(1)
    theirs = np.zeros((40_000, 2))
    shared = rng.gamma(10, 0.1, 40_000)
    for u, (mean, hours, own) in enumerate([(9, 10, 0.1), (6, 8, 0.3)]):
        rate = mean / 1.3 * shared * rng.gamma(1 / own, own, 40_000)
        groups = rng.poisson(rate)
        cases = groups + rng.binomial(groups, 0.3)
        for s in range(40_000):
            theirs[s, u] = rng.gamma(1 / 0.16, 0.16 * hours, cases[s]).sum()
    moments = model.moments(weeks=1)
    assert ours.mean(axis=0) == pytest.approx(theirs.mean(axis=0), rel=0.02)
    assert ours.std(axis=0) == pytest.approx(theirs.std(axis=0), rel=0.03)
    assert ours.std(axis=0) == pytest.approx(moments.deviation[:, 0], rel=0.03)
    together = np.corrcoef(ours.T)[0, 1]
    assert together == pytest.approx(np.corrcoef(theirs.T)[0, 1], abs=0.02)
    assert together == pytest.approx(moments.correlation[0, 1], abs=0.02)
    levels = [5, 25, 50, 75, 95]
    assert np.percentile(ours, levels, axis=0) == pytest.approx(
        np.percentile(theirs, levels, axis=0), rel=0.04
    )


def test_a_fit_finds_the_truth_and_its_draws_spread_the_scenarios() -> None:
    truth = DemandModel(
        THREE, hours_per_case=10, own_variance=0.1, common_variance=0.08, persistence=0.5,
        season="fourier", season_coefficients=[0.3, -0.1],
    )  # fmt: skip
    counts = truth.scenarios(weeks=416, scenarios=1, cases=True)[0]
    frame = {"week": list(range(416)), **dict(zip(THREE, counts.tolist(), strict=True))}
    fit = pool.fit_demand(frame, hours_per_case=10, season="fourier", harmonics=1, bootstraps=100)
    assert fit.model.units == ("north", "south", "west")
    for unit, mean in zip(THREE, fit.model.mean_cases, strict=True):
        error = fit.standard_error["log_mean_cases"][unit]
        assert abs(np.log(mean / THREE[unit])) < 3.5 * error
    assert fit.model.season_coefficients == pytest.approx(
        [0.3, -0.1], abs=3.5 * float(np.max(fit.standard_error["season_coefficients"]))
    )
    assert fit.model.common_variance == pytest.approx(
        0.08, abs=3.5 * fit.standard_error["common_variance"]
    )
    assert fit.mean.shape == (3, 416)
    certain = fit.model.scenarios(weeks=1, scenarios=4000, parameter_uncertainty=False)
    uncertain = fit.model.scenarios(weeks=1, scenarios=4000)
    assert uncertain.std() > certain.std() * 0.99
    again = pool.fit_demand(
        np.column_stack(list(counts)), hours_per_case=10, units=list(THREE), season="fourier",
        harmonics=1, bootstraps=100, threads=1,
    )  # fmt: skip
    assert again.model.draws is not None and fit.model.draws is not None
    assert np.array_equal(again.model.draws, fit.model.draws)
    kept = pickle.loads(pickle.dumps(fit.model))
    assert np.array_equal(kept.scenarios(weeks=2), fit.model.scenarios(weeks=2))


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_counts_of_any_frame(kind: str) -> None:
    module = pytest.importorskip(kind)
    rng = np.random.default_rng(2)
    columns = {unit: rng.poisson(6, 60).tolist() for unit in THREE}
    frame = module.table(columns) if kind == "pyarrow" else module.DataFrame(columns)
    fit = pool.fit_demand(frame, hours_per_case=1, bootstraps=0)
    same = pool.fit_demand(columns, hours_per_case=1, bootstraps=0)
    assert np.array_equal(fit.model.mean_cases, same.model.mean_cases)
    assert fit.standard_error == {}


# ---- size


def test_a_size_is_what_an_independent_simulation_says(demand: DemandModel) -> None:
    capacity = np.array([100.0, 70.0, 80.0])
    answer = pool.size(demand, capacity, weeks=3, threshold=8, risk=0.08)
    assert answer.verdict == "proven"
    assert answer.pool is not None and answer.pool.meets
    assert answer.safe is not None and answer.safe.members == answer.members
    assert answer.pool.probability.shape == (3, 3)
    # Other scenarios, and a rule by hand for one shared pool: with less than is missing, all whose
    # need is above the threshold are short, as shares are even.
    drawn = demand.scenarios(weeks=3, scenarios=20_000, seed=99)
    over = np.maximum(0, drawn - capacity[:, None] - 8)
    for members, meets in ((answer.members["pool"], True), (answer.members["pool"] - 1, False)):
        lacking = over.sum(axis=1, keepdims=True) > 36 * members
        risk = (lacking & (over > 0)).mean(axis=0)
        assert (risk.max() <= 0.08) == meets
    (asked,) = pool.risk(demand, capacity, [answer.members["pool"]], weeks=3, threshold=8,
                         risk=0.08, scenarios=20_000)  # fmt: skip
    lacking = over.sum(axis=1, keepdims=True) > 36 * answer.members["pool"]
    expected = (lacking & (over > 0)).mean(axis=0)
    assert asked.probability == pytest.approx(expected, abs=0.012)
    assert asked.low <= asked.worst <= asked.high
    assert "risk of" in answer.reasons()[0]


def test_profiles_and_scopes(demand: DemandModel) -> None:
    both = [
        Profile("one unit", {"north": 1}, hours=36, cost=1.0, most=5),
        Profile("anywhere", 0.9, hours=36, cost=1.25, presence=0.9, absence_weeks=3, most=5),
    ]
    wide = pool.size(demand, [100, 70, 80], both, weeks=2, threshold=10, risk=0.1,
                     most_scenarios=4096)  # fmt: skip
    assert set(wide.members) == {"one unit", "anywhere"}
    assert wide.pool is not None
    assert wide.pool.cost == pytest.approx(
        wide.members["one unit"] + 1.25 * wide.members["anywhere"]
    )
    risks = {
        scope: pool.risk(demand, [100, 70, 80], [[1, 2]], both, weeks=2, threshold=10, scope=scope)[
            0
        ].worst
        for scope in ("unit_week", "week", "horizon")
    }
    assert risks["unit_week"] <= risks["week"] <= risks["horizon"]


def test_given_scenarios_are_a_distribution_or_a_sample() -> None:
    hours = np.array([[[30.0], [30]], [[30], [0]], [[0], [30]], [[0], [0]]])
    exact = pool.size(hours, 0, Profile(hours=30), probability=[0.01, 0.09, 0.09, 0.81])
    assert (exact.verdict, exact.members) == ("exact", {"pool": 1})
    assert exact.pool is not None and exact.pool.worst == pytest.approx(0.01)
    many = np.repeat(hours[[1, 2, 3, 3, 3, 3, 3, 3]], 400, axis=0)
    rng = np.random.default_rng(1)
    sample = pool.size(many[rng.permutation(len(many))], 0, Profile(hours=30))
    assert (sample.verdict, sample.members) == ("proven", {"pool": 1})
    assert exact.rules is not None and exact.rules.offered == pytest.approx(12 / 30, abs=0.6)


def test_a_size_does_not_depend_on_threads_and_stops(demand: DemandModel) -> None:
    common: dict[str, Any] = {"weeks": 2, "threshold": 10, "risk": 0.1, "most_scenarios": 2048}
    one = pool.size(demand, [100, 70, 80], threads=1, **common)
    two = pool.size(demand, [100, 70, 80], threads=2, **common)
    assert one.reasons() == two.reasons()
    token = StopToken()
    token.request_stop()
    none = pool.size(demand, [100, 70, 80], stop=token, **common)
    assert (none.stop, none.pool, none.members) == ("cancelled", None, {})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"risk": 0}, ("out_of_range", "pool_problem", "risk", 0)),
        ({"risk": [0.05, 1.0, 0.05]}, ("out_of_range", "pool_problem", "risk", 1)),
        ({"capacity": [1, 2]}, ("length_mismatch", "arguments", "capacity", None)),
        ({"capacity": {"north": 1}}, ("missing_value", "arguments", "capacity", None)),
        ({"capacity": [100, -1, 2]}, ("negative_value", "pool_problem", "capacity", 2)),
        ({"capacity": "much"}, ("wrong_type", "arguments", "capacity", None)),
        ({"profiles": Profile(efficiency=0)}, ("contradiction", "pool_problem", "efficiency", 0)),
        ({"profiles": Profile(efficiency={"east": 1})},
         ("unknown_id", "profiles", "efficiency", None)),
        ({"profiles": [Profile(), Profile()]}, ("duplicate_id", "profiles", "name", 1)),
        ({"profiles": []}, ("out_of_range", "pool_problem", "profiles", None)),
        ({"profiles": Profile(hours=float("nan"))}, ("not_finite", "pool_problem", "hours", 0)),
        ({"scope": "year"}, ("out_of_range", "arguments", "scope", None)),
        ({"weeks": 0}, ("out_of_range", "pool_problem", "weeks", None)),
        ({"weeks": 1.5}, ("wrong_type", "arguments", "weeks", None)),
        ({"units": ["a", "b", "c"]}, ("contradiction", "arguments", "units", None)),
        ({"confidence": 1}, ("out_of_range", "pool_options", "confidence", None)),
        ({"demand": np.zeros((3, 2))}, ("length_mismatch", "pool_problem", "scenarios", None)),
        ({"demand": np.zeros((3, 3, 2))}, ("out_of_range", "pool_problem", "scenarios", 0)),
        ({"demand": np.ones((2, 3, 2)), "probability": [0.5, 0.4]},
         ("contradiction", "pool_problem", "probability", None)),
    ],
)  # fmt: skip
def test_bad_pools(demand: DemandModel, change: dict[str, Any], place: tuple[Any, ...]) -> None:
    given: dict[str, Any] = {"demand": demand, "capacity": 90, "weeks": 2, **change}
    error = error_of(lambda: pool.size(**given))
    assert (error.code, error.table, error.column, error.row) == place


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"mean_cases": {"a": 0}}, ("out_of_range", "mean_cases", 0)),
        ({"mean_cases": [1, -2]}, ("negative_value", "mean_cases", 1)),
        ({"mean_cases": [1, float("inf")]}, ("not_finite", "mean_cases", 1)),
        ({"siblings": [0.5, 0.4]}, ("contradiction", "siblings", None)),
        ({"hours_per_case": -1}, ("negative_value", "hours_per_case", 0)),
        ({"own_variance": [1, 2, 3, 4]}, ("length_mismatch", "own_variance", None)),
        ({"season": "tides"}, ("out_of_range", "season", None)),
        ({"season": "monthly"}, ("length_mismatch", "season", None)),
        ({"persistence": 1}, ("out_of_range", "persistence", None)),
        ({"units": ["a", "a"]}, ("duplicate_id", "units", 1)),
    ],
)
def test_bad_demand(change: dict[str, Any], place: tuple[Any, ...]) -> None:
    given: dict[str, Any] = {"mean_cases": [3, 4], "hours_per_case": 8, **change}
    error = error_of(lambda: DemandModel(**given))
    assert (error.code, error.column, error.row) == place


def test_bad_logs() -> None:
    log = {"a": [3.0] * 40, "b": [2.0] * 40}

    def place(change: dict[str, Any], **options: Any) -> tuple[Any, ...]:
        error = error_of(lambda: pool.fit_demand({**log, **change}, hours_per_case=1, **options))
        return error.code, error.table, error.row

    assert place({"b": [0.0] * 40}) == ("out_of_range", "counts", 1)
    assert place({"b": [2.0] * 39 + [-1]}) == ("negative_value", "counts", 79)
    assert place({"b": [2.0] * 39 + [1.5]}) == ("wrong_type", "counts", 79)
    assert place({"b": [2.0] * 39 + [None]}) == ("missing_value", "counts", 39)
    assert place({}, season="monthly") == ("out_of_range", "counts", None)
    assert place({}, dispersion="guess") == ("out_of_range", "arguments", None)


def test_a_week_is_dealt_out() -> None:
    both = [Profile("a", {"north": 1, "south": 1}, hours=20), Profile("b", {"north": 1}, hours=10)]
    assert pool.deal_out({"north": 10, "south": 30}, both, [1, 1]) == {"north": 0, "south": 10}
    assert error_of(lambda: pool.deal_out([1, 2], both, [1])).column == "members"
    assert error_of(lambda: pool.deal_out([1, -2], Profile(), 1)).row == 1


# ---- rules and worth


def test_rules_of_three_units() -> None:
    rules = pool.rules([100] * 3, [20] * 3, member_hours=10, correlation=0.5, own_hours=200)
    assert round(100 * rules.safety_ratio) == 82
    assert rules.square_root.pool == pytest.approx(30 + rules.z * 30**0.5 - 20)
    assert not rules.rates_govern
    assert error_of(lambda: pool.rules([1], [1], member_hours=0)).column == "member_hours"


def _by_hand(hours: Any, capacity: float, members: int, each: float, handover: float) -> Any:
    """Simulate pool and fixed posts again, one unit after the other (whole posts in turn)."""
    replications, units, weeks = hours.shape
    waiting = {"pool": np.zeros(replications), "fixed_posts": np.zeros(replications)}
    for r in range(replications):
        backlog = [0.0] * units
        posts = [0.0] * units
        where: list[int | None] = [None] * members
        for t in range(weeks):
            rest = [max(0.0, backlog[u] + hours[r, u, t] - capacity) for u in range(units)]
            extra = [0.0] * units
            for m in range(members):
                at = where[m]
                gains = [
                    min(rest[u], each) - (handover if at is not None and u != at else 0.0)
                    for u in range(units)
                ]
                ties = [u for u in range(units) if gains[u] > max(gains) - 1e-9]
                most = max(rest[u] for u in ties)
                to = at if at in ties else next(u for u in ties if rest[u] == most)
                assert to is not None
                done = min(rest[to], each)
                if done <= 0:
                    continue
                if at is not None and to != at:
                    extra[at] += handover
                where[m] = to
                rest[to] -= done
            backlog = [rest[u] + extra[u] for u in range(units)]
            waiting["pool"][r] += sum(backlog)
            mine = [each * (members // units + (u < members % units)) for u in range(units)]
            posts = [max(0.0, posts[u] + hours[r, u, t] - capacity - mine[u]) for u in range(units)]
            waiting["fixed_posts"][r] += sum(posts)
    return {arm: float(values.mean()) for arm, values in waiting.items()}


def test_worth_is_what_an_independent_simulation_says() -> None:
    model = DemandModel([12, 12, 12], hours_per_case=8, own_variance=0.25)
    hours = model.scenarios(weeks=40, scenarios=60)
    answer = pool.worth(hours, 84, outside=3, member_hours=20, handover_hours=6)
    expected = _by_hand(hours, 84, 3, 20, 6)
    for arm, mean in expected.items():
        assert answer.measures[arm]["shortage"].mean == pytest.approx(mean, rel=1e-9)
    assert answer.posts == {"unit 1": 1, "unit 2": 1, "unit 3": 1}
    assert answer.weekly["pool"].sum() == pytest.approx(expected["pool"], rel=1e-9)
    assert answer.handovers > 0


def test_pools_that_help_that_never_help_and_that_hurt() -> None:
    model = DemandModel({u: 12 for u in THREE}, hours_per_case=8, own_variance=0.25)
    apart = model.scenarios(weeks=52, scenarios=200)
    as_one = np.repeat(apart[:, :1], 3, axis=1)
    project: dict[str, Any] = {"outside": 3, "member_hours": 30}
    assert pool.worth(apart, 82, **project).verdict == "helps"
    assert pool.worth(as_one, 82, **project).verdict == "equal"
    assert pool.worth(as_one, 82, efficiency=0.8, **project).verdict == "hurts"
    assert pool.worth(apart, 82, efficiency=0.5, **project).verdict == "hurts"
    even = pool.break_even("efficiency", apart, 82, **project)
    assert even.kind == "found"
    assert even.hurts_from <= even.value <= even.helps_until
    assert pool.break_even("travel", as_one, 82, **project).kind == "never"
    costly = pool.worth(apart, 82, shortage_cost=0.1, hour_cost=400, **project)
    assert costly.measures["pool"]["money"].mean == pytest.approx(3 * 30 * 52 * 400)
    burden = costly.measures["pool"]["burden"].mean - costly.measures["pool"]["money"].mean
    assert burden == pytest.approx(0.1 * costly.measures["pool"]["shortage"].mean)
    assert costly.against("nothing", "shortage").verdict == "helps"


def test_bad_worth() -> None:
    hours = np.full((4, 2, 5), 50.0)

    def place(**change: Any) -> tuple[Any, ...]:
        given: dict[str, Any] = {"outside": 1, "member_hours": 30, **change}
        error = error_of(lambda: pool.worth(hours, 40, **given))
        return error.code, error.column, error.row

    assert place(outside=0) == ("out_of_range", "outside", None)
    assert place(outside=1.5) == ("wrong_type", "outside", None)
    assert place(from_units=[2, 0]) == ("contradiction", "from_units", 0)
    assert place(fixed_posts=[1, 1]) == ("contradiction", "fixed_posts", None)
    assert place(ramp_up=[0.5, -1]) == ("negative_value", "ramp_up", 1)
    assert place(efficiency=float("nan")) == ("not_finite", "efficiency", None)
    assert place(end=9) == ("out_of_range", "end", None)
    assert place(initial_backlog=[1]) == ("length_mismatch", "initial_backlog", None)
    fine = pool.worth(hours, 40, outside=1, member_hours=30)
    assert error_of(lambda: fine.against("pool")).column == "alternative"
    wrong = error_of(lambda: pool.break_even("distance", hours, 40, outside=1))
    assert wrong.column == "friction"
    unknown = error_of(lambda: pool.break_even("travel", hours, 40, outsider=1))
    assert unknown.column == "project"


# ---- documentation and pictures


def test_every_name_is_documented() -> None:
    for name in pool.__all__:
        value = getattr(pool, name)
        text = inspect.getdoc(value) or ""
        assert text, name
        if inspect.isfunction(value):
            assert "Examples\n--------" in text, name
            for parameter in inspect.signature(value).parameters:
                assert parameter in text, f"{name}: {parameter}"


def test_pictures(demand: DemandModel) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from evenload.plots import risk_by_size, shortage_bands, worth_against_posts
    from matplotlib import pyplot

    curve = pool.risk(demand, [100, 70, 80], range(5), weeks=2, threshold=10, scenarios=1024)
    axes = risk_by_size(curve)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["0", "1", "2", "3", "4"]
    assert axes.get_xlabel() == "Members of the pool"
    assert error_of(lambda: risk_by_size([])).code == "missing_value"
    worth = pool.worth(demand.scenarios(weeks=20, scenarios=40), [90, 60, 70], outside=2)
    bars = worth_against_posts(worth, "burden")
    assert [label.get_text() for label in bars.get_yticklabels()] == [
        "Agency", "Fixed posts", "Pool", "Own staff only",
    ]  # fmt: skip
    assert bars.patches[2].get_width() == pytest.approx(worth.measures["pool"]["burden"].mean)
    assert error_of(lambda: worth_against_posts(worth, "joy")).column == "measure"
    _, own = pyplot.subplots()
    assert shortage_bands(worth, ax=own) is own
    assert len(own.get_lines()) == 2
    assert error_of(lambda: shortage_bands(worth, ["none"])).code == "unknown_id"
    pyplot.close("all")

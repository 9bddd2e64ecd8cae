"""Many municipalities at once: the answer depends neither on the split nor on who computes."""

from __future__ import annotations

import concurrent.futures
import importlib.util
import pickle
import random
import threading
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import evenload
import pytest
from evenload import InvalidDataError, ManyPlans

_spec = importlib.util.spec_from_file_location(
    "many_problems", Path(__file__).with_name("many_problems.py")
)
assert _spec is not None and _spec.loader is not None
many_problems = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(many_problems)
ON = many_problems.ON
POLICY = {"on": ON}


class Inline(concurrent.futures.Executor):
    """An executor that is neither threads nor processes, as that of a cluster: it pickles."""

    def __init__(self) -> None:
        self.sent: list[int] = []
        self.open = 0
        self.most_open = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        parcel = pickle.dumps((fn, args, kwargs))
        self.sent.append(len(parcel))
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        call, given, named = pickle.loads(parcel)
        try:
            future.set_result(pickle.loads(pickle.dumps(call(*given, **named))))
        except BaseException as error:
            future.set_exception(error)
        return future


def answers(plans: ManyPlans) -> dict[str, str]:
    return {name: plans[name].to_json() for name in plans}


def lists(frame: dict[str, Any]) -> dict[str, list[Any]]:
    return {n: [None if c is None or c != c else c for c in v.tolist()] for n, v in frame.items()}


def test_each_problem_is_an_allocation_of_its_own() -> None:
    problems = many_problems.country(5)
    plans = evenload.allocate_many(problems, policy=POLICY, seed=3)
    assert list(plans) == list(problems)
    assert plans.stop == "done" and plans.errors == {}
    for name, tables in problems.items():
        seed = evenload.problem_seed(3, name)
        alone = evenload.allocate(**tables, policy=POLICY, seed=seed, time_limit=float("inf"))
        assert plans[name] == alone
        assert plans[name].audit() == alone.audit()
        assert plans[name].explain(tables["cases"]["id"][0]) == alone.explain(
            tables["cases"]["id"][0]
        )


def test_the_answer_does_not_depend_on_who_computes_or_how_it_is_shared_out() -> None:
    problems = many_problems.country(12)
    first = evenload.allocate_many(problems, policy=POLICY)
    expected, summary = answers(first), lists(first.summary)
    for chunk_size, in_flight in ((1, 1), (5, None), (3, 4), (100, 100)):
        again = evenload.allocate_many(
            problems, policy=POLICY, chunk_size=chunk_size, in_flight=in_flight
        )
        assert answers(again) == expected
        assert lists(again.summary) == summary
    with concurrent.futures.ThreadPoolExecutor(3) as threads:
        assert (
            answers(evenload.allocate_many(problems, policy=POLICY, executor=threads)) == expected
        )
    apart = evenload.allocate_many(problems, policy=POLICY, executor=Inline(), chunk_size=4)
    assert answers(apart) == expected
    assert lists(apart.summary) == summary
    names = list(problems)
    random.Random(1).shuffle(names)
    mixed = evenload.allocate_many(((n, problems[n]) for n in names), policy=POLICY, threads=2)
    assert list(mixed) == names
    assert answers(mixed) == {n: expected[n] for n in names}


def test_processes_give_the_same_plans() -> None:
    problems = many_problems.country(6)
    expected = answers(evenload.allocate_many(problems, policy=POLICY))
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        plans = evenload.allocate_many(problems, policy=POLICY, executor=processes, chunk_size=2)
    assert answers(plans) == expected
    assert all(outcome.seconds > 0 for outcome in plans.outcomes)
    case = problems["Kommun A0"]["cases"]["id"][0]
    assert plans["Kommun A0"].explain(case).why  # a plan explains itself wherever it was computed


def test_one_big_table_is_split_by_a_column(kind: Any) -> None:
    problems = many_problems.country(4)
    expected = evenload.allocate_many(problems, policy=POLICY)
    big = {n: kind.make(columns) for n, columns in many_problems.whole(problems).items()}
    plans = evenload.allocate_many(big, by="kommun", policy=POLICY)
    assert list(plans) == list(problems)
    for name in problems:
        assert kind.owns(plans[name].assignments) or kind.name == "arrow-stream"
        assert plans[name].to_json(parts="plan") == expected[name].to_json(parts="plan")
    if kind.name != "arrow-stream":
        assert kind.owns(plans.summary)


def test_an_error_in_a_big_table_names_its_row() -> None:
    big = many_problems.whole(many_problems.country(3))
    big["cases"]["weight"][-2] = -1
    plans = evenload.allocate_many(big, by="kommun", policy=POLICY)
    (name,) = plans.errors
    error = plans.errors[name]
    where = (error.table, error.column, error.row)
    assert where == ("cases", "weight", len(big["cases"]["id"]) - 2)
    assert name == big["cases"]["kommun"][-2]
    for table, column in (("absences", "nothing"), ("cases", "kommun")):
        broken = {n: dict(c) for n, c in big.items()}
        broken[table] = {k: v for k, v in broken[table].items() if k != "kommun"}
        with pytest.raises(InvalidDataError) as caught:
            evenload.allocate_many(broken, by="kommun", policy=POLICY)
        assert (caught.value.code, caught.value.table) == ("missing_column", table), column
    big["caseworkers"]["kommun"] = [None, *big["caseworkers"]["kommun"][1:]]
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate_many(big, by="kommun", policy=POLICY)
    assert (caught.value.code, caught.value.row) == ("missing_value", 0)


@pytest.mark.parametrize("executor", [None, "inline"])
def test_errors_stay_with_their_problem_or_are_raised_by_name(executor: str | None) -> None:
    problems = many_problems.country(4)
    bad, contradicting = "Kommun H1", "Kommun O2"
    problems[bad]["cases"]["weight"][1] = -2
    ids = problems[contradicting]["cases"]["id"]
    people = problems[contradicting]["caseworkers"]["id"]
    problems[contradicting]["overrides"] = {  # found when the problem is prepared, not when read
        "case": [ids[0], ids[0]],
        "kind": ["assign", "assign"],
        "caseworker": [people[0], people[1]],
        "reason": ["one", "other"],
    }
    where = Inline() if executor else None
    plans = evenload.allocate_many(problems, policy=POLICY, executor=where, chunk_size=3)
    assert list(plans) == list(problems)
    assert set(plans.errors) == {bad, contradicting}
    assert plans.errors[bad].row == 1
    assert plans.errors[contradicting].table == "overrides"
    assert [o.status == "error" for o in plans.outcomes] == [False, True, True, False]
    rows = lists(plans.summary)
    assert rows["error"][0] is None and "cases.weight, row 1" in rows["error"][1]
    with pytest.raises(InvalidDataError):
        plans[bad]
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate_many(problems, policy=POLICY, executor=where, errors="raise")
    assert caught.value.table == f"problems[{bad}].cases"
    assert (caught.value.code, caught.value.column, caught.value.row) == (
        "negative_value",
        "weight",
        1,
    )


def test_an_executor_that_breaks_is_named_with_the_problem() -> None:
    class Broken(concurrent.futures.Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            future: concurrent.futures.Future[Any] = concurrent.futures.Future()
            future.set_exception(OSError("the worker is gone"))
            return future

    with pytest.raises(evenload.EvenloadError) as caught:
        evenload.allocate_many(many_problems.country(2), policy=POLICY, executor=Broken())
    assert caught.value.code == "internal"
    assert caught.value.table == "problems[Kommun A0]"
    assert "the worker is gone" in str(caught.value)


def test_a_worker_of_another_version_is_refused() -> None:
    from evenload._many_worker import settings_of, solve_parcels

    with pytest.raises(InvalidDataError) as caught:
        solve_parcels([], settings_of(None, None, 1), "0.0.1")
    assert (caught.value.code, caught.value.expected) == (
        "unsupported",
        "evenload 0.0.1, as where the problems come from",
    )


def test_memory_is_bounded_whatever_the_length() -> None:
    read: list[str] = []

    def endless() -> Iterator[tuple[str, Any]]:
        number = 0
        while True:
            name = f"Kommun {number}"
            read.append(name)
            yield name, many_problems.municipality("A", cases=4)
            number += 1

    for executor in (None, Inline()):
        read.clear()
        outcomes = evenload.iter_allocations(
            endless(), policy=POLICY, executor=executor, in_flight=5, chunk_size=2
        )
        for taken in range(1, 9):
            outcome = next(outcomes)
            assert outcome.name == f"Kommun {taken - 1}"
            assert outcome.plan is not None
            assert len(read) <= taken + 5
        outcomes.close()
        assert not [t for t in threading.enumerate() if t.name.startswith("evenload")]


def test_a_slow_first_problem_does_not_let_the_others_run_ahead() -> None:
    gate = threading.Event()
    read: list[int] = []

    class Gated(concurrent.futures.ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            is_first = len(read) == 1

            def call() -> Any:
                if is_first:
                    gate.wait(20)
                return fn(*args, **kwargs)

            return super().submit(call)

    def problems() -> Iterator[tuple[str, Any]]:
        for number in range(30):
            read.append(number)
            yield str(number), many_problems.municipality("A", cases=4)

    with Gated(3) as executor:
        found: list[str] = []

        def take() -> None:
            for outcome in evenload.iter_allocations(
                problems(), policy=POLICY, executor=executor, in_flight=6
            ):
                found.append(outcome.name)

        taker = threading.Thread(target=take)
        taker.start()
        time.sleep(0.5)
        assert found == [] and len(read) == 6
        gate.set()
        taker.join(60)
    assert found == [str(n) for n in range(30)]


def test_stop_ends_all_and_keeps_what_is_there() -> None:
    token = evenload.StopToken()

    def problems() -> Iterator[tuple[str, Any]]:
        for number in range(1000):
            if number == 6:
                token.request_stop()
            yield str(number), many_problems.municipality("A", cases=6)

    plans = evenload.allocate_many(problems(), policy=POLICY, stop=token, in_flight=4)
    assert plans.stop == "cancelled"
    assert 3 <= len(plans) <= 8
    assert plans.outcomes[0].plan is not None
    for outcome in plans.outcomes:
        assert outcome.error is None
        assert (outcome.plan is None) == (outcome.status == "unknown" and outcome.cases == 6)
    for name in plans:
        if plans.outcome(name).plan is None:
            with pytest.raises(InvalidDataError):
                plans[name]


def test_progress_is_told_and_may_stop() -> None:
    told: list[evenload.ManyProgress] = []

    def watch(progress: evenload.ManyProgress) -> bool:
        told.append(progress)
        return len(told) < 3

    problems = many_problems.country(40)
    plans = evenload.allocate_many(problems, policy=POLICY, progress=watch, in_flight=2)
    assert plans.stop == "cancelled" and 3 <= len(plans) <= 6
    assert [t.done for t in told] == list(range(1, len(told) + 1))
    assert {t.total for t in told} == {40}
    assert told[0].name == next(iter(problems)) and told[0].status == "optimal"
    with pytest.raises(TypeError):
        evenload.allocate_many(problems, policy=POLICY, progress=3)  # type: ignore[arg-type]
    pytest.importorskip("tqdm")
    assert len(evenload.allocate_many(many_problems.country(2), policy=POLICY, progress=True)) == 2


def test_an_interrupt_cancels_everything() -> None:
    def interrupt(progress: evenload.ManyProgress) -> None:
        raise KeyboardInterrupt

    for executor in (None, Inline()):
        with pytest.raises(KeyboardInterrupt):
            evenload.allocate_many(
                many_problems.country(30), policy=POLICY, executor=executor, progress=interrupt
            )
    assert not [t for t in threading.enumerate() if t.name.startswith("evenload")]


def test_the_summary_has_a_row_per_problem() -> None:
    problems = many_problems.country(5)
    plans = evenload.allocate_many(problems, policy=POLICY)
    rows = lists(plans.summary)
    assert rows["problem"] == list(problems)
    for index, name in enumerate(problems):
        plan = plans[name]
        assert rows["status"][index] == plan.status
        assert rows["cases"][index] == len(problems[name]["cases"]["id"])
        assert rows["caseworkers"][index] == len(problems[name]["caseworkers"]["id"])
        assert rows["undistributed"][index] == len(plan.undistributed["case"])
        placed = [c for c in plan.assignments["caseworker"].tolist() if c is not None]
        assert rows["placed"][index] == len(placed)
        assert rows["work"][index] == plan.work
        levels = {level.name: level for level in plan.levels}
        for level in ("unassigned_must", "overload", "unassigned_due", "balance"):
            value = levels[level].value if level in levels else None
            bound = levels[level].bound if level in levels else None
            assert rows[level][index] == value
            assert rows[f"{level}_bound"][index] == bound
    light = evenload.allocate_many(problems, policy=POLICY, keep="summary")
    assert lists(light.summary) == rows
    with pytest.raises(InvalidDataError):
        light["Kommun A0"]
    with pytest.raises(InvalidDataError) as caught:
        light.outcome("Atlantis")
    assert caught.value.code == "unknown_id"


def test_policies_of_their_own() -> None:
    one = many_problems.municipality("A")
    own = evenload.AllocationPolicy(on="2026-12-07", balance="peak")
    plans = evenload.allocate_many(
        [("a", one), ("b", one, own), ("c", {**one, "policy": {"on": "2027-01-04"}})],
        policy=POLICY,
    )
    days = [plans[name].policy.on.isoformat() for name in "abc"]  # type: ignore[union-attr]
    assert days == [ON, "2026-12-07", "2027-01-04"]
    assert "peak" in {level.name for level in plans["b"].levels}
    today = evenload.allocate_many({"a": one, "b": one})
    assert today["a"].policy.on == today["b"].policy.on  # type: ignore[union-attr]


def test_nothing_is_an_answer_too() -> None:
    plans = evenload.allocate_many({})
    assert len(plans) == 0 and plans.stop == "done"
    assert plans.summary["problem"].tolist() == []
    empty = {"cases": {"id": [], "weight": []}, "caseworkers": {"id": [], "capacity": []}}
    assert evenload.allocate_many({"tom": empty}, policy=POLICY)["tom"].status == "optimal"


@pytest.mark.parametrize(
    ("problems", "options", "code"),
    [
        ([("a", {}, None, 1)], {}, "wrong_type"),
        ([("a", 3)], {}, "wrong_type"),
        ([("", {})], {}, "wrong_type"),
        (["ab"], {}, "wrong_type"),
        (3, {}, "wrong_type"),
        ("cases", {}, "wrong_type"),
        ({"cases": {}, "caseworkers": {}}, {}, "contradiction"),
        ([("a", {}), ("a", {})], {}, "duplicate_id"),
        ([("a", {})], {"by": "kommun"}, "wrong_type"),
        ({}, {"seed": -1}, "out_of_range"),
        ({}, {"seed": 1.5}, "out_of_range"),
        ({}, {"chunk_size": 0}, "out_of_range"),
        ({}, {"in_flight": 0}, "out_of_range"),
        ({}, {"in_flight": True}, "out_of_range"),
        ({}, {"errors": "ignore"}, "out_of_range"),
        ({}, {"keep": "nothing"}, "out_of_range"),
        ({}, {"executor": 4}, "wrong_type"),
        ({}, {"threads": -1}, "out_of_range"),
        ({}, {"time_limit": 0}, None),
        ({}, {"work_limit": -5}, "out_of_range"),
        ({}, {"policy": 7}, "wrong_type"),
    ],
)
def test_wrong_calls_are_refused(problems: Any, options: dict[str, Any], code: str | None) -> None:
    with pytest.raises(InvalidDataError) as caught:
        evenload.allocate_many(problems, **options)
    if code is not None:
        assert caught.value.code == code


def test_tables_are_checked_per_problem() -> None:
    one = many_problems.municipality("A")
    plans = evenload.allocate_many(
        [("a", {**one, "absence": {}}), ("b", {"cases": one["cases"]}), ("c", one)], policy=POLICY
    )
    assert plans.errors["a"].code == "unknown_field"
    assert plans.errors["b"].column == "caseworkers"
    assert plans["c"].status == "optimal"


def test_parcels_are_small() -> None:
    executor = Inline()
    one = many_problems.municipality("A", cases=300)
    evenload.allocate_many({"a": one}, policy=POLICY, executor=executor, work_limit=1000)
    assert executor.sent[0] < 300 * 40
    plan = evenload.allocate(**one, policy=POLICY, work_limit=1000)
    assert len(pickle.dumps(plan)) < len(plan.to_json()) / 4
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_seeds_follow_from_names() -> None:
    seeds = {evenload.problem_seed(0, f"Kommun {n}") for n in range(1000)}
    assert len(seeds) == 1000 and all(0 <= s < 2**63 for s in seeds)
    assert evenload.problem_seed(1, "a") != evenload.problem_seed(0, "a")
    assert (
        evenload.problem_seed(0, "Skövde") == 1932857340066056512
    )  # whoever repeats a plan relies on it

"""The example of a country: every municipality has a plan or an error, and can be repeated alone."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def program(load):
    return load("country")


@pytest.fixture(scope="module")
def plans(program):
    return program.main(["--workers", "3"])


def test_every_municipality_is_in_the_summary(plans):
    frame = plans.summary
    assert frame["problem"].tolist() == [f"Kommun {n:02}" for n in range(1, 21)]
    assert set(plans.errors) == {"Kommun 13"}
    error = plans.errors["Kommun 13"]
    assert (error.table, error.column, error.row) == ("caseworkers", "contracted_hours", 2)
    assert (frame["placed"] + frame["undistributed"] >= frame["cases"])[:12].all()


def test_one_of_them_alone_gives_the_same_plan(program, plans):
    import evenload

    plan = plans["Kommun 07"]
    policy = evenload.AllocationPolicy.from_toml(program.ROOT / "examples/data/policy.toml")
    seed = evenload.problem_seed(0, "Kommun 07")
    alone = evenload.allocate(
        **program.municipality("Kommun 07", 0), policy=policy, seed=seed, time_limit=600
    )
    assert alone.to_json(parts="plan") == plan.to_json(parts="plan")


def test_it_prints_the_table_and_the_error(program, capsys):
    program.main(["--municipalities", "13", "--workers", "1"])
    printed = capsys.readouterr().out
    assert "The country's allocation" in printed
    assert "Kommun 13: caseworkers.contracted_hours, row 2" in printed
    assert "To repeat this one alone" in printed

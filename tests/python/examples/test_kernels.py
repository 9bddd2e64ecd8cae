"""The kernels on plain arrays: six questions, each answered."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("seed", ["7", "8", "9"])
def test_all_six_are_answered(load, capsys, seed):
    load("kernels").main(["--seed", seed])
    out = capsys.readouterr().out
    for number, kernel in enumerate(
        (
            "balanced_assignment",
            "blocking_groups",
            "OnlineAssignment",
            "generalized_assignment",
            "makespan",
            "convex_transport",
        ),
        start=1,
    ):
        assert f"{number}. " in out
        assert f"evenload.optimize.{kernel}" in out
    assert "undone" in out
    assert "unassigned: 0.00 (proven)" in out

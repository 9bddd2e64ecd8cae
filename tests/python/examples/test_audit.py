"""The audit log from the meeting to the erasure."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlalchemy")


def test_the_walk_says_what_holds(load, capsys):
    load("audit").main([])
    lines = capsys.readouterr().out.splitlines()
    assert any("has met the family before (unit manager)" in line for line in lines)
    assert "2. Kept as entry 1; the log has 1" in lines
    assert "4. Checked in January: the chain holds; proposals: agrees" in lines
    assert any(line.endswith("<Verification differs: input (other_question)>") for line in lines)
    assert "6. The rest of the week: the chain holds; proposals: agrees, agrees" in lines
    assert "7. Erased after its time: the chain holds; proposals: inputs_erased, agrees" in lines

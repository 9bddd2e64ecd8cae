"""The example of rules about caseworkers."""

from __future__ import annotations


def test_everybody_has_what_the_rules_allow(load, capsys) -> None:
    plan = load("people").main()
    rows = plan.assignments
    holders = {
        (case, role): who
        for case, role, who in zip(rows["case"], rows["role"], rows["caseworker"], strict=True)
    }
    assert holders["report", "lead"] == "Cem"  # on duty
    assert holders["assessment", "lead"] != "Ada"  # works remotely on the day of the visit
    assert holders["violence", "lead"] != "Bo"  # a newcomer does not lead where two work together
    assert holders["violence", "second"] is not None
    printed = capsys.readouterr().out
    assert "not Ada: Works remotely on 2026-11-26, when somebody has to be there." in printed
    assert "by contract" in printed

"""Rules about caseworkers: a week with an agency worker, a newcomer, and a rota.

Run it from anywhere: ``python people.py``. It prints who takes which case, what keeps others from
one of them, and the turns on duty beside a rotation by contract.
"""

from __future__ import annotations

from typing import Any

import evenload

CASES = {
    "id": ["report", "assessment", "foster", "violence"],
    "weight": [2, 6, 5, 8],
    "delegation_level": [0, 2, 1, 2],
    "duty": [True, False, False, False],
    "risk": [False, False, False, True],
    "categories": [[], [], ["foster_home"], []],
    "place": [None, "north", "north", None],
    "visits": [[], ["2026-11-26"], [], []],
    "on_site": [False, True, False, False],
}
CASEWORKERS = {
    "id": ["Ada", "Bo", "Cem", "Dag"],
    "contracted_hours": [40, 40, 30, 40],
    "capacity": [20, 20, 15, 20],
    "delegation_level": [2, 2, 2, 0],
    "agency": [False, False, False, True],
    "decider": [None, None, None, "team leader"],
    "introduced": [None, "2026-10-05", None, None],
    "remote_days": [["thu"], [], [], []],
}
TABLES: dict[str, Any] = {
    "delegations": {
        "caseworker": ["team leader", "Cem"],
        "level": [2, 2],
        "to": [None, "2026-12-31"],
    },
    "deciders": {"caseworker": ["team leader"], "decisions": [3], "limit": [4]},
    "duty": {
        "caseworker": ["Cem", "Ada"],
        "from": ["2026-11-23 08:00", "2026-11-28 08:00"],
        "to": ["2026-11-24 08:00", "2026-11-29 08:00"],
        "share": [0.5, 0],
        "after": ["half", "none"],
        "after_days": [1, 2],
    },
    "protection": {"caseworker": ["Bo"], "from_week": [4], "new_cases": [1], "load_share": [0.6]},
    "travel": {"caseworker": ["Dag", "Ada"], "place": ["north", "north"], "amount": [5, 40]},
    "specialisms": {"caseworker": ["Cem"], "category": ["foster_home"], "share": [0.4]},
}


def main() -> evenload.Plan:
    """Allocate the week, explain one case, and show the turns."""
    policy = evenload.AllocationPolicy(on="2026-11-23", newcomer_second_share=0.25)
    plan = evenload.allocate(CASES, CASEWORKERS, policy=policy, **TABLES)
    for case, role, who in zip(
        *(plan.assignments[name] for name in ("case", "role", "caseworker")), strict=True
    ):
        print(f"{case:12} {role:8} {who or '–'}")
    explanation = plan.explain("assessment")
    for excluded in explanation.excluded:
        for reason in excluded.reasons:
            print(f"not {excluded.caseworker}: {reason.sentence()}")
    shares = evenload.duty_shares(
        CASEWORKERS, TABLES["duty"], "2026-11-23", "2026-12-06", policy=policy
    )
    for who, turns, expected in zip(
        *(shares[name] for name in ("caseworker", "turns", "expected_turns")), strict=True
    ):
        print(f"{who:12} {turns} turns, {expected:.2f} by contract")
    return plan


if __name__ == "__main__":
    main()

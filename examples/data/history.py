# ruff: noqa: D101, D103, E501
"""Half a year before Monday: who held which case from which day to which. Drawn at random (seeded); nobody and nothing is real.

Every case that is open on Monday is in it from the day on which its caseworker took it. Before and beside them lie cases
that were closed, so many that each caseworker's load went the way `ROAD` says: the children's unit grew from month to
month, the others went up and down. Two things happened on the way: a caseworker of the children's unit left in September,
and what was theirs was taken over; and some cases moved from investigation to follow-up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

WEEKS = 26
COLUMNS = ["case", "caseworker", "unit", "role", "type", "phase", "factors", "from", "to", "from_vacancy"]
LEAVER = "Barn 17"
LEFT = date(2026, 9, 13)  # last day
ROAD = {"children": (0.84, 1.0), "adults": (1.02, 0.98), "support": (0.97, 1.0), "": (0.6, 1.0)}  # load before → load on Monday, as parts of it
CLOSED = {"children": ("child_service", "follow_up"), "adults": ("housing", ""), "support": ("support_ongoing", "follow_up")}


def history(cases: list[dict], assignments: list[dict], workers: list[dict], weights: dict, monday: date, below: Callable[[int], int]) -> list[dict]:
    begin = monday - timedelta(weeks=WEEKS)
    rows: list[dict] = []
    for case in cases:
        if case.get("state") == "started" and case.get("current_caseworker"):
            rows.extend(road_of(case, begin, monday, below))
    by_case = {case["id"]: case for case in cases}
    for one in assignments:
        if one["state"] == "started":
            case = by_case[one["case"]]
            rows.append({**row_of(case, date.fromisoformat(case["received"])), "caseworker": one["caseworker"], "role": one["role"]})
    for worker in workers:
        rows.extend(closed_cases(worker, rows, weights, begin, monday, below))
    return rows


def row_of(case: dict, start: date) -> dict:
    return {"case": case["id"], "caseworker": case["current_caseworker"], "unit": case["unit"], "role": "lead", "type": case["type"],
            "phase": case.get("phase", ""), "factors": case.get("factors", ""), "from": start.isoformat(), "to": "", "from_vacancy": ""}


def road_of(case: dict, begin: date, monday: date, below: Callable[[int], int]) -> list[dict]:
    """One open case: with one holder in one phase, or with an investigation or somebody who left before."""
    received = date.fromisoformat(case["received"])
    now = row_of(case, received)
    child = case["unit"] == "children" and received < LEFT - timedelta(days=20)
    if child and case["type"] == "child_service" and case["current_caseworker"].startswith("Barn") and below(4) == 0:
        before = {**now, "caseworker": LEAVER, "to": LEFT.isoformat()}
        return [before, {**now, "from": (LEFT + timedelta(days=1)).isoformat(), "from_vacancy": "yes"}]
    if case["type"] == "substance_use" and case.get("phase") == "follow_up" and begin < received + timedelta(days=90) < monday:
        turn = received + timedelta(days=90)
        return [{**now, "phase": "investigation", "to": (turn - timedelta(days=1)).isoformat()}, {**now, "from": turn.isoformat()}]
    return [now]


def closed_cases(worker: dict, rows: list[dict], weights: dict, begin: date, monday: date, below: Callable[[int], int]) -> list[dict]:
    """Cases that were closed before Monday, as many as the load of each week lacks."""
    unit = worker["unit"]
    home = unit or worker["pool_units"].split(";")[0]
    kind, phase = CLOSED[home]
    own = [row for row in rows if row["caseworker"] == worker["id"]]

    def load(day: date) -> float:
        text = day.isoformat()
        return sum(weights.get((row["type"], row["phase"]), 0) for row in own if row["from"] <= text and (not row["to"] or row["to"] >= text))

    at_last = load(monday)
    since = date.fromisoformat(worker["employer_since"])
    made: list[dict] = []
    first, last = ROAD[unit]
    for week in range(WEEKS):
        day = begin + timedelta(weeks=week)
        if day < since:
            continue
        wanted = at_last * (first + (last - first) * week / WEEKS) * (0.94 + 0.012 * below(11))
        while load(day) + weights[kind, phase] / 2 < wanted:
            start = max(day - timedelta(days=below(7)), since)
            end = max(day, min(day + timedelta(days=7 + below(28)), monday - timedelta(days=1 + below(28))))
            row = {"case": f"{home[0].upper()}-{worker['id'].split()[-1]}{worker['id'][0]}{len(made):03d}", "caseworker": worker["id"], "unit": home, "role": "lead",
                   "type": kind, "phase": phase, "factors": "", "from": start.isoformat(), "to": end.isoformat(), "from_vacancy": ""}
            made.append(row)
            own.append(row)
    return made

"""The same deployment problem as a mixed-integer program for HiGHS: a network of stays for each member.

Columns: stays (arrival, end, unit, cases kept or not) and moves, both whole; backlog and what of
it is old, by scenario; the tail's level and excess; largest and smallest burden. The model holds
for problems where a unit is forgotten within the minimum stay, and members settle within it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from evenload.pool import DeployProblem

INF = float("inf")


@dataclass
class Answer:
    """What HiGHS found: plan and hand-overs, its objective and bound (prices of the library), seconds."""

    plan: np.ndarray | None
    handed_over: np.ndarray | None
    objective: float
    bound: float
    seconds: float
    columns: int


class Model:
    """Columns and rows, collected."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.lower: list[float] = []
        self.whole: list[int] = []
        self.rows: list[tuple[list[int], list[float], float, float]] = []

    def column(self, cost: float = 0.0, lower: float = 0.0, upper: float = INF, whole: int = 0) -> int:
        """Add one and return its number."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, columns: list[int], values: list[float], lower: float, upper: float) -> None:
        """Add one."""
        self.rows.append((columns, values, lower, upper))


def build(problem: DeployProblem) -> tuple[Model, list[dict], float]:
    """Return the model, each member's stays and moves by column, and what one price unit is."""
    a = problem.arrays()
    units, weeks, members, scenarios = a["units"], a["weeks"], a["members"], a["scenarios"]
    days = a["periods_per_week"]
    periods = weeks * days
    settling, kept = a["settling"], a["kept_share"]
    top = len(settling) - 1
    assert a["minimum_stay"] >= top * days and a["fading_weeks"] * top * days <= a["minimum_stay"]
    minutes = a["minutes"].reshape(members, weeks)
    efficiency = a["efficiency"].reshape(members, units)
    move = a["move_price"].reshape(units, units)
    burden = a["burden"].reshape(members, units)
    model = Model()
    supply: list[list[tuple[int, float]]] = [[] for _ in range(units * weeks)]
    tables, burden_terms = [], []

    def given(m: int, u: int, level: int, week: int, share: int) -> int:
        product = int(minutes[m, week]) * share * int(efficiency[m, u]) * int(settling[level])
        return product // (10**9 * days)

    for m in range(members):
        able = [u for u in range(units) if efficiency[m, u] > 0]
        stays: dict[tuple[int, int, int, int], int] = {}
        moves: dict[tuple[int, int, int, int], int] = {}
        into: dict[tuple[int, int, int], list[int]] = {}
        out_of: dict[tuple[int, int, int], list[int]] = {}
        left: dict[tuple[int, int], list[int]] = {}
        loads: list[tuple[int, float]] = []
        for u in able:
            for begin in range(periods):
                for keeps in (0, 1) if begin else (0,):
                    by_week = np.zeros(weeks)
                    for day in range(begin, periods):
                        stayed = day - begin
                        week = stayed // days
                        share = 1000 - (int(kept[week]) if keeps and week < len(kept) else 0)
                        by_week[day // days] += given(m, u, min(top, week), day // days, share)
                        end = day + 1
                        if end < periods and end - begin < a["minimum_stay"]:
                            continue
                        column = model.column(upper=1, whole=1)
                        stays[begin, end, u, keeps] = column
                        out_of.setdefault((begin, u, keeps), []).append(column)
                        if end < periods:
                            left.setdefault((end, u), []).append(column)
                        for w in range(begin // days, day // days + 1):
                            if by_week[w]:
                                supply[u * weeks + w].append((column, float(by_week[w])))
                        if burden[m, u]:
                            loads.append((column, float(burden[m, u] * (end - begin))))
        for (end, u), before in left.items():
            after = []
            for v in able:
                if v == u:
                    continue
                for keeps in (0, 1):
                    price = float(move[u, v]) + (0.0 if keeps else float(a["hand_over_price"][u]))
                    column = model.column(cost=price, upper=1, whole=1)
                    moves[end, u, v, keeps] = column
                    into.setdefault((end, v, keeps), []).append(column)
                    after.append(column)
                    if not keeps:
                        supply[u * weeks + end // days].append((column, -float(a["hand_over_minutes"][u])))
                        continue
                    by_week = np.zeros(weeks)
                    for day in range(end, min(periods, end + days * len(kept))):
                        by_week[day // days] += given(m, u, top, day // days, int(kept[(day - end) // days]))
                    for w in np.flatnonzero(by_week):
                        supply[u * weeks + int(w)].append((column, float(by_week[w])))
            model.row(before + after, [1.0] * len(before) + [-1.0] * len(after), 0, 0)
        first = [column for (begin, _, _, _), column in stays.items() if begin == 0]
        model.row(first, [1.0] * len(first), 1, 1)
        for (begin, u, keeps), columns in out_of.items():
            if begin == 0:
                continue
            arrivals = into.get((begin, u, keeps), [])
            model.row(columns + arrivals, [1.0] * len(columns) + [-1.0] * len(arrivals), 0, 0)
        tables.append({"stays": stays, "moves": moves})
        burden_terms.append(loads)

    if a["fairness_price"]:
        high, low = model.column(cost=float(a["fairness_price"])), model.column(cost=-float(a["fairness_price"]))
        for loads in burden_terms:
            columns, values = [c for c, _ in loads], [v for _, v in loads]
            model.row([high, *columns], [1.0, *[-v for v in values]], 0, INF)
            model.row([low, *columns], [-1.0, *values], 0, INF)
    losses(model, a, supply)
    return model, tables, 6000.0


def losses(model: Model, a: dict, supply: list[list[tuple[int, float]]]) -> None:
    """Add what waits, and its risk."""
    units, weeks, scenarios, ages = a["units"], a["weeks"], a["scenarios"], a["price_ages"]
    demand = a["demand"].reshape(scenarios, units, weeks)
    own = a["own_capacity"].reshape(-1, units, weeks)
    backlog = a["backlog"].reshape(units, -1)
    price = a["backlog_price"].reshape(units, ages)
    rho, mass = a["tail_weight"] / 1000, 1 - a["tail_level"] / 1000
    # The pool's supply by unit and week, a column of its own: the rows of scenarios stay short.
    pooled = []
    for terms in supply:
        column = model.column(lower=-INF)
        pooled.append(column)
        model.row([column, *[c for c, _ in terms]], [1.0, *[-v for _, v in terms]], 0, 0)
    level = model.column(cost=rho, lower=-INF) if rho else -1
    for s in range(scenarios):
        mean = (1 - rho) / scenarios
        in_loss: list[int] = []
        prices: list[float] = []
        for u in range(units):
            before = -1
            for t in range(weeks):
                per_minute = float(price[u, 0]) + (float(a["end_price"][u]) if t == weeks - 1 else 0.0)
                waits = model.column(cost=mean * per_minute)
                in_loss.append(waits)
                prices.append(per_minute)
                net = float(demand[s, u, t] - own[s if len(own) > 1 else 0, u, t])
                columns, values = [waits, pooled[u * weeks + t]], [1.0, 1.0]
                if before >= 0:
                    columns.append(before)
                    values.append(-1.0)
                else:
                    net += float(backlog[u].sum())
                model.row(columns, values, net, INF)
                recent = 0.0
                for age in range(1, ages):
                    week = t - age + 1
                    if week >= 0:
                        recent += float(demand[s, u, week])
                    elif -week - 1 < backlog.shape[1]:
                        recent += float(backlog[u, -week - 1])
                    old = model.column(cost=mean * float(price[u, age]))
                    in_loss.append(old)
                    prices.append(float(price[u, age]))
                    model.row([old, waits], [1.0, -1.0], -recent, INF)
                before = waits
        if rho:
            excess = model.column(cost=rho / mass / scenarios)
            model.row([excess, level, *in_loss], [1.0, 1.0, *[-p for p in prices]], 0, INF)


def solve(problem: DeployProblem, seconds: float, threads: int = 2) -> Answer:
    """Solve with HiGHS; seconds are its own, without building the model."""
    import highspy

    model, tables, per_unit = build(problem)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.rows)
    lp.col_cost_ = np.array(model.cost)
    lp.col_lower_, lp.col_upper_ = np.array(model.lower), np.array(model.upper)
    lp.row_lower_ = np.array([row[2] for row in model.rows])
    lp.row_upper_ = np.array([row[3] for row in model.rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *[len(row[0]) for row in model.rows]])
    lp.a_matrix_.index_ = np.concatenate([row[0] for row in model.rows])
    lp.a_matrix_.value_ = np.concatenate([row[1] for row in model.rows])
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in model.whole]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", threads)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(lp)
    begin = time.perf_counter()
    solver.run()
    taken = time.perf_counter() - begin
    info = solver.getInfo()
    found = info.primal_solution_status == 2
    plan = handed = None
    if found:
        values = solver.getSolution().col_value
        periods = problem.arrays()["weeks"] * problem.periods_per_week
        plan = np.full((len(tables), periods), -1, np.int32)
        handed = np.zeros((len(tables), periods), np.uint8)
        for m, table in enumerate(tables):
            for (start, end, u, _), column in table["stays"].items():
                if values[column] > 0.5:
                    plan[m, start:end] = u
            for (end, _, _, keeps), column in table["moves"].items():
                if values[column] > 0.5 and not keeps:
                    handed[m, end] = 1
    objective = info.objective_function_value / per_unit if found else INF
    return Answer(plan, handed, objective, info.mip_dual_bound / per_unit, taken, len(model.cost))

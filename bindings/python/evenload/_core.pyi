"""
The compiled part of evenload. Not an interface: use the package evenload.
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
import typing_extensions
__all__: list[str] = ['AllocationInput', 'AllocationPolicy', 'AllocationState', 'BalancedAssignmentProblem', 'ConvexTransportProblem', 'ConvexTransportState', 'DemandModel', 'DemandSource', 'Explainer', 'Explanation', 'FittedPhases', 'OnlineAssignment', 'OnlineRow', 'OnlineSnapshot', 'Plan', 'PoolProblem', 'StopToken', 'Table', 'VerbAnswer', 'WhyUnplaced', 'WorthProblem', 'allocate', 'backlog_carryover', 'balanced_assignment', 'blocking_groups', 'call_document', 'call_verb', 'canonical_input', 'canonical_plan', 'canonical_policy', 'case_manager_capacity', 'case_manager_queue', 'case_weight', 'caveat_pattern', 'changes', 'check_duals', 'check_input', 'clairvoyant_bound', 'compare', 'compare_designs', 'compare_drafts', 'compare_policies', 'compare_units', 'compare_weights', 'convert_measurement_rule', 'convert_weight_scheme', 'convex_transport', 'cost_shares', 'cross_training', 'cusum_run_length', 'cusum_threshold', 'deal_out', 'default_work', 'deploy', 'describe_error', 'duty_shares', 'erlang', 'erlang_r', 'erlang_r_load', 'erlang_r_staffing', 'erlang_wait_exceeds', 'error_from_json', 'error_to_json', 'evaluate', 'evaluate_deployment', 'even_skills', 'exponential_trend', 'fit_autoregression', 'fit_demand', 'fit_phases', 'fit_time_study', 'flexibility_structure', 'flexibility_throughput', 'garnett', 'garnett_safety', 'generalized_assignment', 'halfin_whitt', 'halfin_whitt_safety', 'holdings_of_log', 'is_protected', 'level_orders', 'makespan', 'measure', 'measure_supervisors', 'minimum_key_bytes', 'modified_offered_load', 'modified_offered_load_staffing', 'normal_capacity_rule', 'normal_log_mapping', 'normal_measurement_rule', 'normal_sealed_record', 'normal_weight_scheme', 'offered_load', 'only_version', 'panel_rounds', 'pool_rules', 'power_staffing', 'rate_cells', 'reason_codes', 'recommend', 'replay', 'run_alarm', 'sampled_shares', 'seal', 'sentence', 'sentence_pattern', 'servers_needed', 'shared_pool', 'simulate_case_managers', 'simulate_routing', 'square_root_staffing', 'today', 'trade_off', 'undistributed', 'verify', 'weekly_load', 'weekly_series', 'why_unplaced']
class StopToken:
    """
    Stops running solves from a callback or another thread.
    
    Pass the same token to as many solves as you like; each keeps the best plan it has and returns it with
    ``stop == "cancelled"``.
    
    Examples
    --------
    >>> import evenload
    >>> token = evenload.StopToken()
    >>> token.request_stop()
    >>> token.stop_requested
    True
    """
    def __init__(self) -> None:
        ...
    def request_stop(self) -> None:
        """
        Ask every solve that holds this token to stop.
        """
    @property
    def stop_requested(self) -> bool:
        """
        Whether a stop has been asked for.
        """
class Table:
    """
    A columnar table that any Arrow library can read (``__arrow_c_stream__``).
    """
    @staticmethod
    def from_arrow(name: str, producer: typing.Any, zone: str) -> Table:
        """
        Read an object with ``__arrow_c_stream__``; times without a zone are local to `zone`.
        """
    @staticmethod
    def from_columns(name: str, columns: collections.abc.Iterable[tuple[str, typing.Any, bool]], zone: str) -> Table:
        """
        Build from (name, numpy array or list, whether its datetime64 values are UTC).
        """
    @staticmethod
    def from_json(name: str, json: str) -> Table:
        """
        Read a JSON array of objects, one a row.
        """
    def __arrow_c_stream__(self, requested_schema: typing.Any = None) -> typing_extensions.CapsuleType:
        """
        An Arrow stream of one batch, as a PyCapsule.
        """
    def __len__(self) -> int:
        ...
    def column(self, index: typing.SupportsInt | typing.SupportsIndex) -> tuple[str, str, typing.Any, typing.Any]:
        """
        (name, type, values, validity): numpy arrays (dates in days, instants in microseconds since 1970), lists for texts.
        """
    def to_json(self) -> str:
        """
        The rows as a JSON array of objects.
        """
    def with_metadata(self, metadata: collections.abc.Mapping[str, str]) -> Table:
        """
        The same table with other key-value pairs in its Arrow schema.
        """
    @property
    def column_names(self) -> list[str]:
        """
        Names of the columns, in order.
        """
    @property
    def metadata(self) -> dict[str, str]:
        """
        Key-value pairs of the Arrow schema.
        """
    @property
    def name(self) -> str:
        ...
class BalancedAssignmentProblem:
    """
    Arrays of one balanced assignment, checked for type; read, never changed.
    """
    def __init__(self, indptr: typing.Any, indices: typing.Any, weight: typing.Any, weight_per_pair: bool | None, capacity: typing.Any, base_load: typing.Any, hard_limit: typing.Any, priority: typing.Any, row_class: typing.Any, cost: typing.Any, cost_weight: typing.Any, balance: str, overload_place: str, category_indptr: typing.Any, category_indices: typing.Any, category_amount: typing.Any, limit_column: typing.Any, limit_category: typing.Any, limit_count: typing.Any, limit_weight: typing.Any, row_group: typing.Any, row_marked: typing.Any, fixed: typing.Any, start: typing.Any) -> None:
        ...
    def meet(self, apart_column: typing.Any, apart_other: typing.Any, column_label: typing.Any, tied_row: typing.Any, tied_other: typing.Any, tied_alike: typing.Any) -> None:
        """
        Who may meet in a group, beyond going to different columns.
        """
    @property
    def has_classes(self) -> bool:
        ...
class ConvexTransportProblem:
    """
    Arrays of one transport problem, checked for type; read, never changed.
    """
    def __init__(self, indptr: typing.Any, indices: typing.Any, cost: typing.Any, columns: typing.SupportsInt | typing.SupportsIndex, slot_cost: typing.Any, slot_indptr: typing.Any, start: typing.Any, prices: typing.Any) -> None:
        ...
class ConvexTransportState:
    def __init__(self, problem: ConvexTransportProblem, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> None:
        ...
    def change_cost(self, row: typing.SupportsInt | typing.SupportsIndex, column: typing.SupportsInt | typing.SupportsIndex, cost: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    def column_of(self, row: typing.SupportsInt | typing.SupportsIndex) -> int:
        ...
    def insert_row(self, columns: typing.Any, cost: typing.Any) -> int:
        ...
    def remove_row(self, row: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    def solution(self) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], int, int, int, int, int, str, str, int]:
        ...
    def solve(self, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> str:
        ...
class OnlineRow:
    """
    Arrays of one row, checked for type; read, never changed.
    """
    def __init__(self, columns: typing.Any, weight: typing.Any, cost: typing.Any, priority: typing.SupportsInt | typing.SupportsIndex, row_class: typing.SupportsInt | typing.SupportsIndex, categories: typing.Any, category_amount: typing.Any) -> None:
        ...
class OnlineSnapshot:
    pass
class OnlineAssignment:
    """
    Every call frees the GIL.
    """
    @staticmethod
    def from_standing(problem: BalancedAssignmentProblem, ids: typing.Any, slots: typing.SupportsInt | typing.SupportsIndex, generation: typing.SupportsInt | typing.SupportsIndex, version: typing.SupportsInt | typing.SupportsIndex) -> OnlineAssignment:
        ...
    def __init__(self, problem: BalancedAssignmentProblem) -> None:
        ...
    def best(self, row: OnlineRow, count: typing.SupportsInt | typing.SupportsIndex) -> list[tuple[int, int, float, bool]]:
        """
        (column, overload, balance, better than out) of each.
        """
    def best_with_moves(self, row: OnlineRow, moves: typing.SupportsInt | typing.SupportsIndex, work_limit: typing.SupportsInt | typing.SupportsIndex | None) -> tuple[int, tuple[int, int, int], int, float, list[tuple[int, int, int]], bool, int]:
        """
        (column, unassigned by class, overload, balance, moves, proven, work).
        """
    def change_column(self, column: typing.SupportsInt | typing.SupportsIndex, capacity: typing.SupportsInt | typing.SupportsIndex | None, base_load: typing.SupportsInt | typing.SupportsIndex | None, hard_limit: typing.SupportsInt | typing.SupportsIndex | None) -> None:
        ...
    def close_row(self, row: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    def column_of(self, row: typing.SupportsInt | typing.SupportsIndex) -> int:
        ...
    def commit(self, row: OnlineRow, column: typing.SupportsInt | typing.SupportsIndex, moves: typing.Any) -> int:
        ...
    def delta(self, since: typing.SupportsInt | typing.SupportsIndex) -> list[tuple[int, str, int, int, int]]:
        """
        (version, kind, row, from, to) of each change.
        """
    def exclusions(self, row: OnlineRow) -> list[str]:
        ...
    def forget(self) -> None:
        ...
    def levels(self) -> tuple[tuple[int, int, int], int, float]:
        """
        (unassigned by class, overload, balance).
        """
    def move_rows(self, moves: typing.Any) -> None:
        ...
    def restore(self, snapshot: OnlineSnapshot) -> None:
        ...
    def snapshot(self) -> OnlineSnapshot:
        ...
    def standing(self) -> tuple[dict[str, typing.Any], numpy.typing.NDArray[numpy.int64], int, int, int]:
        """
        (arrays of the problem, ids, slots, generation, version).
        """
    def undo(self) -> None:
        ...
    @property
    def load(self) -> numpy.typing.NDArray[numpy.int64]:
        ...
    @property
    def rows(self) -> int:
        ...
    @property
    def version(self) -> int:
        ...
class FittedPhases:
    """
    A log of phases and the model fitted to it.
    """
    def arrivals(self) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64]]:
        """
        (unit, type, day since 1970-01-01).
        """
    def cell(self, type: typing.SupportsInt | typing.SupportsIndex, phase: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], int, int, int, int]:
        """
        (at risk, events, tail from, tail events, tail exposure, starts).
        """
    def expected_load(self, periods: typing.SupportsInt | typing.SupportsIndex, unit: typing.Any, type: typing.Any, units: typing.SupportsInt | typing.SupportsIndex, mean: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], weight: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
        """
        (open load, new load, cases), flat. The GIL is free while it runs.
        """
    def incidence(self, type: typing.SupportsInt | typing.SupportsIndex, phase: typing.SupportsInt | typing.SupportsIndex, ages: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
        """
        P(left for each phase, or closed, by each age), flat.
        """
    def new_case_path(self, type: typing.SupportsInt | typing.SupportsIndex, periods: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
        """
        The same for a case that arrives.
        """
    def open_cases(self) -> tuple[list[str], numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.float64]]:
        """
        (ids, type, phase, age, unit, scale).
        """
    def remaining_path(self, type: typing.SupportsInt | typing.SupportsIndex, phase: typing.SupportsInt | typing.SupportsIndex, age: typing.SupportsInt | typing.SupportsIndex, periods: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
        """
        P(in each phase at the end of each period), flat.
        """
    def resampled_survival(self, type: typing.SupportsInt | typing.SupportsIndex, phase: typing.SupportsInt | typing.SupportsIndex, ages: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, replication: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
        """
        Survival after a resample of the cases.
        """
    def simulate_load(self, periods: typing.SupportsInt | typing.SupportsIndex, unit: typing.Any, type: typing.Any, units: typing.SupportsInt | typing.SupportsIndex, mean: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], weight: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], draws: typing.Any, replications: typing.SupportsInt | typing.SupportsIndex, mean_over: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, parameter_uncertainty: bool, stop: StopToken | None) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], int, str]:
        """
        (load, cases, replications, stop), flat. The GIL is free while it runs.
        """
    def survival(self, type: typing.SupportsInt | typing.SupportsIndex, phase: typing.SupportsInt | typing.SupportsIndex, ages: typing.SupportsInt | typing.SupportsIndex) -> numpy.typing.NDArray[numpy.float64]:
        """
        P(stay longer than each age).
        """
    def to_json(self) -> str:
        ...
    @property
    def end_day(self) -> str:
        ...
    @property
    def first_day(self) -> str:
        ...
    @property
    def phases(self) -> list[str]:
        ...
    @property
    def rows_after(self) -> int:
        ...
    @property
    def rows_before(self) -> int:
        ...
    @property
    def types(self) -> list[str]:
        ...
    @property
    def units(self) -> list[str]:
        ...
class AllocationPolicy:
    """
    A policy that C++ has read and checked.
    """
    def __init__(self, json: str) -> None:
        ...
    def to_json(self) -> str:
        ...
    @property
    def name(self) -> str:
        ...
    @property
    def on(self) -> str | None:
        ...
    @property
    def zone(self) -> str:
        ...
class AllocationInput:
    """
    The rows of all tables, read and checked.
    """
    @staticmethod
    def from_json(json: str) -> AllocationInput:
        ...
    @staticmethod
    def from_tables(tables: collections.abc.Mapping[str, Table], zone: str) -> AllocationInput:
        ...
    def to_json(self) -> str:
        ...
    def with_cases_of(self, other: AllocationInput) -> AllocationInput:
        """
        This input with the cases of another one behind its own.
        """
    @property
    def case_ids(self) -> list[typing.Any]:
        ...
class Plan:
    """
    An answer of allocate.
    """
    @staticmethod
    def from_json(json: str) -> Plan:
        ...
    def assignments(self) -> Table:
        ...
    def levels_table(self) -> Table:
        ...
    def loads(self) -> Table:
        ...
    def to_json(self) -> str:
        ...
    def undistributed(self) -> Table:
        ...
    @property
    def levels(self) -> list[tuple[str, float, float, float | None, float, float | None, bool]]:
        """
        (name, value, bound, gap, absolute gap, variable gap, proven) per level.
        """
    @property
    def notices(self) -> list[tuple[str, dict[str, typing.Any]]]:
        """
        (code, parameters) per notice.
        """
    @property
    def sorted_ratios(self) -> tuple[numpy.typing.NDArray[numpy.float64], int, float | None] | None:
        """
        (ratios, proven, next bound) of leximin.
        """
    @property
    def status(self) -> str:
        ...
    @property
    def stop(self) -> str:
        ...
    @property
    def work(self) -> int:
        ...
class Explanation:
    """
    Why one caseworker, who next, and why not the others.
    """
    @staticmethod
    def from_json(json: str) -> Explanation:
        ...
    def alternatives_table(self) -> Table:
        ...
    def excluded_table(self) -> Table:
        ...
    def to_json(self) -> str:
        ...
    @property
    def alternatives(self) -> list[tuple[int, typing.Any, bool, float, float, float, float | None, float | None, int, dict[str, float], list[tuple[str, dict[str, typing.Any]]]]]:
        ...
    @property
    def audience(self) -> str:
        ...
    @property
    def case_id(self) -> typing.Any:
        ...
    @property
    def caseworker(self) -> typing.Any:
        ...
    @property
    def excluded(self) -> list[tuple[typing.Any, list[tuple[str, dict[str, typing.Any]]]]]:
        ...
    @property
    def relaxation(self) -> tuple[typing.Any, tuple[str, dict[str, typing.Any]], float] | None:
        ...
    @property
    def role(self) -> str:
        ...
    @property
    def why(self) -> list[tuple[str, dict[str, typing.Any]]]:
        ...
class Explainer:
    """
    Explains one plan; what explanations share is prepared once.
    """
    def __init__(self, input: AllocationInput, policy: AllocationPolicy, plan: Plan) -> None:
        ...
    def explain(self, case_id: typing.Any, role: str, audience: str, top: typing.SupportsInt | typing.SupportsIndex) -> Explanation:
        ...
    def why_not(self, case_id: typing.Any, role: str, caseworker: typing.Any) -> list[tuple[str, dict[str, typing.Any]]]:
        ...
class AllocationState:
    """
    Input and policy as they stand, changed by deltas.
    """
    @staticmethod
    def from_json(json: str) -> AllocationState:
        ...
    def __init__(self, input: AllocationInput, policy: AllocationPolicy) -> None:
        ...
    def apply(self, delta: str) -> tuple[int, bool]:
        """
        (version, merged) of a delta as a JSON document.
        """
    def history(self) -> str:
        ...
    def policy(self) -> AllocationPolicy:
        ...
    def recommend(self, case_id: typing.Any, role: str, top: typing.SupportsInt | typing.SupportsIndex) -> Explanation:
        ...
    def recommend_new(self, row: Table, role: str, top: typing.SupportsInt | typing.SupportsIndex) -> Explanation:
        """
        For a table of cases with one row.
        """
    def snapshot(self) -> AllocationInput:
        ...
    def to_json(self) -> str:
        ...
    @property
    def version(self) -> int:
        ...
class VerbAnswer:
    """
    A plan and what a verb says besides.
    """
    def table(self, name: str) -> Table:
        ...
    def to_json(self) -> str:
        ...
    @property
    def input(self) -> AllocationInput:
        ...
    @property
    def plan(self) -> Plan:
        ...
    @property
    def policy(self) -> AllocationPolicy:
        ...
class WhyUnplaced:
    """
    Why cases are left over, and what would help.
    """
    def blocked(self) -> Table:
        ...
    def causes(self) -> Table:
        ...
    def reliefs(self) -> Table:
        ...
    def text(self, language: str, own: collections.abc.Mapping[str, str]) -> str:
        ...
    def to_json(self) -> str:
        ...
class DemandModel:
    """
    A model of weekly demand.
    """
    def __init__(self, season: typing.SupportsInt | typing.SupportsIndex, harmonics: typing.SupportsInt | typing.SupportsIndex, own_season: bool, factor: typing.SupportsInt | typing.SupportsIndex, siblings: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], hours_per_case: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], hours_variation: typing.SupportsFloat | typing.SupportsIndex, parameters: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], draws: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]) -> None:
        ...
    def moments(self, weeks: typing.SupportsInt | typing.SupportsIndex, first_week: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
        """
        (mean, deviation, rate deviation, correlation), flat.
        """
    def scenarios(self, scenarios: typing.SupportsInt | typing.SupportsIndex, weeks: typing.SupportsInt | typing.SupportsIndex, first_week: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, parameter_uncertainty: bool, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
        """
        (hours, cases), flat. The GIL is free while it runs.
        """
class DemandSource:
    """
    A model, or scenarios.
    """
    def __init__(self, model: DemandModel | None, scenarios: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], count: typing.SupportsInt | typing.SupportsIndex, probability: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], first_week: typing.SupportsInt | typing.SupportsIndex, parameter_uncertainty: bool) -> None:
        ...
class PoolProblem:
    """
    A sizing problem as arrays.
    """
    def __init__(self, demand: DemandSource, units: typing.SupportsInt | typing.SupportsIndex, weeks: typing.SupportsInt | typing.SupportsIndex, capacity: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], threshold: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], risk: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], efficiency: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], hours: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], cost: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], presence: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], absence_weeks: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], most: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], scope: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    def risk(self, members: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], confidence: typing.SupportsFloat | typing.SupportsIndex, scenarios: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> list[tuple[list[int], float, float, float, float, float, int, int, bool, bool, float, float, float, bool, numpy.typing.NDArray[numpy.float64]]]:
        """
        Risks of pools × profiles.
        """
    def size(self, confidence: typing.SupportsFloat | typing.SupportsIndex, scenarios: typing.SupportsInt | typing.SupportsIndex, most_scenarios: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> tuple[str, tuple[list[int], float, float, float, float, float, int, int, bool, bool, float, float, float, bool, numpy.typing.NDArray[numpy.float64]], tuple[list[int], float, float, float, float, float, int, int, bool, bool, float, float, float, bool, numpy.typing.NDArray[numpy.float64]], list[tuple[list[int], float, float, float, float, float, int, int, bool, bool, float, float, float, bool, numpy.typing.NDArray[numpy.float64]]], list[tuple[list[int], float, float, float, float, float, int, int, bool, bool, float, float, float, bool, numpy.typing.NDArray[numpy.float64]]], int, int, int, int, list[int], str]:
        """
        The cheapest pool. The GIL is free while it runs.
        """
class WorthProblem:
    """
    A worth problem as arrays.
    """
    def __init__(self, demand: DemandSource, units: typing.SupportsInt | typing.SupportsIndex, weeks: typing.SupportsInt | typing.SupportsIndex, capacity: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], initial_backlog: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], from_units: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], fixed_posts: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], ramp_up: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], numbers: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]]) -> None:
        ...
    def break_even(self, friction: typing.SupportsInt | typing.SupportsIndex, against: typing.SupportsInt | typing.SupportsIndex, measure: typing.SupportsInt | typing.SupportsIndex, confidence: typing.SupportsFloat | typing.SupportsIndex, replications: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> tuple[str, float, float, float, float, float, int]:
        """
        The GIL is free while it runs.
        """
    def worth(self, confidence: typing.SupportsFloat | typing.SupportsIndex, equal_margin: typing.SupportsFloat | typing.SupportsIndex, replications: typing.SupportsInt | typing.SupportsIndex, most_replications: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> tuple[numpy.typing.NDArray[numpy.float64], list[tuple[str, str, float, float, float, str]], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], float, list[int], int, int, str]:
        """
        The GIL is free while it runs.
        """
def allocate(input: AllocationInput, policy: AllocationPolicy, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> Plan:
    """
    The GIL is free while it runs.
    """
def backlog_carryover(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], servers: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], period: typing.SupportsFloat | typing.SupportsIndex, mean_service: typing.SupportsFloat | typing.SupportsIndex, start: typing.SupportsInt | typing.SupportsIndex) -> tuple[tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]], numpy.typing.NDArray[numpy.float64]]:
    """
    (performance, backlog).
    """
def balanced_assignment(problem: BalancedAssignmentProblem, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64], list[tuple[str, float, float, float | None, float, float | None, bool]], str, str, int, tuple[numpy.typing.NDArray[numpy.float64], int, float | None] | None]:
    """
    (assignment, load, levels, status, stop, work, sorted ratios). The GIL is free while it runs.
    """
def blocking_groups(problem: BalancedAssignmentProblem, assignment: typing.Any, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[list[tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int32], int, int, bool, int, str, bool]], numpy.typing.NDArray[numpy.int32], str, int]:
    """
    (groups, group of each row, stop, work). The GIL is free while it runs.
    """
def call_document(json: str, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> str:
    """
    One call as a JSON document.
    """
def call_verb(name: str, input: AllocationInput, policy: AllocationPolicy, announced: Plan | None, settings: str, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> VerbAnswer:
    """
    rebalance, redistribute, cover, replan, plan_ahead or what_if; the GIL is free while it runs.
    """
def canonical_input(input: AllocationInput) -> bytes:
    ...
def canonical_plan(plan: Plan) -> bytes:
    ...
def canonical_policy(policy: AllocationPolicy) -> bytes:
    ...
def case_manager_capacity(completion_probability: typing.SupportsFloat | typing.SupportsIndex, attention_time: typing.SupportsFloat | typing.SupportsIndex, external_delay: typing.SupportsFloat | typing.SupportsIndex, caseload_limit: typing.SupportsInt | typing.SupportsIndex, workers: typing.SupportsInt | typing.SupportsIndex) -> float:
    """
    Most cases per unit of time.
    """
def case_manager_queue(arrival_rate: typing.SupportsFloat | typing.SupportsIndex, completion_probability: typing.SupportsFloat | typing.SupportsIndex, attention_time: typing.SupportsFloat | typing.SupportsIndex, external_delay: typing.SupportsFloat | typing.SupportsIndex, caseload_limit: typing.SupportsInt | typing.SupportsIndex, workers: typing.SupportsInt | typing.SupportsIndex, work_limit: typing.SupportsFloat | typing.SupportsIndex) -> tuple[str, float, float, tuple[float, float, float, float, float, float] | None, tuple[float, float, float, float, float, float] | None, tuple[float, float, float, float, float, float] | None, tuple[float, float, float, float, float, float]]:
    """
    The GIL is free while it runs.
    """
def case_weight(json: str, on: str, case_type: str, phase: str, factors: collections.abc.Sequence[str]) -> str:
    """
    Weight of a case as an exact fraction, as text.
    """
def caveat_pattern(name: str, language: str) -> str:
    """
    A caveat in plain words, with {unit} and {other}.
    """
def changes(held_cases: Table, caseworkers: Table, absences: Table | None, reductions: Table | None, caseworker_weeks: Table | None, rule: str, start: str, end: str, person_level: bool, smallest_group: typing.SupportsInt | typing.SupportsIndex) -> tuple[Table | None, Table, Table]:
    """
    (people or None, units, municipality).
    """
def check_duals(problem: ConvexTransportProblem, assignment: typing.Any, row_price: typing.Any, column_price: typing.Any, outside_price: typing.SupportsInt | typing.SupportsIndex) -> str:
    """
    The first condition that fails; empty where the prices prove the assignment optimal.
    """
def check_input(input: AllocationInput, policy: AllocationPolicy) -> None:
    ...
def clairvoyant_bound(problem: dict[str, typing.Any], time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> float | None:
    """
    None where a member has no way.
    """
def compare(problem: BalancedAssignmentProblem, a: typing.Any, b: typing.Any) -> int:
    ...
def compare_designs(capacity: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], skills: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]], efficiency: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, demand: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex], candidates: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]] | None, candidate_efficiency: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, options: dict[str, typing.Any], designs: collections.abc.Sequence[collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]]) -> list[tuple[tuple[float, float], tuple[float, float], str]]:
    """
    [(throughput, gain, shape)] of each design, over the same scenarios.
    """
def compare_drafts(held_cases: Table, caseworkers: Table, absences: Table | None, reductions: Table | None, caseworker_weeks: Table | None, rule_a: str, rule_b: str, first: str, last: str, weekday: typing.SupportsInt | typing.SupportsIndex, person_level: bool, smallest_group: typing.SupportsInt | typing.SupportsIndex, overlap: str, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[Table | None, Table, Table]:
    """
    (people or None, units, municipality).
    """
def compare_policies(log: Table, mapping: str, caseworkers: Table | None, caseworker_weeks: Table | None, policies: collections.abc.Sequence[tuple[str, AllocationPolicy | None]], baseline: typing.SupportsInt | typing.SupportsIndex, settings: str, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[Table, Table, str]:
    """
    (table of policies and measures, table of replications, JSON document).
    """
def compare_units(tables: collections.abc.Sequence[Table], rules: collections.abc.Sequence[tuple[str, str]], on: str) -> tuple[Table, Table, Table]:
    """
    (units, cross, caveats).
    """
def compare_weights(weights: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex]], intended: Table, match_hours: bool) -> Table:
    """
    Observed weights (type, hours, low, high, cases, total hours) beside a table of intended ones.
    """
def convert_measurement_rule(json: str, family: str, full_time: str, as_full_time: str) -> str:
    """
    A rule in another family.
    """
def convert_weight_scheme(json: str, family: str, full_time: str, as_full_time: str) -> str:
    """
    A scheme in another family.
    """
def convex_transport(problem: ConvexTransportProblem, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], int, int, int, int, int, str, str, int]:
    """
    (assignment, load, row prices, column prices, outside price, unassigned, bound, cost, bound, status, stop, work).
    """
def cost_shares(players: typing.SupportsInt | typing.SupportsIndex, cost: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], tolerance: typing.SupportsFloat | typing.SupportsIndex, examine_core: bool) -> dict[str, typing.Any]:
    """
    {total, shapley, core, …}. The GIL is free while it runs.
    """
def cross_training(capacity: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], skills: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]], efficiency: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, demand: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex], candidates: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]] | None, candidate_efficiency: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, training_hours: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, training_weeks: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, cost: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, options: dict[str, typing.Any], stop: StopToken | None) -> dict[str, typing.Any]:
    """
    {before, full, demand, steps, next, …}. The GIL is free while it runs.
    """
def cusum_run_length(reference: typing.SupportsFloat | typing.SupportsIndex, threshold: typing.SupportsFloat | typing.SupportsIndex, side: str, head_start: typing.SupportsFloat | typing.SupportsIndex, shift: typing.SupportsFloat | typing.SupportsIndex) -> float:
    """
    Mean number of values until an alarm.
    """
def cusum_threshold(reference: typing.SupportsFloat | typing.SupportsIndex, run_length: typing.SupportsFloat | typing.SupportsIndex, side: str, head_start: typing.SupportsFloat | typing.SupportsIndex) -> float:
    """
    The threshold with that run length.
    """
def deal_out(need: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], efficiency: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], hours: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]) -> numpy.typing.NDArray[numpy.float64]:
    """
    Hours undone in each unit.
    """
def default_work(rows: typing.SupportsInt | typing.SupportsIndex, columns: typing.SupportsInt | typing.SupportsIndex, pairs: typing.SupportsInt | typing.SupportsIndex) -> int:
    ...
def deploy(problem: dict[str, typing.Any], time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> dict[str, typing.Any]:
    """
    A deployment and its value by name. The GIL is free while it runs.
    """
def describe_error(code: str, table: str, column: str, row: typing.SupportsInt | typing.SupportsIndex | None, expected: str, found: str) -> str:
    ...
def duty_shares(input: AllocationInput, policy: AllocationPolicy, first: str, last: str, participants: collections.abc.Sequence[str]) -> Table:
    ...
def erlang(model: typing.SupportsInt | typing.SupportsIndex, arrival_rate: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, servers: typing.SupportsInt | typing.SupportsIndex, patience_rate: typing.SupportsFloat | typing.SupportsIndex, server: typing.SupportsInt | typing.SupportsIndex) -> tuple[str, float, float, float, float, float, float, float, float]:
    """
    Steady state of a loss (0), delay (1) or patience (2) queue.
    """
def erlang_r(arrival_rate: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, servers: typing.SupportsInt | typing.SupportsIndex, return_probability: typing.SupportsFloat | typing.SupportsIndex, return_rate: typing.SupportsFloat | typing.SupportsIndex, server: typing.SupportsInt | typing.SupportsIndex) -> tuple[float, float, float, float, tuple[str, float, float, float, float, float, float, float, float]]:
    """
    (visit rate, needy load, content load, mean time, performance).
    """
def erlang_r_load(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], period: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, return_probability: typing.SupportsFloat | typing.SupportsIndex, return_rate: typing.SupportsFloat | typing.SupportsIndex, start: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
    """
    (needy end, content end, needy mean, needy peak).
    """
def erlang_r_staffing(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], period: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, return_probability: typing.SupportsFloat | typing.SupportsIndex, return_rate: typing.SupportsFloat | typing.SupportsIndex, start: typing.SupportsInt | typing.SupportsIndex, wait_probability: typing.SupportsFloat | typing.SupportsIndex, patience_rate: typing.SupportsFloat | typing.SupportsIndex | None) -> tuple[tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.float64]]:
    """
    (load, servers, P(wait)).
    """
def erlang_wait_exceeds(model: typing.SupportsInt | typing.SupportsIndex, arrival_rate: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, servers: typing.SupportsInt | typing.SupportsIndex, patience_rate: typing.SupportsFloat | typing.SupportsIndex, tau: typing.SupportsFloat | typing.SupportsIndex) -> float:
    """
    P(W > tau).
    """
def error_from_json(json: str) -> tuple[str, str, str, int | None, str, str]:
    ...
def error_to_json(code: str, table: str, column: str, row: typing.SupportsInt | typing.SupportsIndex | None, expected: str, found: str) -> str:
    ...
def evaluate(problem: BalancedAssignmentProblem, assignment: typing.Any) -> tuple[bool, list[str], list[float], numpy.typing.NDArray[numpy.int64]]:
    """
    (allowed, names, values, load).
    """
def evaluate_deployment(problem: dict[str, typing.Any], unit: typing.Any, handed_over: typing.Any) -> dict[str, typing.Any]:
    """
    The value of a deployment by name.
    """
def even_skills(types: typing.SupportsInt | typing.SupportsIndex, per_type: typing.SupportsInt | typing.SupportsIndex, skills: typing.SupportsInt | typing.SupportsIndex) -> list[list[int]]:
    """
    Skills of each agent, spread evenly.
    """
def exponential_trend(values: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], half_life: typing.SupportsFloat | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
    """
    (level, slope, weight).
    """
def fit_autoregression(series: collections.abc.Sequence[typing.Annotated[numpy.typing.ArrayLike, numpy.float64]], lags: typing.SupportsInt | typing.SupportsIndex, correction: str, risk: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex) -> tuple[list[float], float, list[float], list[float], int, bool]:
    """
    (phi, sigma, means, phi before the correction, observations, shortened).
    """
def fit_demand(counts: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], units: typing.SupportsInt | typing.SupportsIndex, weeks: typing.SupportsInt | typing.SupportsIndex, siblings: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], hours_per_case: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], hours_variation: typing.SupportsFloat | typing.SupportsIndex, season: typing.SupportsInt | typing.SupportsIndex, harmonics: typing.SupportsInt | typing.SupportsIndex, own_season: bool, factor: typing.SupportsInt | typing.SupportsIndex, dispersion: typing.SupportsInt | typing.SupportsIndex, first_week: typing.SupportsInt | typing.SupportsIndex, bootstraps: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], float, numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], int]:
    """
    (parameters, standard errors, draws, raw common and own variances, means, refits).
    """
def fit_phases(case_phases: Table, step: typing.SupportsInt | typing.SupportsIndex, observed_from: str | None, observed_until: str | None, phases: collections.abc.Sequence[str], forward_only: bool, smoothing: typing.SupportsInt | typing.SupportsIndex, min_at_risk: typing.SupportsInt | typing.SupportsIndex, tail_events: typing.SupportsInt | typing.SupportsIndex) -> FittedPhases:
    """
    Reads table case_phases and fits the phase model.
    """
def fit_time_study(log: Table, fixed_part: str, fixed: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]], order: collections.abc.Sequence[tuple[str, str]], level: typing.SupportsFloat | typing.SupportsIndex, bootstraps: typing.SupportsInt | typing.SupportsIndex, keep_replicates: bool, pool_units: bool, allow_singular: bool, time_limit: typing.SupportsFloat | typing.SupportsIndex, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[Table, Table, Table, Table, Table, numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], str]:
    """
    (weights, workers, collinearity, units, summary, fitted, replicates, JSON document). The GIL is free while it runs.
    """
def flexibility_structure(groups: typing.SupportsInt | typing.SupportsIndex, units: typing.SupportsInt | typing.SupportsIndex, skills: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]]) -> dict[str, typing.Any]:
    """
    {shape, cycles, components}.
    """
def flexibility_throughput(groups: typing.SupportsInt | typing.SupportsIndex, units: typing.SupportsInt | typing.SupportsIndex, skills: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex]], capacity: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], demand: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]) -> dict[str, typing.Any]:
    """
    {value, served, cut_units, cut_groups}.
    """
def garnett(safety: typing.SupportsFloat | typing.SupportsIndex, patience_ratio: typing.SupportsFloat | typing.SupportsIndex) -> float:
    ...
def garnett_safety(wait_probability: typing.SupportsFloat | typing.SupportsIndex, patience_ratio: typing.SupportsFloat | typing.SupportsIndex) -> float:
    ...
def generalized_assignment(cost: typing.Any, weight: typing.Any, capacity: typing.Any, allowed: typing.Any, start: typing.Any, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64], int | None, int, float | None, str, str, int]:
    """
    (assignment, load, objective, bound, gap, status, stop, work). The GIL is free while it runs.
    """
def halfin_whitt(safety: typing.SupportsFloat | typing.SupportsIndex) -> float:
    ...
def halfin_whitt_safety(wait_probability: typing.SupportsFloat | typing.SupportsIndex) -> float:
    ...
def holdings_of_log(log: Table, mapping: str) -> tuple[Table, Table, Table, str]:
    """
    (held cases, caseworkers, caseworker weeks, JSON document).
    """
def is_protected(code: str) -> bool:
    """
    Whether only the allocator may see a reason.
    """
def level_orders(input: AllocationInput, policy: AllocationPolicy, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[Table, str]:
    """
    (table of levels, JSON document). The GIL is free while it runs.
    """
def makespan(times: typing.Any, base_load: typing.Any, start: typing.Any, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int64], int | None, int | None, str, str, int]:
    """
    (assignment, load, objective, bound, status, stop, work). The GIL is free while it runs.
    """
def measure(tables: collections.abc.Sequence[Table], rule: str, on: str) -> tuple[Table, list[str], str]:
    """
    (table, unmatched case ids, JSON document).
    """
def measure_supervisors(tables: collections.abc.Sequence[Table], rule: str, on: str, full_time_hours: typing.SupportsFloat | typing.SupportsIndex, most_people: typing.SupportsInt | typing.SupportsIndex | None) -> Table:
    """
    One row per supervisor.
    """
def modified_offered_load(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], servers: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], period: typing.SupportsFloat | typing.SupportsIndex, service: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex], patience_rate: typing.SupportsFloat | typing.SupportsIndex | None, start: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
    """
    (load, P(wait), mean wait, mean queue, utilisation, abandonment).
    """
def modified_offered_load_staffing(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], period: typing.SupportsFloat | typing.SupportsIndex, service: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex], patience_rate: typing.SupportsFloat | typing.SupportsIndex | None, start: typing.SupportsInt | typing.SupportsIndex, wait_probability: typing.SupportsFloat | typing.SupportsIndex, tau: typing.SupportsFloat | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.int64], tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]]:
    """
    (servers, performance).
    """
def normal_capacity_rule(json: str) -> str:
    """
    A capacity rule, checked, in full.
    """
def normal_log_mapping(json: str) -> str:
    """
    A mapping of a log, checked, in full.
    """
def normal_measurement_rule(json: str) -> str:
    """
    A measurement rule, checked, in full.
    """
def normal_sealed_record(json: str) -> str:
    """
    A sealed record, checked.
    """
def normal_weight_scheme(json: str) -> str:
    """
    A scheme of weights, checked, in full.
    """
def offered_load(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], period: typing.SupportsFloat | typing.SupportsIndex, service: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsInt | typing.SupportsIndex], start: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64]]:
    """
    (at the end, largest) of each period.
    """
def only_version(json: str, version: str) -> str:
    """
    A scheme with one version alone, in force on every day.
    """
def panel_rounds(panel: Table, scale: tuple[typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex] | None, stable_within: typing.SupportsFloat | typing.SupportsIndex, agreed_spread: typing.SupportsFloat | typing.SupportsIndex) -> Table:
    """
    A table of rounds.
    """
def pool_rules(mean: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], deviation: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], correlation: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], rate_deviation: typing.SupportsFloat | typing.SupportsIndex, member_hours: typing.SupportsFloat | typing.SupportsIndex, own_hours: typing.SupportsFloat | typing.SupportsIndex, risk: typing.SupportsFloat | typing.SupportsIndex, factor: typing.SupportsFloat | typing.SupportsIndex, exponent: typing.SupportsFloat | typing.SupportsIndex, capacity_cost: typing.SupportsFloat | typing.SupportsIndex, shortage_cost: typing.SupportsFloat | typing.SupportsIndex) -> tuple[float, float, float, float, float, tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float], float, tuple[float, float], bool]:
    """
    Rules of thumb.
    """
def power_staffing(offered_load: typing.SupportsFloat | typing.SupportsIndex, safety: typing.SupportsFloat | typing.SupportsIndex, exponent: typing.SupportsFloat | typing.SupportsIndex) -> int:
    """
    Load + safety load^exponent, rounded up.
    """
def rate_cells(load: typing.Any, load_denominator: typing.SupportsInt | typing.SupportsIndex, capacity: typing.Any, capacity_denominator: typing.SupportsInt | typing.SupportsIndex, bands: collections.abc.Sequence[tuple[str, bool]], decimals: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.int32]]:
    """
    (ratio, band).
    """
def reason_codes() -> list[str]:
    ...
def recommend(input: AllocationInput, policy: AllocationPolicy, case_id: typing.Any, role: str, top: typing.SupportsInt | typing.SupportsIndex) -> Explanation:
    ...
def replay(log: Table, mapping: str, caseworkers: Table | None, caseworker_weeks: Table | None, policy: AllocationPolicy, settings: str, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[Table, Table, str]:
    """
    (table of weeks, table of measures, JSON document).
    """
def run_alarm(values: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], mean: typing.SupportsFloat | typing.SupportsIndex, phi: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex], sigma: typing.SupportsFloat | typing.SupportsIndex, side: str, reference: typing.SupportsFloat | typing.SupportsIndex, run_length: typing.SupportsFloat | typing.SupportsIndex, charts: typing.SupportsInt | typing.SupportsIndex, threshold: typing.SupportsFloat | typing.SupportsIndex | None, head_start: typing.SupportsFloat | typing.SupportsIndex, learn_mean: bool, learn_sigma: bool, first_week: typing.SupportsInt | typing.SupportsIndex, planned: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex]) -> dict[str, typing.Any]:
    """
    threshold, run_length, residual, expected, spread, upper, lower, alarm.
    """
def sampled_shares(players: typing.SupportsInt | typing.SupportsIndex, cost: collections.abc.Callable[[int], typing.SupportsFloat | typing.SupportsIndex], confidence: typing.SupportsFloat | typing.SupportsIndex, half_width: typing.SupportsFloat | typing.SupportsIndex, pairs: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> dict[str, typing.Any]:
    """
    {total, share, low, high, …}.
    """
def seal(plan: Plan, input: AllocationInput, policy: AllocationPolicy, verb: str, settings: str, announced: Plan | None, digest: collections.abc.Callable[[bytes], str], same: collections.abc.Callable[[bytes, bytes], bool], key_name: str, decided_by_role: str) -> str:
    """
    A sealed record as a JSON document.
    """
def sentence(code: str, parameters: dict[str, typing.Any], language: str, own: collections.abc.Mapping[str, str]) -> str:
    """
    A reason as a sentence.
    """
def sentence_pattern(name: str, language: str) -> str:
    """
    The stored sentence of a code or rule, with its places.
    """
def servers_needed(model: typing.SupportsInt | typing.SupportsIndex, arrival_rate: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, patience_rate: typing.SupportsFloat | typing.SupportsIndex, server: typing.SupportsInt | typing.SupportsIndex, blocking: typing.SupportsFloat | typing.SupportsIndex | None, wait_probability: typing.SupportsFloat | typing.SupportsIndex | None, tau: typing.SupportsFloat | typing.SupportsIndex, mean_wait: typing.SupportsFloat | typing.SupportsIndex | None, abandonment: typing.SupportsFloat | typing.SupportsIndex | None, utilisation: typing.SupportsFloat | typing.SupportsIndex | None) -> tuple[int, tuple[str, float, float, float, float, float, float, float, float], float, tuple[str, float, float, float, float, float, float, float, float] | None]:
    """
    (servers, performance, P(W > tau), performance with one fewer).
    """
def shared_pool(municipalities: typing.SupportsInt | typing.SupportsIndex, case_types: typing.SupportsInt | typing.SupportsIndex, home: typing.Any, hours: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], member_cost: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, qualified: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], away_efficiency: typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, border: typing.Any, agreed_types: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], demand: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.Annotated[numpy.typing.ArrayLike, numpy.float64] | None, typing.SupportsFloat | typing.SupportsIndex, typing.SupportsFloat | typing.SupportsIndex], shortage_cost: typing.SupportsFloat | typing.SupportsIndex, joint_cost: typing.SupportsFloat | typing.SupportsIndex, joining_cost: typing.SupportsFloat | typing.SupportsIndex, scenarios: typing.SupportsInt | typing.SupportsIndex, tolerance: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> dict[str, typing.Any]:
    """
    {cost, shares, eligibility, …}. The GIL is free while it runs.
    """
def simulate_case_managers(arrival_rate: typing.SupportsFloat | typing.SupportsIndex, completion_probability: typing.SupportsFloat | typing.SupportsIndex, attention_time: typing.SupportsFloat | typing.SupportsIndex, external_delay: typing.SupportsFloat | typing.SupportsIndex, caseload_limit: typing.SupportsInt | typing.SupportsIndex, workers: typing.SupportsInt | typing.SupportsIndex, replications: typing.SupportsInt | typing.SupportsIndex, cases: typing.SupportsInt | typing.SupportsIndex, warm_up: typing.SupportsInt | typing.SupportsIndex, level: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> tuple[int, bool, tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]:
    """
    The GIL is free while it runs.
    """
def simulate_routing(arrival_rate: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], agents: collections.abc.Sequence[tuple[typing.SupportsInt | typing.SupportsIndex, collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex], collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex]]], waiting_spaces: typing.SupportsInt | typing.SupportsIndex, calls: typing.SupportsInt | typing.SupportsIndex, warm_up: typing.SupportsInt | typing.SupportsIndex, replications: typing.SupportsInt | typing.SupportsIndex, confidence: typing.SupportsFloat | typing.SupportsIndex, target_wait: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex, stop: StopToken | None) -> dict[str, typing.Any]:
    """
    {all, by_type, utilisation, …}. The GIL is free while it runs.
    """
def square_root_staffing(arrival_rate: typing.SupportsFloat | typing.SupportsIndex, service_rate: typing.SupportsFloat | typing.SupportsIndex, patience_rate: typing.SupportsFloat | typing.SupportsIndex | None, safety: typing.SupportsFloat | typing.SupportsIndex | None, wait_probability: typing.SupportsFloat | typing.SupportsIndex | None, server: typing.SupportsInt | typing.SupportsIndex) -> tuple[float, float, float, int, float, tuple[str, float, float, float, float, float, float, float, float], int | None]:
    """
    (load, safety, unrounded, servers, limit, performance, exact servers).
    """
def today(zone: str) -> str:
    """
    The date now in a named zone, as ISO text.
    """
def trade_off(input: AllocationInput, policy: AllocationPolicy, subject: str, most_solves: typing.SupportsInt | typing.SupportsIndex, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[Table, str]:
    """
    (table of points, JSON document). The GIL is free while it runs.
    """
def undistributed(input: AllocationInput, policy: AllocationPolicy) -> Table:
    ...
def verify(record: str, input: AllocationInput, policy: AllocationPolicy, verb: str, settings: str, announced: Plan | None, digest: collections.abc.Callable[[bytes], str], same: collections.abc.Callable[[bytes, bytes], bool], time_limit: typing.SupportsFloat | typing.SupportsIndex, threads: typing.Any, progress: typing.Any, stop: StopToken | None) -> tuple[str, Plan | None, AllocationInput | None, AllocationPolicy | None]:
    """
    (JSON document, plan of the repetition, and the input and policy that it answers where a verb changed them). The GIL is free while it repeats.
    """
def weekly_load(holder: typing.Any, start: typing.Any, end: typing.Any, weight: typing.Any, case_code: typing.Any, role: typing.Any, category: typing.Any, unit: typing.Any, first_day: typing.SupportsInt | typing.SupportsIndex, weeks: typing.SupportsInt | typing.SupportsIndex, people: typing.SupportsInt | typing.SupportsIndex, units: typing.SupportsInt | typing.SupportsIndex, cases: typing.SupportsInt | typing.SupportsIndex, categories: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[dict[str, typing.Any], dict[str, typing.Any], dict[str, typing.Any]]:
    """
    Dicts of load, cases and by_category: people, units, municipality.
    """
def weekly_series(held_cases: Table, caseworkers: Table, absences: Table | None, reductions: Table | None, caseworker_weeks: Table | None, rule: str, first: str, last: str, weekday: typing.SupportsInt | typing.SupportsIndex, person_level: bool, smallest_group: typing.SupportsInt | typing.SupportsIndex, overlap: str, threads: typing.SupportsInt | typing.SupportsIndex) -> tuple[Table | None, Table, Table, Table, list[str], int]:
    """
    (people or None, units, municipality, unheld, unknown holders, how many).
    """
def why_unplaced(input: AllocationInput, policy: AllocationPolicy, plan: Plan | None, cases: collections.abc.Iterable[typing.Any], question: str, time_limit: typing.SupportsFloat | typing.SupportsIndex, work_limit: typing.Any, threads: typing.Any, seed: typing.Any, progress: typing.Any, stop: StopToken | None) -> WhyUnplaced:
    """
    The GIL is free while it runs.
    """
__version__: str = ...
minimum_key_bytes: int = 16

"""A Dask and a Ray cluster of this machine, small; ``tests/clusters/run`` is the large version."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import evenload
import pytest
from evenload import InvalidDataError
from evenload.parallel import RayExecutor

_spec = importlib.util.spec_from_file_location(
    "many_problems", Path(__file__).with_name("many_problems.py")
)
assert _spec is not None and _spec.loader is not None
many_problems = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(many_problems)
POLICY = {"on": many_problems.ON}


@pytest.fixture(scope="module")
def dask_client() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def ray_cluster() -> Iterator[Any]:
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield ray
    ray.shutdown()


@pytest.fixture(params=["dask-client", "dask-executor", "ray"])
def cluster(request: pytest.FixtureRequest) -> Any:
    if request.param == "ray":
        request.getfixturevalue("ray_cluster")
        return RayExecutor()
    client = request.getfixturevalue("dask_client")
    return client if request.param == "dask-client" else client.get_executor()


def test_a_cluster_gives_the_same_plans(cluster: Any) -> None:
    problems = many_problems.country(8)
    expected = evenload.allocate_many(problems, policy=POLICY)
    for chunk_size in (1, 3):
        plans = evenload.allocate_many(
            problems, policy=POLICY, executor=cluster, chunk_size=chunk_size
        )
        assert list(plans) == list(problems)
        for name in problems:
            assert plans[name] == expected[name]


def test_errors_come_back_from_a_cluster(cluster: Any) -> None:
    problems = many_problems.country(3)
    tables = problems["Kommun H1"]
    ids, people = tables["cases"]["id"], tables["caseworkers"]["id"]
    tables["overrides"] = {
        "case": [ids[0], ids[0]],
        "kind": ["assign", "assign"],
        "caseworker": people[:2],
        "reason": ["one", "other"],
    }
    plans = evenload.allocate_many(problems, policy=POLICY, executor=cluster)
    assert set(plans.errors) == {"Kommun H1"}
    error = plans.errors["Kommun H1"]
    assert (error.table, error.code, error.row) == ("overrides", "contradiction", 1)


def test_a_stop_cancels_what_waits_on_a_cluster(cluster: Any) -> None:
    token = evenload.StopToken()

    def watch(progress: evenload.ManyProgress) -> None:
        token.request_stop()

    problems = many_problems.country(60)
    plans = evenload.allocate_many(
        problems, policy=POLICY, executor=cluster, progress=watch, stop=token, in_flight=6
    )
    assert plans.stop == "cancelled"
    assert 1 <= len(plans) < 60
    again = evenload.allocate_many({"a": problems["Kommun A0"]}, policy=POLICY, executor=cluster)
    assert again["a"].status == "optimal"  # the cluster goes on


def test_ray_must_have_been_started() -> None:
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    if ray.is_initialized():
        ray.shutdown()
    with pytest.raises(InvalidDataError) as caught:
        RayExecutor()
    assert caught.value.code == "unsupported"


def test_a_ray_executor_is_an_executor(ray_cluster: Any) -> None:
    if not ray_cluster.is_initialized():
        ray_cluster.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    executor = RayExecutor(num_cpus=1)
    assert executor.submit(pow, 2, 10).result(60) == 1024
    assert list(executor.map(abs, [-1, 2, -3])) == [1, 2, 3]
    with pytest.raises(ZeroDivisionError):
        executor.submit(divmod, 1, 0).result(60)
    executor.shutdown()
    with pytest.raises(RuntimeError):
        executor.submit(abs, 1)

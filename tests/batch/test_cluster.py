"""The same batch over a Dask cluster with shared storage: the same bytes as a run on this machine."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from scanner.batch import cluster, places, pool
from scanner.batch.run import Run, Summary
from scanner.batch.store import Store
from scanner.errors import UsageError
from tests.batch.test_run import archive, covered, task

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the cluster's and the server's own code
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
distributed = pytest.importorskip("distributed")
moto_server = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two worker processes on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", processes=True
    ) as local:
        yield local.scheduler_address


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an S3-compatible server on the loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=port)
    server.start()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    import fsspec

    fsspec.config.set_conf_env(fsspec.config.conf)
    fsspec.filesystem("s3", skip_instance_cache=True).mkdir("archive")
    yield "s3://archive"
    server.stop()
    fsspec.config.conf.pop("s3", None)


def over_cluster(paths: list[str], out: Path, address: str) -> Summary:
    this = task(out)
    with Store(out / "p.duckdb") as store:
        runner = partial(cluster.run, task=this, address=address, time_limit=60)
        return Run(this, store, out / "journal").go(paths, runner)


def test_a_cluster_gives_the_bytes_of_a_local_run(tmp_path: Path, scheduler: str) -> None:
    paths = [*archive(tmp_path / "in", 5), str(tmp_path / "in" / "missing.csv")]
    summary = over_cluster(paths, tmp_path / "far", scheduler)
    assert (summary.scanned, summary.failed) == (5, 1)
    this = task(tmp_path / "near")
    with Store(tmp_path / "near" / "p.duckdb") as store:
        Run(this, store, tmp_path / "near" / "journal").go(
            paths, partial(pool.run, task=this, workers=2, time_limit=60)
        )
    near = {x.name: x.read_bytes() for x in (tmp_path / "near").glob("*.json")}
    assert {x.name: x.read_bytes() for x in (tmp_path / "far").glob("*.json")} == near
    assert len(near) == 5
    assert covered(tmp_path / "far") == covered(tmp_path / "near")


def test_no_scheduler_is_one_line() -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers"):
        next(cluster.run([], task(Path()), address="tcp://127.0.0.1:1", time_limit=1, patience="1s"))


def test_inputs_and_reports_live_on_object_storage(tmp_path: Path, bucket: str) -> None:
    import fsspec

    for path in archive(tmp_path / "in", 3):
        fsspec.filesystem("s3").put(path, f"archive/in/{Path(path).name}")
    paths = places.listing(f"{bucket}/in/*.csv")
    assert paths == [f"{bucket}/in/bom{i:03}.csv" for i in range(3)]
    out = tmp_path / "store"
    out.mkdir()
    this = task(out, out=f"{bucket}/out")
    with Store(out / "p.duckdb") as store:
        runner = partial(pool.run, task=this, workers=1, time_limit=60)
        first = Run(this, store, out / "journal").go(paths, runner)
        again = Run(this, store, out / "journal").go(paths, runner)
    assert (first.scanned, first.failed) == (3, 0)
    assert (again.scanned, again.reused) == (0, 3)
    reports = [x for x in places.names(f"{bucket}/out") if x.endswith(".json")]
    assert len(reports) == 3
    with places.open_remote(f"{bucket}/out/{reports[0]}") as report:
        assert json.load(report)["inputs"][0]["file"].startswith("s3://archive/in/")

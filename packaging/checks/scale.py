#!/usr/bin/env python3
"""Runs what docs/scale.md says to copy: Spark over two executors of which one is killed, a
Python worker of Spark and the linter itself as well, GNU parallel, and the worker of a queue.
The answers are those of one process, none lost and none twice.

    scale.py --binary FILE [--lists N]

Needs pyspark and Java 17. GNU parallel is tried where it is installed.
"""

import argparse
import base64
import collections
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PARTITIONS = 8
# Where in the partitions what is killed: once, at the first attempt.
VICTIMS = {1: "linter", 3: "python", 5: "executor"}


def fail(text: str) -> None:
    sys.exit(f"failed: {text}")


def programs(folder: Path) -> None:
    """The programs of the page, as files."""
    page = (ROOT / "docs/scale.md").read_text("utf-8")
    for name, text in re.findall(r"<!-- check: (\S+) -->\n```\w+\n(.*?)```\n", page, re.DOTALL):
        (folder / name).write_text(text, "utf-8")


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lists(count: int) -> list[str]:
    """Lines with manifests, pages, bytes and what cannot be read."""
    found = sorted((ROOT / "examples").glob("**/*"))
    sources = [one for one in found if one.is_file() and one.name not in ("README.md", "subprocessor-lint.yaml")]
    lines = []
    for number in range(count):
        source = sources[number % len(sources)]
        name = f"{number}/{source.name}"
        data = source.read_bytes()
        if number % 7 == 0 or source.suffix == ".xlsx":
            # As Spark and Python write it, in lines of 76 characters.
            lines.append({"file": name, "base64": base64.encodebytes(data).decode("ascii")})
        elif number % 11 == 0:
            lines.append({"file": name, "base64": base64.b64encode(b"\xff\xfe\x00" + data[:99]).decode("ascii")})
        elif number % 13 == 0:
            lines.append({"file": name, "text": "subprocessors: ["})
        else:
            lines.append({"file": name, "text": data.decode("utf-8").replace("name: A", f"name: A{number} ")})
    return [json.dumps(line) for line in lines]


def by_path(answers: list[str], what: str) -> dict[str, str]:
    """The answers by the list that they are about, without the line: each process counts its own."""
    read = [json.loads(answer) for answer in answers]
    twice = [path for path, n in collections.Counter(one["path"] for one in read).items() if n > 1]
    if twice:
        fail(f"{what}: {len(twice)} lists are answered twice: {twice[:3]}")
    for one in read:
        del one["line"]
    return {one["path"]: json.dumps(one, sort_keys=True) for one in read}


def compare(what: str, answers: list[str], wanted: dict[str, str]) -> None:
    got = by_path(answers, what)
    if got != wanted:
        differing = [path for path in wanted if got.get(path) != wanted[path]]
        more = [path for path in got if path not in wanted]
        fail(f"{what}: {len(differing)} lists lost or different: {differing[:3]}; {len(more)} more: {more[:3]}")
    print(f"{what}: {len(got)} answers, those of one process")


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[1])


def executor() -> int:
    """The process of the executor: the grandparent of a Python worker."""
    return parent(os.getppid())


def deadly(index: int, lines):
    """The lines of a partition. In some of them, something is killed in the middle."""
    from pyspark import TaskContext

    victim = VICTIMS.get(index) if TaskContext.get().attemptNumber() == 0 else None
    lines = list(lines)
    for number, line in enumerate(lines):
        if victim and number == len(lines) // 2:
            if victim == "linter":
                own = [int(one) for one in os.listdir("/proc") if one.isdigit()]
                for pid in own:
                    try:
                        is_own = parent(pid) == os.getpid()
                    except OSError:
                        continue
                    if is_own:
                        os.kill(pid, signal.SIGKILL)
            else:
                os.kill(os.getpid() if victim == "python" else executor(), signal.SIGKILL)
        yield line


def where(_, lines):
    """The lines, behind the executor that they went through."""
    yield executor(), os.getpid(), sum(1 for _ in lines)


def spark(folder: Path, path: Path, wanted: dict[str, str]) -> None:
    import pyspark
    from pyspark.sql import SparkSession

    program = load(folder / "spark.py")
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("subprocessor-lint")
        .config("spark.executor.memory", "512m")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.local.dir", str(folder / "spark"))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        # Two executors from the start, so that both have work.
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
        .getOrCreate()
    )
    context = session.sparkContext
    context.setLogLevel("OFF")
    lines = context.textFile(str(path), PARTITIONS)
    seen = lines.mapPartitionsWithIndex(where).collect()
    executors = {one for one, _, _ in seen}
    if len(executors) < 2:
        fail(f"spark: the lists went through {len(executors)} executor")
    print(f"spark {pyspark.__version__}: {len(seen)} partitions on {len(executors)} executors")

    def answers(rdd, name: str) -> list[str]:
        started = time.monotonic()
        program.check(rdd).saveAsTextFile(str(folder / name))
        print(f"spark: {name}: {time.monotonic() - started:.1f} s")
        parts = sorted((folder / name).glob("part-*"))
        return [line for part in parts for line in part.read_text("utf-8").splitlines()]

    compare("spark", answers(lines, "quiet"), wanted)
    tracker = context.statusTracker()
    compare("spark, with three kills", answers(lines.mapPartitionsWithIndex(deadly), "killed"), wanted)
    stages = [tracker.getStageInfo(stage) for job in tracker.getJobIdsForGroup() for stage in tracker.getJobInfo(job).stageIds]
    failed = sum(stage.numFailedTasks for stage in stages if stage)
    if failed < len(VICTIMS):
        fail(f"spark: only {failed} tasks failed, of {len(VICTIMS)} that were killed")
    print(f"spark: {failed} tasks failed and ran again")
    # A table, as the page says: the same lists from rows, and the answers as rows.
    table = session.read.json(lines)
    rows = program.check(table.toJSON())
    statuses = {row["status"]: row["count"] for row in session.read.json(rows).groupBy("status").count().collect()}
    expected = collections.Counter(json.loads(one)["status"] for one in wanted.values())
    if statuses != expected:
        fail(f"spark: {statuses} as a table, not {dict(expected)}")
    print(f"spark: as a table, {statuses}")
    session.stop()


def parallel(folder: Path, wanted: dict[str, str]) -> None:
    if shutil.which("parallel") is None:
        print("skipped: GNU parallel is not installed")
        return
    program = (folder / "parallel.sh").read_text("utf-8").replace("--block 10M", "--block 100k")
    subprocess.run(["sh", "-eu", "-c", program], cwd=folder, check=True)
    answers = (folder / "answers.ndjson").read_text("utf-8").splitlines()
    compare("parallel", answers, wanted)
    if [json.loads(one)["path"] for one in answers] != list(wanted):
        fail("parallel: the answers are in another order")


def queue(folder: Path, wanted: dict[str, str]) -> None:
    checker = load(folder / "worker.py").Checker()
    lines = [json.loads(line) for line in (folder / "lists.ndjson").read_text("utf-8").splitlines()]
    texts = [line for line in lines if "text" in line][:200]
    answers = [json.dumps(checker.check(line["file"], line["text"])) for line in texts]
    compare("queue", answers, {line["file"]: wanted[line["file"]] for line in texts})
    os.kill(checker.process.pid, signal.SIGKILL)
    try:
        checker.check("a.yaml", "")
    except (RuntimeError, BrokenPipeError):
        print("queue: a process that was killed is an error")
    else:
        fail("queue: a process that was killed gave an answer")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--lists", type=int, default=4000)
    args = parser.parse_args()
    # Spark's `pipe` hands no environment on, so that each process has to have today's date itself.
    os.environ.pop("SUBPROCESSOR_LINT_TODAY", None)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        programs(folder)
        (folder / "bin").mkdir()
        (folder / "bin/subprocessor-lint").symlink_to(args.binary.resolve())
        os.environ["PATH"] = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        path = folder / "lists.ndjson"
        path.write_text("".join(line + "\n" for line in lists(args.lists)), "utf-8")
        command = load(folder / "worker.py").COMMAND
        with path.open("rb") as lines:
            alone = subprocess.run(command, cwd=folder, stdin=lines, capture_output=True, check=True)
        answers = alone.stdout.decode("utf-8").splitlines()
        if len(answers) != args.lists:
            fail(f"{len(answers)} answers to {args.lists} lists")
        wanted = by_path(answers, "one process")
        print(f"one process: {len(wanted)} answers")
        parallel(folder, wanted)
        queue(folder, wanted)
        spark(folder, path, wanted)


if __name__ == "__main__":
    main()

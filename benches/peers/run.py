#!/usr/bin/env python3
"""Runs the same five checks with several tools over the same manifests, and prints a table.

    python3 benches/peers/run.py --binary target/release/subprocessor-lint \
        [--npm node_modules/.bin] [--python venv/bin] [--cargo bin] [--conftest PATH] [--runs 3]

A tool that is not found is left out and named. Before a tool is timed, what it finds in 200 manifests
is compared with the defects that were put in. Time is the shortest of the runs, from the start of the
process to its end, and behind it that of all processors; memory is the largest that one process took.
"""
import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import manifests

HERE = Path(__file__).resolve().parent
POLICIES = HERE / "policies"
SETS = [(1, 15), (200, 25), (10_000, 20), (1, 50_000)]
# The set whose findings are compared with the defects that were put in.
COMPARED = (200, 25)
# Seconds. A tool that has not finished by then is not waited for, and one that would take longer,
# by its time for the set that is compared, is not started.
PATIENCE = 120


def of_schema(message, path, pattern):
    """The check that an error of a JSON Schema belongs to."""
    if "opt_out" in message or path.endswith("opt_out"):
        return "opt_out"
    if "@" in pattern:
        return "contact"
    if "enum" in message or "one of" in message or "not one" in message:
        return "residency"
    return "required"


class Tool:
    """One tool: its command for some files, and the pairs of file and check in what it prints."""

    # The checks that its policy cannot express.
    lacks = frozenset()
    # Whether one process takes any number of files.
    many = True
    # Whether it prints what it finds as an error of its own.
    to_stderr = False

    def __init__(self, program):
        self.program = str(program)

    def version(self):
        words = subprocess.run([self.program, "--version"], capture_output=True, text=True, check=True)
        return next(word for word in words.stdout.split() if word[0].isdigit())


class SubprocessorLint(Tool):
    name = "subprocessor-lint"

    def command(self, folder, files):
        return [self.program, "check", "--isolated", "--output-format", "json",
                "--pack", str(POLICIES / "subprocessor-lint.yaml"), str(folder)]

    def found(self, output):
        checks = {
            "missing-location": "required", "missing-contact": "required", "missing-purpose": "required",
            "duplicate-legal-name": "duplicate", "missing-opt-out": "opt_out",
            "residency-mismatch": "residency", "invalid-contact": "contact",
        }
        for file in json.loads(output)["files"]:
            for finding in file["findings"]:
                # A contact that is written and cannot be used counts as none there.
                unusable = finding["rule"] == "missing-contact" and "has a contact" in finding["message"]
                yield Path(file["path"]).name, "contact" if unusable else checks[finding["rule"]]


class PyYaml(Tool):
    name = "PyYAML and loops"

    def version(self):
        return subprocess.run([self.program, "-c", "import yaml; print(yaml.__version__)"],
                              capture_output=True, text=True, check=True).stdout.strip()

    def command(self, folder, files):
        return [self.program, str(POLICIES / "plain.py"), *files]

    def found(self, output):
        for line in output.splitlines():
            name, check = line.rsplit(" ", 1)
            yield Path(name).name, check


class Ajv(Tool):
    name = "ajv-cli, one keyword of our own"
    to_stderr = True

    def version(self):
        package = Path(self.program).resolve().parents[1] / "package.json"
        return json.loads(package.read_text())["version"]

    def command(self, folder, files):
        # The keyword is added to the schema here: other validators would refuse it.
        schema = json.loads((POLICIES / "schema.json").read_text())
        schema["properties"]["subprocessors"]["distinctLegalNames"] = True
        path = folder.parent / "ajv.schema.json"
        path.write_text(json.dumps(schema))
        return [self.program, "validate", "-s", str(path), "-d", f"{folder}/*.yaml", "--spec=draft7",
                "--all-errors", "--strict=false", "--errors=line", "-c", str(POLICIES / "duplicates.cjs")]

    def found(self, output):
        name = None
        for line in output.splitlines():
            if line.endswith(" invalid"):
                name = Path(line.removesuffix(" invalid")).name
            elif line.startswith("["):
                for error in json.loads(line):
                    if error["keyword"] == "distinctLegalNames":
                        yield name, "duplicate"
                    elif error["keyword"] != "if":
                        yield name, of_schema(error["keyword"] + error["message"], error["instancePath"],
                                              error["params"].get("pattern", ""))


class Spectral(Tool):
    name = "Spectral"

    def command(self, folder, files):
        return [self.program, "lint", "--ruleset", str(POLICIES / "spectral.yaml"), "--format", "json",
                "--quiet", "--fail-on-unmatched-globs", f"{folder}/*.yaml"]

    def found(self, output):
        for result in json.loads(output[output.index("["):]):
            yield Path(result["source"]).name, result["code"].split("-")[0]


class CheckJsonschema(Tool):
    name = "check-jsonschema"
    lacks = frozenset({"duplicate"})

    def command(self, folder, files):
        return [self.program, "--schemafile", str(POLICIES / "schema.json"), "--output-format", "json", *files]

    def found(self, output):
        for error in json.loads(output)["errors"]:
            message = error["message"]
            pattern = message.split("does not match")[-1] if "does not match" in message else ""
            yield Path(error["filename"]).name, of_schema(message, error["path"], pattern)


class CfnGuard(Tool):
    name = "cfn-guard"
    lacks = frozenset({"duplicate"})

    def command(self, folder, files):
        return [self.program, "validate", "--rules", str(POLICIES / "five.guard"), "--data", str(folder),
                "--structured", "--output-format", "json", "--show-summary", "none"]

    def found(self, output):
        for report in json.loads(output):
            for rule in report["not_compliant"]:
                yield Path(report["name"]).name, rule["Rule"]["name"]


class Regorus(Tool):
    name = "regorus, a process a manifest"
    many = False

    def version(self):
        return "example program of the crate"

    def command(self, folder, files):
        [file] = files
        return [self.program, "eval", "-d", str(POLICIES / "five.rego"), "-i", file, "data.main.deny"]

    def found(self, output):
        for expression in json.loads(output)["result"][0]["expressions"]:
            for message in expression["value"]:
                yield None, message.split(":")[0]


class Conftest(Tool):
    name = "Conftest"

    def command(self, folder, files):
        return [self.program, "test", "--policy", str(POLICIES), "--output", "json", "--no-fail", str(folder)]

    def found(self, output):
        for report in json.loads(output):
            for failure in report.get("failures", []):
                yield Path(report["filename"]).name, failure["msg"].split(":")[0]


def peak(pid):
    """The most memory that a process has had so far, in MB. `ru_maxrss` would count that of this one, too."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024


def run(command, to_stderr):
    """Seconds, those of all processors, largest memory in MB and output; None when it took too long."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        errors = out if to_stderr else subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        deadline, memory = start + PATIENCE, 0
        while True:
            pid, _, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            memory = max(memory, peak(process.pid))
            if time.perf_counter() > deadline:
                process.kill()
                os.wait4(process.pid, 0)
                return None
            time.sleep(0.0005)
        seconds = time.perf_counter() - start
        out.seek(0)
        return seconds, usage.ru_utime + usage.ru_stime, memory, out.read().decode()


def run_all(tool, folder, files):
    """One run over a set of manifests, in one process or in one for each."""
    if tool.many:
        result = run(tool.command(folder, files), tool.to_stderr)
        return result and (*result[:3], [(None, result[3])])
    start, busy, memory, outputs = time.perf_counter(), 0, 0, []
    for file in files:
        result = run(tool.command(folder, [file]), tool.to_stderr)
        if result is None or time.perf_counter() - start > PATIENCE:
            return None
        busy, memory = busy + result[1], max(memory, result[2])
        outputs.append((Path(file).name, result[3]))
    return time.perf_counter() - start, busy, memory, outputs


def found(tool, outputs):
    return {(name or file, check) for file, output in outputs for name, check in tool.found(output)}


def row(tool, sets, runs):
    cells, compared, expected_seconds = [], "", 0
    for (files_count, vendors), folder, truth in sets:
        if expected_seconds * files_count * vendors > PATIENCE:
            cells.append("not run")
            continue
        files = sorted(map(str, folder.iterdir()))
        results = [run_all(tool, folder, files)]
        if results[0] and results[0][0] < PATIENCE / 10:
            results += [run_all(tool, folder, files) for _ in range(runs - 1)]
        if None in results:
            cells.append(f"over {PATIENCE} s")
            continue
        seconds, busy, memory = min(r[0] for r in results), min(r[1] for r in results), max(r[2] for r in results)
        cells.append(f"{seconds:.2f} s, {busy:.2f} s, {memory:.0f} MB")
        if (files_count, vendors) == COMPARED:
            expected_seconds = seconds / (files_count * vendors)
            compared = compare(tool, truth, found(tool, results[0][3]))
    return [tool.name, tool.version(), compared, *cells]


def compare(tool, truth, pairs):
    """How many of the defects a tool found; those that it did not, and false ones, go to standard error."""
    missed, extra = truth - pairs, pairs - truth
    for kind, some in (("not found", {pair for pair in missed if pair[1] not in tool.lacks}), ("false", extra)):
        for pair in sorted(some)[:5]:
            print(f"{tool.name}: {kind}: {pair}", file=sys.stderr)
    return f"{len(truth) - len(missed)} of {len(truth)}" + (f", {len(extra)} false" if extra else "")


def tools(arguments):
    """Each tool that is there, and the names of those that are not."""
    npm, python, cargo = (Path(folder) if folder else None for folder in (arguments.npm, arguments.python, arguments.cargo))
    places = [
        (SubprocessorLint, Path(arguments.binary)), (Conftest, arguments.conftest and Path(arguments.conftest)),
        (Spectral, npm and npm / "spectral"), (Ajv, npm and npm / "ajv"),
        (CheckJsonschema, python and python / "check-jsonschema"), (PyYaml, python and python / "python"),
        (CfnGuard, cargo and cargo / "cfn-guard"),
        (Regorus, cargo and cargo / "regorus"),
    ]
    there = [kind(place) for kind, place in places if place and place.exists()]
    return there, [kind.name for kind, place in places if not (place and place.exists())]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    for name in ("npm", "python", "cargo", "conftest"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", help="words in the names of the tools to run, with commas")
    arguments = parser.parse_args()
    there, absent = tools(arguments)
    if arguments.only:
        there = [tool for tool in there if any(word in tool.name for word in arguments.only.split(","))]
    scratch = Path(tempfile.mkdtemp())
    try:
        sets = []
        for files, vendors in SETS:
            folder = scratch / f"{files}x{vendors}" / "lists"
            sets.append(((files, vendors), folder, manifests.write(folder, files, vendors)))
        print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
        print("| tool | version | found | " + " | ".join(f"{files:,} x {vendors:,}" for files, vendors in SETS) + " |")
        print("|---" * (3 + len(SETS)) + "|")
        for tool in there:
            print("| " + " | ".join(row(tool, sets, arguments.runs)) + " |", flush=True)
        if absent:
            print(f"\nnot found, so not run: {', '.join(absent)}")
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()

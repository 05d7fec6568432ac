#!/usr/bin/env python3
"""Runs an audit as an auditor does: the evidence against its schema, the questions of docs/audit.md with
DuckDB, the report in Chromium with axe-core, Ctrl-C and --resume, --verify and --compare.

    audit.py --binary FILE --modules NODE_MODULES [--screenshots DIR]
    audit.py --binary FILE --scale LISTS

NODE_MODULES is made by `npm ci --ignore-scripts` in packaging/checks/. Without Chromium on the path the
report is not opened, which is said. `--scale` measures time and memory instead, with so many lists, and
needs nothing but Python.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTION = re.compile(r"^<!-- sql: (\S+) -->\n```sql\n(.*?)^```$", re.M | re.S)
TODAY = ["--today", "2026-11-21"]
LISTS = 3_000
HOSTILE = [
    "subprocessors: [\n",
    "subprocessors: 3\n",
    json.dumps({"subprocessors": [{"name": "</td><script>alert(1)</script>", "purpose": "=1+1"}]}),
    json.dumps({"subprocessors": [{"name": "\u202e\u0000\"'`&<", "location": "+1"}]}),
    "a: &a [x, x]\nb: &b [*a, *a]\nsubprocessors: *b\n",
]
# What takes much room: deep, ten times as long as the longest list that anybody publishes, aliases of aliases.
LARGE = [
    "subprocessors: " + "[" * 200_000,
    "subprocessors:\n" + "".join(f"  - {{name: Large {number}, location: XX}}\n" for number in range(5_000)),
    "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    + "subprocessors: *a11\n",
    "subprocessors: [{name: " + "x" * 4_000_000 + "}]\n",
]
# Megabytes that an audit may take, however many lists there are.
MEMORY = 200


def fail(text: str) -> None:
    sys.exit(f"failed: {text}")


def make_lists(folder: Path) -> None:
    """The lists of the examples, and many small ones, a tenth of them broken or hostile."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    for number in range(LISTS):
        if number % 10 == 0:
            text = HOSTILE[number // 10 % len(HOSTILE)]
        else:
            text = (f"organization: {{name: Org {number}}}\nsubprocessors:\n"
                    f"  - {{name: Stripe, legal_name: 'Stripe, Inc.', location: US, purpose: Payments}}\n"
                    f"  - {{name: Vendor {number % 700}, location: {'DE' if number % 3 else 'Europe'}}}\n")
        (folder / f"{number:04}{'.json' if text[0] == '{' else '.yaml'}").write_text(text, "utf-8")
    (folder / "<img src=x onerror=alert(1)>.yaml").write_text(HOSTILE[2], "utf-8")
    (folder / "=cmd.csv").write_text("Vendor,Location\n=1+1,Germany\n", "utf-8")


def make_many_lists(folder: Path, lists: int) -> None:
    """Lists of 1 to 39 vendors, most of which no other list has; a tenth is broken or hostile."""
    for number in range(lists):
        if number % 1_000 == 0:
            text = LARGE[number // 1_000 % len(LARGE)]
        elif number % 10 == 0:
            text = HOSTILE[number // 10 % len(HOSTILE)]
        else:
            own = "".join(
                f"  - {{name: Vendor {number}-{other}, legal_name: Vendor {number}-{other} GmbH, location: DE}}\n"
                for other in range(number * 7 % 39))
            text = (f"organization: {{name: Org {number}}}\nsubprocessors:\n"
                    f"  - {{name: Stripe, legal_name: 'Stripe, Inc.', location: US, purpose: Payments}}\n{own}")
        below = folder / f"{number // 1_000:03}"
        below.mkdir(exist_ok=True)
        (below / f"{number:06}{'.json' if text[0] == '{' else '.yaml'}").write_text(text, "utf-8")


class Audits:
    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary, self.folder = binary, folder

    def run(self, *arguments: str, status: int) -> str:
        ended = subprocess.run([self.binary, "audit", *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                               capture_output=True, encoding="utf-8")
        if ended.returncode != status:
            fail(f"audit {' '.join(arguments)}: status {ended.returncode}, not {status}\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def files(self, name: str) -> dict[str, str]:
        """The digests of the files of an audit. Their texts are left on disk: what this program takes is
        counted as memory of the next one that it starts."""
        found = {}
        for path in (self.folder / name).iterdir():
            if path.is_file():
                with path.open("rb") as file:
                    found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
        return found


def evidence(audits: Audits) -> dict:
    import jsonschema

    found = json.loads((audits.folder / "whole/evidence.json").read_text("utf-8"))
    schema = json.loads((ROOT / "schemas/evidence.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)
    with open(audits.folder / "whole/files.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if [row["sha256"] for row in rows] != [one["sha256"] or "" for one in found["inputs"]]:
        fail("files.csv and the evidence have different digests")
    for name in ["files.csv", "findings.csv", "vendors.csv"]:
        with open(audits.folder / "whole" / name, encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        if any(cell.lstrip()[:1] in "=+-@" for cell in cells if cell.strip()):
            fail(f"{name}: a cell starts a formula")
    counts = found["counts"]
    print(f"evidence: {counts['files']} files, {counts['vendors']} vendors, {found['vendors']['distinct']} distinct")
    return found


def questions(audits: Audits, found: dict) -> None:
    import duckdb

    text = (ROOT / "docs/audit.md").read_text("utf-8")
    asked = QUESTION.findall(text)
    if len(asked) != text.count("```sql"):
        fail("docs/audit.md: a question has no name")
    os.chdir(audits.folder / "whole")
    answers = {}
    for name, sql in asked:
        answers[name] = duckdb.sql(sql).fetchall()
        print(f"duckdb: {name}: {len(answers[name])} rows, first {answers[name][:1]}")
        if not answers[name]:
            fail(f"{name} has no answer")
    # DuckDB and the program count the same.
    rules = {}
    for one in found["rules"]:
        rules[one["rule"], one["severity"]] = (one["findings"], one["files"])
    for rule, severity, findings, files, _ in answers["rules"]:
        if rules[rule, severity] != (findings, files):
            fail(f"{rule}: {findings} findings in {files} files, not {rules[rule, severity]}")
    places = {one["id"]: (one["lists"], one["vendors"]) for one in found["places"] if one["kind"] == "country"}
    for country, lists, vendors in answers["countries"]:
        if places[country][0] > lists or places[country][1] > vendors:
            fail(f"{country}: {lists} lists and {vendors} vendors, not {places[country]}")
    most = {one["lists"] for one in found["vendors"]["most"][:1]}
    if {row[2] for row in answers["vendors"][:1]} != most:
        fail(f"vendors: {answers['vendors'][:1]}, not {most}")
    if len(answers["evidence"]) != found["counts"]["files"]:
        fail("the evidence does not have every input")


def report(audits: Audits, modules: Path, screenshots: Path) -> None:
    chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    page = audits.folder / "whole/report.html"
    if page.stat().st_size > 20 << 20:
        fail(f"the report has {page.stat().st_size} bytes")
    if chromium is None:
        print("report: skipped, there is no Chromium here")
        return
    screenshots.mkdir(parents=True, exist_ok=True)
    script = ROOT / "packaging/checks/report_page.mjs"
    ended = subprocess.run(["node", script, modules, chromium, page, screenshots], stdin=subprocess.DEVNULL,
                           capture_output=True, encoding="utf-8")
    if ended.returncode:
        fail(f"report: {ended.stdout}{ended.stderr}")
    found = json.loads(ended.stdout)
    keyboard = found.pop("keyboard")
    if any(found.values()) or keyboard != {"first": "Skip to the lists", "opened": 1}:
        fail(f"report: {json.dumps({**found, 'keyboard': keyboard}, indent=2)}")
    print("report: axe-core reports nothing, nothing is loaded or logged, nothing scrolls sideways, keys work")


def interrupt(audits: Audits, begun: Callable[[], bool], *options: str) -> str:
    """Starts an audit in the folder `cut`, ends it once it has begun, and returns what it says."""
    command = [audits.binary, "audit", "lists", "--out", "cut", "-q", *options, *TODAY]
    running = subprocess.Popen(command, cwd=audits.folder, stdout=subprocess.PIPE, encoding="utf-8")
    while running.poll() is None and not begun():
        time.sleep(0.001)
    running.send_signal(signal.SIGINT)
    said = running.communicate()[0]
    if running.returncode != 130 or "Interrupted after " not in said:
        fail(f"Ctrl-C: status {running.returncode}\n{said}")
    return said


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def interrupted(audits: Audits) -> None:
    begun = audits.folder / "cut/unfinished/files.csv"
    said = interrupt(audits, lambda: size(begun) > 0, "--threads", "1")
    if "This report is partial." not in (audits.folder / "cut/report.html").read_text("utf-8"):
        fail("the partial report does not say so")
    print(said.splitlines()[0])
    audits.run("--verify", "cut", status=0)
    audits.run("lists", "--out", "cut", "--resume", "--pack", "strict", *TODAY, status=2)
    audits.run("lists", "--out", "cut", "--resume", "-qq", *TODAY, status=2)
    if audits.files("cut") != audits.files("whole"):
        fail("a resumed audit has other bytes")
    print("resumed: the bytes of a whole run")


def scale(audits: Audits, lists: int) -> None:
    """Time and memory of an audit of many lists: whole, interrupted, resumed, verified and compared."""
    make_many_lists(audits.folder / "lists", lists)

    def measured(what: str, *arguments: str, status: int) -> None:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        audits.run(*arguments, status=status)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        # The most that any of the runs so far has taken.
        memory = after.ru_maxrss // 1_024
        print(f"{what}: {time.monotonic() - start:.1f} s, {seconds:.1f} s of processor time; {memory} MB at most so far")
        if memory > MEMORY:
            fail(f"{memory} MB of memory, more than {MEMORY}")

    measured("whole", "lists", "--out", "whole", "-qq", *TODAY, status=2)
    counts = json.loads((audits.folder / "whole/evidence.json").read_text("utf-8"))
    print(f"{counts['counts']['files']} files, {counts['counts']['not_evaluated']} not evaluated, "
          f"{counts['counts']['vendors']} vendors, {counts['vendors']['distinct']} distinct, "
          f"report of {size(audits.folder / 'whole/report.html') / 1e6:.1f} MB")
    part, whole = audits.folder / "cut/unfinished/files.csv", size(audits.folder / "whole/files.csv")
    print(interrupt(audits, lambda: size(part) > whole // 3).splitlines()[0])
    measured("resumed", "lists", "--out", "cut", "--resume", "-qq", *TODAY, status=2)
    if audits.files("cut") != audits.files("whole"):
        fail("a resumed audit has other bytes")
    measured("verified", "--verify", "cut", status=0)
    measured("compared", "--compare", "cut", "whole", status=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--modules", type=Path)
    parser.add_argument("--screenshots", type=Path)
    parser.add_argument("--scale", type=int, metavar="LISTS")
    arguments = parser.parse_args()
    if (arguments.modules is None) == (arguments.scale is None):
        parser.error("name --modules or --scale")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "lists").mkdir()
        audits = Audits(arguments.binary.resolve(), folder)
        if arguments.scale is not None:
            scale(audits, arguments.scale)
            return
        make_lists(folder / "lists")
        audits.run("lists", "--out", "whole", "-qq", *TODAY, status=2)
        report(audits, arguments.modules.resolve(), (arguments.screenshots or folder / "screenshots").resolve())
        interrupted(audits)
        print(audits.run("--verify", "whole", status=0).strip())
        (folder / "lists/0001.yaml").write_text("subprocessors: [\n", "utf-8")
        print(audits.run("--verify", "whole", status=1).splitlines()[1].strip())
        audits.run("lists", "--out", "later", "-qq", *TODAY, status=2)
        print(audits.run("--compare", "whole", "later", status=1).splitlines()[-2])
        questions(audits, evidence(audits))
        os.chdir(ROOT)


if __name__ == "__main__":
    main()

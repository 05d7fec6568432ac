#!/usr/bin/env python3
"""Reads the reports for services with the tools of others: SARIF, Code Quality, JUnit, rdjson,
annotations and Markdown, about the seeds and about a list that attacks them.

    reports.py --binary FILE --modules NODE_MODULES

NODE_MODULES is made by `npm ci --ignore-scripts` in packaging/checks/.
"""

import argparse
import html.parser
import json
import re
import subprocess
import sys
import tempfile
import xml.parsers.expat
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parent.parent.parent
LEVELS = {"error": "errors", "warning": "warnings", "note": "infos"}
# Each text is tried as a name, a purpose, a location and a key.
ATTACKS = [
    "]]></failure><testcase/>", "</testsuite><!-- ", '"/><script>alert(1)</script>', "&lt; &amp; &#0; &bogus;",
    "a%0A::error::b", "\n::error file=x::injected", "::stop-commands::x", "##[error]x", "\r\nSet-Cookie: a",
    "| a | b | `c` ``` <details>", "[x](javascript:alert(1))", "![x](https://example.com/x.png)", "@everyone #1",
    "\u202eevil\u2066", "\u0000\u0001\u001b[31mred\u009b", "\ufffe\uffff", "e\u0301\u0323" * 40, "\U0001f4e6\U0001d54f",
    "=HYPERLINK(1)", "{\"a\": 1}", "\\u0022}", "x" * 70_000,
]


def fail(text: str) -> None:
    sys.exit(f"failed: {text}")


def hostile_list() -> str:
    entries = [{"name": text, "purpose": text, "location": text, "contact": text, text[:200]: text} for text in ATTACKS]
    # As JSON, which is YAML and escapes what YAML forbids.
    return json.dumps({"subprocessors": entries, "last_updated": "\n::warning::x"})


class Reports:
    def __init__(self, what: str, binary: Path, modules: Path, folder: Path, target: str) -> None:
        self.what, self.binary, self.modules, self.folder, self.target = what, binary, modules, folder, target
        self.json = json.loads(self.make("json"))
        self.counts = self.json["summary"]
        self.findings = [one for file in self.json["files"] for one in file["findings"]]
        if len(self.findings) < 5:
            fail(f"{what}: only {len(self.findings)} findings")

    def path(self, name: str) -> Path:
        return self.folder / f"{self.what}.{name}"

    def make(self, name: str) -> str:
        command = [self.binary, "check", "--output-format", name, "--output-file", self.path(name), self.target]
        ended = subprocess.run(command, cwd=self.folder if self.target.startswith("h") else ROOT,
                               stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
        if ended.returncode not in (1, 2):
            fail(f"{self.what}: {name}: status {ended.returncode}\n{ended.stderr}")
        return self.path(name).read_text("utf-8")

    def say(self, name: str, text: str) -> None:
        print(f"{self.what}: {name}: {text}")

    def equal(self, name: str, got: object, wanted: object) -> None:
        if got != wanted:
            fail(f"{self.what}: {name}: {got}, not {wanted}")

    def tool(self, *command: str | Path) -> str:
        ended = subprocess.run([str(part) for part in command], capture_output=True, encoding="utf-8")
        if ended.returncode:
            fail(f"{self.what}: {command[0]}: status {ended.returncode}\n{ended.stdout}{ended.stderr}")
        return ended.stdout

    def sarif(self) -> None:
        log = json.loads(self.make("sarif"))
        path = self.path("sarif")
        schema = self.modules / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
        validator = jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8")))
        if errors := [f"{one.json_path}: {one.message}" for one in validator.iter_errors(log)]:
            fail(f"{self.what}: sarif: {errors[:5]}")
        said = self.tool(self.modules / "@microsoft/sarif-multitool-linux/Sarif.Multitool", "validate", path,
                         "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--log", "ForceOverwrite",
                         "--output", self.path("validated.sarif"))
        remarks = [one for run in json.loads(self.path("validated.sarif").read_text("utf-8-sig"))["runs"]
                   for one in run.get("results") or []]
        if errors := [one for one in remarks if one.get("level", "warning") == "error"]:
            fail(f"{self.what}: sarif-multitool: {json.dumps(errors, indent=1)[:4000]}\n{said}")
        by_rule = sorted({one["ruleId"] for one in remarks})
        [run] = log["runs"]
        rules, results = run["tool"]["driver"]["rules"], run["results"]
        for rule in rules:
            for key in ("shortDescription", "fullDescription"):
                if not 0 < len(rule[key]["text"]) <= 1024:
                    fail(f"{self.what}: sarif: {key} of {rule['id']} has {len(rule[key]['text'])} characters")
            if len(rule.get("properties", {}).get("tags", [])) > 20:
                fail(f"{self.what}: sarif: {rule['id']} has more than 20 tags")
        active = [one for one in results if not one.get("suppressions")]
        for level, key in LEVELS.items():
            self.equal(f"sarif {level}", sum(one["level"] == level for one in active), self.counts[key])
        for one in results:
            uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            if uri.startswith(("/", "./", "file:")) or not one["partialFingerprints"]:
                fail(f"{self.what}: sarif: {uri}, {one['partialFingerprints']}")
        self.say("sarif", f"{len(results)} results, {len(rules)} rules; schema and sarif-multitool find no error"
                          + (f", but remarks of {', '.join(by_rule)}" if by_rule else ""))

    def gitlab(self) -> None:
        issues = json.loads(self.make("gitlab"))
        self.equal("gitlab", len(issues), len(self.findings))
        self.equal("gitlab fingerprints", len({one["fingerprint"] for one in issues}), len(issues))
        for one in issues:
            if not one["description"] or one["severity"] not in ("info", "minor", "major", "critical", "blocker"):
                fail(f"{self.what}: gitlab: {one}")
            if one["location"]["path"].startswith(("/", "./")) or one["location"]["lines"]["begin"] < 1:
                fail(f"{self.what}: gitlab: {one['location']}")
        self.say("gitlab", f"{len(issues)} issues, no fingerprint twice")

    def junit(self) -> None:
        text = self.make("junit")
        seen = {"testsuite": 0, "testcase": 0, "failure": 0, "error": 0, "skipped": 0}
        parents: list[str] = []
        allowed = {"testsuites": [None], "testsuite": ["testsuites"], "testcase": ["testsuite"],
                   "failure": ["testcase"], "error": ["testcase"], "skipped": ["testcase"],
                   "system-out": ["testcase", "testsuite"]}
        sums = {"tests": 0, "failures": 0, "errors": 0}

        def start(name: str, attributes: dict[str, str]) -> None:
            parent = parents[-1] if parents else None
            if parent not in allowed.get(name, []):
                fail(f"{self.what}: junit: {name} in {parent}")
            parents.append(name)
            seen[name] = seen.get(name, 0) + 1
            if name == "testsuite":
                for key in sums:
                    sums[key] += int(attributes[key])

        parser = xml.parsers.expat.ParserCreate()
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda name: parents.pop()
        parser.Parse(text.encode(), True)
        self.equal("junit tests", seen["testcase"], sums["tests"])
        self.equal("junit failures", seen["failure"], sums["failures"])
        self.equal("junit errors", seen["error"], sums["errors"])
        if seen["failure"] + seen["error"] < self.counts["errors"]:
            fail(f"{self.what}: junit: {seen} for {self.counts}")
        self.say("junit", f"expat reads it: {seen['testcase']} cases, {seen['failure']} failed")

    def rdjson(self) -> None:
        log = json.loads(self.make("rdjson"))
        validator = self.modules / ".bin/rdformat-validator"
        self.tool(validator, "--silent", "--strict", self.path("rdjson"))
        self.equal("rdjson", len(log["diagnostics"]), len(self.findings))
        lines = [json.loads(line) for line in self.make("rdjsonl").splitlines()]
        self.equal("rdjsonl", len(lines), len(self.findings))
        self.say("rdjson", f"{len(lines)} diagnostics; rdformat-validator finds nothing")

    def github(self) -> None:
        lines = self.make("github").splitlines()
        shown = {"error": 0, "warning": 0, "notice": 0}
        for line in lines:
            if found := re.fullmatch(r"::(error|warning|notice)( [^:]*)?::(.*)", line):
                shown[found[1]] += 1
                for pair in (found[2] or "").strip().split(","):
                    if pair and not re.fullmatch(r"(file|line|endLine|col|endColumn|title)=[^,:\r\n]*", pair):
                        fail(f"{self.what}: github: property {pair!r}")
            elif line.lstrip().startswith(("::", "##[")):
                fail(f"{self.what}: github: a command that is none of ours: {line!r}")
        if not 0 < shown["error"] <= 10 or shown["warning"] > 10 or shown["notice"] > 11:
            fail(f"{self.what}: github: {shown}")
        self.say("github", f"{len(lines)} lines, annotations: {shown}")

    def markdown(self) -> None:
        text = self.make("markdown")
        if len(text.encode()) > 1 << 20:
            fail(f"{self.what}: markdown has {len(text)} characters")
        tags: set[str] = set()

        class Reader(html.parser.HTMLParser):
            def handle_starttag(self, tag: str, attrs: object) -> None:
                tags.add(tag)

        Reader().feed(text)
        if strange := tags - {"br", "sub", "sup", "details", "summary", "code"}:
            fail(f"{self.what}: markdown holds {strange}")
        if re.search(r"javascript:|!\[|\x1b|\u202e", text):
            fail(f"{self.what}: markdown holds a link, a picture or a control character of the list")
        self.say("markdown", f"{len(text)} characters, tags: {sorted(tags)}")

    def jsonl(self) -> None:
        lines = [json.loads(line) for line in self.make("jsonl").splitlines()]
        if len(lines) < len(self.findings):
            fail(f"{self.what}: jsonl has {len(lines)} lines")
        self.say("jsonl", f"{len(lines)} lines")


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads the reports with the tools of others.")
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--modules", type=Path, required=True)
    given = parser.parse_args()
    given.modules = given.modules.resolve()
    # npm is told to run no scripts of packages; this is what the one of the validator would do.
    (given.modules / "@microsoft/sarif-multitool-linux/Sarif.Multitool").chmod(0o755)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hostile.subprocessors.json").write_text(hostile_list(), "utf-8")
        for what, target in [("seeds", "examples/seeds"), ("hostile", "hostile.subprocessors.json")]:
            reports = Reports(what, given.binary.resolve(), given.modules, folder, target)
            for check in (reports.sarif, reports.gitlab, reports.junit, reports.rdjson, reports.github,
                          reports.markdown, reports.jsonl):
                check()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs the steps of action.yml as a runner does, against a server on this machine.

    action.py --dist FOLDER

FOLDER holds what `make.py archive` wrote. Needs PyYAML, bash, curl and git.
"""

import argparse
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]["version"]
GOOD = (ROOT / "examples/minimal.yaml").read_text("utf-8")
BAD = "subprocessors:\n  - name: Harbor Cloud\n"


class Run:
    """One use of the action: its status, what it printed, its outputs and its summary."""

    def __init__(self, workspace: Path, base: str = "", **inputs: str) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file in ("output", "summary"):
                (folder / file).touch()
            (folder / "temp").mkdir()
            given = {key: one.get("default", "") for key, one in ACTION["inputs"].items()}
            unknown = {key.replace("_", "-") for key in inputs} - given.keys()
            assert not unknown, unknown
            given |= {key.replace("_", "-"): value for key, value in inputs.items()}
            values = {f"inputs.{key}": value for key, value in given.items()}
            values["github.event.pull_request.base.sha"] = base
            env = {key: os.environ[key] for key in ("PATH", "HOME", "SUBPROCESSOR_LINT_TODAY") if key in os.environ}
            env |= {
                "GITHUB_ACTIONS": "true", "CI": "true", "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64",
                "GITHUB_WORKSPACE": str(workspace), "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary"),
                "RUNNER_TEMP": str(folder / "temp"), "LANG": "C.UTF-8",
            }
            outputs: dict[str, str] = {}
            self.status, self.said = 0, ""
            for step in ACTION["runs"]["steps"]:
                assert step["shell"] == "bash" and "${{" not in step["run"]
                # As a runner calls `shell: bash`.
                script = folder / "step.sh"
                script.write_text(step["run"], "utf-8")
                more = {key: filled(text, values) for key, text in step["env"].items()}
                ended = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd=workspace,
                    env=env | more, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, encoding="utf-8",
                )
                self.status, self.said = ended.returncode, self.said + ended.stdout
                for line in (folder / "output").read_text("utf-8").splitlines():
                    key, _, value = line.partition("=")
                    outputs[f"steps.{step['id']}.outputs.{key}"] = value
                if self.status:
                    break
            self.outputs = {key: filled(one["value"], outputs) for key, one in ACTION["outputs"].items()}
            self.summary = (folder / "summary").read_text("utf-8")

    def expect(self, what: str, status: int, *parts: str, **outputs: str) -> "Run":
        problems = [] if self.status == status else [f"status {self.status}, not {status}"]
        problems += [f"lacks {part!r}" for part in parts if part not in self.said]
        for key, value in outputs.items():
            got = self.outputs[key.replace("_", "-")]
            if got != value:
                problems.append(f"output {key} is {got!r}, not {value!r}")
        if problems:
            sys.exit(f"failed: {what}: {'; '.join(problems)}\n{self.said}")
        print(f"action: {what}")
        return self


def filled(text: str, values: dict[str, str]) -> str:
    """A text with each `${{ name }}` replaced; a name that has no value is empty, as on GitHub."""
    return re.sub(r"\$\{\{ ([a-z0-9._-]+) \}\}", lambda found: values.get(found[1], ""), text)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path) -> str:
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def publish(dist: Path, folder: Path) -> Path:
    """Lays the archives out as a release does."""
    release = folder / f"v{VERSION}"
    release.mkdir(parents=True)
    for path in dist.glob("*.tar.gz*"):
        shutil.copy(path, release)
    return release


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    ended = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return ended.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dist", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        archive = publish(given.dist, scratch / "good") / f"subprocessor-lint-{VERSION}-x86_64-unknown-linux-gnu.tar.gz"
        base_url = serve(scratch / "good")
        checksum = (Path(f"{archive}.sha256")).read_text("utf-8").split()[0]
        work = scratch / "work space"
        work.mkdir()
        run = functools.partial(Run, work, base_url=base_url)

        (work / "subprocessors.yaml").write_text(BAD, "utf-8")
        found = run(sarif_file="out.sarif").expect(
            "findings fail the step, and are annotations, summary, SARIF and outputs", 1,
            "::error file=subprocessors.yaml,line=2", sarif_file="out.sarif", version=VERSION,
        )
        counts = [int(found.outputs[key]) for key in ("findings", "errors", "warnings")]
        if counts[1] < 1 or counts[2] < 1 or counts[0] < counts[1] + counts[2]:
            sys.exit(f"failed: findings, errors and warnings are {counts}")
        if "missing-purpose" not in found.summary:
            sys.exit(f"failed: the summary lacks a finding\n{found.summary}")
        if '"2.1.0"' not in (work / "out.sarif").read_text("utf-8"):
            sys.exit("failed: out.sarif is not SARIF 2.1.0")
        run(fail_on="never").expect("fail-on decides", 0, errors=str(counts[1]))
        if run(summary="false", fail_on="never").summary:
            sys.exit("failed: there is a summary although it is off")
        run(format="concise").expect("the format of the log can be chosen", 1, "subprocessors.yaml:2:", "[missing-purpose]")
        run(pack="strict", fail_on="never").expect("packs are applied", 0)

        (work / "subprocessors.yaml").write_text(GOOD, "utf-8")
        run().expect("a clean list passes", 0, errors="0", findings="0", sarif_file="")
        run(checksum=checksum.upper()).expect("a checksum that is given is compared", 0)
        run(version=f"v{VERSION}").expect("a version that is given is used", 0, version=VERSION)

        wrong = "0" * 64
        run(checksum=wrong).expect("a wrong checksum ends the step", 2, "::error title=subprocessor-lint::the checksum of", f"expected {wrong}", version="")
        tampered = publish(given.dist, scratch / "tampered")
        with open(tampered / archive.name, "ab") as file:
            file.write(b"\0")
        run(base_url=serve(scratch / "tampered")).expect("an archive that was changed is not run", 2, "the checksum of")
        lacking = publish(given.dist, scratch / "lacking")
        (lacking / f"{archive.name}.sha256").unlink()
        run(base_url=serve(scratch / "lacking")).expect("a release without checksums is not run", 2, ".sha256 cannot be downloaded (HTTP status 404)")
        run(version="9.9.9").expect("an unknown version is said", 2, "there is no version 9.9.9 for x86_64-unknown-linux-gnu")
        run(base_url="http://127.0.0.1:1").expect("a server that does not answer is said", 2, "cannot be downloaded")

        for key, value, part in [
            ("version", "../../etc", "expected a version"), ("version", "latest", "expected a version"),
            ("checksum", "abc", "expected a SHA-256"), ("base_url", "file:///etc", "expected an address"),
            ("summary", "yes", "expected true or false"), ("format", "json=/etc/x", "expected the name of an output format"),
            ("files", "'a", "files:"), ("files", "", "expected at least one file"),
            ("sarif_file", "a\nfindings=0", "control character"),
        ]:
            run(**{key: value}).expect(f"{key} {value!r} is refused", 2, part)

        (work / "with space").mkdir()
        (work / "with space/subprocessors.yaml").write_text(GOOD, "utf-8")
        run(files="subprocessors.yaml\n'with space/subprocessors.yaml'").expect("names with spaces, on lines", 0, findings="0")
        hostile = "$(touch${IFS}ran) `touch ran2` ;touch ran3"
        run(files=hostile).expect("files is no code", 2)
        run(files="--exit-zero").expect("a file is no option", 2)
        run(config="--isolated").expect("a configuration is no option", 2)
        if left := [path.name for path in work.iterdir() if path.name.startswith("ran")]:
            sys.exit(f"failed: a text was run as code: {left}")
        (work / "empty").mkdir()
        run(files="empty").expect("nothing to check is said", 3, findings="0")

        binary = f"{scratch}/subprocessor-lint-{VERSION}-x86_64-unknown-linux-gnu/subprocessor-lint"
        subprocess.run(["tar", "-xzf", archive, "-C", scratch], check=True)
        if "--since" not in subprocess.run([binary, "check", "--help"], capture_output=True, encoding="utf-8").stdout:
            print("skipped: the program has no --since yet")
            return
        project = scratch / "project"
        project.mkdir()
        git(project, "init", "--quiet")
        (project / "subprocessors.yaml").write_text(BAD, "utf-8")
        git(project, "add", ".")
        git(project, "commit", "--quiet", "--message", "base")
        base = git(project, "rev-parse", "HEAD")
        (project / "subprocessors.yaml").write_text(BAD + "  - name: Quay Mail\n", "utf-8")
        git(project, "commit", "--quiet", "--all", "--message", "change")
        of_pull_request = Run(project, base=base, base_url=base_url).expect("a pull request fails for what it adds", 1, "Quay Mail")
        if "Harbor Cloud" in "".join(line for line in of_pull_request.said.splitlines() if line.startswith("::")):
            sys.exit(f"failed: a pull request is told of what was there before\n{of_pull_request.said}")
        Run(project, base=base, base_url=base_url, since="").expect("without `since` everything is reported", 1, "Harbor Cloud")
        Run(project, base="f" * 40, base_url=base_url).expect("a base that is not there is said", 2, "fetch-depth: 0")


if __name__ == "__main__":
    main()

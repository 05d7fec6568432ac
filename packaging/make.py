#!/usr/bin/env python3
"""Makes what a release consists of.

    make.py archive --binary target/release/subprocessor-lint --target x86_64-unknown-linux-gnu --out dist
    make.py npm --archives dist --out dist/npm
    make.py wheel --target x86_64-unknown-linux-gnu --compatibility manylinux2014 --out wheels
    make.py sbom --target x86_64-unknown-linux-gnu --out dist

`archive` writes `NAME-VERSION-TARGET.tar.gz` (`.zip` for Windows) and, beside it, a `.sha256`
file as `sha256sum` writes it. The GitHub action and `cargo binstall` download these names.
`npm` turns the archives of a folder into npm packages: one with the launcher, which people
install, and one with the binary of each platform, of which npm takes the one that fits.

`sbom` writes what the binary of a target is made of, as CycloneDX: every crate with its version,
its licence and the checksum of its source. `wheel` builds the wheel with maturin; its binary in target/TARGET/release serves for the archive.

The same binary gives the same bytes: names are sorted, and times and owners are fixed.
Needs Python 3.11, for `wheel` what packaging/requirements.txt lists, and for `sbom` cargo-cyclonedx.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
NAME, VERSION = PACKAGE["name"], PACKAGE["version"]
BESIDE = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"]
# 1980-01-01, the first day that a zip file can state.
EPOCH = 315532800

# The targets of a release, and how npm names the platform of each.
PLATFORMS = {
    "x86_64-unknown-linux-gnu": {"os": "linux", "cpu": "x64", "libc": "glibc"},
    "aarch64-unknown-linux-gnu": {"os": "linux", "cpu": "arm64", "libc": "glibc"},
    "x86_64-unknown-linux-musl": {"os": "linux", "cpu": "x64", "libc": "musl"},
    "aarch64-unknown-linux-musl": {"os": "linux", "cpu": "arm64", "libc": "musl"},
    "x86_64-apple-darwin": {"os": "darwin", "cpu": "x64"},
    "aarch64-apple-darwin": {"os": "darwin", "cpu": "arm64"},
    "x86_64-pc-windows-msvc": {"os": "win32", "cpu": "x64"},
}


def is_windows(target: str) -> bool:
    return "windows" in target


def binary_name(target: str) -> str:
    return f"{NAME}.exe" if is_windows(target) else NAME


def stem(target: str) -> str:
    return f"{NAME}-{VERSION}-{target}"


def archive_name(target: str) -> str:
    return stem(target) + (".zip" if is_windows(target) else ".tar.gz")


def archive(binary: Path, target: str, out: Path) -> Path:
    """Writes the archive of one target and the file with its checksum."""
    members = [(binary_name(target), binary.read_bytes(), 0o755)]
    members += [(name, (ROOT / name).read_bytes(), 0o644) for name in BESIDE]
    members = [(f"{stem(target)}/{name}", data, mode) for name, data, mode in sorted(members)]
    out.mkdir(parents=True, exist_ok=True)
    path = out / archive_name(target)
    path.write_bytes(zipped(members) if is_windows(target) else tarred(members))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    # In bytes, so that Windows writes no carriage return.
    Path(f"{path}.sha256").write_bytes(f"{digest}  {path.name}\n".encode())
    return path


def tarred(members) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data, mode in members:
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = len(data), mode, EPOCH
            tar.addfile(info, io.BytesIO(data))
    return gzip.compress(raw.getvalue(), compresslevel=9, mtime=0)


def zipped(members) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, data, mode in members:
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, mode << 16
            file.writestr(info, data)
    return raw.getvalue()


def read_binary(path: Path, target: str) -> bytes:
    member = f"{stem(target)}/{binary_name(target)}"
    if is_windows(target):
        with zipfile.ZipFile(path) as file:
            return file.read(member)
    with tarfile.open(path) as tar:
        return tar.extractfile(member).read()


def npm(archives: Path, out: Path) -> list[Path]:
    """Writes the folders of the npm packages, the launcher last, as they have to be published."""
    found = [target for target in PLATFORMS if (archives / archive_name(target)).is_file()]
    if not found:
        sys.exit(f"error: {archives} holds no archive of version {VERSION}")
    if out.exists():
        shutil.rmtree(out)
    shared = {
        "version": VERSION,
        "license": PACKAGE["license"],
        "repository": {"type": "git", "url": f"git+{PACKAGE['repository']}.git"},
        "publishConfig": {"access": "public", "provenance": True},
    }
    made, parts = [], {}
    for target in found:
        platform = PLATFORMS[target]
        label = "-".join([platform["os"], platform["cpu"]])
        if platform.get("libc") == "musl":
            label += "-musl"
        name = f"@{NAME}/{label}"
        parts[name] = VERSION
        folder = out / label
        (folder / "bin").mkdir(parents=True)
        binary = folder / "bin" / binary_name(target)
        binary.write_bytes(read_binary(archives / archive_name(target), target))
        binary.chmod(0o755)
        (folder / "README.md").write_text(
            f"The binary of [{NAME}](https://www.npmjs.com/package/{NAME}) for {target}. Install that package.\n",
            "utf-8",
        )
        write_package(
            folder,
            {"name": name, "description": f"{NAME} for {target}"}
            | shared
            | {"files": ["bin"], "preferUnplugged": True}
            | {key: [value] for key, value in platform.items()},
        )
        made.append(folder)
    folder = out / NAME
    (folder / "bin").mkdir(parents=True)
    launcher = folder / "bin" / NAME
    shutil.copyfile(ROOT / "packaging/npm/launcher.js", launcher)
    launcher.chmod(0o755)
    shutil.copyfile(ROOT / "README.md", folder / "README.md")
    write_package(
        folder,
        {"name": NAME, "description": PACKAGE["description"], "keywords": PACKAGE["keywords"]}
        | shared
        | {
            "bin": {NAME: f"bin/{NAME}"},
            "files": ["bin"],
            "engines": {"node": ">=18"},
            "optionalDependencies": dict(sorted(parts.items())),
        },
    )
    return [*made, folder]


def write_package(folder: Path, package: dict) -> None:
    for name in ("LICENSE-APACHE", "LICENSE-MIT"):
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "package.json").write_text(json.dumps(package, indent=2) + "\n", "utf-8")


def wheel(target: str, compatibility: str, out: Path) -> None:
    """Builds the wheel. With the linker of zig, one for Linux runs with old C libraries, too."""
    command = [sys.executable, "-m", "maturin", "build", "--release", "--locked", "--target", target]
    command += ["--compatibility", compatibility, "--out", str(out.resolve())]
    if "linux" in target:
        command.append("--zig")
    # Where it is built does not count: the same sources and compiler give the same bytes in any folder.
    cargo_home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    flags = [f"--remap-path-prefix={ROOT}=/src", f"--remap-path-prefix={cargo_home}=/cargo"]
    environment = os.environ | {"CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags), "SOURCE_DATE_EPOCH": str(EPOCH)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def sbom(target: str, out: Path) -> Path:
    """Writes the bill of materials of one target; the same sources give the same bytes anywhere."""
    written = ROOT / f"{stem(target)}.json"
    command = ["cargo", "cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--target", target]
    command += ["--override-filename", stem(target)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    bill = json.loads(written.read_text("utf-8"))
    written.unlink()
    # Nothing in it says where it was made, nor when.
    bill.pop("serialNumber", None)
    text = json.dumps(bill, indent=2, ensure_ascii=False).replace(ROOT.as_uri(), "")
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{stem(target)}.cdx.json"
    path.write_bytes(f"{text}\n".encode())
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("archive", help="pack one binary, with its checksum")
    one.add_argument("--binary", type=Path, required=True)
    one.add_argument("--target", choices=PLATFORMS, required=True)
    one.add_argument("--out", type=Path, required=True)
    one = commands.add_parser("npm", help="make npm packages from archives")
    one.add_argument("--archives", type=Path, required=True)
    one.add_argument("--out", type=Path, required=True)
    one = commands.add_parser("wheel", help="build a Python wheel")
    one.add_argument("--target", choices=PLATFORMS, required=True)
    one.add_argument("--compatibility", required=True, help="the platform tag, such as manylinux2014")
    one.add_argument("--out", type=Path, required=True)
    one = commands.add_parser("sbom", help="write the bill of materials of one target")
    one.add_argument("--target", choices=PLATFORMS, required=True)
    one.add_argument("--out", type=Path, required=True)
    commands.add_parser("version", help="print the version of the release")
    given = parser.parse_args()
    match given.command:
        case "archive":
            print(archive(given.binary, given.target, given.out))
        case "npm":
            for folder in npm(given.archives, given.out):
                print(folder)
        case "wheel":
            wheel(given.target, given.compatibility, given.out)
        case "sbom":
            print(sbom(given.target, given.out))
        case "version":
            print(VERSION)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs the program on a file system that is against it: full and read-only disks, deep folders,
names that are no text, files that come and go, signals and closed pipes at any moment. Each
time it says so and ends by itself, and an output is the old one, the new one, or not there.

    files.py --binary FILE

As root on Linux, disks are real ones of 256 KB; otherwise they are left out, with a word.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

GOOD = "subprocessors:\n  - {name: Harbor Cloud, location: US}\n"
OLD = "what was there before\n"
# A crash of the program: SIGABRT, SIGSEGV, and the status of a panic.
CRASHES = (-6, -11, 101, 134, 139)


def fail(text: str) -> None:
    sys.exit(f"failed: {text}")


class Runs:
    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary, self.folder = binary.resolve(), folder

    def fresh(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir()
        return path

    def check(self, folder: Path, *args: str | bytes, wanted: tuple[int, ...], **options) -> subprocess.CompletedProcess:
        options.setdefault("stdout", subprocess.PIPE)
        ended = subprocess.run([self.binary, "check", "--isolated", *args], cwd=folder, stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, timeout=60, **options)
        if ended.returncode in CRASHES or ended.returncode not in wanted:
            fail(f"{args}: status {ended.returncode}, not {wanted}\n{ended.stderr.decode('utf-8', 'replace')[:2000]}")
        return ended

    def deep(self) -> None:
        """A list below 5,000 folders, whose path is longer than the system takes at once."""
        folder = self.fresh("deep")
        (folder / "subprocessors.yaml").write_text(GOOD)
        here = os.open(folder, os.O_RDONLY)
        for _ in range(5000):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        with os.fdopen(os.open("subprocessors.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as file:
            file.write(GOOD)
        os.close(here)
        started = time.monotonic()
        ended = self.check(folder, "--output-format", "json", wanted=(1, 2))
        files = json.loads(ended.stdout)["files"]
        if not any(one["path"] == "subprocessors.yaml" for one in files):
            fail("deep: the list at the top is lost")
        if len(files) < 2:
            fail("deep: nothing is said about what is too deep")
        print(f"deep: {len(files)} files in the report, status {ended.returncode}, {time.monotonic() - started:.1f} s")
        subprocess.run(["rm", "-rf", folder], check=True)

    def names(self) -> None:
        folder = self.fresh("names")
        for name in (b"\xff\xfe.subprocessors.yaml", b"\xfe\xff.subprocessors.yaml", b"a\nb.subprocessors.yaml"):
            with open(os.fsencode(folder) + b"/" + name, "w", encoding="utf-8") as file:
                file.write(GOOD)
        ended = self.check(folder, "--output-format", "json", wanted=(1,))
        paths = [one["path"] for one in json.loads(ended.stdout)["files"]]
        if len(set(paths)) != 3:
            fail(f"names: {paths}")
        self.check(folder, b"\xff\xfe.subprocessors.yaml", wanted=(1,))
        print(f"names: {paths}")

    def vanishing(self) -> None:
        """Files that come and go while they are found and read."""
        folder = self.fresh("vanishing")
        stop = threading.Event()

        def disturb() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                path = folder / f"{number % 40}.subprocessors.yaml"
                try:
                    if path.is_dir():
                        path.rmdir()
                    elif path.exists():
                        path.unlink()
                    elif number % 5 == 0:
                        path.mkdir()
                    else:
                        path.write_text(GOOD)
                except OSError:
                    pass

        (folder / "stays.subprocessors.yaml").write_text(GOOD)
        other = threading.Thread(target=disturb)
        other.start()
        try:
            statuses = set()
            for _ in range(60):
                ended = self.check(folder, "--output-format", "json", wanted=(1, 2))
                report = json.loads(ended.stdout)
                statuses |= {one["status"] for one in report["files"]}
                if not any(one["path"].startswith("stays") and one["findings"] for one in report["files"]):
                    fail("vanishing: the list that stays is lost")
                if report["complete"] != (ended.returncode == 1):
                    fail("vanishing: the status and the report differ")
        finally:
            stop.set()
            other.join()
        print(f"vanishing: 60 runs, {sorted(statuses)}")

    def unreadable(self) -> None:
        folder = self.fresh("unreadable")
        (folder / "a.subprocessors.yaml").write_text(GOOD)
        (folder / "b.subprocessors.yaml").write_text(GOOD)
        (folder / "b.subprocessors.yaml").chmod(0)
        (folder / "closed").mkdir(mode=0)
        options = {}
        if os.geteuid() == 0:
            # Root reads everything: somebody else, who may run the program.
            os.chmod(self.folder, 0o755)
            options = {"user": 65534, "group": 65534, "extra_groups": []}
        ended = self.check(folder, "--output-format", "json", wanted=(2,), **options)
        files = {one["path"]: (one["status"], one["why"]) for one in json.loads(ended.stdout)["files"]}
        if files["b.subprocessors.yaml"][0] != "not_evaluated" or files["a.subprocessors.yaml"][0] != "findings":
            fail(f"unreadable: {files}")
        (folder / "closed").chmod(0o755)
        print(f"unreadable: {files}")

    def many(self, name: str, count: int) -> Path:
        folder = self.fresh(name)
        text = "subprocessors:\n" + "".join(f"  - {{name: Vendor {n}, location: Narnia}}\n" for n in range(100))
        for number in range(count):
            (folder / f"{number}.subprocessors.yaml").write_text(text)
        return folder

    def outputs(self, disk: Path) -> list[list[str]]:
        """What writes a file; both files are there before."""
        report, baseline = disk / "report.json", disk / "baseline.json"
        return [["--output-format", f"json={report}"], ["--write-baseline", str(baseline), "--grow-baseline"]]

    def is_whole(self, path: Path, old: bytes) -> bool:
        text = path.read_bytes()
        if text == old:
            return True
        try:
            json.loads(text)
        except ValueError:
            return False
        return True

    def disks(self) -> None:
        lists = self.many("disk-lists", 30)
        full = Path("/dev/full")
        if full.exists():
            with full.open("wb") as device:
                ended = self.check(lists, wanted=(2,), stdout=device)
            if b"cannot write the output" not in ended.stderr:
                fail(f"full: {ended.stderr!r}")
            print(f"full device: {ended.stderr.decode().splitlines()[-1]}")
        disk = self.fresh("disk")
        mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(mount, stderr=subprocess.DEVNULL).returncode:
            print("skipped: disks of 256 KB need root, who may mount them")
            return
        try:
            for args in self.outputs(disk):
                for text in (None, OLD.encode()):
                    if text and "--write-baseline" in args:
                        continue
                    for path in disk.iterdir():
                        path.unlink()
                    target = Path(args[1].removeprefix("json="))
                    if text:
                        target.write_bytes(text)
                    ended = self.check(lists, *args, wanted=(2,))
                    left = {path.name: path.read_bytes() for path in disk.iterdir()}
                    if left != ({target.name: text} if text else {}):
                        fail(f"full disk: {args}: left {[(name, len(data)) for name, data in left.items()]}")
                    said = ended.stderr.decode().strip().splitlines()
                    if f"`{target}`" not in said[0]:
                        fail(f"full disk: {args}: {said}")
                    print(f"full disk: {args[0]}: {said[:1]}")
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            for args in self.outputs(disk):
                ended = self.check(lists, *args, wanted=(2,))
                print(f"read-only disk: {args[0]}: {ended.stderr.decode().strip().splitlines()[:1]}")
        finally:
            subprocess.run(["umount", str(disk)], check=True)

    def signals(self) -> None:
        """SIGINT, SIGTERM and SIGKILL at any moment of a run that replaces two files."""
        lists, target = self.many("signal-lists", 60), self.fresh("signal-target")
        args = [*self.outputs(target)[0], *self.outputs(target)[1]]
        report, baseline = target / "report.json", target / "baseline.json"
        started = time.monotonic()
        self.check(lists, *args, wanted=(0, 1))
        takes = time.monotonic() - started
        whole = baseline.read_bytes()
        chance = random.Random(1)
        ended_by = {}
        for number in range(90):
            report.write_text(OLD)
            baseline.write_bytes(whole)
            sent = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)[number % 3]
            process = subprocess.Popen([self.binary, "check", "--isolated", *args], cwd=lists, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, takes * 2))
            process.send_signal(sent)
            status = process.wait(timeout=60)
            ended_by[status] = ended_by.get(status, 0) + 1
            if status in CRASHES:
                fail(f"signals: status {status}")
            for path, old in ((report, OLD.encode()), (baseline, whole)):
                if not self.is_whole(path, old):
                    fail(f"signals: {path.name} is half-written after {sent.name}")
        left = sorted(path.name for path in target.iterdir() if path not in (report, baseline))
        print(f"signals: 90 runs, ended with {ended_by}; outputs whole; {len(left)} temporary files left")

    def pipes(self) -> None:
        """A reader that goes away after any number of bytes."""
        lists = self.many("pipe-lists", 30)
        statuses = {}
        for form in ("human", "concise", "json", "sarif", "junit", "markdown"):
            for size in (0, 1, 100, 4096, 100_000):
                process = subprocess.Popen([self.binary, "check", "--isolated", "--output-format", form], cwd=lists,
                                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                process.stdout.read(size)
                process.stdout.close()
                said = process.stderr.read()
                status = process.wait(timeout=60)
                statuses[status] = statuses.get(status, 0) + 1
                if status in CRASHES or status not in (1, 141, -13) or b"panicked" in said:
                    fail(f"pipes: {form}, {size}: status {status}\n{said.decode()}")
        print(f"pipes: {statuses}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=Path, required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        # Where everybody may run it.
        binary = Path(scratch) / "subprocessor-lint"
        shutil.copy(args.binary, binary)
        runs = Runs(binary, Path(scratch))
        for part in (runs.deep, runs.names, runs.vanishing, runs.unreadable, runs.disks, runs.signals, runs.pipes):
            part()


if __name__ == "__main__":
    main()

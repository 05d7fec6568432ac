#!/usr/bin/env python3
"""Prints how many lists a process answers in a second of one processor, and its memory.

    many_lists.py --binary FILE [--lists N]

The lists are the seeds and pages of examples/, over and over, and one with 50 vendors. It counts
the time of the processor, so that whatever else runs on the machine matters little.
"""

import argparse
import json
import resource
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["check", "--untrusted", "--stdin-format", "ndjson", "--exit-zero"]
VENDOR = """  - name: Vendor {0}
    legal_name: Vendor {0}, Inc.
    location: eu-central-1
    contact: https://vendor{0}.example/privacy
    purpose: Cloud hosting
"""


def sources() -> dict[str, list[tuple[str, str]]]:
    def texts(*patterns: str) -> list[tuple[str, str]]:
        paths = [path for pattern in patterns for path in sorted((ROOT / "examples").glob(pattern))]
        return [(path.name, path.read_text("utf-8")) for path in paths]

    many = "subprocessors:\n" + "".join(VENDOR.format(number) for number in range(50))
    return {
        "seeds: 4 to 17 vendors, defects": texts("seeds/*.yaml"),
        "pages": texts("pages/**/*.md", "pages/**/*.html", "pages/*.csv"),
        "a manifest of 50 vendors": [("many.yaml", many)],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--lists", type=int, default=5000)
    args = parser.parse_args()
    print(f"{'lists':32} {'per second':>10} {'MB/s':>6} {'peak MB':>8}")
    for what, texts in sources().items():
        lines = [json.dumps({"file": name, "text": text}) + "\n" for name, text in texts]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            size = 0
            for number in range(args.lists):
                size += len(texts[number % len(texts)][1].encode("utf-8"))
                file.write(lines[number % len(lines)])
            file.seek(0)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([args.binary, *COMMAND], stdin=file, stdout=subprocess.DEVNULL, cwd=ROOT, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        # The most that any of them had so far.
        peak = after.ru_maxrss / 1024
        print(f"{what:32} {args.lists / spent:10.0f} {size / spent / 1e6:6.1f} {peak:8.0f}")


if __name__ == "__main__":
    main()

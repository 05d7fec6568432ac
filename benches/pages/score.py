#!/usr/bin/env python3
"""Scores what `import` reads from pages against facts that a person read from them.

    python3 benches/pages/score.py --binary target/debug/subprocessor-lint FOLDER...

Each FOLDER holds folders with a page (`source.*`) and its facts (`expected.yaml`: `list` and
`vendors`). Prints precision, recall and F1 of each field by format, each miss, and each value
that the page does not hold. Needs Python 3.11 and PyYAML.
"""

from __future__ import annotations

import argparse
import calendar
import html
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import yaml

# Fields of the facts, and of the list that was imported.
LINKS = {
    "website": "website",
    "privacy": "links.privacy",
    "dpa": "links.dpa",
    "security": "links.security",
}
# Entries that name a kind of vendor, not a vendor: neither owed nor wrong.
UNNAMED = {"category-only", "placeholder"}
# Words of closed lists that stand for other words of the page.
CLOSED = re.compile(
    r"retired|disabled|planned|active|true|false|[A-Z]{2}|\d{4}-\d\d(-\d\d)?|\d{1,3}"
    r"|end_user|customer|visitor|employee|applicant"
    # How customers hear of changes.
    r"|email|mailing_list|rss|webhook|in_app|webpage"
    # Ids of transfer mechanisms.
    r"|none_required|adequacy|dpf|dpf_uk_extension|dpf_swiss|scc|uk_addendum|uk_idta|bcr_p|code_of_conduct"
    r"|certification|ad_hoc_clauses|derogation"
)
# Share of the words of a purpose that has to be read.
OVERLAP = 0.6


def fold(text: object) -> str:
    """Letters and digits of a text, without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def link(text: object) -> str:
    """An address without scheme, `www.` and a slash at its end."""
    rest = re.sub(r"^(https?:)?//", "", str(text).strip().lower())
    return unquote(rest.removeprefix("www.").rstrip("/"))


def overlap(expected: str, got: str) -> float:
    """The share of the words of both texts that stand in each of them."""
    own, other = set(fold(expected).split()), set(fold(got).split())
    return len(own & other) / max(len(own | other), 1)


def stands_in(text: object, shown: str) -> bool:
    """True if the words of a text stand in the folded words of a page, and not parts of others."""
    return f" {fold(text)} " in f" {shown} "


def month_named(date: object) -> str:
    """`2026-05` as `May 2026`."""
    year, _, month = str(date).partition("-")
    return f"{calendar.month_name[int(month)]} {year}" if re.fullmatch(r"\d\d", month) else ""


def hidden_mail(code: str) -> str:
    """The address that a mail-hiding proxy wrote as hexadecimal digits."""
    key, *rest = bytes.fromhex(code)
    return "".join(chr(byte ^ key) for byte in rest)


@dataclass
class Tally:
    """Facts that are owed, values that were read, and those that agree."""

    owed: int = 0
    read: int = 0
    good: int = 0

    def add(self, owed: bool, read: bool, good: bool) -> None:
        self.owed += owed
        self.read += read
        self.good += good

    def text(self) -> str:
        if not self.owed and not self.read:
            return "-"
        precision = self.good / self.read if self.read else 0.0
        recall = self.good / self.owed if self.owed else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return f"{f1:.3f} (p {precision:.3f} r {recall:.3f} of {self.owed})"


class Tool:
    """The program that is measured."""

    def __init__(self, binary: str) -> None:
        self.binary = binary
        self.places = cache(self._places)

    def _run(self, *args: str) -> str:
        done = subprocess.run(
            [self.binary, *args], capture_output=True, text=True, check=False, timeout=120
        )
        return done.stdout

    def page(self, path: Path) -> dict:
        out = self._run("import", "--output-format", "json", str(path))
        pages = json.loads(out)["pages"] if out else []
        return pages[0] if pages else {"list": {}, "vendors": [], "format": "refused"}

    def _places(self, text: str) -> frozenset[str]:
        """The countries and areas that a location names, and whether it is open."""
        out = self._run("facts", "location", "--output-format", "json", "--", text)
        reading = json.loads(out)
        found = set(reading["countries"]) | set(reading["groups"])
        return frozenset(found | ({"GLOBAL"} if reading["worldwide"] else set()))


@dataclass
class Score:
    """The figures of one folder."""

    name: str
    format: str
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[tuple[str, str, object, object]] = field(default_factory=list)

    def fact(self, name: str, key: str, owed: object, read: object, good: bool) -> None:
        self.tallies[key].add(owed is not None, read is not None, good)
        if not good and (owed is not None or read is not None):
            self.misses.append((name, key, owed, read))


FIELDS = [
    "names",
    "names, strict",
    "locations",
    "legal names",
    "links",
    "purposes",
    "last updated",
    "notice",
]


def first(fields: dict, path: str) -> str | None:
    values = fields.get(path)
    return values[0]["value"] if values else None


def all_of(fields: dict, path: str, mark: str = ", ") -> str | None:
    values = fields.get(path)
    return mark.join(value["value"] for value in values) if values else None


def names_of(vendor: dict) -> list[set[str]]:
    """What a vendor is called, the surest first."""
    if "opt_out" in vendor and isinstance(vendor["opt_out"], bool):
        name, legal, more = vendor["name"], vendor.get("legal_name"), vendor.get("aliases", [])
    else:
        name, legal = first(vendor, "name"), first(vendor, "legal_name")
        more = [value["value"] for value in vendor.get("x-also-known-as", [])]
    kinds = [[name], [legal], more]
    return [{fold(text) for text in texts if text} for texts in kinds]


def pair(expected: list[dict], got: list[dict]) -> tuple[list[tuple[dict, dict, bool]], list, list]:
    """Pairs vendors by name; then by legal name, then by other names; in order."""
    pairs, left, open_ = [], list(expected), list(got)
    for depth in (1, 2, 3, 4):
        for one in list(left):
            own = set().union(*names_of(one)[:depth])
            for other in open_:
                names = set().union(*names_of(other)[:depth])
                # A name with something behind it is wrong, what else is said of it need not be.
                is_longer = depth == 4 and fold(first(other, "name")).startswith(fold(one["name"]))
                if own & names or is_longer:
                    pairs.append((one, other, depth))
                    left.remove(one)
                    open_.remove(other)
                    break
    return pairs, left, open_


def score(folder: Path, tool: Tool) -> Score:
    facts = yaml.safe_load((folder / "expected.yaml").read_text())
    source = next(folder.glob("source.*"))
    page = tool.page(source)
    result = Score(f"{folder.parent.name}/{folder.name}", source.suffix.lstrip("."))
    raw = source.read_bytes()
    shown = fold(html.unescape(re.sub(r"<[^>]*>", " ", raw.decode("utf-8", "replace"))))

    vendors, got = facts.get("vendors") or [], page["vendors"]
    pairs, left, wrong = pair(vendors, got)
    for one in left:
        if not UNNAMED & set(one.get("flags", [])):
            result.fact(one["name"], "names", one["name"], None, False)
            result.fact(one["name"], "names, strict", one["name"], None, False)
            # What was said about it is lost as well.
            for key, path in (("locations", "location_raw"), ("purposes", "purpose")):
                if one.get(path) and stands_in(one[path], shown):
                    result.fact(one["name"], key, one[path], None, False)
            for path in LINKS:
                if one.get(path):
                    result.fact(one["name"], "links", one[path], None, False)
            if one.get("legal_name"):
                result.fact(one["name"], "legal names", one["legal_name"], None, False)
    for one in wrong:
        # `(to be filled in)`: what an unnamed entry says is not counted.
        name = first(one, "name")
        result.fact(name, "names", None, name, False)
        result.fact(name, "names, strict", None, name, False)
    for one, other, depth in pairs:
        if UNNAMED & set(one.get("flags", [])):
            continue
        compare(one, other, depth, result, tool, shown)

    about = facts["list"]
    read = first(page["list"], "last_updated")
    owed = about.get("updated")
    if owed is not None or read is not None:
        # A month that the page writes out is kept as it is written.
        written = {fold(about.get("updated_raw", owed)), fold(month_named(owed))}
        good = str(owed) == read or (read is not None and fold(read) in written)
        result.fact("", "last updated", owed, read, good)
    for key, path in (("notice_days", "notice_days"), ("objection_days", "objection_days")):
        owed, read = about.get(key), first(page["list"], f"change_notice.{path}")
        if owed is not None or read is not None:
            result.fact(key, "notice", owed, read, str(owed) == read)
    for path, values in all_values(page):
        if not is_stated(values, raw):
            result.misses.append((path, "INVENTED", None, values["value"]))
            result.tallies["invented"].read += 1
    return result


def compare(one: dict, other: dict, depth: int, result: Score, tool: Tool, shown: str) -> None:
    name = one["name"]
    result.fact(name, "names", name, first(other, "name"), depth <= 2)
    result.tallies["names, strict"].add(True, True, depth == 1)
    if depth == 2:  # The others are misses already.
        result.misses.append((name, "names, strict", name, first(other, "name")))

    # The country of a company is where the data is if nothing else says that; and what the page
    # says about the whole list is true of each vendor.
    read = all_of(other, "location")
    owed = one.get("location_raw") or (one.get("entity_location_raw") if read else None)
    is_said = read is not None and other["location"][0]["how"] == "inherited"
    if (owed is not None or read is not None) and not (owed is None and is_said):
        good = owed is not None and read is not None
        if good and fold(owed) != fold(read):
            good = "countries" in one and tool.places(read) == frozenset(one["countries"])
        result.fact(name, "locations", owed, read, good)
    if read is not None and one.get("countries") and tool.places(read) != set(one["countries"]):
        places = sorted(tool.places(read))
        result.misses.append((name, "location as read", one["countries"], f"{places} of {read}"))

    owed, read = one.get("legal_name"), first(other, "legal_name")
    if owed is not None or read is not None:
        result.fact(name, "legal names", owed, read, fold(owed) == fold(read))
    for key, path in LINKS.items():
        owed, read = one.get(key), first(other, path)
        if owed is not None or read is not None:
            result.fact(name, "links", owed, read, bool(owed and read) and link(owed) == link(read))
    owed, read = one.get("purpose"), first(other, "purpose")
    if owed is not None and stands_in(owed, shown):
        good = read is not None and overlap(owed, read) >= OVERLAP
        result.fact(name, "purposes", owed, read, good)


def all_values(page: dict):
    for path, values in page["list"].items():
        yield from ((path, value) for value in values)
    for vendor in page["vendors"]:
        for path, values in vendor.items():
            yield from ((f"{first(vendor, 'name')}: {path}", value) for value in values)


def is_stated(value: dict, raw: bytes) -> bool:
    """True if the bytes that a value comes from hold its words."""
    start, end = value["start"]["offset"], value["end"]["offset"]
    if not 0 <= start <= end <= len(raw):
        return False
    if CLOSED.fullmatch(value["value"]):
        return True
    piece = raw[start:end].decode("utf-8", "replace")
    for code in re.findall(r"\b(?:[0-9a-f]{2}){4,}\b", piece):
        if hidden_mail(code) == value["value"]:
            return True
    # Tags and escapes between the words of a value are no part of it.
    for text in (piece, re.sub(r"<[^>]*>", " ", piece), re.sub(r"<[^>]*>", "", piece)):
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        text = html.unescape(re.sub(r"\\[nrt]|&nbsp;|&shy;", " ", text).replace("\\", ""))
        text = re.sub(r"\]\([^)]*\)", "] ", text)
        if fold(value["value"]).replace(" ", "") in fold(text).replace(" ", ""):
            return True
    # A cell that is written over several lines has other cells between its words.
    words = iter(fold(piece).split())
    if len(piece) < 300 and all(word in words for word in fold(value["value"]).split()):
        return True
    at = re.sub(r"\s*[\[(]?\s*\b(at|dot)\b\s*[\])]?\s*", "", fold(piece))
    return "@" in value["value"] and re.sub(r"\W", "", value["value"].lower()) in at.replace(" ", "")


def table(scores: list[Score], title: str) -> None:
    groups: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        groups[one.format].append(one)
    rows = sorted(groups.items()) + [("all", scores)]
    print(f"\n{title}: {len(scores)} pages")
    for name, group in rows:
        print(f"  {name} ({len(group)})")
        for key in FIELDS:
            total = Tally()
            for one in group:
                tally = one.tallies[key]
                total.owed += tally.owed
                total.read += tally.read
                total.good += tally.good
            print(f"    {key:14} {total.text()}")
        invented = sum(one.tallies["invented"].read for one in group)
        print(f"    {'invented':14} {invented}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="+", type=Path, help="folders with pages and their facts")
    parser.add_argument("--binary", required=True, help="the program to measure")
    parser.add_argument("--aside", default="", help="starts of the names of folders kept apart")
    parser.add_argument("--skip", default="", help="extensions to leave out, such as ts,tsx")
    parser.add_argument("--no-aside-misses", action="store_true", help="figures only for these")
    args = parser.parse_args()
    aside = tuple(part for part in args.aside.split(",") if part)
    skipped = set(args.skip.split(","))
    folders = sorted(path.parent for root in args.corpus for path in root.glob("*/expected.yaml"))
    folders = [
        folder
        for folder in folders
        if next(folder.glob("source.*")).suffix.lstrip(".") not in skipped
    ]
    tool = Tool(args.binary)
    with ThreadPoolExecutor(2) as pool:
        scores = list(pool.map(lambda folder: score(folder, tool), folders))

    def is_aside(one: Score) -> bool:
        return bool(aside) and one.name.split("/")[1].startswith(aside)

    for one in scores:
        if args.no_aside_misses and is_aside(one):
            continue
        for name, key, owed, read in one.misses:
            print(f"{one.name} | {name} | {key} | {owed!r} | {read!r}")
    near = [one for one in scores if not is_aside(one)]
    table(near, "development" if aside else "all")
    if aside:
        table([one for one in scores if is_aside(one)], "aside")
    return 0


if __name__ == "__main__":
    sys.exit(main())

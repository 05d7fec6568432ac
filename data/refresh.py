#!/usr/bin/env python3
"""Compare the tables of data/ with what public packages state, and bring them up to date.

    python3 -m venv venv && venv/bin/pip install botocore oci pycountry phonenumbers
    venv/bin/python data/refresh.py           # say what differs; status 1 if a table lacks something
    venv/bin/python data/refresh.py --write   # add the rows that are missing, and set the dates

botocore has the regions of AWS, oci those of Oracle Cloud, pycountry the codes of ISO 3166-1,
phonenumbers the calling codes with the lengths of their numbers. The named characters of HTML come
with Python.
With --write, a region that is missing is added behind the others of its provider with the status
`active` and the basis `read`, and the date and package version of the provider are set in
cloud_providers.csv. Its country is left empty, which reads as "not published": fill it in from the
documentation of the provider before you commit. calling_codes.csv and html_entities.csv are written
anew. A country is never added by itself, because a new row also needs its memberships. Ids are facts; no text of the packages is copied.
"""

import csv
import datetime
import html.entities
import importlib.metadata
import platform
import pathlib
import re
import sys

DATA = pathlib.Path(__file__).parent
REGIONS, PROVIDERS = DATA / "cloud_regions.csv", DATA / "cloud_providers.csv"
# Rows without a counterpart in a package: not open yet, closed, or no single region.
NOT_IN_PACKAGES = {"announced", "closed"}


def aws():
    """The ids of AWS with their display names."""
    import botocore.session

    loader = botocore.session.Session().get_component("data_loader")
    partitions = loader.load_data("partitions")["partitions"]
    return {
        region: about.get("description", "")
        for partition in partitions
        for region, about in partition["regions"].items()
        if not region.endswith("-global")
    }


def oci():
    """The ids of Oracle Cloud; the package has no display names."""
    import oci.regions

    ids = set(oci.regions.REGIONS_SHORT_NAMES.values()) | set(oci.regions.REGION_REALMS)
    return dict.fromkeys(ids, "")


def rows(path):
    with path.open(encoding="utf-8") as table:
        return list(csv.DictReader(line for line in table if not line.startswith("#")))


def cell(text):
    return f'"{text}"' if "," in text else text


def compare_regions(provider, known):
    """What differs, as (missing ids, lines to print)."""
    ours = {row["region"]: row for row in rows(REGIONS) if row["provider"] == provider}
    missing = sorted(set(known) - set(ours))
    lines = [f"{provider}: {region} is missing" for region in missing]
    for region, row in sorted(ours.items()):
        usual = row["status"] not in NOT_IN_PACKAGES and not region.endswith("-global")
        if region not in known and usual:
            lines.append(f"{provider}: {region} is {row['status']} and not in the package")
        if region in known and row["status"] == "announced":
            lines.append(f"{provider}: {region} is in the package and still marked as announced")
    return missing, lines


def add_regions(provider, missing, known):
    lines = REGIONS.read_text(encoding="utf-8").splitlines()
    last = max(at for at, line in enumerate(lines) if line.startswith(f"{provider},"))
    for region in reversed(missing):
        name = known[region]
        place = re.search(r"\((.+)\)", name)
        place = place.group(1) if place else ""
        row = f"{provider},{region},{cell(place)},,active,read,{cell(name)},"
        lines.insert(last + 1, row)
    REGIONS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def set_checked(provider, package):
    """Sets the date of a provider, and the version of the package in its source."""
    today = datetime.date.today().isoformat()
    version = importlib.metadata.version(package)
    lines = PROVIDERS.read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if line.startswith(f"{provider},"):
            line = re.sub(r",\d{4}-\d\d-\d\d,", f",{today},", line)
            lines[at] = re.sub(rf"\({package} [\d.]+\)", f"({package} {version})", line)
    PROVIDERS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare_countries():
    import pycountry

    ours = {row["alpha2"]: row["alpha3"] for row in rows(DATA / "countries.csv")}
    known = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    lines = [f"countries: {code} is missing" for code in sorted(set(known) - set(ours))]
    lines += [f"countries: {code} is not in ISO 3166-1" for code in sorted(set(ours) - set(known))]
    both = sorted(set(ours) & set(known))
    return lines + [
        f"countries: {code} is {ours[code]}, ISO 3166-1 has {known[code]}"
        for code in both
        if ours[code] != known[code]
    ]


# Parts of a country that have a calling code and no code in ISO 3166-1.
PARTS = {"AC": "SH", "TA": "SH"}
# Numbers of one subscriber, and those that keep their zero; others, such as 0800, are not called
# from abroad.
SUBSCRIBER = ["fixed_line", "mobile"]
KINDS = [*SUBSCRIBER, "toll_free", "premium_rate", "shared_cost", "personal_number", "voip"]


def calling_codes():
    """The rows of calling_codes.csv: code, countries, fewest and most digits, first zero."""
    import phonenumbers

    table = []
    for code, regions in sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()):
        of = phonenumbers.PhoneMetadata
        plans = [
            of.metadata_for_nongeo_region(code) if region == "001" else of.metadata_for_region(region)
            for region in regions
        ]
        def of_kinds(names):
            kinds = [getattr(plan, name) for plan in plans for name in names]
            return [kind for kind in kinds if kind is not None and kind.national_number_pattern]

        kinds = of_kinds(KINDS) or of_kinds(["uan", "voicemail"])
        lengths = {n for kind in kinds for n in kind.possible_length if n > 0}
        zero = any((kind.example_number or "").startswith("0") for kind in of_kinds(SUBSCRIBER))
        countries = dict.fromkeys(PARTS.get(region, region) for region in regions if region != "001")
        row = [code, ";".join(countries), min(lengths), max(lengths), "yes" if zero else "no"]
        table.append([str(cell) for cell in row])
    return ["code", "countries", "min", "max", "zero"], table


def html_names():
    """The rows of html_entities.csv."""
    names = {**html.entities.name2codepoint, "apos": ord("'")}
    return ["name", "code"], [[name, f"{code:04X}"] for name, code in sorted(names.items())]


def refresh_table(name, source, made, write):
    """Compares a table with one that is made of a package, and may write it anew."""
    path = DATA / f"{name}.csv"
    key, (columns, table) = made[0][0], made
    ours = {row[key]: row for row in rows(path)}
    theirs = {row[0]: dict(zip(columns, row)) for row in table}
    lines = [f"{name}: {one} is missing" for one in sorted(set(theirs) - set(ours))]
    lines += [f"{name}: {one} is not in the package" for one in sorted(set(ours) - set(theirs))]
    for one in sorted(set(ours) & set(theirs)):
        cells = [cell for cell in columns if ours[one][cell] != theirs[one][cell]]
        lines += [f"{name}: {one} has {cell} {ours[one][cell]}, the package {theirs[one][cell]}" for cell in cells]
    print(f"{name}: compared with {source}")
    print(*lines, sep="\n", end="\n" if lines else "")
    if write:
        head = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                break
            line = re.sub(r"^# checked: .*", f"# checked: {datetime.date.today().isoformat()}", line)
            head.append(re.sub(r"^# source: .*", f"# source: {source}", line))
        text = [*head, ",".join(columns), *(",".join(row) for row in table)]
        path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return bool(lines) and not write


def main():
    write = "--write" in sys.argv[1:]
    lacking = False
    for provider, package, known in (("aws", "botocore", aws()), ("oci", "oci", oci())):
        missing, lines = compare_regions(provider, known)
        version = importlib.metadata.version(package)
        print(f"{provider}: {len(known)} regions in {package} {version}")
        print(*lines, sep="\n", end="\n" if lines else "")
        if write:
            add_regions(provider, missing, known)
            set_checked(provider, package)
            for region in missing:
                print(f"{provider}: added {region}; fill in its country")
        lacking = lacking or (bool(missing) and not write)
    version = importlib.metadata.version("phonenumbers")
    source = f"the metadata of Google's libphonenumber (phonenumbers {version})"
    lacking = refresh_table("calling_codes", source, calling_codes(), write) or lacking
    source = f"the names of HTML 4 (html.entities of Python {platform.python_version()}), and apos of XML"
    lacking = refresh_table("html_entities", source, html_names(), write) or lacking
    countries = compare_countries()
    print(f"countries: compared with pycountry {importlib.metadata.version('pycountry')}")
    print(*countries, sep="\n", end="\n" if countries else "")
    sys.exit(lacking or bool(countries))


if __name__ == "__main__":
    main()

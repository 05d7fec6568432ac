#!/usr/bin/env python3
"""Compare the tables of data/ with what public packages state, and bring them up to date.

    python3 -m venv venv && venv/bin/pip install botocore oci pycountry
    venv/bin/python data/refresh.py           # say what differs; status 1 if a table lacks something
    venv/bin/python data/refresh.py --write   # add the rows that are missing, and set the dates

botocore has the regions of AWS, oci those of Oracle Cloud, pycountry the codes of ISO 3166-1.
With --write, a region that is missing is added behind the others of its provider with the status
`active` and the basis `read`, and the date and package version of the provider are set in
cloud_providers.csv. Its country is left empty, which reads as "not published": fill it in from the
documentation of the provider before you commit. A country is never added by itself, because a new
row also needs its memberships. Ids are facts; no text of the packages is copied.
"""

import csv
import datetime
import importlib.metadata
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
    countries = compare_countries()
    print(f"countries: compared with pycountry {importlib.metadata.version('pycountry')}")
    print(*countries, sep="\n", end="\n" if countries else "")
    sys.exit(lacking or bool(countries))


if __name__ == "__main__":
    main()

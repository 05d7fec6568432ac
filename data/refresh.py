#!/usr/bin/env python3
"""Compare data/cloud_regions.csv with the region lists of public packages.

    pip install botocore oci
    python3 data/refresh.py           # print what is missing or unknown; status 1 if anything is
    python3 data/refresh.py --write   # append rows for regions that are missing

A row that is appended has the status `active` and the basis `read`, and an empty country: fill in
place and country from the documentation of the provider before the release. Ids are facts; no text
of the packages is copied.
"""

import csv
import pathlib
import sys

TABLE = pathlib.Path(__file__).with_name("cloud_regions.csv")


def aws():
    import botocore.session

    session = botocore.session.Session()
    ids = set()
    for partition in session.get_available_partitions():
        resolver = session.get_component("endpoint_resolver")
        data = next(p for p in resolver._endpoint_data["partitions"] if p["partition"] == partition)
        ids.update(data["regions"])
    return {region for region in ids if not region.endswith("-global")}


def oci():
    import oci.regions

    return set(oci.regions.REGIONS_SHORT_NAMES.values()) | set(oci.regions.REGION_REALMS)


def main():
    rows = list(csv.DictReader(line for line in TABLE.open() if not line.startswith("#")))
    bad = False
    for provider, known in (("aws", aws()), ("oci", oci())):
        ours = {row["region"] for row in rows if row["provider"] == provider}
        for region in sorted(known - ours):
            bad = True
            print(f"{provider}: {region} is missing")
            if "--write" in sys.argv:
                with TABLE.open("a") as table:
                    table.write(f"{provider},{region},,,active,read,,\n")
        for region in sorted(ours - known):
            print(f"{provider}: {region} is not in the package (announced or closed?)")
    seen = set()
    for row in rows:
        key = (row["provider"], row["region"].lower())
        if key in seen:
            bad = True
            print(f"{row['provider']}: {row['region']} appears twice")
        seen.add(key)
    sys.exit(bad)


if __name__ == "__main__":
    main()

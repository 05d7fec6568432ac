"""The five checks as people write them first: PyYAML and loops."""
import re
import sys
from pathlib import Path

import yaml

EEA = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split())
CONTACT = re.compile(r"^([^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+)$")


def written(value):
    return isinstance(value, str) and value.strip()


for name in sys.argv[1:]:
    with Path(name).open() as file:
        manifest = yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    claims = any("EEA" in claim["regions"] for claim in manifest.get("residency", []))
    seen = set()
    for vendor in manifest["subprocessors"]:
        if not all(written(vendor.get(field)) for field in ("location", "contact", "purpose")):
            print(name, "required")
        if vendor["legal_name"].lower() in seen:
            print(name, "duplicate")
        seen.add(vendor["legal_name"].lower())
        if "end_user" in vendor["audiences"] and not written(vendor.get("opt_out")):
            print(name, "opt_out")
        if claims and written(vendor.get("location")) and vendor["location"] not in EEA:
            print(name, "residency")
        if written(vendor.get("contact")) and not CONTACT.match(vendor["contact"]):
            print(name, "contact")

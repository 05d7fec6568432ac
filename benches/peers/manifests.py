"""Made-up manifests with defects that are known, so that a tool can be held to them.

One vendor in twenty breaks exactly one of five checks:

  required   no location, contact or purpose: absent, null, empty or blank
  duplicate  the legal name of an earlier vendor, in half of the cases in capitals
  opt_out    end users in the audience, and no opt-out
  residency  a country outside the EEA below a claim that names the EEA
  contact    neither an e-mail address nor a web address

The same arguments always give the same bytes.
"""
import random
from pathlib import Path

CHECKS = ["required", "duplicate", "opt_out", "residency", "contact"]
EEA = ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK").split()
ELSEWHERE = ["AU", "BR", "CA", "CH", "GB", "IL", "IN", "JP", "SG", "US"]
FIRST = "Alder Basalt Cinder Dune Elm Fathom Gravel Heath Inlet Jasper Kelp Lichen Moss Nettle".split()
SECOND = "Archive Beacon Courier Desk Exchange Forms Gateway Hosting Insight Ledger Mail Search".split()
FORMS = [", Inc.", " GmbH", " Ltd", " B.V.", " SAS", " AB"]
PURPOSES = [
    "Delivery of transactional e-mail",
    "Hosting of the application and its database",
    "Tracking of errors in the application",
    "Tickets and chat of customer support",
    "Processing of card payments",
]
NO_CONTACT = ["ask your account manager", "privacy at basalt dot example", "@basalt", "Jane Doe"]


def vendor(rng, index, claims):
    name = f"{rng.choice(FIRST)} {rng.choice(SECOND)} {index}"
    domain = name.lower().replace(" ", "-") + ".example"
    end_users = rng.random() < 0.25
    fields = {
        "name": name,
        "legal_name": name + rng.choice(FORMS),
        "contact": f"privacy@{domain}" if rng.random() < 0.7 else f"https://{domain}/privacy",
        "location": rng.choice(EEA if claims or rng.random() < 0.5 else ELSEWHERE),
        "purpose": rng.choice(PURPOSES),
        "audiences": "[customer, end_user]" if end_users else "[customer]",
    }
    if end_users:
        fields["opt_out"] = f"https://{domain}/opt-out"
    return fields


def spoil(rng, vendors, index, claims):
    """Breaks one check in one vendor, and says which."""
    fields = vendors[index]
    possible = ["required", "contact"]
    possible += ["duplicate"] * (index > 0) + ["residency"] * claims
    possible += ["opt_out"] * ("opt_out" in fields)
    check = rng.choice(possible)
    if check == "required":
        field = rng.choice(["location", "contact", "purpose"])
        fields[field] = rng.choice([None, "", '""', '"  "'])
    elif check == "duplicate":
        earlier = vendors[rng.randrange(index)]["legal_name"]
        fields["legal_name"] = earlier.upper() if rng.random() < 0.5 else earlier
    elif check == "opt_out":
        del fields["opt_out"]
    elif check == "residency":
        fields["location"] = rng.choice(ELSEWHERE)
    else:
        fields["contact"] = f'"{rng.choice(NO_CONTACT)}"'
    return check


def scalar(value):
    # The only code of a country that some readers of YAML take for a boolean.
    return '"NO"' if value == "NO" else value


def manifest(rng, count):
    """The text of one manifest, and the checks that it breaks."""
    broken = set()
    claims = rng.random() < 0.6
    vendors = [vendor(rng, index, claims) for index in range(count)]
    for index in range(count):
        if rng.random() < 0.05:
            broken.add(spoil(rng, vendors, index, claims))
    lines = ["version: 1", "organization: {name: Larkspur, contact: privacy@larkspur.example}"]
    if claims:
        lines.append("residency: [{claim: EU, regions: [EEA]}]")
    lines.append("subprocessors:")
    for fields in vendors:
        written = [(key, value) for key, value in fields.items() if value is not None]
        for position, (key, value) in enumerate(written):
            lines.append(f"{'  - ' if position == 0 else '    '}{key}: {scalar(value)}".rstrip())
    return "\n".join(lines) + "\n", broken


def write(folder, files, count):
    """Writes the manifests, and gives the pairs of file and check that a tool has to find."""
    rng = random.Random(f"{files} x {count}")
    folder = Path(folder)
    folder.mkdir(parents=True)
    truth = set()
    for index in range(files):
        text, broken = manifest(rng, count)
        name = f"m{index:05}.yaml"
        (folder / name).write_text(text)
        truth.update((name, check) for check in broken)
    return truth

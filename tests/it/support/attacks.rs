//! Manifests that were made to cost as much as they can, each at any size: the
//! tests look at what is said about small ones, the benchmark at what full ones
//! cost.

#![allow(dead_code, reason = "not every program needs all of it")]

use std::fmt::Write as _;

/// A manifest that attacks whoever reads it.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    /// What it is called.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// How many of what it repeats the full attack has.
    pub size: usize,
    /// Makes it with so many.
    pub make: fn(usize) -> String,
}

/// All of them.
pub const ALL: &[Attack] = &[
    Attack { name: "billion laughs", file: "s.yaml", size: 30, make: billion_laughs },
    Attack { name: "laughs below the cap", file: "s.yaml", size: 1_800_000, make: quiet_laughs },
    Attack { name: "merge-key laughs", file: "s.yaml", size: 30, make: merge_laughs },
    Attack { name: "one base merged into all", file: "s.yaml", size: 2_800, make: merged_base },
    Attack { name: "aliases of one vendor", file: "s.yaml", size: 150_000, make: same_vendor },
    Attack { name: "aliases of 100 KB", file: "s.yaml", size: 900, make: long_aliases },
    Attack { name: "deep flow", file: "s.yaml", size: 1_000_000, make: deep_flow },
    Attack { name: "deep blocks", file: "s.yaml", size: 1_000_000, make: deep_blocks },
    Attack { name: "deep indentation", file: "s.yaml", size: 5_000, make: deep_indentation },
    Attack { name: "deep JSON", file: "s.json", size: 10_000_000, make: deep_json },
    Attack { name: "depth by aliases", file: "s.yaml", size: 100_000, make: deep_aliases },
    Attack { name: "one line of JSON", file: "s.json", size: 12_000, make: one_line },
    Attack { name: "32 MB of one scalar", file: "s.yaml", size: 32 << 20, make: long_scalar },
    Attack { name: "32 MB of words", file: "s.yaml", size: (32 << 20) / 10, make: words },
    Attack { name: "one key 200,000 times", file: "s.yaml", size: 200_000, make: same_key },
    Attack { name: "200,000 keys", file: "s.yaml", size: 200_000, make: many_keys },
    Attack { name: "duplicates in every vendor", file: "s.yaml", size: 50_000, make: same_fields },
    Attack { name: "%TAG lines", file: "s.yaml", size: 50_000, make: tags },
    Attack { name: "50,000 anchors", file: "s.yaml", size: 50_000, make: anchors },
    Attack { name: "1 M documents", file: "s.yaml", size: 1_000_000, make: documents },
    Attack { name: "100,000 lists", file: "s.yaml", size: 100_000, make: lists },
    Attack { name: "1 M comments", file: "s.yaml", size: 1_000_000, make: comments },
    Attack { name: "waivers in comments", file: "s.yaml", size: 400_000, make: waivers },
    Attack { name: "waivers for all rules", file: "s.yaml", size: 50_000, make: wide_waivers },
    Attack { name: "blank lines", file: "s.yaml", size: 30_000_000, make: blank_lines },
    Attack { name: "tabs for indentation", file: "s.yaml", size: 100_000, make: tabs },
    Attack { name: "claims x vendors", file: "s.yaml", size: 2_000, make: claims },
    Attack { name: "claims with lists", file: "s.yaml", size: 1_500, make: claims_with_lists },
    Attack { name: "statements x vendors", file: "s.yaml", size: 20_000, make: statements },
    Attack { name: "100,000 of one name", file: "s.yaml", size: 100_000, make: same_name },
    Attack { name: "near-identical names", file: "s.yaml", size: 20_000, make: near_names },
    Attack { name: "legal names by a typo", file: "s.yaml", size: 20_000, make: typos },
    Attack { name: "bad words everywhere", file: "s.yaml", size: 30_000, make: defects },
    Attack { name: "empty vendors", file: "s.yaml", size: 200_000, make: empty_vendors },
    Attack { name: "vendors that are text", file: "s.yaml", size: 200_000, make: text_vendors },
    Attack { name: "unknown fields", file: "s.yaml", size: 300_000, make: unknown_fields },
    Attack { name: "1 MB location", file: "s.yaml", size: 1 << 20, make: long_location },
    Attack { name: "1 MB of places", file: "s.yaml", size: 1 << 20, make: long_places },
    Attack { name: "1 MB legal name", file: "s.yaml", size: 1 << 20, make: long_legal_name },
    Attack { name: "1 MB of companies", file: "s.yaml", size: 1 << 20, make: long_companies },
    Attack { name: "1 MB URL", file: "s.yaml", size: 1 << 20, make: long_url },
    Attack { name: "1 MB e-mail", file: "s.yaml", size: 1 << 20, make: long_mail },
    Attack { name: "1 MB in every text", file: "s.yaml", size: 1 << 20, make: long_texts },
    Attack { name: "many places a vendor", file: "s.yaml", size: 200_000, make: many_places },
    Attack { name: "combining marks", file: "s.yaml", size: 500_000, make: marks },
    Attack { name: "claim of 1 MB x vendors", file: "s.yaml", size: 16_000, make: long_claim },
    Attack { name: "regions x vendors", file: "s.yaml", size: 20_000, make: wide_claim },
    Attack { name: "findings in a long name", file: "s.yaml", size: 2_000, make: long_owner },
    Attack { name: "findings below a long key", file: "s.yaml", size: 4_000, make: long_key },
    Attack {
        name: "placeholders in one list",
        file: "s.yaml",
        size: 2_000_000,
        make: placeholders,
    },
    Attack { name: "blanks in a contact", file: "s.yaml", size: 1 << 20, make: blank_contact },
    Attack { name: "1 MB contact", file: "s.yaml", size: 1 << 20, make: long_contact },
    Attack { name: "1 MB international host", file: "s.yaml", size: 1 << 20, make: long_host },
    Attack { name: "names in a waiver", file: "s.yaml", size: 1_500_000, make: waiver_names },
    Attack { name: "reasons in a waiver", file: "s.yaml", size: 1_500_000, make: waiver_reasons },
    Attack { name: "bars in legal names", file: "s.yaml", size: 79_000, make: bars },
    Attack { name: "colons in locations", file: "s.yaml", size: 28_000, make: colons },
    Attack { name: "escape sequences", file: "s.yaml", size: 20_000, make: escapes },
];

/// The attack of a name.
pub fn named(name: &str) -> &'static Attack {
    ALL.iter().find(|attack| attack.name == name).unwrap_or_else(|| panic!("no attack `{name}`"))
}

/// `entry` for each number below `count`, after a head.
fn repeat(head: &str, count: usize, entry: impl Fn(&mut String, usize)) -> String {
    let mut text = head.to_owned();
    (0..count).for_each(|index| entry(&mut text, index));
    text
}

/// Vendors, one for each number below `count`; `{}` in a pattern is the number.
fn vendors(count: usize, pattern: &str) -> String {
    repeat("subprocessors:\n", count, |text, index| {
        text.push_str(&pattern.replace("{}", &index.to_string()));
    })
}

/// Anchors that repeat one another, nine times at each level.
fn billion_laughs(levels: usize) -> String {
    let head = "x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    let text = repeat(head, levels, |text, level| {
        let nine = vec![format!("*a{level}"); 9].join(", ");
        let _ = writeln!(text, "x-{0}: &a{0} [{nine}]", level + 1);
    });
    format!("{text}subprocessors: *a{levels}\n")
}

/// As many repeated values as are just allowed, in places where they are no
/// vendors.
fn quiet_laughs(values: usize) -> String {
    let thousand = vec!["lol"; 1000].join(", ");
    let head = format!("x-0: &a [{thousand}]\nsubprocessors:\n  - name: A\n    notes:\n");
    repeat(&head, values / 1000, |text, _| text.push_str("      - *a\n"))
}

/// Mappings that merge one another, nine at each level.
fn merge_laughs(levels: usize) -> String {
    let text = repeat("x-0: &a0 {k: lol}\n", levels, |text, level| {
        let nine = vec![format!("*a{level}"); 9].join(", ");
        let _ = writeln!(text, "x-{0}: &a{0} {{<<: [{nine}], k{level}: lol}}", level + 1);
    });
    format!("{text}subprocessors:\n  - <<: *a{levels}\n    name: A\n")
}

/// A thousand keys that every vendor merges.
fn merged_base(vendors: usize) -> String {
    let head = repeat("x-base: &base\n", 1000, |text, key| {
        let _ = writeln!(text, "  key{key}: lol");
    });
    let head = head + "subprocessors:\n";
    repeat(&head, vendors, |text, index| {
        let _ = writeln!(text, "  - {{<<: *base, name: V{index}}}");
    })
}

fn same_vendor(vendors: usize) -> String {
    let head = "x-a: &a {name: Acme, legal_name: Acme Inc, location: Mars, contact: TBD, \
                purpose: Services}\nsubprocessors:\n";
    repeat(head, vendors, |text, _| text.push_str("  - *a\n"))
}

/// One text of 100 KB under every field of many vendors.
fn long_aliases(vendors: usize) -> String {
    let text = "lorem Frankfurt GmbH ".repeat(5000);
    let head = format!("x-a: &a {text}\nsubprocessors:\n");
    let fields = ["name", "legal_name", "location", "contact", "purpose", "notes"];
    repeat(&head, vendors, |text, index| {
        let _ = writeln!(text, "  - {}: *a", fields[index % fields.len()]);
    })
}

fn deep_flow(levels: usize) -> String {
    format!("subprocessors: {}", "[".repeat(levels))
}

fn deep_blocks(levels: usize) -> String {
    format!("subprocessors:\n  {}x\n", "- ".repeat(levels))
}

fn deep_indentation(levels: usize) -> String {
    repeat("", levels, |text, level| {
        let _ = writeln!(text, "{}a:", " ".repeat(level));
    })
}

fn deep_json(levels: usize) -> String {
    format!("{{\"subprocessors\": {}", "[".repeat(levels))
}

fn deep_aliases(levels: usize) -> String {
    repeat("x-0: &a0 [x]\n", levels, |text, level| {
        let _ = writeln!(text, "x-{0}: &a{0} [*a{level}]", level + 1);
    })
}

/// Vendors with defects on one line of JSON, the last of them far to the right.
fn one_line(vendors: usize) -> String {
    let text = repeat(
        "{\"last_updated\":\"2026-11-01\",\"subprocessors\":[",
        vendors,
        |text, i| {
            let _ = write!(
                text,
                "{{\"name\":\"V{i}\",\"location\":\"Mars\",\"purpose\":\"Services\",\"nmae\":\"\"}},"
            );
        },
    );
    format!("{text}{{\"name\":\"last\",\"location\":\"Atlantis\"}}]}}")
}

fn long_scalar(bytes: usize) -> String {
    let text = "subprocessors: ".to_owned();
    let rest = bytes.saturating_sub(text.len());
    text + &"x".repeat(rest)
}

/// A list of short words, as large as a file may be.
fn words(words: usize) -> String {
    repeat("x-words:\n", words.saturating_sub(1), |text, _| text.push_str("- - - ab\n"))
}

fn same_key(keys: usize) -> String {
    repeat("subprocessors: []\n", keys, |text, _| text.push_str("name: x\n"))
}

fn many_keys(keys: usize) -> String {
    repeat("subprocessors: []\n", keys, |text, key| {
        let _ = writeln!(text, "key{key}: x");
    })
}

fn same_fields(count: usize) -> String {
    vendors(count, "  - {name: A{}, name: B{}, name: C{}, location: US, location: IE}\n")
}

fn tags(lines: usize) -> String {
    let text = repeat("", lines, |text, line| {
        let _ = writeln!(text, "%TAG !t{line}! tag:example.com,2026:t{line}/");
    });
    text + "---\nsubprocessors:\n  - name: !t0!x A\n"
}

fn anchors(count: usize) -> String {
    let text = vendors(count, "  - &v{} {name: V{}}\n");
    repeat(&(text + "x-again:\n"), count, |text, index| {
        let _ = writeln!(text, "  - *v{index}");
    })
}

fn documents(count: usize) -> String {
    repeat("", count, |text, _| text.push_str("---\n- x\n"))
}

/// Many documents in one file, each a list of one vendor.
fn lists(count: usize) -> String {
    repeat("", count, |text, index| {
        let _ = writeln!(text, "---\nsubprocessors: [{{name: V{index}}}]");
    })
}

fn comments(lines: usize) -> String {
    repeat("subprocessors:\n  - name: A\n", lines, |text, _| text.push_str("# a comment\n"))
}

fn waivers(lines: usize) -> String {
    let head = "subprocessors:\n  - name: A\n";
    repeat(head, lines, |text, line| {
        let _ = writeln!(text, "# subprocessor-lint: allow(missing-contact) because={line}");
    })
}

/// Comments that allow many rules each, on vendors that break many rules.
fn wide_waivers(count: usize) -> String {
    let rules = "missing-contact, missing-location, missing-purpose, missing-legal-name, \
                 missing-field, placeholder-value, vague-purpose";
    let entry = format!("  # subprocessor-lint: allow({rules}) reason=asked\n  - name: V{{}}\n");
    vendors(count, &entry)
}

fn blank_lines(lines: usize) -> String {
    format!("subprocessors:\n{}  - name: A\n", "\n".repeat(lines))
}

fn tabs(lines: usize) -> String {
    repeat("subprocessors:\n", lines, |text, line| {
        let _ = writeln!(text, "\t- name: V{line}");
    })
}

/// So many claims about where data stays, and so many vendors that break each.
fn claims(count: usize) -> String {
    let text = repeat("residency:\n", count, |text, claim| {
        let _ = writeln!(text, "  - {{claim: Data {claim} stays in Europe, regions: [EU]}}");
    });
    let entry = "  - {name: V{}, location: US, locations: [DE, FR, us-east-1, IE]}\n";
    text + &vendors(count, entry)
}

/// Claims and vendors with long lists to compare, which are all one list.
fn claims_with_lists(count: usize) -> String {
    let words = repeat("", 400, |text, word| {
        let _ = write!(text, "{}data{word}", if word == 0 { "" } else { ", " });
    });
    let others = words.replace("data", "name");
    let head = format!("x-a: &a [{words}]\nx-b: &b [{others}]\nresidency:\n");
    let text = repeat(&head, count, |text, claim| {
        let _ = writeln!(
            text,
            "  - {{claim: Data {claim} stays, regions: [EU], data: *a, exceptions: *b}}"
        );
    });
    text + &vendors(count, "  - {name: V{}, location: US, data_categories: *b}\n")
}

/// Other promises, each of which many vendors may break.
fn statements(count: usize) -> String {
    let text = repeat("claims:\n", count, |text, claim| {
        let _ = writeln!(text, "  - {{kind: no_third_party, text: nobody else sees data {claim}}}");
    });
    text + &vendors(count, "  - {name: V{}, location: US}\n")
}

fn same_name(count: usize) -> String {
    vendors(
        count,
        "  - {name: Acme, legal_name: \"Acme, Inc.\", location: US, contact: a@acme.com}\n",
    )
}

fn near_names(count: usize) -> String {
    vendors(count, "  - {name: N{}, legal_name: Acme Cloud Systems {} GmbH, location: DE}\n")
}

/// Legal names a letter apart.
fn typos(count: usize) -> String {
    repeat("subprocessors:\n", count, |text, index| {
        let mut name = b"acmecloudhostingsystemsinternational".to_vec();
        let mut rest = index;
        while rest > 0 {
            let length = name.len();
            name[rest % length] = b'a' + (rest / length % 26) as u8;
            rest /= length * 26;
        }
        let name = String::from_utf8(name).unwrap_or_default();
        let _ = writeln!(text, "  - {{name: N{index}, legal_name: {name} Inc}}");
    })
}

/// Vendors with a defect in every field.
fn defects(count: usize) -> String {
    vendors(
        count,
        "  - {name: TBD, legal_name: acme{} llc Inc. GmbH, country: Germany, location: Mars, \
         contact: nobody, purpose: Services, audience: x, opt_out: N/A, last_reviewed: 01/02/03, \
         links: {dpa: 'http:/x'}, data_categories: [data], transfer: {mechanism: magic}, \
         added: 2099-01-01, status: gone, legal_nmae: X}\n",
    )
}

fn empty_vendors(count: usize) -> String {
    repeat("subprocessors:\n", count, |text, _| text.push_str("  - {}\n"))
}

fn text_vendors(count: usize) -> String {
    vendors(count, "- V{}\n")
}

fn unknown_fields(count: usize) -> String {
    repeat("subprocessors:\n  - name: A\n", count, |text, key| {
        let _ = writeln!(text, "    nmae{key}: x");
    })
}

/// One vendor with a field that repeats a text for so many bytes.
fn field(name: &str, before: &str, part: &str, bytes: usize, after: &str) -> String {
    let rest = bytes.saturating_sub(before.len() + after.len());
    let long = part.repeat(rest / part.len());
    format!("subprocessors:\n  - name: A\n    {name}: '{before}{long}{after}'\n")
}

fn long_location(bytes: usize) -> String {
    field("location", "", "x", bytes, "")
}

fn long_places(bytes: usize) -> String {
    field("location", "", "Paris / US, eu-west-1; ", bytes, "")
}

fn long_legal_name(bytes: usize) -> String {
    field("legal_name", "", "x", bytes, " GmbH")
}

fn long_companies(bytes: usize) -> String {
    field("legal_name", "", "Acme, Inc. and ", bytes, "others")
}

fn long_url(bytes: usize) -> String {
    field("website", "https://", "a.", bytes, "com/")
}

fn long_mail(bytes: usize) -> String {
    field("contact", "a@", "a.", bytes, "com")
}

/// Long texts of the kinds that phrases and patterns look through.
fn long_texts(bytes: usize) -> String {
    let fields =
        ["purpose", "notes", "responsibilities", "processing", "opt_out", "service", "category"];
    let part = "may include but is not limited to: opt-out no data, see our website; TBD e.g. ";
    let long = part.repeat(bytes / part.len());
    let head = "subprocessors:\n  - name: A\n";
    fields.iter().fold(head.to_owned(), |text, name| format!("{text}    {name}: '{long}'\n"))
}

/// One long text that the finding for each vendor quotes.
fn long_claim(count: usize) -> String {
    let claim = "x".repeat(1_000_000);
    let head = format!("residency:\n  - {{claim: {claim}, regions: [EU]}}\nsubprocessors:\n");
    repeat(&head, count, |text, index| {
        let _ = writeln!(text, "  - {{name: V{index}, location: US}}");
    })
}

/// A claim with as many regions as there are vendors that break it.
fn wide_claim(count: usize) -> String {
    let regions = vec!["EU"; count].join(", ");
    let head = format!("residency:\n  - {{claim: Stays, regions: [{regions}]}}\nsubprocessors:\n");
    repeat(&head, count, |text, index| {
        let _ = writeln!(text, "  - {{name: V{index}, location: US}}");
    })
}

/// Placeholders under an organisation with a long name.
fn long_owner(count: usize) -> String {
    let head = format!("organization:\n  name: {}\n", "x".repeat(900_000));
    let text = repeat(&head, count, |text, index| {
        let _ = writeln!(text, "  y{index}: TBD");
    });
    text + "subprocessors: []\n"
}

/// Placeholders under a long key.
fn long_key(count: usize) -> String {
    let list = vec!["tbd"; count].join(", ");
    let key = "y".repeat(900_000);
    format!("subprocessors:\n  - name: A\n    ? \"{key}\"\n    : [{list}]\n")
}

fn placeholders(count: usize) -> String {
    let list = vec!["x"; count].join(", ");
    format!("subprocessors:\n  - name: A\n    data_categories: [{list}]\n")
}

fn blank_contact(bytes: usize) -> String {
    field("contact", "a", " ", bytes, "b")
}

fn long_contact(bytes: usize) -> String {
    field("contact", "", "x", bytes, "")
}

fn long_host(bytes: usize) -> String {
    field("website", "https://", "\u{e9}", bytes, ".com")
}

fn waiver_names(count: usize) -> String {
    let names = "a,".repeat(count);
    format!("subprocessors:\n  - name: A # subprocessor-lint: allow({names}a) reason=a\n")
}

fn waiver_reasons(count: usize) -> String {
    let reasons = "reason=a ".repeat(count);
    format!("subprocessors:\n  - name: A # subprocessor-lint: allow(missing-contact) {reasons}\n")
}

fn bars(count: usize) -> String {
    let name = "a|b ".repeat(75);
    vendors(count, &format!("  - {{name: V{{}}, legal_name: \"{name}\"}}\n"))
}

fn colons(count: usize) -> String {
    let place = "a:".repeat(150);
    vendors(count, &format!("  - {{name: V{{}}, location: \"{place}\"}}\n"))
}

/// One vendor at very many places.
fn many_places(count: usize) -> String {
    let head = "residency:\n  - {claim: in the EU, regions: [EU]}\nsubprocessors:\n  - name: A\n    locations:\n";
    repeat(head, count, |text, _| text.push_str("      - Mars\n"))
}

/// A name that is one letter with very many accents.
fn marks(count: usize) -> String {
    field("legal_name", "a", "\u{301}", count * 2, " GmbH")
}

/// Everything that acts on a terminal or cannot be seen, in every text.
pub const ACTS: &str =
    "\u{1b}[31m\u{1b}]8;;https://evil.example\u{7}\u{9b}2J\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}";

fn escapes(count: usize) -> String {
    let typed = ACTS.replace('\u{1b}', "\\e").replace('\u{7}', "\\a").replace('\u{9b}', "\\x9b");
    vendors(count, &format!("  - {{name: \"V{{}}{typed}\", location: \"{typed}\"}}\n"))
}

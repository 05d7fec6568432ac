//! Attacks by pages: their nesting, what is never closed, long cells, very many rows.

use super::{Attacked, SMALLER, check};
use crate::support::page_attacks::{self, ALL};

/// Checks a page with so many of what it repeats. Places are in the page, on characters.
fn attack_of(name: &str, count: usize) -> Attacked {
    let attack = page_attacks::named(name);
    let text = (attack.make)(count);
    let checked = check(attack.file, &text);
    for finding in &checked.findings {
        assert!(text.get(finding.place.span.range()).is_some(), "{name}: {finding:?}");
        assert!(finding.message.len() < 4_000, "{name}: {}", finding.message.len());
    }
    checked
}

#[test]
fn every_page_is_read_to_an_end() {
    for attack in ALL {
        attack_of(attack.name, (attack.size / SMALLER / 4).max(50));
    }
}

#[test]
fn long_tables_are_read_whole() {
    for (name, count) in [
        ("HTML: 30,000 rows", 600),
        ("HTML: one line", 600),
        ("HTML: rowspan", 600),
        ("Markdown: 30,000 rows", 600),
        ("CSV: 30,000 rows", 600),
        ("literals: 30,000 records", 600),
    ] {
        let checked = attack_of(name, count);
        assert!(checked.complete, "{name}");
        // None of the rows has a contact, which is one finding with their number.
        let first = |message: &str| message.split(' ').next()?.parse::<usize>().ok();
        let rows = checked.of("missing-contact").into_iter().map(|one| first(one).unwrap_or(1));
        assert!(rows.sum::<usize>() >= count, "{name}: {:?}", checked.findings.len());
    }
}

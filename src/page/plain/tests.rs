use super::*;
use crate::page::block::RemarkKind;
use crate::page::dump::dump;
use crate::page::lines::testing::check_places;
use proptest::prelude::*;

fn shown(text: &str) -> String {
    let page = read(text, &PageLimits::default());
    check_places(text, &page);
    dump(&page)
}

#[test]
fn a_name_with_pairs_below_is_a_card() {
    let text =
        "Hosting\n\nLarch Cloud\nPurpose: Servers\nLocation: DE\n\nPine Mail\nPurpose: E-mail\n";
    let expected = "h1 Hosting\ncards\n  card\n    h6 Larch Cloud\n    pairs\n      Purpose = Servers\n      Location = DE\n  card\n    h6 Pine Mail\n    pairs\n      Purpose = E-mail\n";
    assert_eq!(shown(text), expected);
}

#[test]
fn a_key_that_comes_again_starts_the_next_card() {
    let text = "Intro to it.\n\nName: Larch\nLocation: DE\n\nName: Pine\nLocation: FR\n";
    let expected = "p Intro to it.\ncards\n  card\n    pairs\n      Name = Larch\n      Location = DE\n  card\n    pairs\n      Name = Pine\n      Location = FR\n";
    assert_eq!(shown(text), expected);
}

#[test]
fn cells_between_tabs_are_a_table() {
    let text = "Vendor\tPlace\nLarch\t\nPine\tFR\n";
    assert_eq!(shown(text), "table\n  row Vendor | Place\n  row Larch | \n  row Pine | FR\n");
}

#[test]
fn columns_with_dashes_are_a_table_and_long_cells_go_on_below() {
    let text = "Vendor       Use           Place\n-----------  ------------  -----\nLarch Mail,  E-mail        DE\n  Inc.\nPine                       FR\n";
    let expected = "table\n  head Vendor | Use | Place\n  row Larch Mail, Inc. | E-mail | DE\n  row Pine |  | FR\n";
    assert_eq!(shown(text), expected);
}

#[test]
fn aligned_columns_are_a_table_without_dashes() {
    let text =
        "Vendor   Use      Place\nLarch    E-mail   DE\nPine     Backups  FR\n\nEnd of it.\n";
    let expected = "table\n  row Vendor | Use | Place\n  row Larch | E-mail | DE\n  row Pine | Backups | FR\np End of it.\n";
    assert_eq!(shown(text), expected);
}

#[test]
fn columns_that_single_spaces_part_are_not_guessed() {
    let text = "Vendor Place\nLarch DE\nPine FR\n";
    assert_eq!(shown(text), "p Vendor Place\\nLarch DE\\nPine FR\n");
}

#[test]
fn a_cell_a_line_is_a_table_below_known_headers() {
    let text = "Vendor\nCountry\nPurpose\nLarch\nDE\nServers\nPine\nFR\nE-mail\n2. Changes\nWe tell you.\n";
    let expected = "table\n  row Vendor | Country | Purpose\n  row Larch | DE | Servers\n  row Pine | FR | E-mail\nh2 2. Changes\np We tell you.\n";
    assert_eq!(shown(text), expected);
}

#[test]
fn bullets_nest_and_go_on_further_in() {
    let text = "We use:\n• Larch,\n  a host\n    – Servers\n    – Backups\n• Pine\nMore of it\n";
    let expected = "p We use:\nlist\n  - Larch, a host\n    list\n      - Servers\n      - Backups\n  - Pine\np More of it\n";
    assert_eq!(shown(text), expected);
}

#[test]
fn one_number_is_a_title_and_two_are_a_list() {
    assert_eq!(shown("1. The list\nLarch\n"), "h1 1. The list\np Larch\n");
    assert_eq!(shown("1. Larch\n2. Pine\n"), "list from 1\n  - Larch\n  - Pine\n");
}

#[test]
fn pipes_without_dashes_are_a_table() {
    let text = "| Vendor | Place |\n| Larch | DE |\n\n| Pine | FR |\n";
    assert_eq!(shown(text), "table\n  row Vendor | Place\n  row Larch | DE\n  row Pine | FR\n");
}

#[test]
fn a_sentence_with_a_colon_is_no_pair() {
    let text = "We work with these vendors, all of whom were checked: Larch and Pine.\n";
    assert_eq!(shown(text), format!("p {text}"));
}

#[test]
fn text_with_marks_of_markdown_is_markdown() {
    for text in [
        "# Vendors\n",
        "| a | b |\n|---|---|\n",
        "See [it](https://larch.example).\n",
        "**Larch**\n",
    ] {
        assert!(looks_like_markdown(text), "{text}");
    }
    for text in ["Vendors\n\n- Larch\n", "Larch\tDE\n", "#1 of its kind\n", "a * b * c\n"] {
        assert!(!looks_like_markdown(text), "{text}");
    }
}

#[test]
fn limits_are_remarked() {
    let limits = PageLimits { blocks: 2, ..PageLimits::default() };
    let page = read("One.\n\nTwo.\n\nThree.\n\nFour.\n", &limits);
    assert_eq!(page.blocks.len(), 2);
    assert_eq!(page.remarks.len(), 1);
    assert_eq!(page.remarks[0].kind, RemarkKind::TooMany);
    let deep: String = (0..500).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let page = read(&deep, &PageLimits::default());
    assert_eq!(page.remarks[0].kind, RemarkKind::TooDeep);
}

proptest! {
    #[test]
    fn any_text_has_true_places(text in "[ \\t\\n|•–:.a-zA-Zé1-3#*_-]{0,120}|\\PC{0,60}") {
        shown(&text);
    }
}

use super::*;
use crate::page::dump::dump;
use crate::page::lines::testing::check_places;
use proptest::prelude::*;

fn page(text: &str) -> PageBlocks {
    let page = read(text, &PageLimits::default());
    check_places(text, &page);
    page
}

fn shown(text: &str) -> String {
    dump(&page(text))
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn a_table_has_a_header_links_breaks_and_escaped_pipes() {
    check(
        "| Vendor | Place |\n|:--|---|\n| **Larch** [site](https://l.example) | FR,<br>DE |\n| a \\| b | <u>x</u> &amp; y |\n",
        "table\n  head Vendor | Place\n  row *Larch* [site](https://l.example) | FR,\\nDE\n  row a | b | x & y\n",
    );
}

#[test]
fn a_header_without_words_is_left_out() {
    check(
        "| | |\n|---|---|\n| Vendor | Place |\n| Larch | DE |\n",
        "table\n  row Vendor | Place\n  row Larch | DE\n",
    );
}

#[test]
fn rows_keep_the_number_of_their_cells() {
    check(
        "| A | B | C |\n|---|---|---|\n| Larch | DE |\n| Pine | | FR | **more** |\n",
        "table\n  head A | B | C\n  row Larch | DE\n  row Pine |  | FR | *more*\n",
    );
}

#[test]
fn a_gap_in_a_short_row_may_be_a_lost_pipe() {
    check(
        "| A | B | C |\n|---|---|---|\n| Larch   DE | Servers |\n",
        "table\n  head A | B | C\n  row Larch DE | Servers\nremark JoinedCells\n",
    );
}

#[test]
fn rows_that_are_no_table_for_markdown_are_one() {
    let expected = "table\n  row Vendor | Place\n  row [Larch](https://l.example) | DE\n";
    check("| Vendor | Place |\n| [Larch](https://l.example) | DE |\n", expected);
    check("Vendor | Place |\n[Larch](https://l.example) | DE\n", expected);
    check(
        "# T\n\n| Vendor | Place |\n\n| [Larch](https://l.example) | DE |\n",
        &format!("h1 T\n{expected}"),
    );
    let expected = expected.replacen("row", "head", 1);
    check("| Vendor | Place |\n\n|---|---|\n| [Larch](https://l.example) | DE |\n", &expected);
    check("Vendor | Place\n--- | ---\n\n| [Larch](https://l.example) | DE |\n", &expected);
}

#[test]
fn text_right_below_a_table_is_no_row() {
    check(
        "A | B\n---|---\nLarch | DE\nMore vendors\nA | B\n---|---\nPine | FR\n",
        "table\n  head A | B\n  row Larch | DE\np More vendors\ntable\n  head A | B\n  row Pine | FR\n",
    );
}

#[test]
fn a_row_that_is_broken_over_two_lines_is_one() {
    check(
        "| A | B | C |\n|---|---|---|\n| Larch | Servers |\n | DE |\n",
        "table\n  head A | B | C\n  row Larch | Servers | DE\n",
    );
    // The cell that the line is broken in is empty.
    check(
        "| A | B | C | D |\n|---|---|---|---|\n| Larch | Servers |\n | Note |\n",
        "table\n  head A | B | C | D\n  row Larch | Servers |  | Note\n",
    );
}

#[test]
fn headings_lists_quotations_and_marks_are_read() {
    check(
        "# One\n\nTwo\n===\n\n> A ~~b~~ _c_\n> d\n\n3. Larch\n   - DE\n\n     More\n4. Pine\n",
        "h1 One\nh1 Two\np A ~b~ _c_ d\nlist from 3\n  - Larch\n    list\n      - DE\\nMore\n  - Pine\n",
    );
}

#[test]
fn addresses_know_their_bytes() {
    let text = "# T\n\n[a](https://x.example/a) [b][ref] <https://c.example> <d@e.example> f@g.example\n\n[ref]: https://r.example 'T'\n";
    check(
        text,
        "h1 T\np [a](https://x.example/a) [b](https://r.example) [https://c.example](https://c.example) [d@e.example](mailto:d@e.example) f@g.example\n",
    );
}

#[test]
fn images_count_if_there_is_nothing_else() {
    check(
        "![Larch](l.png) Larch GmbH\n\n[![Pine](p.png)](https://p.example)\n",
        "p Larch GmbH\np [Pine](https://p.example)\n",
    );
}

#[test]
fn footnotes_are_marks_and_texts() {
    check("# T\n\nLarch[^1]\n\n[^1]: In the EU.\n", "h1 T\np Larch^1^\np [1] In the EU.\n");
}

#[test]
fn tags_within_text_are_heeded() {
    check(
        "# T\n\nLarch<sup>2</sup> <span hidden>no</span><a href=\"https://l.example\">site</a><!-- c --> <del>x</del>\n",
        "h1 T\np Larch^2^ [site](https://l.example) ~x~\n",
    );
    let comments = page("# T\n\na<!-- c -->\n\n<!-- d -->\n").comments;
    assert_eq!(comments.len(), 2);
}

#[test]
fn html_is_read_to_the_end_of_its_element() {
    check(
        "# T\n\n<table>\n\n<tr>\n\n    <td>Larch</td>\n\n</tr>\n\n</table>\n\nEnd\n",
        "h1 T\np Larch\np End\n",
    );
    check("<details>\n\n**a** b\n\n</details>\n", "p *a* b\n");
}

#[test]
fn front_matter_gives_the_title_and_pairs() {
    check(
        "---\ntitle: \"Vendors\"\nlastUpdated: 2026-01-02 # day\ntags:\n  - a\n---\nText\n",
        "title Vendors\npairs\n  lastUpdated = 2026-01-02\np Text\n",
    );
    check(
        "+++\ntitle = 'Vendors'\ndate = 2026-01-02\n+++\nText\n",
        "title Vendors\npairs\n  date = 2026-01-02\np Text\n",
    );
}

#[test]
fn parts_that_a_program_fills_are_remarked() {
    check(
        "import T from './t'\n\nexport const meta = {\n  title: 'x',\n\n}\n\n# T\n\n<Vendors rows={rows} />\n\n{vendors.map(v => (\n  <b>{v}</b>\n))}\n\nEnd\n",
        "h1 T\np End\nremark Template\nremark Template\n",
    );
    check(
        "# T\n\n{{< vendors >}}\n\n| A | B |\n|---|---|\n| {{ v | upcase }} | {% if b %}DE{% endif %} |\n",
        "h1 T\ntable\n  head A | B\n  row  | DE\nremark Template\nremark Template\n",
    );
    check(
        "# T\n\n<Note type=\"info\">\n\nText\n\n</Note>\n\n:::note\n\nMore\n\n:::\n",
        "h1 T\np Text\np More\n",
    );
}

#[test]
fn round_bullets_are_a_list() {
    check(
        "# T\n\nWe use:\n• **Larch** host\n• Pine\n",
        "h1 T\np We use:\nlist\n  - *Larch* host\n  - Pine\n",
    );
}

#[test]
fn pairs_above_dashes_are_no_heading() {
    check(
        "# T\n\n**Larch**\nPurpose: Servers\nLocation: DE\n---\n**Pine**\nPurpose: Mail\nLocation: FR\n",
        "h1 T\ncards\n  card\n    h6 *Larch*\n    pairs\n      Purpose = Servers\n      Location = DE\n  card\n    h6 *Pine*\n    pairs\n      Purpose = Mail\n      Location = FR\n",
    );
}

#[test]
fn wrapped_lines_are_joined_and_others_kept() {
    check(
        "# T\n\nWe work with vendors that help us to run the\nservice.\n\nLarch GmbH\nBerlin\n",
        "h1 T\np We work with vendors that help us to run the service.\np Larch GmbH\\nBerlin\n",
    );
}

#[test]
fn blocks_of_code_are_plain_text() {
    check(
        "# T\n\n```\nVendor\tPlace\nLarch\tDE\n```\n",
        "h1 T\ntable\n  row Vendor | Place\n  row Larch | DE\n",
    );
}

#[test]
fn deep_nesting_is_remarked_and_cheap() {
    let quotes = format!("# T\n\n{} Larch\n", ">".repeat(50_000));
    assert!(!page(&quotes).blocks.is_empty());
    let lists: String = (0..300).map(|depth| format!("{}- **a**\n", "  ".repeat(depth))).collect();
    assert!(page(&lists).remarks.iter().any(|remark| remark.kind == RemarkKind::TooDeep));
}

proptest! {
    #[test]
    fn any_text_has_true_places(text in "#? ?([ \\n|>`•:.a-cé1#*_\\[\\](){}<!~^/&;=-]|---|\\n\\n|<b>|<td>|</|\\[a\\]\\(b\\)|:-|\\[\\^1\\]|\\{\\{|\\}\\}){0,80}|\\PC{0,60}") {
        page(&text);
        page(&format!("# T\n\n{text}"));
    }
}

#[test]
fn a_text_between_braces_is_a_text() {
    check(
        "| A | B |\n|---|---|\n| {`Larch`} | {'E-mails'} and {count} |\n",
        "table\n  head A | B\n  row Larch | E-mails and {count}\n",
    );
}

#[test]
fn a_note_that_stands_apart_is_read_like_the_rest() {
    check("# T\n\n<aside>\n⚠️ We use **Larch**.\n\n</aside>\n", "h1 T\np ⚠️ We use *Larch*.\n");
}

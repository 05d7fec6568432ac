//! Tests of the HTML reader on small pages.

use super::*;
use crate::page::dump::dump;
use crate::page::rich::Rich;

fn show(text: &str) -> String {
    let page = read(text, &PageLimits::default());
    check(text, &page);
    dump(&page)
}

/// Each block lies in the page, its text in the block, and what is verbatim is in the page.
fn check(text: &str, page: &PageBlocks) {
    page.title.iter().for_each(|title| check_text(text, title, Span::new(0, text.len())));
    check_blocks(text, &page.blocks, Span::new(0, text.len()));
    let remarks = page.remarks.iter().map(|remark| remark.span);
    for span in remarks.chain(page.comments.iter().copied()) {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
}

fn check_text(text: &str, rich: &Rich, outer: Span) {
    let span = rich.span();
    assert!(rich.is_empty() || outer.contains(span), "{:?} {span:?} in {outer:?}", rich.text());
    assert_eq!(rich.map().text_len(), rich.text().len());
    let targets = rich.links().iter().map(|link| (&*link.target.address, &link.target.map));
    for (value, map) in targets.chain([(rich.text(), rich.map())]) {
        for run in map.runs() {
            let source = text
                .get(run.source.range())
                .unwrap_or_else(|| panic!("{run:?} of {value:?} is not on characters of {text:?}"));
            assert!(!run.verbatim || source == &value[run.value.range()], "{source:?}");
        }
    }
    let marks = rich.marks().iter().map(|mark| mark.range.clone());
    for range in marks.chain(rich.links().iter().map(|link| link.range.clone())) {
        assert!(rich.text().get(range).is_some());
    }
}

fn check_blocks(text: &str, blocks: &[Block], outer: Span) {
    for block in blocks {
        assert!(outer.contains(block.span), "{:?} in {outer:?}", block.span);
        assert!(text.get(block.span.range()).is_some());
        match &block.content {
            Content::Heading { text: rich, .. } | Content::Paragraph(rich) => {
                check_text(text, rich, block.span);
            }
            Content::Table(table) => {
                table.caption.iter().for_each(|one| check_text(text, one, block.span));
                for row in &table.rows {
                    assert!(block.span.contains(row.span));
                    for cell in &row.cells {
                        assert!(block.span.contains(cell.span));
                        check_text(text, &cell.text, cell.span);
                    }
                }
            }
            Content::List(list) => {
                for item in &list.items {
                    assert!(block.span.contains(item.span));
                    check_text(text, &item.text, item.span);
                    check_blocks(text, &item.inner, block.span);
                }
            }
            Content::Pairs(pairs) => {
                for pair in pairs {
                    check_text(text, &pair.term, block.span);
                    check_text(text, &pair.text, block.span);
                    check_blocks(text, &pair.inner, block.span);
                }
            }
            Content::Cards(cards) => {
                cards.iter().for_each(|card| check_blocks(text, card, block.span));
            }
            Content::Records(_) => unreachable!("a page has no records"),
        }
    }
}

/// A page, and what is read of it.
type Case = (&'static str, &'static str);

fn all(cases: &[Case]) {
    for (page, expected) in cases {
        assert_eq!(show(page).trim_end(), *expected, "{page}");
    }
}

#[test]
fn cells_stand_in_each_row_and_column_that_they_span() {
    all(&[
        (
            "<table><tr><td rowspan=2>A<td>1<tr><td>2<tr><td colspan=2>B</table>",
            "table\n  row A | 1\n  row ^A | 2\n  row B | <B",
        ),
        (
            "<table><tr><td rowspan=0>A<td>1<tr><td>2<tbody><tr><td>B<td>3</table>",
            "table\n  row A | 1\n  row ^A | 2\n  row B | 3",
        ),
        (
            "<table><tr><td colspan=99>All<tr><td>A<td>1</table>",
            "table\n  row All | <All\n  row A | 1",
        ),
        (
            "<table><tr><td rowspan=65534 colspan=2>A<td>1<tr><td>2</table>",
            "table\n  row A | <A | 1\n  row ^A | ^A | 2",
        ),
    ]);
}

#[test]
fn heads_and_captions_of_tables_are_told() {
    all(&[
        (
            "<table><caption>List</caption><thead><tr><td>Name<td>Use</thead><tr><td>A<td>1</table>",
            "table caption List\n  head Name | Use\n  row A | 1",
        ),
        (
            "<table><tr><th>Name<th>Use<tr><th>A<td>1</table>",
            "table\n  head Name | Use\n  row A | 1",
        ),
    ]);
}

#[test]
fn end_tags_are_implied_as_in_a_browser() {
    all(&[
        ("<p>A<p>B<h2>C</h2>D", "p A\np B\nh2 C\np D"),
        (
            "<ul><li>A<li>B<ul><li>C</ul><li>D</ul>",
            "list\n  - A\n  - B\n    list\n      - C\n  - D",
        ),
        ("<dl><dt>A<dd>1<dt>B<dd>2</dl>", "pairs\n  A = 1\n  B = 2"),
        ("<table><tr><td><p>A<td>1<tr><td>B<td>2</table>C", "table\n  row A | 1\n  row B | 2\np C"),
        ("<table><td>A<td>1</table>", "table\n  row A | 1"),
        ("<table><tr><td><div>A</table><p>B", "p A\np B"),
    ]);
}

#[test]
fn a_table_in_a_table_is_a_block_and_a_table_for_layout_vanishes() {
    all(&[
        (
            "<table><tr><td>A<td><table><tr><td>B<td>C</table></table>",
            "table\n  row A | \ntable\n  row B | C",
        ),
        (
            "<table><tr><td><table><tr><td>A<td>B</table><td><table><tr><td>C<td>D</table></table>",
            "table\n  row A | B\ntable\n  row C | D",
        ),
        ("<table><tr><td><h1>A</h1><p>B</table>", "h1 A\np B"),
        ("<table role=presentation><tr><td>A<td>B</table>", "p A\np B"),
    ]);
}

#[test]
fn what_does_not_show_is_read_and_flagged() {
    all(&[
        (
            "<table><tr><td>A<td>1<tr hidden><td>B<td>2</table>",
            "table\n  row A | 1\n  row hidden B | 2\nremark HiddenRows",
        ),
        (
            "<table><tr><td>A<td>1<tbody style='display: none'><tr><td>B<td>2</table>",
            "table\n  row A | 1\n  row hidden B | 2\nremark HiddenRows",
        ),
        (
            "<ul><li>A<li style='visibility:hidden'>B</ul>",
            "list\n  - A\n  - hidden B\nremark HiddenRows",
        ),
        ("<template><p>A</template><p>B", "hidden p A\np B"),
        ("<noscript><p>A</noscript><p>B", "p A\np B"),
        ("<p>A<span hidden>B</span> C", "p A C"),
        ("<dialog><p>A</dialog><dialog open><p>B</dialog>", "hidden p A\np B"),
        ("A<script>B</script><style>C</style><svg><title>D</title></svg>E", "p AE"),
    ]);
}

#[test]
fn comments_are_kept_apart_from_the_content() {
    let text = "<p>A<!-- B --></p><!---->";
    let page = read(text, &PageLimits::default());
    let comments: Vec<&str> = page.comments.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(comments, [" B ", ""]);
    assert_eq!(dump(&page), "p A\n");
}

#[test]
fn text_is_a_paragraph_with_the_lines_that_it_breaks() {
    all(&[
        ("A<br>B<br/>C", "p A\\nB\\nC"),
        ("A<br><br>B", "p A\np B"),
        ("<div>A <b>B</b><div>C</div>D</div>", "p A *B*\np C\np D"),
        ("<pre>A\nB</pre>", "p A\\nB"),
        ("<span style='display:inline-block'>A</span><span>B</span>", "p A B"),
        ("<ul><li><div>A</div><p>B<p>C</ul>", "list\n  - A\\nB\\nC"),
        ("<table><tr><td><p>A<p>B<ul><li>C</ul><td>D</table>", "table\n  row A\\nB\\nC | D"),
    ]);
}

#[test]
fn numbered_lists_have_their_start() {
    all(&[
        ("<ol><li>A</ol>", "list from 1\n  - A"),
        ("<ol start=4><li>A</ol>", "list from 4\n  - A"),
        ("<ul><li>A</li><ul><li>B</ul></ul>", "list\n  - A\n    list\n      - B"),
    ]);
}

#[test]
fn pairs_may_be_grouped_and_nested() {
    all(&[
        ("<dl><div><dt>A<dd>1</div><div><dt>B<dd>2<dd>3</div></dl>", "pairs\n  A = 1\n  B = 2\\n3"),
        ("<dl><dt>A<dd><dl><dt>B<dd>1</dl></dl>", "pairs\n  A = \n    pairs\n      B = 1"),
    ]);
}

#[test]
fn looks_are_marks() {
    all(&[
        ("<strong>A</strong> <em>B</em> <small>C</small> <del>D</del>", "p *A* _B_ _C_ ~D~"),
        ("A<sup>1</sup> <span style='color:#888'>B</span>", "p A^1^ _B_"),
        ("A<span class='status-badge'>EU</span><span class=stage>B</span>", "p A =EU= B"),
    ]);
}

#[test]
fn links_have_their_decoded_address() {
    all(&[
        ("<a href='/a?b=1&amp;c=2'>A</a>", "p [A](/a?b=1&c=2)"),
        (
            "<a href=mailto:a@b.example>A</a> <a href='tel:+1'>B</a>",
            "p [A](mailto:a@b.example) [B](tel:+1)",
        ),
        ("<a href='/x'><h3>A</h3><p>B</p></a>", "h3 [A](/x)\np [B](/x)"),
    ]);
}

#[test]
fn protected_addresses_are_decoded() {
    let shown = "p [a@b.c](mailto:a@b.c)";
    all(&[
        (
            "<a href='/cdn-cgi/l/email-protection' data-cfemail=422302206c21>[email&#160;protected]</a>",
            shown,
        ),
        ("<a href='/cdn-cgi/l/email-protection#422302206c21'>[email protected]</a>", shown),
        (
            "<a href='/cdn-cgi/l/email-protection#422302206c21'><span data-cfemail=422302206c21>[email protected]</span></a>",
            shown,
        ),
        ("<a href='/cdn-cgi/l/email-protection#422302206c21'>Write</a>", "p [Write](mailto:a@b.c)"),
    ]);
}

#[test]
fn siblings_with_the_same_structure_are_cards() {
    all(&[
        (
            "<div><div class=card><h3>A</h3><p>1</div> <div class=card><h3>B</h3><p>2</div></div>",
            "cards\n  card\n    h3 A\n    p 1\n  card\n    h3 B\n    p 2",
        ),
        (
            "<section><h2>A</h2><p>1</section><section><h2>B</h2><p>2</section>",
            "h2 A\np 1\nh2 B\np 2",
        ),
        (
            "<div class=s><h2>1. A</h2><p>1</div><div class=s><h2>2. B</h2><p>2</div>",
            "h2 1. A\np 1\nh2 2. B\np 2",
        ),
        ("<div class=a>A</div><div class=a>B</div>", "p A\np B"),
    ]);
}

#[test]
fn a_summary_is_a_heading_below_the_one_above() {
    all(&[
        ("<h2>A</h2><details><summary>B</summary><p>C</details>", "h2 A\nh3 B\np C"),
        ("<details><summary><h4>B</h4></summary>C</details>", "h4 B\np C"),
    ]);
}

#[test]
fn roles_make_tables() {
    all(&[(
        "<div role=table><div role=row><span role=columnheader>Name</span><span role=columnheader>\
         Use</span></div><div role=rowgroup><div role=row><div role=cell>A</div><div role=cell>1\
         </div></div></div></div>",
        "table\n  head Name | Use\n  row A | 1",
    )]);
}

#[test]
fn what_stands_around_the_content_is_told() {
    all(&[
        (
            "<nav>A</nav><main>B<aside>C</aside></main><footer>D</footer>",
            "around p A\np B\naround p C\naround p D",
        ),
        ("<header>A</header><main><header>B</header></main>", "around p A\np B"),
        ("<header><h1>A</h1></header>", "h1 A"),
        ("<div id=cookie-banner><p>A</div><div class=cookies>B</div>", "around p A\np B"),
    ]);
}

#[test]
fn a_page_that_a_script_fills_is_a_shell() {
    let shell = "<title>T</title><div id=root></div><noscript>Turn on JavaScript</noscript>\
                 <script src=x></script>";
    assert!(read(shell, &PageLimits::default()).is_script_shell);
    let filled = format!("{shell}{}", "<p>text ".repeat(60));
    assert!(!read(&filled, &PageLimits::default()).is_script_shell);
    assert!(!read("<div id=root></div>", &PageLimits::default()).is_script_shell);
}

#[test]
fn what_cannot_be_followed_is_remarked() {
    all(&[
        (
            "<p>{{ vendor }} and {% if %}",
            "p {{ vendor }} and {% if %}\nremark Template\nremark Template",
        ),
        ("A<!-- B", "p A\nremark Unclosed"),
        ("A<p title='B>C", "p A\nremark Unclosed"),
        ("A<script>B", "p A\nremark Unclosed"),
    ]);
    let deep = format!("{}A<p>B{}C", "<div>".repeat(100), "</div>".repeat(100));
    assert_eq!(show(&deep), "p A\np B\np C\nremark TooDeep\n");
    let narrow = PageLimits { cells: 3, blocks: 2, ..PageLimits::default() };
    let page = read("<table><tr><td>A<td>B<tr><td>C<td>D</table>", &narrow);
    assert_eq!(dump(&page), "table\n  row A | B\nremark TooMany\n");
    assert_eq!(dump(&read("<p>A<p>B<p>C", &narrow)), "p A\np B\nremark TooMany\n");
}

#[test]
fn the_head_states_the_title() {
    let text = "<!doctype html><html lang=de><head><title>A &amp; B</title><body>C";
    let page = read(text, &PageLimits::default());
    assert_eq!(dump(&page), "title A & B\np C\n");
}

#[test]
fn parts_of_a_file_are_read_with_its_offsets() {
    let text = "é > <ul>\n> <li>A\n> B</ul> x <p>C";
    let parts: Vec<Range<usize>> = ["<ul>\n", "<li>A\n", "B</ul>", "<p>C"]
        .iter()
        .map(|part| text.find(part).map(|at| at..at + part.len()).unwrap())
        .collect();
    let page = read_parts(text, &parts, &PageLimits::default());
    check(text, &page);
    assert_eq!(dump(&page), "list\n  - A B\np C\n");
    assert_eq!(&text[page.blocks[1].span.range()], "<p>C");
}

#[test]
fn hostile_pages_end_soon() {
    let attributes: String = (0..50_000).map(|number| format!(" a{number}=1")).collect();
    let wide = "<td colspan=1000 rowspan=65534>x".repeat(300);
    let pages = [
        format!("<p{attributes}>A"),
        "<".repeat(300_000),
        "&".repeat(300_000),
        "&amp".repeat(50_000),
        "<div>".repeat(50_000),
        "<b><p>".repeat(30_000),
        "<noscript>".repeat(30_000),
        "<svg><p>".repeat(30_000),
        "<table><tr><td>".repeat(20_000),
        format!("{}{}", "<div>".repeat(100), "<p></b></i><td>x".repeat(20_000)),
        format!("<table><tr>{wide}{}", "<tr>".repeat(50_000)),
        format!("<table><tr><td colspan=1000>{}", "x".repeat(300_000)),
        format!("<div>{}", "<div class=c><p>a<p>b</div>".repeat(5_000)),
        "<dl><dt>A".repeat(20_000),
        "{{".repeat(100_000),
        "<span class='tag'>a</span>".repeat(20_000),
    ];
    for page in pages {
        let page = read(&page, &PageLimits::default());
        assert!(page.blocks.len() <= PageLimits::default().blocks);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_with_its_bytes(text in "\\PC{0,60}", pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        show(&text);
        let page: String = pieces.iter().map(|at| PIECES[*at]).collect();
        show(&page);
        let narrow = PageLimits { depth: 4, blocks: 6, cells: 6 };
        check(&page, &read(&page, &narrow));
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut from = 0;
        for (number, at) in pieces.iter().enumerate() {
            if number % 3 != 0 {
                parts.push(from..from + PIECES[*at].len());
            }
            from += PIECES[*at].len();
        }
        check(&page, &read_parts(&page, &parts, &PageLimits::default()));
    }
}

/// What pages are made of, in any order.
const PIECES: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "<tr hidden>",
    "<td>",
    "<td colspan=3>",
    "<td rowspan=0>",
    "<th>",
    "</tr>",
    "</td>",
    "<thead>",
    "<caption>",
    "<ul>",
    "<ol start=3>",
    "<li>",
    "</ul>",
    "<p>",
    "</p>",
    "<div>",
    "<div class='card'>",
    "</div>",
    "<h2>",
    "</h2>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<br>",
    "<b>",
    "</b>",
    "<a href='x&amp;y'>",
    "</a>",
    "<svg>",
    "</svg>",
    "<script>",
    "</script>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<title>",
    "</title>",
    "<nav>",
    "</nav>",
    "<details>",
    "<summary>",
    "</details>",
    "<pre>",
    "<!-- é -->",
    "<!--",
    "&amp;",
    "&ndash;",
    "&#xe9;",
    "é",
    " ",
    "\r\n",
    "\u{ad}",
    "Larch",
    " & Pine",
    "{{ x }}",
    "<",
    "<a data-cfemail='422302206c21'>[x]</a>",
    "<span class=tag>",
    "</span>",
    "<hr>",
    "<article>",
    "</article>",
    "<p style='display:none'>",
    "\u{1f332}",
    "<x-é>",
];

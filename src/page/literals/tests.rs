use super::*;
use crate::page::dump::dump;

/// Stands for the readers of markup: the text of an element as one paragraph.
fn markup(text: &str, markup: Markup, _: &PageLimits) -> Option<PageBlocks> {
    if markup != Markup::Jsx {
        return None;
    }
    let mut builder = crate::page::rich::RichBuilder::default();
    builder.text(text, 0);
    let content = Content::Paragraph(builder.finish());
    let span = Span::new(0, text.len());
    let block = Block { span, area: crate::page::block::PageArea::Main, is_shown: true, content };
    Some(PageBlocks { blocks: vec![block], ..PageBlocks::default() })
}

fn parsed(text: &str) -> PageBlocks {
    read(text, &PageLimits::default(), markup)
}

#[test]
fn literals_become_blocks() {
    for (principle, text, expected) in [
        (
            "a list of objects are records under the name of the constant",
            "export const VENDORS: Vendor[] = [\n  { name: 'Larch', tags: ['a', \"b\"], isPii: false, days: -30, until: null, icon: Server, },\n] as const;\n",
            "records VENDORS\n  record\n    name: Larch\n    tags: [a, b]\n    isPii: false\n    days: -30\n    until: \n    icon:  (computed)\n",
        ),
        (
            "the module may be the list, wrapped or not",
            "export default [{name: 'Larch'}] satisfies Vendor[];\nmodule.exports = [{name: 'Pine'}];\nconst oaks = Object.freeze([{name: 'Oak'}]);\n",
            "records\n  record\n    name: Larch\nrecords\n  record\n    name: Pine\nrecords oaks\n  record\n    name: Oak\n",
        ),
        (
            "vendors may stand under their names",
            "const vendors = {\n  'Larch Inc.': { purpose: 'Mail' },\n  pine: { purpose: 'Hosting' },\n};",
            "records vendors\n  record Larch Inc.\n    purpose: Mail\n  record pine\n    purpose: Hosting\n",
        ),
        (
            "a section has a heading",
            "const page = { sections: [{ title: 'Hosting', items: [{ name: 'Larch' }] }] };",
            "h4 Hosting\nrecords items\n  record\n    name: Larch\n",
        ),
        (
            "names of constants are followed, before and behind them",
            "const where = { us: 'USA', eu: 'EU' };\nconst list = [{ name: LARCH, country: where.us, region: where.xx }];\nconst LARCH = 'Larch';\nconst where2 = 1;",
            "records list\n  record\n    name: Larch\n    country: USA\n    region:  (computed)\n",
        ),
        (
            "lists of names are followed to where they are used",
            "const eu = [{ name: 'Larch' }];\nexport default { sections: [{ title: 'EU', items: eu }] };",
            "h4 EU\nrecords items\n  record\n    name: Larch\n",
        ),
        (
            "members of an enum are constants",
            "enum Where { US = 'USA' }\nconst list = [{ name: 'Larch', country: Where.US }];",
            "records list\n  record\n    name: Larch\n    country: USA\n",
        ),
        (
            "strings are decoded and joined, templates without expressions are strings",
            "const list = [{ name: 'O\\'Larch \\u{1F332} \\x26 \\ud83c\\udf32', purpose: 'Mail ' +\n  \"and \" + `news`, note: `a ${b} c`, more: 'x' + y }];",
            "records list\n  record\n    name: O'Larch 🌲 & 🌲\n    purpose: Mail and news\n    note:  (computed)\n    more:  (computed)\n",
        ),
        (
            "calls, elements and functions are computed, and what follows them is read",
            "const list = [{ icon: <Mail size={2} alt=\"a, b\">Don't, {x}</Mail>, at: new Date('2026-01-01'), f: (a, b) => { return a }, g() { return 1 }, [k]: 2, ...rest, name: 'Larch' }, ...others, t('x')];",
            "records list\n  record\n    icon:  (computed)\n    at:  (computed)\n    f:  (computed)\n    name: Larch\n",
        ),
        (
            "neither types nor expressions between slashes are literals",
            "type A = { name: string; kind: 'a' | 'b' };\ninterface B { x: ['a'] }\nconst re = /['\"`[{]/g, half = a / b / c;\nconst list: Array<{ name: string }> = [{ name: 'Larch' }];",
            "records list\n  record\n    name: Larch\n",
        ),
        (
            "dates and other constants with a known name are pairs",
            "export const LAST_UPDATED: string = '2026-02-01';\nconst API = 'x';\nexport const metadata: Metadata = { title: 'Vendors', description: 'Who' };",
            "title Vendors\npairs\n  LAST_UPDATED = 2026-02-01\np Who\n",
        ),
        (
            "attributes may hold the list",
            "export default () => <Table color=\"red\" rows={[{ name: 'Larch' }]} style={{ color: 'red' }} />;",
            "records rows\n  record\n    name: Larch\n",
        ),
        (
            "elements that are written by hand are read as a page",
            "function P() {\n  return (\n    <section><h2>It's ours</h2></section>\n  );\n}\nconst list = [{ name: 'Larch' }];",
            "p <section><h2>It's ours</h2></section>\nrecords list\n  record\n    name: Larch\n",
        ),
        (
            "a loop over what is not in the file is a remark",
            "export default () => <ul>{vendors.map((v) => <li>{v.name}</li>)}</ul>;",
            "remark Template\n",
        ),
        (
            "a loop over what was read is none",
            "const vendors = [{ name: 'Larch' }];\nexport default () => <ul>{vendors.map((v) => <li>{v.name}</li>)}</ul>;",
            "records vendors\n  record\n    name: Larch\n",
        ),
        (
            "prose around the program changes nothing",
            "# We're \"open\"\n\nUse `code` and don't worry (it's fine).\n\nexport const list = [{ name: 'Larch' }]\n\n- It's [a link](https://larch.example)\n",
            "records list\n  record\n    name: Larch\n",
        ),
        (
            "a type argument is no element",
            "const pick = <T extends Vendor>(x: T) => x;\nconst same = <T>(x: T) => x;\nconst list = [{ name: 'Larch' }];",
            "records list\n  record\n    name: Larch\n",
        ),
        (
            "what is never closed is read as far as it goes",
            "const list = [{ name: 'Larch', purpose: 'Mail",
            "records list\n  record\n    name: Larch\n    purpose:  (computed)\nremark Unclosed\nremark Unclosed\nremark Unclosed\n",
        ),
    ] {
        assert_eq!(dump(&parsed(text)), expected, "{principle}");
    }
}

#[test]
fn texts_and_comments_have_their_bytes() {
    let text = "/** As of now. */\nconst w = { us: 'USA' };\n// Order\nconst list = [{ name: 'A\\u0026B', /* new */ country: w.us }];\n";
    let page = parsed(text);
    let comments: Vec<&str> = page.comments.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(comments, ["As of now.", "Order", "new"]);
    let Content::Records(records) = &page.blocks[0].content else { panic!("records") };
    let fields = &records.records[0].fields;
    assert_eq!(&text[fields[0].values[0].span().range()], "A\\u0026B");
    assert_eq!(fields[0].values[0].map().exact(1..2), None);
    assert_eq!(&text[fields[1].values[0].span().range()], "USA");
    assert_eq!(&text[fields[1].key_span.range()], "country");
}

#[test]
fn nesting_has_a_cap_and_no_recursion() {
    for text in [
        format!("const a = {}", "[".repeat(100_000)),
        format!("const a = {}", "[[1],".repeat(100_000)),
        format!("const a = {}", "{a:".repeat(100_000)),
        "<a>".repeat(100_000),
        "`${".repeat(100_000),
        "x({".repeat(100_000),
        "/[/".repeat(100_000),
        "'\\".repeat(100_000),
        "/*".repeat(100_000),
        format!("const a = [{}]", "'x' +".repeat(50_000)),
        format!("const a = ['x'{}]", "+ 'x'".repeat(50_000)),
        format!("const a = {{a: a, b: [a, a]}}; const b = [{}]", "a.b,".repeat(50_000)),
    ] {
        let page = parsed(&text);
        assert!(page.blocks.len() < 10, "{}", &text[..20]);
    }
}

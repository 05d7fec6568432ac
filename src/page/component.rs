//! Components of Vue, Svelte and Astro: a template with the scripts that fill it, in one file.

use super::block::{Content, PageBlocks, PageLimits, RemarkKind};
use super::embedded::EmbeddedReader;
use super::{html, literals};
use std::ops::Range;

/// True if a path is that of a component.
pub(super) fn is_component(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["astro", "svelte", "vue"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Reads a component: its template as a page, and the literals of its scripts.
pub(super) fn read(text: &str, limits: &PageLimits, embedded: EmbeddedReader) -> PageBlocks {
    let parts = ComponentParts::of(text);
    let mut page = html::read_parts(text, &parts.markup, limits);
    // What frames a component fills is not empty: a template is no page that scripts fill.
    page.is_script_shell = false;
    for script in parts.scripts {
        let inner = literals::read_part(text, script, limits, embedded);
        page.blocks.extend(inner.blocks);
        page.title = page.title.or(inner.title);
        page.comments.extend(inner.comments);
        page.remarks.extend(inner.remarks);
    }
    page.blocks.sort_by_key(|block| block.span.start);
    page.comments.sort_unstable();
    if page.blocks.iter().any(|block| matches!(block.content, Content::Records(_))) {
        // The records are what the template shows.
        page.remarks.retain(|remark| remark.kind != RemarkKind::Template);
    }
    page.remarks.sort_by_key(|remark| remark.span);
    page
}

/// The parts of a component.
#[derive(Debug, Default, PartialEq, Eq)]
struct ComponentParts {
    scripts: Vec<Range<usize>>,
    markup: Vec<Range<usize>>,
}

impl ComponentParts {
    fn of(text: &str) -> Self {
        let mut parts = Self::default();
        let mut at = 0;
        if let Some(script) = fenced(text) {
            at = script.end + FENCE.len();
            parts.scripts.push(script);
        }
        while let Some((open, name)) = next_element(text, at) {
            parts.markup.push(at..open);
            let inner = text[open..].find('>').map_or(text.len(), |end| open + end + 1);
            let end = find_end(text, inner, name);
            if name == "script" {
                parts.scripts.push(inner..end);
            }
            at = end;
        }
        parts.markup.push(at..text.len());
        parts.markup.iter_mut().for_each(|range| *range = without_frame(text, range.clone()));
        parts.markup.retain(|range| !text[range.clone()].trim().is_empty());
        parts
    }
}

/// The line that ends the script of a component of Astro.
const FENCE: &str = "\n---";

/// The script between two lines `---` at the start of a component of Astro.
fn fenced(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).len();
    let rest = text[start..].strip_prefix("---")?;
    let end = rest.find(FENCE)?;
    Some(start + 3..start + 3 + end)
}

/// The next script or style from an offset on, at its `<`, with the name of its element.
fn next_element(text: &str, from: usize) -> Option<(usize, &'static str)> {
    memchr::memchr_iter(b'<', &text.as_bytes()[from..]).find_map(|at| {
        let rest = &text.as_bytes()[from + at + 1..];
        let name = ["script", "style"].into_iter().find(|name| {
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && rest.get(name.len()).is_some_and(|next| !next.is_ascii_alphanumeric())
        })?;
        Some((from + at, name))
    })
}

/// The end tag of an element that holds no others, from an offset on.
fn find_end(text: &str, from: usize, name: &str) -> usize {
    let is_end = |at: &usize| {
        let rest = &text.as_bytes()[from + at + 2..];
        rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut ends = memchr::memmem::find_iter(&text.as_bytes()[from..], "</");
    ends.find(is_end).map_or(text.len(), |at| from + at)
}

/// The part of a range that stands inside of the `<template>` around the markup of a component of
/// Vue; the whole range if there is none. A page hides what stands in one.
fn without_frame(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let Some(open) = part.find("<template") else { return range };
    // What stands before it is the end tag of a script.
    let is_frame = !part[..open].contains("</div") && !part[..open].contains("<div");
    let Some(inner) = part[open..].find('>').filter(|_| is_frame) else { return range };
    let start = open + inner + 1;
    let end = part[start..].rfind("</template").map_or(part.len(), |end| start + end);
    range.start + start..range.start + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::dump::dump;
    use crate::page::embedded;

    fn shown(text: &str) -> String {
        dump(&read(text, &PageLimits::default(), embedded::read))
    }

    #[test]
    fn the_template_of_a_component_is_a_page() {
        let vue = "<script setup>\nconst a = '<p>no</p>'\n</script>\n<template>\n  <p>Larch</p>\n  \
                   <template v-if=\"x\"><p>Pine</p></template>\n</template>\n<style>p { }</style>\n";
        assert_eq!(shown(vue), "p Larch\nhidden p Pine\n");
        let svelte = "<script>\n const list = [{ name: 'Larch', purpose: 'Mail' }];\n</script>\n\
                      <h1>Ours</h1>\n{#each list as one}<p>{one.name}</p>{/each}\n";
        assert!(shown(svelte).contains("name: Larch"), "{}", shown(svelte));
        assert!(shown(svelte).contains("h1 Ours"));
        let astro = "---\nconst title = 'Ours';\n---\n<Layout title={title}>\n<ul><li><b>Larch</b>: \
                     Mail</li></ul>\n</Layout>\n";
        assert_eq!(shown(astro), "pairs\n  title = Ours\nlist\n  - *Larch*: Mail\n");
    }

    #[test]
    fn attack_components_without_ends_are_read_to_the_end() {
        for text in ["<script", "<script>", "---\n", "<template>", "<style></", "<template", ""] {
            shown(text);
        }
        shown(&"<script>".repeat(50_000));
        shown(&"<style></styl".repeat(50_000));
    }
}

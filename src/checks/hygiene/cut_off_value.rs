//! `cut-off-value`: what was written is not lost in a comment.

use crate::diagnostics::Safety;
use crate::manifest::{Manifest, Vendor};
use crate::policy::{Check, CheckSpec, Hit, Hits, ListCheck, Subject};
use crate::syntax::Comment;
use crate::text::{Edit, Span};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "cut-off-value",
    summary: "reports unquoted text that ends in a comment without a space",
    options: &[],
    arguments: &[
        ("field", "the key of the value"),
        ("rest", "the comment"),
        ("written", "the key with all of the text in quotes"),
    ],
    variants: &[],
    build: |_| Check::list(CutOffValue),
};

struct CutOffValue;

/// Signs in front of a comment that no unquoted text ends with.
const NO_TEXT: &[char] = &[':', ',', '"', '\'', '[', ']', '{', '}', '|', '>', '-'];

impl ListCheck for CutOffValue {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let Some(manifest) = subject.manifest else { return };
        let tree = manifest.root.tree();
        let from = manifest.root.span().start;
        let text = tree.text();
        for comment in tree.comments().iter().filter(|comment| comment.trailing) {
            let is_joined = text[comment.span.range()]
                .strip_prefix('#')
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if is_joined && comment.span.start > from {
                hits.extend(cut_off(manifest, text, comment));
            }
        }
    }
}

fn cut_off(manifest: &Manifest<'_>, text: &str, comment: &Comment) -> Option<Hit> {
    let at = comment.span.start as usize;
    let rest = text[comment.span.range()].trim_end();
    // A waiver without a space is still one.
    if rest.to_lowercase().starts_with("#subproc") {
        return None;
    }
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..at].trim_end();
    let start = before.rfind(": ").or_else(|| before.rfind("- ")).map_or(0, |sign| sign + 2);
    let value = before[start..].trim_start();
    if value.is_empty()
        || value.ends_with(NO_TEXT)
        || value.starts_with(['"', '\'', '|', '>', '&', '*', '#'])
    {
        return None;
    }
    let span = Span::new(line + before.len() - value.len(), line + before.len());
    let tree = manifest.root.tree();
    let path = tree.path_of(manifest.root.id(), span);
    let field = path.rsplit('.').next().unwrap_or_default();
    let field = field.split('[').next().unwrap_or(field).to_owned();
    if field.is_empty() {
        return None;
    }
    let whole = Span { end: comment.span.end, ..span };
    let quoted = format!(
        "\"{}\"",
        text[whole.range()].trim_end().replace('\\', "\\\\").replace('"', "\\\"")
    );
    let edit = Edit { span: whole, text: quoted.clone() };
    let hit = Hit { path: Some(path), ..Hit::at(comment.span) };
    let hit = hit
        .arg("rest", rest)
        .arg("written", format!("{field}: {quoted}"))
        .arg("field", field)
        .claims_span(span)
        .fix(Safety::Unsafe, "Put all of the text in quotes", Some(edit));
    Some(match vendor_at(manifest, span) {
        Some(vendor) => hit.of(vendor),
        None => hit,
    })
}

/// The vendor whose entry holds a place.
fn vendor_at<'m, 't>(manifest: &'m Manifest<'t>, span: Span) -> Option<&'m Vendor<'t>> {
    let after = manifest.vendors.partition_point(|vendor| vendor.node.span().start <= span.start);
    let vendor = manifest.vendors.get(after.checked_sub(1)?)?;
    vendor.node.span().contains(span).then_some(vendor)
}

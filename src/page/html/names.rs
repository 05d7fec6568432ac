//! Names of HTML elements, by what they do.

/// The elements that this reader tells apart, sorted.
const KNOWN: &[&str] = &[
    "a",
    "address",
    "app-root",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "del",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "foreignobject",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "marquee",
    "math",
    "menu",
    "meta",
    "nav",
    "noembed",
    "noframe",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "param",
    "pre",
    "s",
    "script",
    "search",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "u",
    "ul",
    "video",
    "wbr",
    "xmp",
];

/// The name as a static text if it is known.
pub(super) fn known(name: &[u8]) -> Option<&'static str> {
    KNOWN.binary_search_by(|known| known.as_bytes().cmp(name)).ok().map(|at| KNOWN[at])
}

/// Elements without content and end tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that a browser lays out as blocks, and parts of tables.
pub(super) fn is_block(name: &str) -> bool {
    ends_paragraph(name)
        || is_table_part(name)
        || matches!(name, "body" | "dd" | "dt" | "html" | "legend" | "li" | "option" | "template")
}

/// Elements that end an open `<p>`.
pub(super) fn ends_paragraph(name: &str) -> bool {
    is_heading(name)
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "center"
                | "details"
                | "dialog"
                | "dir"
                | "div"
                | "dl"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "hgroup"
                | "hr"
                | "main"
                | "menu"
                | "nav"
                | "ol"
                | "p"
                | "pre"
                | "search"
                | "section"
                | "summary"
                | "table"
                | "ul"
                | "xmp"
        )
}

/// `<h1>` to `<h6>`.
pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements that stand in a table only.
pub(super) fn is_table_part(name: &str) -> bool {
    matches!(
        name,
        "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
    )
}

/// Elements that an end tag of another element inside of them does not reach beyond.
pub(super) fn is_scope(name: &str) -> bool {
    matches!(
        name,
        "button"
            | "caption"
            | "foreignobject"
            | "marquee"
            | "object"
            | "table"
            | "td"
            | "template"
            | "th"
    )
}

/// Elements whose content is no text of the page.
pub(super) fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "canvas"
            | "datalist"
            | "head"
            | "iframe"
            | "math"
            | "noembed"
            | "noframe"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "textarea"
            | "title"
            | "video"
    )
}

/// Elements of HTML that end a drawing or a formula when they start in it.
pub(super) fn ends_foreign(name: &str) -> bool {
    ends_paragraph(name)
        || matches!(
            name,
            "b" | "body"
                | "br"
                | "code"
                | "dd"
                | "dt"
                | "em"
                | "embed"
                | "head"
                | "i"
                | "img"
                | "li"
                | "meta"
                | "s"
                | "small"
                | "span"
                | "strike"
                | "strong"
                | "sup"
                | "u"
        )
}

/// Elements that may stand in `<head>`.
pub(super) fn is_of_head(name: &str) -> bool {
    matches!(
        name,
        "base" | "link" | "meta" | "noscript" | "script" | "style" | "template" | "title"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn known_names_are_sorted_for_the_search() {
        assert!(super::KNOWN.is_sorted());
    }
}

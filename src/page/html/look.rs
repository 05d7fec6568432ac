//! What an element looks like: hidden, bold, grey, a badge, or no part of the content.

use super::names;
use super::node::{Element, Holds};
use crate::page::block::PageArea;
use crate::page::rich::MarkKind;

/// True if a browser does not show the element.
pub(super) fn is_hidden(element: &Element) -> bool {
    let by_attribute =
        element.attribute("hidden").is_some_and(|hidden| hidden.value != "until-found");
    let by_style = || {
        declarations(element).any(|(name, value)| match name {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            _ => false,
        })
    };
    by_attribute
        || &*element.name == "template"
        || (&*element.name == "dialog" && element.attribute("open").is_none())
        || by_style()
}

/// True if a browser lays the element out as a block.
pub(super) fn is_block(element: &Element) -> bool {
    let display = declarations(element).find(|(name, _)| *name == "display");
    match display.map(|(_, value)| value) {
        Some("block" | "flex" | "grid" | "list-item" | "table") => true,
        Some(value) if value.starts_with("inline") => false,
        _ => names::is_block(element.acts_as()),
    }
}

/// True if the element stands in a line, apart from what is beside it.
pub(super) fn is_inline_block(element: &Element) -> bool {
    declarations(element).any(|(name, value)| name == "display" && value.starts_with("inline-"))
}

/// True if the element is one of several values of a cell, as Notion writes them.
pub(super) fn is_list_value(element: &Element) -> bool {
    element.value("class").split_ascii_whitespace().any(|class| class == "selected-value")
}

/// The ways in which an element sets its text apart.
pub(super) fn marks(element: &Element, holds: Holds) -> Vec<MarkKind> {
    let mut marks = Vec::new();
    let mut add = |kind| {
        if !marks.contains(&kind) {
            marks.push(kind);
        }
    };
    match &*element.name {
        "b" | "strong" => add(MarkKind::Strong),
        "em" | "i" | "small" => add(MarkKind::Emphasis),
        "del" | "s" | "strike" => add(MarkKind::Struck),
        "sup" => add(MarkKind::Superscript),
        _ => {}
    }
    // The look of what holds blocks says nothing about each of them.
    if holds.block || names::is_table_part(&element.name) {
        return marks;
    }
    for (name, value) in declarations(element) {
        match name {
            "font-weight" if is_bold(value) => add(MarkKind::Strong),
            "font-style" if value == "italic" => add(MarkKind::Emphasis),
            "color" if is_grey(value) => add(MarkKind::Emphasis),
            "text-decoration" | "text-decoration-line" if value.contains("line-through") => {
                add(MarkKind::Struck);
            }
            _ => {}
        }
    }
    for class in element.value("class").split_ascii_whitespace() {
        if is_badge(class) {
            add(MarkKind::Badge);
        }
        if matches!(class, "font-bold" | "font-semibold" | "fw-bold" | "fw-semibold") {
            add(MarkKind::Strong);
        }
        if is_grey_class(class) {
            add(MarkKind::Emphasis);
        }
    }
    marks
}

/// The part of the page that an element starts, if it does.
pub(super) fn area(element: &Element, holds: Holds, is_in_content: bool) -> Option<PageArea> {
    let role = element.value("role");
    match &*element.name {
        "article" | "main" => return Some(PageArea::Main),
        "aside" | "footer" | "nav" => return Some(PageArea::Around),
        "header" if !is_in_content && !holds.title_heading && !holds.table => {
            return Some(PageArea::Around);
        }
        _ => {}
    }
    match role {
        "main" => return Some(PageArea::Main),
        "alertdialog" | "contentinfo" | "dialog" | "navigation" => return Some(PageArea::Around),
        _ => {}
    }
    let words = || {
        let classes = element.value("class").split_ascii_whitespace();
        classes.chain(std::iter::once(element.value("id"))).map(str::to_ascii_lowercase)
    };
    if words().any(|word| is_cookie_banner(&word)) {
        return Some(PageArea::Around);
    }
    let is_frame = |word: String| {
        matches!(
            &*word,
            "breadcrumb"
                | "breadcrumbs"
                | "global-footer"
                | "main-footer"
                | "main-nav"
                | "navbar"
                | "page-footer"
                | "site-footer"
                | "site-header"
                | "site-nav"
                | "skip-link"
        )
    };
    let is_frame = !holds.title_heading && !holds.table && words().any(is_frame);
    is_frame.then_some(PageArea::Around)
}

/// True if an element has an identifier or a name as the elements do that a script fills.
pub(super) fn is_app_root(element: &Element) -> bool {
    matches!(
        element.value("id"),
        "___gatsby"
            | "__next"
            | "__nuxt"
            | "app"
            | "app-root"
            | "application"
            | "gatsby-focus-wrapper"
            | "main-app"
            | "q-app"
            | "react-root"
            | "root"
            | "svelte"
    ) || &*element.name == "app-root"
}

fn is_cookie_banner(word: &str) -> bool {
    const MAKERS: &[&str] = &[
        "cookiebot",
        "cookiefirst",
        "cybotcookie",
        "didomi-",
        "onetrust-",
        "osano-cm",
        "termly-",
        "usercentrics",
    ];
    const PARTS: &[&str] =
        &["banner", "bar", "consent", "dialog", "law", "modal", "notice", "overlay", "popup"];
    let is_consent =
        || word.contains("cookie") || word.contains("consent") || word.contains("gdpr");
    MAKERS.iter().any(|maker| word.starts_with(maker))
        || (is_consent() && words(word).any(|part| PARTS.contains(&part) && part != "consent"))
        || matches!(word, "cookieconsent" | "cookie-consent" | "cookiebanner" | "cookienotice")
}

fn is_badge(class: &str) -> bool {
    words(class).any(|part| {
        ["badge", "chip", "label", "pill", "tag"]
            .iter()
            .any(|known| part.eq_ignore_ascii_case(known))
    })
}

/// The parts of a name: `status-badge`, `status_badge`, `statusBadge`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|char: char| !char.is_ascii_alphanumeric());
        if rest.is_empty() {
            return None;
        }
        let mut previous = 'A';
        let end = rest.char_indices().find(|(_, char)| {
            let is_end = !char.is_ascii_alphanumeric()
                || (char.is_ascii_uppercase() && previous.is_ascii_lowercase());
            previous = *char;
            is_end
        });
        let (word, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        Some(word)
    })
}

/// The declarations of the `style` attribute.
fn declarations(element: &Element) -> impl Iterator<Item = (&str, &str)> {
    element.value("style").split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim();
        Some((name.trim(), value.strip_suffix("!important").unwrap_or(value).trim_end()))
    })
}

fn is_bold(value: &str) -> bool {
    matches!(value, "bold" | "bolder") || value.parse::<u16>().is_ok_and(|weight| weight >= 600)
}

/// True for a colour between black and white, and for a name that says so.
fn is_grey(value: &str) -> bool {
    if let Some(digits) = value.strip_prefix('#') {
        let digit =
            |at: usize| digits.get(at..=at).and_then(|digit| u8::from_str_radix(digit, 16).ok());
        let channels = match digits.len() {
            3 | 4 => [0, 1, 2].map(|at| digit(at).map(|high| high * 17)),
            6 | 8 => [0, 2, 4].map(|at| Some(digit(at)? * 16 + digit(at + 1)?)),
            _ => return false,
        };
        let [Some(red), Some(green), Some(blue)] = channels else { return false };
        let (least, most) = (red.min(green).min(blue), red.max(green).max(blue));
        return most - least <= 48 && least >= 0x48 && most <= 0xd8;
    }
    words(value).any(|word| {
        matches!(word, "muted" | "secondary" | "silver" | "subtle")
            || word.ends_with("gray")
            || word.ends_with("grey")
    })
}

fn is_grey_class(class: &str) -> bool {
    if matches!(class, "muted" | "text-muted" | "text-secondary" | "text-subtle" | "subtle") {
        return true;
    }
    let shade = ["text-gray-", "text-neutral-", "text-slate-", "text-stone-", "text-zinc-"]
        .iter()
        .find_map(|prefix| class.strip_prefix(prefix));
    shade.is_some_and(|shade| matches!(shade, "300" | "400" | "500" | "600"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        let all = |name| words(name).collect::<Vec<_>>();
        assert_eq!(all("status-badge"), ["status", "badge"]);
        assert_eq!(all("statusBadge__x"), ["status", "Badge", "x"]);
        assert_eq!(all("é-tag"), ["tag"]);
        assert!(is_badge("MuiChip") && !is_badge("stage") && !is_badge("chips"));
    }

    #[test]
    fn grey_is_between_black_and_white() {
        for grey in ["#888", "#6b7280", "gray", "var(--text-muted)", "lightslategrey"] {
            assert!(is_grey(grey), "{grey}");
        }
        for other in ["#111", "#fff", "#c00", "red", "#12", "#é1", "var(--accent)"] {
            assert!(!is_grey(other), "{other}");
        }
    }

    #[test]
    fn a_cookie_banner_is_named_as_one_and_a_cookie_list_is_not() {
        for banner in ["cookie-banner", "cookieconsent", "onetrust-banner-sdk", "gdpr-popup"] {
            assert!(is_cookie_banner(banner), "{banner}");
        }
        for content in ["cookies", "cookie-table", "consent", "cookie-policy"] {
            assert!(!is_cookie_banner(content), "{content}");
        }
    }
}

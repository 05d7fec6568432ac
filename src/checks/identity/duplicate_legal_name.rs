//! `duplicate-legal-name`: no legal entity appears twice on a list.

use crate::manifest::{Text, Vendor};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};
use crate::syntax::{NodeKind, Value};
use crate::values::entity_name::{EntityName, Verdict, Via, compare_in, duplicates};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "duplicate-legal-name",
    summary: "reports entries whose legal names are the same after normalisation",
    options: &[
        OptionSpec::word(
            "scope",
            &["audience", "list", "entry"],
            "With `audience`, entries for different audiences are only reported as `merge`.",
        ),
        OptionSpec::word(
            "likely",
            &["warning", "off"],
            "Whether names that are only likely the same are reported.",
        ),
    ],
    arguments: &[
        ("a", "the legal name of the earlier entry"),
        ("b", "the legal name of this entry"),
        ("line", "the line of the earlier entry"),
        ("reason", "why both are taken for one company"),
        ("value", "the same as `b`"),
    ],
    variants: &[
        ("merge", "the entries are for different audiences"),
        ("categories", "the entries are in different categories"),
        ("services", "the entries have names and purposes of their own"),
        ("likely", "the names are only likely the same"),
    ],
    build: |options| Check::list(DuplicateLegalName::new(options)),
};

struct DuplicateLegalName {
    /// True if entries for different audiences are told apart.
    by_audience: bool,
    likely: bool,
}

impl DuplicateLegalName {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self {
            by_audience: options.word("scope") == "audience",
            likely: options.word("likely") != "off",
        }
    }
}

impl ListCheck for DuplicateLegalName {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let vendors: Vec<&Vendor<'_>> =
            subject.vendors.iter().copied().filter(|vendor| vendor.is_current()).collect();
        let names: Vec<Option<&EntityName>> =
            vendors.iter().map(|vendor| vendor.legal_entity()).collect();
        for duplicate in duplicates(&names) {
            let (earlier, later) = (vendors[duplicate.earlier], vendors[duplicate.later]);
            let (Some(a), Some(b)) = (names[duplicate.earlier], names[duplicate.later]) else {
                continue;
            };
            let country = |vendor: &Vendor<'_>| vendor.country_code().map(|code| code.alpha2());
            let comparison = compare_in((a, country(earlier)), (b, country(later)));
            if are_rows_of(a, earlier, later) {
                continue;
            }
            let rows_differ = are_told_apart(earlier, later);
            let headings_differ = have_categories(earlier, later);
            let variant = match comparison.verdict {
                Verdict::Same if self.by_audience && disjoint(earlier, later) => "merge",
                Verdict::Same if headings_differ && have_names_of(a, earlier, later) => {
                    "categories"
                }
                Verdict::Same if rows_differ || headings_differ || are_services(earlier, later) => {
                    "services"
                }
                Verdict::Same => "",
                Verdict::Likely if headings_differ => continue,
                Verdict::Likely if self.likely => "likely",
                _ => continue,
            };
            let reason = comparison.explain(a, b);
            let (Some(a), Some(b)) = (earlier.legal_text(), later.legal_text()) else { continue };
            let place = earlier.place_of(a.span());
            hits.push(
                Hit::on(b)
                    .of(later)
                    .arg("a", a.value())
                    .arg("b", b.value())
                    .arg("line", subject.line_of(place))
                    .arg("reason", reason)
                    .variant(variant)
                    .related(place, "first listed here"),
            );
        }
    }
}

/// True if two entries of one company are its rows for services, regions or plans. Two names
/// that have nothing in common may be two products, or a legal name that was copied from
/// another row.
pub(crate) fn are_rows_of(company: &EntityName, a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    different_services(a, b) || are_told_apart(a, b) && have_names_of(company, a, b)
}

/// True if both entries say in one field what they are for, and the two differ: rows
/// for services, regions or plans of one company.
fn are_told_apart(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    are_used_apart(a, b) || have_places(a, b)
}

/// True if both entries say in one field when or for what they are used, and the two differ.
pub(crate) fn are_used_apart(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let fields = ["condition", "features"];
    different_services(a, b) || fields.iter().any(|field| differ(a.field(field), b.field(field)))
}

/// True if both entries name places in other words.
pub(crate) fn have_places(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let fields = ["locations", "location"];
    fields.iter().any(|field| differ(a.field(field), b.field(field)))
}

/// True if the names of both entries go with the company that both name: they are one name,
/// both contain the company's, both are products called after its first word, or both are known
/// as products of one group.
fn have_names_of(company: &EntityName, a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let (Some(first), Some(second)) = (a.name_parts(), b.name_parts()) else { return true };
    let words = |name: &EntityName| -> Vec<String> {
        name.base().split_whitespace().map(str::to_owned).collect()
    };
    let company = words(company);
    let names = [words(first), words(second)];
    let contain_it =
        || names.iter().all(|name| name.windows(company.len()).any(|part| part == company));
    let share_its_first_word =
        || names.iter().all(|name| name.first() == company.first() && *name != company);
    let group = |vendor: &Vendor<'_>| match vendor.known() {
        Some(known) if known.via != Via::Entity => Some(known.vendor.group),
        _ => None,
    };
    names[0] == names[1]
        || !company.is_empty() && (contain_it() || share_its_first_word())
        || group(a).is_some_and(|known| group(b) == Some(known))
}

/// True if the entries stand under different headings, and nothing else tells why the company
/// has two: what they share can drift apart.
pub(crate) fn have_categories(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    differ(a.field("category"), b.field("category"))
}

/// True if both entries have a name and a purpose of their own, as two products of one
/// company do.
fn are_services(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    let differ = |a: Option<Text<'_>>, b: Option<Text<'_>>| match (a, b) {
        (Some(a), Some(b)) => !a.value().eq_ignore_ascii_case(b.value()),
        _ => false,
    };
    differ(a.name, b.name) && differ(a.purpose, b.purpose)
}

/// True if both entries say which services they are for, and those differ.
pub(crate) fn different_services(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    differ(a.services, b.services)
}

/// True if both fields are stated and have nothing in common.
fn differ(a: Option<Value<'_>>, b: Option<Value<'_>>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let (a, b) = (texts(a), texts(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|text| b.contains(text))
}

/// The texts of a value; of a mapping, those of its fields.
fn texts(value: Value<'_>) -> Vec<String> {
    let of = |value: Value<'_>| -> Vec<String> {
        match value.kind() {
            NodeKind::Map => {
                let texts = value.entries().filter_map(|(_, value)| Text::of(value));
                let joined: Vec<&str> = texts.map(Text::value).collect();
                vec![joined.join(" ").to_lowercase()]
            }
            _ => Text::list(value).iter().map(|text| text.value().to_lowercase()).collect(),
        }
    };
    match value.kind() {
        NodeKind::Seq => value.items().flat_map(of).collect(),
        _ => of(value),
    }
}

/// True if both entries say whom they are for, and no one is in both.
pub(crate) fn disjoint(a: &Vendor<'_>, b: &Vendor<'_>) -> bool {
    !a.audiences.overlaps(b.audiences)
}

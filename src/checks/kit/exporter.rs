//! The exporter of data: the areas whose transfer rules apply.

use crate::facts::adequacy::ExporterArea;
use crate::facts::countries::CountrySet;
use crate::facts::places;
use crate::manifest::{Manifest, Text};
use crate::policy::{CheckOptions, OptionSpec};
use crate::values::location::{self, Context};

/// The areas of the exporter, and whether anybody stated them.
#[derive(Clone, Debug)]
pub(crate) struct Exporters {
    /// The areas, none twice.
    pub(crate) areas: Vec<ExporterArea>,
    /// True if a law or a policy states them, rather than a country.
    pub(crate) stated: bool,
}

/// The laws of an organisation that decide on transfers.
const LAWS: &[(&str, ExporterArea)] =
    &[("eu_gdpr", ExporterArea::Eea), ("uk_gdpr", ExporterArea::Uk), ("ch_fadp", ExporterArea::Ch)];

/// The option with the areas.
pub(crate) const OPTION: OptionSpec<'static> = OptionSpec::words(
    "exporter",
    ("an area of exporters", || ExporterArea::ALL.into_iter().map(ExporterArea::id).collect()),
    &[],
    "The areas that data leaves from; if left out, those of the laws of the organisation, else that \
     of its country.",
);

/// The areas of [`OPTION`]; empty when nothing sets it.
pub(crate) fn option(options: &mut CheckOptions<'_>) -> Vec<ExporterArea> {
    let mut areas = Vec::new();
    for area in options.words("exporter").iter().filter_map(|id| ExporterArea::from_id(id)) {
        add(&mut areas, area);
    }
    areas
}

impl Exporters {
    /// The exporter from the option, else from the laws of the organisation, else from its
    /// country. No areas where nobody says it, or where data leaves from elsewhere.
    pub(crate) fn of(option: &[ExporterArea], manifest: Option<&Manifest<'_>>) -> Self {
        if !option.is_empty() {
            return Self { areas: option.to_vec(), stated: true };
        }
        let organization = manifest.and_then(|manifest| manifest.organization.as_ref());
        let laws = organization.and_then(|organization| organization.node.get("laws"));
        let mut areas = Vec::new();
        for law in laws.map(Text::list).unwrap_or_default() {
            if let Some((_, area)) = LAWS.iter().find(|(name, _)| *name == law.value()) {
                add(&mut areas, *area);
            }
        }
        if !areas.is_empty() {
            return Self { areas, stated: true };
        }
        let country = organization.and_then(|organization| organization.country);
        let country = country.and_then(|text| places::country_named(text.value()));
        let contains = |area: &ExporterArea| country.is_some_and(|country| area.contains(country));
        Self { areas: ExporterArea::ALL.into_iter().filter(contains).collect(), stated: false }
    }
}

fn add(areas: &mut Vec<ExporterArea>, area: ExporterArea) {
    if !areas.contains(&area) {
        areas.push(area);
    }
}

/// The area in a sentence.
pub(crate) fn name(area: ExporterArea) -> &'static str {
    match area {
        ExporterArea::Eea => "the EEA",
        ExporterArea::Uk => "the UK",
        ExporterArea::Ch => "Switzerland",
    }
}

/// The areas in a sentence.
pub(crate) fn names(areas: &[ExporterArea]) -> String {
    let names: Vec<_> = areas.iter().copied().map(name).collect();
    match &names[..] {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// The area that a text such as `EEA`, `UK` or `Germany` is in, if it is in one.
pub(crate) fn read(text: Text<'_>) -> Option<ExporterArea> {
    if let Some(area) = ExporterArea::from_id(text.value()) {
        return Some(area);
    }
    let reading = location::read(text.value(), &Context::default());
    let countries = reading.country_set();
    let inside = |area: &ExporterArea| {
        let members: CountrySet =
            countries.iter().filter(|country| area.contains(*country)).collect();
        !countries.is_empty() && members == countries
    };
    ExporterArea::ALL.into_iter().find(inside)
}

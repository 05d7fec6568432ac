//! `restricted-country`: vendors in countries that a policy lists.

use crate::checks::kit::sites::{self, SiteKind};
use crate::facts::countries::{Country, CountrySet};
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "restricted-country",
    summary: "reports vendors that are located or established in a country of a list",
    options: &[
        OptionSpec::texts("deny", "The countries that are reported, as ISO 3166-1 codes."),
        OptionSpec::texts("warn", "More countries, reported as the variant `warn`."),
    ],
    arguments: &[("country", "the country")],
    variants: &[("warn", "the country is only on the list `warn`")],
    build: |options| Check::list(RestrictedCountry::new(options)),
};

struct RestrictedCountry {
    deny: CountrySet,
    warn: CountrySet,
}

impl RestrictedCountry {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        let mut countries = |name| {
            let mut set = CountrySet::EMPTY;
            for (at, code) in options.located_texts(name) {
                match Country::from_code(code.trim()) {
                    Some(country) => set.insert(country),
                    None => {
                        let message = format!("`{code}` is not an ISO 3166-1 code");
                        options.error(at, message, "For example `KP`; quote `\"NO\"`.");
                    }
                }
            }
            set
        };
        Self { deny: countries("deny"), warn: countries("warn") }
    }
}

impl ListCheck for RestrictedCountry {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        if self.deny.is_empty() && self.warn.is_empty() {
            return;
        }
        for vendor in subject.vendors {
            let mut seen = CountrySet::EMPTY;
            for site in sites::of_places(vendor).iter().chain(&sites::of_seat(vendor)) {
                let SiteKind::Country(country) = site.what else { continue };
                let denied = self.deny.contains(country);
                // A seat beside a place in the same country is the same news.
                if seen.contains(country) || !(denied || self.warn.contains(country)) {
                    continue;
                }
                seen.insert(country);
                let mut hit = Hit::at(site.span).of(vendor).arg("country", country.in_text());
                hit.value = Some(subject.file.slice(site.span).to_owned());
                hits.push(if denied { hit } else { hit.variant("warn") });
            }
        }
    }
}

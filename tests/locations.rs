//! What is read from locations as people write them.

use serde::Deserialize;
use subprocessor_lint::facts::cloud_regions::Provider;
use subprocessor_lint::manifest::location::{self, Context, Summary};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    text: String,
    provider: Option<String>,
    #[serde(default)]
    us_incorporated: bool,
    #[serde(default)]
    typed_country: bool,
    #[serde(default)]
    countries: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    cloud_regions: Vec<String>,
    #[serde(default)]
    worldwide: bool,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    readings: Vec<String>,
}

impl Vector {
    fn read(&self) -> Summary {
        let provider = self.provider.as_deref().map(|id| {
            Provider::from_id(id).unwrap_or_else(|| panic!("no provider {id}"))
        });
        let context = Context {
            provider,
            us_incorporated: self.us_incorporated,
            typed_country: self.typed_country,
            ..Context::default()
        };
        location::read(&self.text, &context).summary()
    }

    fn agrees(&self, summary: &Summary) -> bool {
        summary.countries == self.countries
            && summary.groups == self.groups
            && summary.cloud_regions == self.cloud_regions
            && summary.worldwide == self.worldwide
            && summary.flags == self.flags
            && summary.readings == self.readings
    }
}

#[test]
fn vectors() {
    let vectors: Vec<Vector> =
        serde_yaml::from_str(include_str!("vectors/locations.yaml")).unwrap();
    assert!(vectors.len() > 90);
    let wrong: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let summary = vector.read();
            (!vector.agrees(&summary)).then(|| format!("{:?}: {summary:?}", vector.text))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

//! Lookups over the dated reference facts in `data/`.

/// The newest date of the files of `data/`, `YYYY-MM-DD`.
pub const AS_OF: &str = env!("FACTS_AS_OF");

/// The day on which each file of `data/` was last checked, and the sources it was checked against.
pub(crate) mod checked {
    include!(concat!(env!("OUT_DIR"), "/checked.rs"));
}

pub mod adequacy;
pub(crate) mod calling_codes;
pub mod cloud_regions;
pub(crate) mod contact_words;
pub mod countries;
pub(crate) mod date_words;
pub(crate) mod field_names;
pub(crate) mod html_entities;
pub mod instruments;
pub(crate) mod key_index;
pub mod legal_forms;
pub(crate) mod lexicon;
pub(crate) mod name_words;
pub(crate) mod page_words;
pub mod phrases;
pub mod places;
pub(crate) mod quick;
pub mod regions;
pub(crate) mod remark_words;
pub(crate) mod text_marks;
pub(crate) mod text_words;
pub mod vendors;
pub mod vocabulary;

#[cfg(test)]
mod tests {
    use super::cloud_regions::{Area, Provider};
    use super::*;
    use jiff::civil::Date;

    #[test]
    fn every_table_says_when_it_was_checked_and_against_what() {
        let files = std::fs::read_dir("data").unwrap().map(|entry| entry.unwrap().path());
        let tables = files.filter(|path| path.extension().is_some_and(|kind| kind != "py"));
        let mut names: Vec<String> =
            tables.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, checked::ALL.map(|(name, ..)| name));
        for (name, date, source) in checked::ALL {
            assert!(date.parse::<Date>().is_ok(), "{name}: {date}");
            assert!(date <= AS_OF, "{name}");
            assert!(source.len() > 10, "{name}: {source}");
        }
    }

    #[test]
    fn every_provider_says_when_its_regions_were_checked() {
        for provider in Provider::all() {
            let date = provider.checked();
            assert!(date.parse::<Date>().is_ok(), "{provider:?}: {date}");
            assert!(date <= checked::CLOUD_REGIONS, "{provider:?} is newer than the table");
        }
    }

    #[test]
    fn regions_of_the_common_providers_have_a_country() {
        let regions = Provider::all().filter(|provider| provider.is_primary());
        for region in regions.flat_map(Provider::regions) {
            let is_known = region.area() != Area::Unpublished || !region.note().is_empty();
            assert!(
                is_known,
                "{region}: fill in its country, or say in the note why it is not known"
            );
        }
    }
}

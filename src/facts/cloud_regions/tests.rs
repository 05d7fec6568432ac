//! Cloud regions by id and by name.

use super::*;

fn read(provider: &str, id: &str) -> Option<String> {
    match find(Provider::from_id(provider), id)? {
        Found::Region(region) => Some(region.to_string()),
        Found::Several(first, count) => Some(format!("{count} of {}", first.key())),
    }
}

#[test]
fn every_region_is_found_by_its_provider() {
    for region in CloudRegion::all() {
        let found = find(Some(region.provider()), region.id());
        assert_eq!(found, Some(Found::Region(region)), "{region}");
        let upper = region.id().to_uppercase().replace('-', "_");
        assert_eq!(find(Some(region.provider()), &upper), Some(Found::Region(region)));
    }
}

#[test]
fn the_provider_decides_what_an_id_means() {
    assert_eq!(read("", "eu-west-1").as_deref(), Some("aws:eu-west-1"));
    assert_eq!(read("alibaba", "eu-west-1").as_deref(), Some("alibaba:eu-west-1"));
    assert_eq!(read("hetzner", "eu-west-1"), None, "never that of another");
    assert_eq!(read("alibaba", "eu-west-3"), None);
    assert_eq!(read("heroku", "us-east-1").as_deref(), Some("aws:us-east-1"), "its host");
    assert_eq!(read("linode", "ap-south").as_deref(), Some("linode:ap-south"));
    assert_eq!(read("", "ap-south"), None, "or short for AWS ap-south-1");
    assert_eq!(read("", "ca-central").as_deref(), Some("linode:ca-central"), "same country");
    assert_eq!(read("", "ap-southeast").as_deref(), Some("2 of ap-southeast"));
    assert_eq!(read("linode", "ap-southeast").as_deref(), Some("linode:ap-southeast"));
    assert_eq!(read("", "fr-par").as_deref(), Some("scaleway:fr-par"), "same country");
}

#[test]
fn prefixes_and_zones_are_taken_off() {
    for (provider, id, region) in [
        ("", "aws-us-east-1", "aws:us-east-1"),
        ("", "AWS_EU_WEST_1", "aws:eu-west-1"),
        ("", "azure-westeurope", "azure:westeurope"),
        ("", "gcp-europe-west1-b", "gcp:europe-west1"),
        ("", "us-east-1a", "aws:us-east-1"),
        ("", "us-central1-a", "gcp:us-central1"),
        ("", "cn-hangzhou-h", "alibaba:cn-hangzhou"),
        ("", "fr-par-2", "scaleway:fr-par"),
        ("ibm", "us-south-1", "ibm:us-south"),
        ("ovh", "GRA11", "ovh:gra"),
        ("ovh", "UK1", "ovh:uk"),
        ("hetzner", "fsn1-dc14", "hetzner:fsn1"),
    ] {
        assert_eq!(read(provider, id).as_deref(), Some(region), "{provider} {id}");
    }
}

#[test]
fn what_is_no_region_is_not_guessed() {
    for id in ["eu-west-9", "us-south-1", "us-east-1-bue-1a", "GRA11", "eu-27", "", "é"] {
        assert_eq!(read("", id), None, "{id}");
    }
}

#[test]
fn shapes_of_regions() {
    for id in [
        "eu-west-9",
        "EU_WEST_9",
        "uk-south-2",
        "europe-west-1",
        "eu-leeds-1",
        "eu-east",
        "aws-eu-west-9",
        "us-east-9a",
    ] {
        assert!(looks_like_region(id), "{id}");
    }
    for id in [
        "US-based",
        "EU-27",
        "EU-wide",
        "Guinea-Bissau",
        "covid-19",
        "iso-27001",
        "eu",
        "EU-US",
        "us-",
    ] {
        assert!(!looks_like_region(id), "{id}");
    }
}

#[test]
fn near_ids_are_suggested() {
    let near: Vec<_> = suggest(None, "eu-west-9").iter().map(ToString::to_string).collect();
    assert_eq!(near, ["aws:eu-west-1", "aws:eu-west-2", "aws:eu-west-3"]);
    let near = suggest(Provider::from_id("gcp"), "europe-west-1");
    assert_eq!(near[0].id(), "europe-west1");
}

#[test]
fn providers_are_known_by_their_names() {
    for (name, id) in [
        ("AWS", "aws"),
        ("Amazon Web Services, Inc.", "aws"),
        ("Amazon Web Services EMEA SARL", "aws"),
        ("Google Cloud EMEA Limited", "gcp"),
        ("Microsoft Azure", "azure"),
        ("Fly.io, Inc.", "fly"),
        ("Hetzner Online GmbH", "hetzner"),
        ("digitalocean", "digitalocean"),
    ] {
        assert_eq!(Provider::from_name(name).map(Provider::id), Some(id), "{name}");
    }
    assert_eq!(Provider::from_name("Stripe, Inc."), None);
}

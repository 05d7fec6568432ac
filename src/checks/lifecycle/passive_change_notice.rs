//! `passive-change-notice`: changes that are only shown on a page.

use crate::checks::kit::change_terms as terms;
use crate::manifest::Text;
use crate::policy::{Check, CheckOptions, CheckSpec, Hit, Hits, ListCheck, OptionSpec, Subject};

pub(crate) const SPEC: CheckSpec = CheckSpec {
    name: "passive-change-notice",
    summary: "reports changes that are only shown on a page",
    options: &[OptionSpec::words(
        "active",
        ("a channel", || CHANNELS.to_vec()),
        &[],
        "The channels that reach customers by themselves.",
    )],
    arguments: &[
        ("problem", "what is wrong with the channels"),
        ("channel", "the channel of the link"),
    ],
    variants: &[("subscribe", "there is a link to subscribe to, and no channel for it")],
    build: |options| Check::list(PassiveChangeNotice::new(options)),
};

struct PassiveChangeNotice {
    active: Vec<String>,
}

/// The ways to tell customers.
const CHANNELS: &[&str] = &["email", "rss", "webhook", "in_app", "mailing_list", "webpage"];

impl PassiveChangeNotice {
    fn new(options: &mut CheckOptions<'_>) -> Self {
        Self { active: options.words("active") }
    }

    /// True if a channel is one that customers have to look at. Words that are
    /// no channels are reported for what they are.
    fn is_passive(&self, channel: Text<'_>) -> bool {
        let channel = channel.value();
        CHANNELS.contains(&channel) && !self.active.iter().any(|active| active == channel)
    }
}

impl ListCheck for PassiveChangeNotice {
    fn run(&self, subject: &Subject<'_, '_>, hits: &mut Hits) {
        let notice = subject.manifest.and_then(|manifest| manifest.change_notice.as_ref());
        let Some(notice) = notice else { return };
        let Some(channel) = notice.node.get("channel") else { return };
        let passive = !notice.channels.is_empty()
            && notice.channels.iter().all(|channel| self.is_passive(*channel));
        // Customers that are told besides, the terms do not say how, do not depend on the page.
        let is_told = notice.text.is_some_and(|text| terms::tells(text.value()));
        let is_for_others = notice.is_specific() || terms::rule_notice_out(notice, &[]);
        if passive && !is_told && !is_for_others {
            let span = Text::of(channel).map_or(channel.span(), Text::span);
            let problem = "changes are announced only on a page that customers must check";
            let hit = Hit::at(span).arg("problem", problem);
            let links = subject.manifest.and_then(|manifest| manifest.root.get("links"));
            let link = links.and_then(|links| Text::get(links, "subscribe"));
            hits.push(match link {
                Some(link) => hit.arg("channel", channel_of(link.value())).variant("subscribe"),
                None => hit,
            });
        }
    }
}

/// The channel that a link to subscribe most likely is.
fn channel_of(link: &str) -> &'static str {
    let lower = link.to_lowercase();
    let is_feed = ["rss", "atom", "feed", ".xml"].iter().any(|word| lower.contains(word));
    if is_feed { "rss" } else { "mailing_list" }
}

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
    arguments: &[("problem", "what is wrong with the channels")],
    variants: &[],
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
        if passive && !notice.is_specific() && !terms::rule_notice_out(notice, &[]) {
            let span = Text::of(channel).map_or(channel.span(), Text::span);
            let problem = "changes are announced only on a page that customers must check";
            hits.push(Hit::at(span).arg("problem", problem));
        }
    }
}

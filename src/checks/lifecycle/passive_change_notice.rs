//! Changes that are only shown on a page.

use crate::checks::kit::change_terms as terms;
use crate::manifest::Text;
use crate::policy::{Check, Hit, Hits, Options, Subject};

pub(crate) struct Passive {
    active: Vec<String>,
}

/// The ways to tell customers.
const CHANNELS: &[&str] = &["email", "rss", "webhook", "in_app", "mailing_list", "webpage"];

impl Passive {
    pub(crate) fn new(options: &mut Options<'_>) -> Self {
        let active = options.located_texts("active");
        for (at, channel) in &active {
            if !CHANNELS.contains(&channel.as_str()) {
                let help = crate::text::suggest::known_words(channel, CHANNELS);
                options.error(*at, format!("`{channel}` is not a channel"), &help);
            }
        }
        Self { active: active.into_iter().map(|(_, channel)| channel).collect() }
    }

    /// Whether a channel is one that customers have to look at. Words that are
    /// no channels are reported for what they are.
    fn is_passive(&self, channel: Text<'_>) -> bool {
        let channel = channel.value();
        CHANNELS.contains(&channel) && !self.active.iter().any(|active| active == channel)
    }
}

impl Check for Passive {
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

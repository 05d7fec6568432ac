//! The words by which the parts of a page are told apart.
//!
//! Source and date: `data/page_words.yaml`.

use super::lexicon::{Lexicon, LexiconEntry, LexiconMatch};
use crate::text::fold::Words;

/// The uses that a word or phrase may have; often several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageUses(u64);

impl PageUses {
    /// No use.
    pub(crate) const NONE: Self = Self(0);
    /// Names a list of the vendors that this is about.
    pub(crate) const SUBPROCESSORS: Self = Self(1);
    /// Vendors that no longer get data.
    pub(crate) const FORMER: Self = Self(1 << 1);
    /// Changes and their dates.
    pub(crate) const CHANGES: Self = Self(1 << 2);
    /// Cookies and other things in a browser.
    pub(crate) const COOKIES: Self = Self(1 << 3);
    /// Companies that get data and are no processors of the publisher's.
    pub(crate) const NOT_SUBPROCESSORS: Self = Self(1 << 4);
    /// Companies of the publisher's own group.
    pub(crate) const AFFILIATES: Self = Self(1 << 5);
    /// Vendors that customers may do without.
    pub(crate) const OPTIONAL: Self = Self(1 << 6);
    /// Not in use yet.
    pub(crate) const PLANNED: Self = Self(1 << 7);
    /// In use.
    pub(crate) const ACTIVE: Self = Self(1 << 8);
    /// Switched off for now.
    pub(crate) const DISABLED: Self = Self(1 << 9);
    /// The customers' own users.
    pub(crate) const END_USER: Self = Self(1 << 10);
    /// Customers.
    pub(crate) const CUSTOMER: Self = Self(1 << 11);
    /// Visitors of a website.
    pub(crate) const VISITOR: Self = Self(1 << 12);
    /// Staff.
    pub(crate) const EMPLOYEE: Self = Self(1 << 13);
    /// People who apply for a job.
    pub(crate) const APPLICANT: Self = Self(1 << 14);
    /// Parts of a page whose lists name no vendors.
    pub(crate) const OTHER_PARTS: Self = Self(1 << 15);
    /// The list is only given to those who ask.
    pub(crate) const ON_REQUEST: Self = Self(1 << 16);
    /// The time before a change.
    pub(crate) const NOTICE: Self = Self(1 << 17);
    /// The time to object to a change.
    pub(crate) const OBJECTION: Self = Self(1 << 18);
    /// Days, after a number.
    pub(crate) const DAYS: Self = Self(1 << 19);
    /// Ways to opt out of a vendor.
    pub(crate) const OPTING_OUT: Self = Self(1 << 20);
    /// Says that something is true of all data, or of one place only.
    pub(crate) const EXCLUSIVE: Self = Self(1 << 21);
    /// Says that data is at a place.
    pub(crate) const KEPT: Self = Self(1 << 22);
    /// Makes a claim less than one.
    pub(crate) const HEDGED: Self = Self(1 << 23);
    /// Between the publisher and the vendors that it uses.
    pub(crate) const USING: Self = Self(1 << 24);
    /// Between a vendor and its work.
    pub(crate) const HANDLING: Self = Self(1 << 25);
    /// Between a vendor and its work, and work by itself.
    pub(crate) const WORKING: Self = Self(1 << 26);
    /// Says that something is not used.
    pub(crate) const NEGATED: Self = Self(1 << 27);
    /// Before the publisher, behind the vendors that it uses.
    pub(crate) const BEHALF: Self = Self(1 << 28);
    /// The sides of a contract, and what one of them sells.
    pub(crate) const PARTIES: Self = Self(1 << 29);
    /// The words by which a publisher calls itself.
    pub(crate) const OURSELVES: Self = Self(1 << 30);
    /// Between somebody and what they do.
    pub(crate) const AUXILIARY: Self = Self(1 << 31);
    /// Tells customers of changes by e-mail.
    pub(crate) const CHANNEL_EMAIL: Self = Self(1 << 32);
    /// Tells those who subscribe.
    pub(crate) const CHANNEL_MAILING_LIST: Self = Self(1 << 33);
    /// Tells by a feed.
    pub(crate) const CHANNEL_RSS: Self = Self(1 << 34);
    /// Tells by a call of the customer's server.
    pub(crate) const CHANNEL_WEBHOOK: Self = Self(1 << 35);
    /// Tells in the product.
    pub(crate) const CHANNEL_IN_APP: Self = Self(1 << 36);
    /// Tells on a page that customers have to look at.
    pub(crate) const CHANNEL_WEBPAGE: Self = Self(1 << 37);
    /// Tells customers of something.
    pub(crate) const TELLING: Self = Self(1 << 38);
    /// A change of the list.
    pub(crate) const CHANGING: Self = Self(1 << 39);
    /// The words of the last row of a spreadsheet.
    pub(crate) const TOTALS: Self = Self(1 << 40);
    /// Weeks, after a number.
    pub(crate) const WEEKS: Self = Self(1 << 41);
    /// The time that was spoken of before: `within that period`.
    pub(crate) const SAME_PERIOD: Self = Self(1 << 42);
    /// Asks readers to write to the publisher.
    pub(crate) const CONTACTING: Self = Self(1 << 43);
    /// Gives data to somebody.
    pub(crate) const SHARING: Self = Self(1 << 44);

    /// The uses that tell parts of a page apart; the others are those of words in sentences.
    const OF_HEADINGS: Self = Self((1 << 17) - 1);

    /// True if no word of a heading or a name says what a part of a page is about.
    pub(crate) const fn is_plain(self) -> bool {
        !self.has(Self::OF_HEADINGS)
    }

    /// True if it has one of these uses.
    pub(crate) const fn has(self, uses: Self) -> bool {
        self.0 & uses.0 != 0
    }

    /// These and others.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

include!(concat!(env!("OUT_DIR"), "/page_words.rs"));

/// The words of a text with their uses.
pub(crate) fn scan(words: &Words) -> Vec<LexiconMatch<PageUses>> {
    PAGE_WORDS.scan(words)
}

/// The uses of all the words of a text together.
pub(crate) fn uses(text: &str) -> PageUses {
    let found = scan(&Words::of(text));
    found.iter().filter_map(|found| found.role).fold(PageUses::NONE, PageUses::or)
}

/// The use of a whole text.
pub(crate) fn whole(text: &str) -> PageUses {
    PAGE_WORDS.get(&Words::of(text).folded).unwrap_or_default()
}

//! Domains that tell nothing about who is behind them.

use super::{FREE_MAIL_DOMAINS, PLACEHOLDER_DOMAINS, SHARED_HOSTS, contains};
use crate::facts::quick::Keys;

/// True if anybody can have an address at this domain (`gmail.com`).
#[must_use]
pub fn is_free_mail(domain: &str) -> bool {
    in_small_letters(domain, |domain| FREE_MAIL.holds(domain))
}

/// True if anybody may have a page at this domain (`github.com`).
#[must_use]
pub fn is_shared_host(domain: &str) -> bool {
    contains(SHARED_HOSTS, domain)
}

/// True if a host is one of examples, such as `example.com` or anything below it.
/// Names below the reserved `.example` are those that documentation gives to
/// companies it makes up, so only the bare word is one.
#[must_use]
pub fn is_placeholder_host(host: &str) -> bool {
    in_small_letters(host.trim_end_matches('.'), |host| {
        let mut rest = host;
        loop {
            if PLACEHOLDER_HOSTS.holds(rest) {
                return true;
            }
            match rest.bytes().position(|byte| byte == b'.') {
                Some(dot) if &rest[dot + 1..] != "example" => rest = &rest[dot + 1..],
                _ => return false,
            }
        }
    })
}

fn in_small_letters<T>(text: &str, find: impl FnOnce(&str) -> T) -> T {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        find(&text.to_ascii_lowercase())
    } else {
        find(text)
    }
}

/// Domains, of which hardly any that is asked for is one.
struct Domains {
    list: &'static [&'static str],
    keys: Keys<64>,
}

static FREE_MAIL: Domains = Domains::of(FREE_MAIL_DOMAINS);
static PLACEHOLDER_HOSTS: Domains = Domains::of(PLACEHOLDER_DOMAINS);

impl Domains {
    const fn of(list: &'static [&'static str]) -> Self {
        let mut keys = Keys::new();
        let mut at = 0;
        while at < list.len() {
            keys.add(list[at].as_bytes());
            at += 1;
        }
        Self { list, keys }
    }

    fn holds(&self, domain: &str) -> bool {
        self.keys.may_hold(domain.as_bytes()) && contains(self.list, domain)
    }
}

//! Domains that tell nothing about who is behind them.

use super::{FREE_MAIL_DOMAINS, PLACEHOLDER_DOMAINS, SHARED_HOSTS};
use crate::facts::key_index::KeyIndex;

/// True if anybody can have an address at this domain (`gmail.com`).
#[must_use]
pub fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL
        .find(domain.bytes(), |at| FREE_MAIL_DOMAINS[at].eq_ignore_ascii_case(domain))
        .is_some()
}

/// True if anybody may have a page at this domain (`github.com`).
#[must_use]
pub fn is_shared_host(domain: &str) -> bool {
    SHARED.find(domain.bytes(), |at| SHARED_HOSTS[at] == domain).is_some()
}

/// True if a host is one of examples, such as `example.com` or anything below it.
/// Names below the reserved `.example` are those that documentation gives to
/// companies it makes up, so only the bare word is one.
#[must_use]
pub fn is_placeholder_host(host: &str) -> bool {
    let mut rest = host.trim_end_matches('.');
    loop {
        let is_at = |at: usize| PLACEHOLDER_DOMAINS[at].eq_ignore_ascii_case(rest);
        if PLACEHOLDER_HOSTS.find(rest.bytes(), is_at).is_some() {
            return true;
        }
        match rest.bytes().position(|byte| byte == b'.') {
            Some(dot) if !rest[dot + 1..].eq_ignore_ascii_case("example") => {
                rest = &rest[dot + 1..];
            }
            _ => return false,
        }
    }
}

static SHARED: KeyIndex<256> = KeyIndex::of(SHARED_HOSTS);
static FREE_MAIL: KeyIndex<256> = KeyIndex::of(FREE_MAIL_DOMAINS);
static PLACEHOLDER_HOSTS: KeyIndex<256> = KeyIndex::of(PLACEHOLDER_DOMAINS);

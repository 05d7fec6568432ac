//! Web addresses and host names.

use crate::facts::phrases;
use crate::text::trim;
use std::cell::Cell;
use std::net::IpAddr;

/// An absolute http(s) address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl {
    /// The host: in small letters, international names in their ASCII form.
    pub host: String,
    /// True if the scheme is https.
    pub https: bool,
    /// True if a user name or password stands before the host.
    pub credentials: bool,
    /// The path, starting with `/`.
    pub path: String,
}

/// The reason why a text is no usable web address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlProblem {
    /// Nothing stands there.
    Empty,
    /// White space or line breaks stand inside.
    Spaces,
    /// No scheme; with the address that was probably meant.
    NotAbsolute(Option<String>),
    /// A scheme other than http and https.
    Scheme(String),
    /// It cannot be read as an address.
    Malformed,
    /// It has no host, or one that cannot exist.
    Host,
    /// A user name or password stands in it.
    Credentials,
    /// The host is one of examples.
    PlaceholderHost,
    /// Plain http; with the same address under https.
    Http(String),
}

impl UrlProblem {
    /// The problem in words, to follow the value: `is not an absolute address`.
    #[must_use]
    pub fn as_text(&self) -> String {
        match self {
            Self::Empty => "is empty".to_owned(),
            Self::Spaces => "contains spaces".to_owned(),
            Self::NotAbsolute(_) => "is not an absolute http(s) URL".to_owned(),
            Self::Scheme(scheme) => format!("uses the scheme `{scheme}`, not http(s)"),
            Self::Malformed => "is not a well-formed URL".to_owned(),
            Self::Host => "has no usable host".to_owned(),
            Self::Credentials => "contains a user name or password".to_owned(),
            Self::PlaceholderHost => "uses a placeholder host".to_owned(),
            Self::Http(_) => "uses http instead of https".to_owned(),
        }
    }
}

/// Bytes of an address that are read; browsers stop earlier.
const MAX_URL: usize = 8 * 1024;

impl WebUrl {
    /// Reads an absolute http(s) address that can be followed.
    ///
    /// # Errors
    /// The problem that keeps it from being one. Credentials, placeholder hosts and
    /// plain http are left to [`problem`](Self::problem).
    pub fn parse(text: &str) -> Result<Self, UrlProblem> {
        let text = trim(text);
        if text.is_empty() {
            return Err(UrlProblem::Empty);
        }
        if text.len() > MAX_URL {
            return Err(UrlProblem::Malformed);
        }
        Self::parse_plain(text).map_or_else(|| Self::parse_any(text), Ok)
    }

    fn parse_any(text: &str) -> Result<Self, UrlProblem> {
        if text.contains(char::is_whitespace) {
            return Err(UrlProblem::Spaces);
        }
        let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, rest)| {
            let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
            // `localhost:8080` and `acme.eu:443` have a port, not a scheme.
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(word)
                && !rest.starts_with(|c: char| c.is_ascii_digit())
        }) else {
            return Err(UrlProblem::NotAbsolute(with_scheme(text)));
        };
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(UrlProblem::Scheme(scheme));
        }
        // The parser would repair what is missing in silence.
        if !rest.starts_with("//") || rest.starts_with("///") || rest.contains('\\') {
            return Err(UrlProblem::Malformed);
        }
        let repaired = Cell::new(false);
        let notice = |violation: url::SyntaxViolation| {
            use url::SyntaxViolation as V;
            repaired.set(
                repaired.get()
                    || matches!(
                        violation,
                        V::Backslash | V::ExpectedDoubleSlash | V::UnencodedAtSign
                    )
                    || matches!(violation, V::C0SpaceIgnored | V::TabOrNewlineIgnored),
            );
        };
        let parsed = url::Url::options()
            .syntax_violation_callback(Some(&notice))
            .parse(text)
            .map_err(|error| match error {
                url::ParseError::EmptyHost
                | url::ParseError::IdnaError
                | url::ParseError::InvalidIpv4Address
                | url::ParseError::InvalidIpv6Address
                | url::ParseError::InvalidDomainCharacter => UrlProblem::Host,
                _ => UrlProblem::Malformed,
            })?;
        if repaired.get() {
            return Err(UrlProblem::Malformed);
        }
        let host = parsed.host_str().unwrap_or_default();
        let typed = authority(rest).rsplit('@').next().unwrap_or_default();
        // `http://1.1` would be read as the address 1.0.0.1.
        let numeric = matches!(parsed.host(), Some(url::Host::Ipv4(_)))
            && typed.split(':').next().is_none_or(|name| name.parse::<IpAddr>().is_err());
        if numeric || !is_plausible_host(host) {
            return Err(UrlProblem::Host);
        }
        Ok(Self {
            host: host.trim_end_matches('.').to_owned(),
            https: scheme == "https",
            credentials: !parsed.username().is_empty() || parsed.password().is_some(),
            path: parsed.path().to_owned(),
        })
    }

    /// Reads an address in which nothing needs decoding, repair or a second look:
    /// names of small letters, digits and hyphens, then plain characters. Nearly
    /// all addresses are like that, and the full parser takes fifteen times as many
    /// instructions for one (8,900 for 600).
    fn parse_plain(text: &str) -> Option<Self> {
        let (https, rest) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://")?),
        };
        let host = plain_host(rest)?;
        let rest = &rest[host.len()..];
        let (mut path, mut before) = (rest.len(), 0);
        for (at, byte) in rest.bytes().enumerate() {
            // A dot may open a segment that leads up.
            if !IN_PLAIN_ADDRESS[usize::from(byte)] || byte == b'.' && before == b'/' {
                return None;
            }
            if matches!(byte, b'?' | b'#') {
                path = path.min(at);
            }
            before = byte;
        }
        let path = if path == 0 { "/" } else { &rest[..path] };
        Some(Self { host: host.to_owned(), https, credentials: false, path: path.to_owned() })
    }

    /// Finds the problem of an address that can be followed; plain http counts when
    /// `want_https`. `text` is the text it was read from.
    #[must_use]
    pub fn problem(&self, text: &str, want_https: bool) -> Option<UrlProblem> {
        if self.credentials {
            return Some(UrlProblem::Credentials);
        }
        if phrases::is_placeholder_host(&self.host) {
            return Some(UrlProblem::PlaceholderHost);
        }
        if want_https && !self.https {
            let rest = text.trim().get("http".len()..).unwrap_or_default();
            return Some(UrlProblem::Http(format!("https{rest}")));
        }
        None
    }
}

/// Reads a web address that has nothing wrong with it.
///
/// # Errors
/// The first problem; plain http is one when `want_https`.
pub fn check_url(text: &str, want_https: bool) -> Result<WebUrl, UrlProblem> {
    let url = WebUrl::parse(text)?;
    match url.problem(text, want_https) {
        Some(problem) => Err(problem),
        None => Ok(url),
    }
}

/// The text between the slashes and the path.
fn authority(rest: &str) -> &str {
    let rest = rest.trim_start_matches('/');
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// The address that a whole text without a scheme means: `https://kelp.io/contact` for
/// `kelp.io/contact`. Nothing for what has a scheme, an `@` or spaces.
#[must_use]
pub fn without_scheme(text: &str) -> Option<String> {
    let may_be = text.contains('.') && !text.contains([':', '@']) && text.len() <= MAX_URL;
    if !may_be || text.contains(char::is_whitespace) {
        return None;
    }
    with_scheme(text).filter(|url| WebUrl::parse(url).is_ok())
}

/// The address that a text without a scheme probably means.
fn with_scheme(text: &str) -> Option<String> {
    let rest = text.strip_prefix("//").unwrap_or(text);
    let host = authority(rest).split(':').next()?;
    let known = !host.contains('@') && registrable_domain(host).is_some();
    known.then(|| format!("https://{rest}"))
}

/// True if a host can exist outside a house: an IP address, or a name with a dot
/// and sound labels.
fn is_plausible_host(host: &str) -> bool {
    if host.starts_with('[') || host.parse::<IpAddr>().is_ok() {
        return true;
    }
    let host = host.trim_end_matches('.');
    is_sound_name(host) && (host.contains('.') || phrases::is_placeholder_host(host))
}

/// The bytes that may follow a plain host.
static IN_PLAIN_ADDRESS: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        plain[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let others = b".-_~/?#=&+,:;!";
    let mut at = 0;
    while at < others.len() {
        plain[others[at] as usize] = true;
        at += 1;
    }
    plain
};

/// The name of a host that a text starts with, if every reader takes it as it is: small
/// letters, digits and single hyphens, at least two sound labels, the last of letters. Nothing
/// if anything but the rest of an address follows.
pub(super) fn plain_host(text: &str) -> Option<&str> {
    const MOST: usize = 253;
    let bytes = text.as_bytes();
    let (mut start, mut before, mut has_digit) = (0, b'.', false);
    let mut end = bytes.len();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'a'..=b'z' => {}
            b'0'..=b'9' => has_digit = true,
            b'-' if !matches!(before, b'.' | b'-') => has_digit = true,
            b'.' if !matches!(before, b'.' | b'-') && at - start <= 63 => {
                (start, has_digit) = (at + 1, false);
            }
            b'/' | b'?' | b'#' => {
                end = at;
                break;
            }
            _ => return None,
        }
        before = byte;
    }
    let is_sound = start > 0 && !matches!(before, b'.' | b'-') && !has_digit;
    (is_sound && end - start <= 63 && end <= MOST).then(|| &text[..end])
}

/// True if every label of an ASCII host name is one that DNS can hold.
pub(crate) fn is_sound_name(host: &str) -> bool {
    let sound = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.first() != Some(&b'-')
            && label.last() != Some(&b'-')
            && label.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let mut labels = host.as_bytes().split(|byte| *byte == b'.');
    let last = host.as_bytes().rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    host.len() <= 253 && labels.all(sound) && !last.iter().all(u8::is_ascii_digit)
}

/// A host name in small letters and ASCII form, without a final dot; `None` for IP
/// addresses and for what is no host name.
#[must_use]
pub fn ascii_host(host: &str) -> Option<String> {
    let host = host.trim().trim_end_matches('.');
    if host.is_empty() || host.len() > 1024 {
        return None;
    }
    let simple = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    let is_coded = |host: &str| host.as_bytes().windows(2).any(|pair| pair == b"--");
    if host.bytes().all(simple) && !is_coded(host) {
        return is_sound_name(host).then(|| host.to_ascii_lowercase());
    }
    match url::Host::parse(host) {
        Ok(url::Host::Domain(domain)) if is_sound_name(&domain) => Some(domain),
        _ => None,
    }
}

/// The domain that somebody registered: `zendesk.com` for `trust.zendesk.com`,
/// `acme.co.uk` for `www.acme.co.uk`, by the Public Suffix List. `None` for IP
/// addresses, for suffixes alone, and for suffixes that the list does not know.
#[must_use]
pub fn registrable_domain(host: &str) -> Option<String> {
    registered(&ascii_host(host)?).map(str::to_owned)
}

/// [`registrable_domain`] of a host that [`ascii_host`] or [`WebUrl`] gave.
#[must_use]
pub fn registered(host: &str) -> Option<&str> {
    let domain = psl::domain(host.as_bytes()).filter(|domain| domain.suffix().is_known())?;
    // A domain is the end of its host.
    host.get(host.len().checked_sub(domain.as_bytes().len())?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_can_be_followed() {
        for (text, host) in [
            ("https://www.make.com/", "www.make.com"),
            ("HTTPS://Trust.Zendesk.COM/x?y#z", "trust.zendesk.com"),
            ("https://müller.de/", "xn--mller-kva.de"),
            ("https://acme.eu:8443", "acme.eu"),
            ("https://acme.eu./", "acme.eu"),
            ("https://192.168.0.1/", "192.168.0.1"),
            ("https://acme.newtld/a%20b", "acme.newtld"),
        ] {
            assert_eq!(check_url(text, true).map(|url| url.host), Ok(host.to_owned()), "{text}");
        }
    }

    #[test]
    fn plain_addresses_read_as_by_the_full_parser() {
        let hosts = [
            "acme.eu",
            "www.a-1.co.uk",
            "1.acme.dev",
            "a.1",
            "1.2.3.4",
            "a.0x1",
            "0x1.x",
            "-a.eu",
            "a-.eu",
            "xn--a.eu",
            "a--b.eu",
            "a..eu",
            ".eu",
            "eu.",
            "eu",
            "a_b.eu",
            "A.eu",
            "a.EU",
            "",
            "example.com",
            "a:1.eu",
            "a@b.eu",
            "a.xn--p1ai",
            "a.b-c",
        ];
        let ends = [
            "",
            "/",
            "//",
            "/a",
            "/a/",
            "/./a",
            "/a/..",
            "/a/.../b",
            "/a.b",
            "/a/.b",
            "?",
            "?a=b",
            "?a=../",
            "#",
            "#a?b",
            "/a?b#c/.",
            "/%2e/a",
            "/a%zz",
            "/ä",
            "/a\\b",
            "/a|b",
            "/a;b:c,d!",
            "/~a_b-c+d&e",
            "/a'b",
            "/a@b",
            "/{a}",
        ];
        let mut plain = 0;
        for (host, end) in hosts.iter().flat_map(|host| ends.map(|end| (host, end))) {
            for scheme in ["https", "http"] {
                let text = format!("{scheme}://{host}{end}");
                if let Some(url) = WebUrl::parse_plain(&text) {
                    assert_eq!(WebUrl::parse_any(&text), Ok(url), "{text}");
                    plain += 1;
                }
            }
        }
        assert!(plain > 50, "{plain}");
    }

    #[test]
    fn addresses_with_a_problem() {
        use UrlProblem as P;
        for (text, problem) in [
            ("", P::Empty),
            ("https://a.com https://b.com", P::Spaces),
            ("www.acme.eu/privacy", P::NotAbsolute(Some("https://www.acme.eu/privacy".into()))),
            ("acme.eu:443/x", P::NotAbsolute(Some("https://acme.eu:443/x".into()))),
            ("//acme.eu", P::NotAbsolute(Some("https://acme.eu".into()))),
            ("Crisp", P::NotAbsolute(None)),
            ("privacy@acme.eu", P::NotAbsolute(None)),
            ("mailto:a@b.com", P::Scheme("mailto".into())),
            ("javascript:alert(1)", P::Scheme("javascript".into())),
            ("https:acme.eu", P::Malformed),
            ("https:\\\\acme.eu", P::Malformed),
            ("https:///acme.eu", P::Malformed),
            ("https://", P::Host),
            ("https://1.1/", P::Host),
            ("https://a..b.com", P::Host),
            ("https://-a.com", P::Host),
            ("https://intranet/", P::Host),
            ("https://user:pw@acme.eu", P::Credentials),
            ("https://www.example.com", P::PlaceholderHost),
            ("http://localhost:80/", P::PlaceholderHost),
            ("http://status.acme.eu", P::Http("https://status.acme.eu".into())),
        ] {
            assert_eq!(check_url(text, true), Err(problem), "{text}");
        }
        assert!(check_url("http://acme.eu", false).is_ok());
    }

    #[test]
    fn registrable_domains_and_their_traps() {
        let domain = |host| registrable_domain(host);
        assert_eq!(domain("Trust.Zendesk.com").as_deref(), Some("zendesk.com"));
        assert_eq!(domain("www.Example.Co.UK.").as_deref(), Some("example.co.uk"));
        assert_eq!(domain("datenschutz.müller.de").as_deref(), Some("xn--mller-kva.de"));
        for host in
            ["192.168.0.1", "a..b", "co.uk", "com", "acme.unknowntld", "", "[::1]", "a b.com"]
        {
            assert_eq!(domain(host), None, "{host}");
        }
    }
}

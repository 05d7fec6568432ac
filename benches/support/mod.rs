//! Manifests for benchmarks: long lists of made-up vendors whose records look
//! like those that people write. The same number of vendors always gives the
//! same bytes.
#![allow(dead_code, reason = "every benchmark uses a part of it")]

use std::fmt::Write as _;
use std::process::Child;
use std::time::Duration;

const FIRST: &[&str] = &[
    "Amber", "Arbor", "Atlas", "Beacon", "Birch", "Blue", "Bright", "Cedar", "Clear", "Cobalt",
    "Copper", "Coral", "Crest", "Delta", "Drift", "Ember", "Fable", "Falcon", "Fern", "Flint",
    "Garnet", "Glade", "Granite", "Harbor", "Hazel", "Heron", "Indigo", "Iron", "Ivory", "Juniper",
    "Kestrel", "Lantern", "Larch", "Linden", "Lumen", "Maple", "Marble", "Meadow", "Mesa", "Mint",
    "Nimbus", "North", "Oak", "Ocean", "Onyx", "Orchard", "Osprey", "Pebble", "Pine", "Prairie",
    "Quartz", "Quill", "Raven", "Ridge", "River", "Rowan", "Saffron", "Sierra", "Slate", "Spruce",
    "Stone", "Summit", "Tide", "Timber", "Topaz", "Umber", "Vale", "Velvet", "Willow", "Zephyr",
];

const SECOND: &[&str] = &[
    "anchor", "base", "bell", "bloom", "board", "bridge", "brook", "cast", "chart", "coil",
    "craft", "dash", "desk", "dial", "dock", "draft", "field", "flow", "forge", "frame", "gate",
    "glass", "grid", "grove", "helm", "hive", "hook", "index", "jet", "key", "lake", "lane",
    "latch", "leaf", "ledger", "lens", "line", "link", "loom", "mark", "mast", "mill", "node",
    "note", "pad", "path", "pilot", "pipe", "point", "port", "post", "pulse", "rail", "reach",
    "rise", "root", "sail", "scope", "seed", "shift", "signal", "spark", "stack", "stream",
    "tower", "trace", "vault", "wave", "well", "yard",
];

const THIRD: &[&str] = &[
    "Analytics",
    "Billing",
    "Cloud",
    "Commerce",
    "Data",
    "Delivery",
    "Engage",
    "Events",
    "Forms",
    "Hosting",
    "Insights",
    "Labs",
    "Logs",
    "Mail",
    "Media",
    "Messaging",
    "Metrics",
    "Networks",
    "Payments",
    "Search",
    "Security",
    "Software",
    "Storage",
    "Studio",
    "Support",
    "Systems",
    "Tracking",
    "Video",
    "Voice",
    "Works",
];

/// A legal form with the places of a company that has it.
const COMPANIES: &[(&str, &[&str])] = &[
    ("{}, Inc.", &["US", "us-east-1", "United States", "Oregon, USA"]),
    ("{} LLC", &["US", "us-west-2", "EU"]),
    ("{} GmbH", &["DE", "Frankfurt, Germany", "eu-central-1"]),
    ("{} SAS", &["FR", "Paris, France"]),
    ("{} B.V.", &["NL", "Amsterdam, Netherlands"]),
    ("{} Limited", &["IE", "Dublin, Ireland", "eu-west-1", "GB"]),
    ("{} AB", &["SE", "Stockholm"]),
];

const PURPOSES: &[&str] = &[
    "Cloud hosting of the application and its database",
    "Delivery of transactional e-mail to customers",
    "Customer support tickets and live chat",
    "Error monitoring and performance tracing",
    "Payment processing and invoicing",
    "Product analytics of the web application",
    "Text messages and voice calls for notifications",
    "Storage of encrypted backups",
    "Content delivery network for static files",
    "Video transcoding and streaming",
];

const DATA: &[&str] = &[
    "[email address, IP address]",
    "[name, email address, postal address]",
    "[email address, invoices, payment details]",
    "[IP address, device identifiers, usage events]",
    "[name, phone number, call recordings]",
];

/// A list of that many vendors as YAML.
#[must_use]
pub fn manifest(vendors: usize) -> String {
    manifest_from(0, vendors)
}

/// A list of vendors that starts with another vendor for each `first`, so that
/// many files differ.
#[must_use]
pub fn manifest_from(first: usize, vendors: usize) -> String {
    let mut text = String::with_capacity(200 + vendors * 400);
    text.push_str(
        "# Subprocessors of a company that does not exist.\n\
         version: 1\n\
         last_updated: 2026-11-01\n\
         organization:\n  name: Larkspur Surveys\n  legal_name: Larkspur Surveys, Inc.\n  \
         role: processor\n\
         change_notice: {committed: true, channel: [email], notice_days: 30, objection_days: 30}\n\
         subprocessors:\n",
    );
    for index in first..first + vendors {
        vendor(index, &mut text);
    }
    text
}

fn vendor(index: usize, text: &mut String) {
    // Neighbours in the list differ in every word: multiplying by an odd
    // number spreads the indices over all names.
    let names = FIRST.len() * SECOND.len() * THIRD.len();
    let spread = index.wrapping_mul(7919) % names;
    let first = FIRST[spread % FIRST.len()];
    let second = SECOND[spread / FIRST.len() % SECOND.len()];
    let third = THIRD[spread / (FIRST.len() * SECOND.len())];
    // Beyond all combinations a number keeps names apart.
    let round = if index < names { String::new() } else { format!(" {}", index / names + 1) };
    let name = format!("{first}{second} {third}{round}");
    let domain = name.to_lowercase().replace(' ', "-");
    let (form, places) = COMPANIES[index % COMPANIES.len()];
    let legal_name = form.replace("{}", &name);
    let place = places[index / 3 % places.len()];
    if index.is_multiple_of(10) {
        let _ = writeln!(text, "  # reviewed with the security team, ticket {}", 1000 + index);
    }
    let _ = writeln!(text, "  - name: {name}");
    let _ = writeln!(text, "    legal_name: {legal_name}");
    let _ = writeln!(text, "    location: {place}");
    let _ = match index % 4 {
        0 => writeln!(text, "    contact: https://www.{domain}.com/privacy/contact"),
        1 => writeln!(text, "    contact:\n      email: dpo@{domain}.com"),
        _ => writeln!(text, "    contact: privacy@{domain}.com"),
    };
    let _ = writeln!(text, "    purpose: {}", PURPOSES[index / 2 % PURPOSES.len()]);
    let _ = writeln!(text, "    data_categories: {}", DATA[index % DATA.len()]);
    if index.is_multiple_of(3) {
        text.push_str("    transfer: {mechanism: scc, modules: [3]}\n");
    }
    let (month, day) = (index % 10 + 1, index % 28 + 1);
    let _ = writeln!(text, "    last_reviewed: 2026-{month:02}-{day:02}  # next one in a year");
    text.push('\n');
}

/// Reads all events of a text with the reader of the product and its options,
/// and nothing else: what every linter of YAML has to pay. Gives the number of
/// events.
///
/// # Panics
/// When the text is no YAML.
#[must_use]
pub fn raw_events(text: &str) -> usize {
    let mut options = granit_parser::Options::default();
    options.max_buffered_comment_events = usize::MAX;
    options.simple_key_max_lookahead = 65_536;
    let mut events = 0;
    for event in granit_parser::Parser::new_from_str_with_options(text, options) {
        std::hint::black_box(event.expect("generated manifests are YAML"));
        events += 1;
    }
    events
}

/// Waits for a process; gives the most memory that it had and the time that it
/// ran, both sampled each millisecond (and both 0 where the system does not
/// tell), and its status. The time that it waited for others, as on a busy
/// machine, does not count.
///
/// # Panics
/// When the process cannot be waited for.
#[must_use]
pub fn watch(mut child: Child) -> (u64, Duration, Option<i32>) {
    let folder = format!("/proc/{}", child.id());
    let (mut peak, mut time) = (0, Duration::ZERO);
    loop {
        let text = std::fs::read_to_string(format!("{folder}/status")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) * 1024);
        // Fields 14 and 15 are hundredths of seconds, in the program and in the
        // system; the name of the program, field 2, is in brackets.
        let text = std::fs::read_to_string(format!("{folder}/stat")).unwrap_or_default();
        let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
        let hundredths = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
        time = time.max(Duration::from_millis(10 * hundredths.sum::<u64>()));
        if let Some(status) = child.try_wait().expect("the process") {
            return (peak, time, status.code());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

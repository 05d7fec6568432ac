//! What pages cost by their number: twice as many take twice the time, and each one is let go
//! of when it is checked.
//!
//! `cargo bench --bench many_pages`; with `write 1000 DIR` behind `--` it writes the pages, to
//! measure the program on them.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark is a program of its own"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};
use subprocessor_lint::{Date, Linter};

/// Bytes of a page.
const PAGE: usize = 100_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [write, count, folder] = &args[..]
        && write == "write"
    {
        let count: usize = count.parse().expect("a number of pages");
        std::fs::create_dir_all(folder).expect("a folder");
        for index in 0..count {
            let path = format!("{folder}/subprocessors-{index}.html");
            std::fs::write(path, page(index)).expect("a page");
        }
        return;
    }
    let linter = subprocessor_lint::recommended(Date::parse("2026-11-21").expect("a date"));
    let mut before: Option<Duration> = None;
    for count in [100, 200, 400, 800] {
        let times = (0..2).map(|_| {
            let start = Instant::now();
            let found: usize = (0..count).map(|index| check(&linter, index)).sum();
            (start.elapsed(), found)
        });
        let (time, found) = times.min().unwrap_or_default();
        let ratio = before.map_or(String::new(), |before| {
            format!(", {:.2}x half as many", time.as_secs_f64() / before.as_secs_f64())
        });
        println!(
            "{count} pages of {} KB: {:.0} ms, {:.1} MB/s, {found} findings{ratio}",
            PAGE / 1000,
            time.as_secs_f64() * 1e3,
            (count * PAGE) as f64 / 1e6 / time.as_secs_f64(),
        );
        before = Some(time);
    }
}

fn check(linter: &Linter, index: usize) -> usize {
    linter.check("subprocessors.html", &page(index)).findings.len()
}

/// A page with a table of vendors among what sites have around it.
fn page(index: usize) -> String {
    const PLACES: &[&str] = &["Ireland", "United States", "Frankfurt, Germany", "Singapore"];
    const WORK: &[&str] = &["Hosting", "Sending of e-mail", "Customer support", "Payments"];
    let mut text = String::with_capacity(PAGE + 1_000);
    text.push_str("<!doctype html><html><head><title>Subprocessors</title><style>");
    for rule in 0..400 {
        let _ = write!(text, ".c{rule}{{margin:{rule}px}}");
    }
    text.push_str("</style></head><body><nav><ul>");
    for link in 0..100 {
        let _ = write!(text, "<li><a href=\"/p/{link}\">Page {link}</a></li>");
    }
    text.push_str(
        "</ul></nav><main><h1>Subprocessors</h1><p>Last updated: 1 November 2026</p>\
         <table><tr><th>Vendor</th><th>Purpose</th><th>Location</th></tr>\n",
    );
    for row in 0..60 {
        let (place, work) = (PLACES[(row + index) % 4], WORK[row % 4]);
        let _ = writeln!(
            text,
            "<tr class=\"c{row}\"><td><a href=\"https://v{row}.example\">Vendor {index} {row}, \
             Inc.</a></td><td>{work}</td><td>{place}</td></tr>"
        );
    }
    text.push_str("</table>");
    while text.len() < PAGE {
        text.push_str(
            "<div class=\"c1\"><h2>How we work</h2><p>We look at each company before it gets data, \
             and <em>again</em> each year.</p></div>\n",
        );
    }
    text.push_str("</main><footer><p>All rights reserved.</p></footer></body></html>\n");
    text
}

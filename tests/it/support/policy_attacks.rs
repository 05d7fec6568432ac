//! Policies and lines of lists that were made to cost as much as they can, each at any size.

#![allow(dead_code, reason = "not every program needs all of it")]

use super::attacks::Attack;
use std::fmt::Write as _;

/// Rules for `--pack`, and configurations for `--config`. Expressions are at the most that is
/// allowed; their size is the number of rules.
pub const POLICIES: &[Attack] = &[
    policy("nested walks", "pack.yaml", 500, nested_walks),
    policy("walks over the list", "pack.yaml", 500, walks),
    policy("patterns of 1 MB", "pack.yaml", 60, patterns),
    policy("patterns over names", "pack.yaml", 200, matches),
    policy("texts that grow", "pack.yaml", 200, growing_texts),
    policy("deep expressions", "pack.yaml", 1_000, deep_expressions),
    policy("long expressions", "pack.yaml", 1_000, long_expressions),
    policy("more rules than allowed", "pack.yaml", 50_000, many_rules),
    policy("messages with every name", "pack.yaml", 100, messages),
    policy("globs with alternatives", "subprocessor-lint.yaml", 20_000, globs),
    policy("globs within globs", "subprocessor-lint.yaml", 100_000, nested_globs),
    policy("unknown settings", "subprocessor-lint.yaml", 200_000, settings),
    policy("waivers", "subprocessor-lint.yaml", 30_000, waivers),
    policy("overrides", "subprocessor-lint.yaml", 20_000, overrides),
    policy("columns of pages", "subprocessor-lint.yaml", 30_000, columns),
    policy("billion laughs", "subprocessor-lint.yaml", 30, laughs),
    policy("deep flow", "subprocessor-lint.yaml", 1_000_000, deep_flow),
    policy("one text of 10 MB", "subprocessor-lint.yaml", 10 << 20, long_text),
];

/// What comes in by `--stdin-format ndjson`.
pub const LINES: &[Attack] = &[
    policy("one line of 200 MB", "-", 200 << 20, long_line),
    policy("32 MB of base64", "-", 32 << 20, base64),
    policy("32 MB of escapes", "-", 32 << 20, escapes),
    policy("lines that are no JSON", "-", 300_000, no_json),
    policy("deep JSON", "-", 10_000_000, deep_json),
    policy("empty lines", "-", 3_000_000, empty_lines),
    policy("small lists", "-", 100_000, small_lists),
    policy("long names", "-", 2_000, long_names),
];

const fn policy(
    name: &'static str,
    file: &'static str,
    size: usize,
    make: fn(usize) -> String,
) -> Attack {
    Attack { name, file, size, make }
}

/// Rules with a condition; `{}` in it is the number of the rule.
fn rules(count: usize, condition: &str) -> String {
    let mut text = String::new();
    for index in 0..count {
        let condition = condition.replace("{}", &index.to_string());
        let _ = writeln!(
            text,
            "- id: harm-{index}\n  summary: Harm.\n  message: harm\n  check:\n    expression:\n      condition: |\n        {condition}"
        );
    }
    text
}

fn nested_walks(count: usize) -> String {
    let all = "manifest.subprocessors.all";
    rules(count, &format!("{all}(a, {all}(b, {all}(c, a.name + b.name != c.name + '{{}}')))"))
}

fn walks(count: usize) -> String {
    rules(count, "manifest.subprocessors.all(v, v.name != '{}')")
}

fn patterns(count: usize) -> String {
    rules(count, "vendor.name.matches(r'(\\w{20}|\\pL{20}|\\d{20}){2}{}')")
}

fn matches(count: usize) -> String {
    rules(count, "!(vendor.name + vendor.name + vendor.name).matches(r'^(a+)+{}$')")
}

fn growing_texts(count: usize) -> String {
    let mut text = "vendor.name".to_owned();
    for _ in 0..6 {
        text = format!("({text} + {text})");
    }
    rules(count, &format!("{text}.contains('{{}}x')"))
}

fn deep_expressions(count: usize) -> String {
    rules(count, &format!("{}vendor.name != '{{}}'{}", "(".repeat(60), ")".repeat(60)))
}

fn long_expressions(count: usize) -> String {
    rules(count, &vec!["vendor.name != '{}'"; 150].join(" && "))
}

fn many_rules(count: usize) -> String {
    rules(count, "vendor.name != '{}'")
}

fn messages(count: usize) -> String {
    let mut text = String::new();
    let names = "{vendor}".repeat(400);
    for index in 0..count {
        let _ = writeln!(
            text,
            "- id: loud-{index}\n  summary: Harm.\n  message: '{names}'\n  check: {{required: {{field: notes}}}}"
        );
    }
    text
}

fn globs(count: usize) -> String {
    let mut text = String::from("exclude:\n");
    for index in 0..count {
        let _ = writeln!(text, "  - '**/{{a,b,c}}{index}/**/*[a-z]?{{x,y}}*'");
    }
    text
}

fn nested_globs(count: usize) -> String {
    format!("exclude: ['{}{}']\n", "{a,".repeat(count), "}".repeat(count))
}

fn settings(count: usize) -> String {
    let mut text = String::from("rules:\n");
    for index in 0..count {
        let _ = writeln!(text, "  no-rule-{index}: error");
    }
    text
}

fn waivers(count: usize) -> String {
    let mut text = String::from("allow:\n");
    for index in 0..count {
        let _ = writeln!(text, "  - {{rule: missing-contact, vendor: V{index}, reason: asked}}");
    }
    text
}

fn overrides(count: usize) -> String {
    let mut text = String::from("overrides:\n");
    for index in 0..count {
        let _ = writeln!(text, "  - {{files: ['{index}/**'], rules: {{missing-contact: off}}}}");
    }
    text
}

fn columns(count: usize) -> String {
    let mut text = String::from("pages:\n  - files: ['*.html']\n    columns:\n");
    for index in 0..count {
        let _ = writeln!(text, "      Column {index}: purpose");
    }
    text
}

fn laughs(levels: usize) -> String {
    let mut text = String::from("x: &a0 [a, a]\n");
    for level in 1..=levels {
        let of = format!("*a{}", level - 1);
        let _ = writeln!(text, "x{level}: &a{level} [{}]", vec![of; 9].join(", "));
    }
    text
}

fn deep_flow(count: usize) -> String {
    format!("rules: {}", "[".repeat(count))
}

fn long_text(bytes: usize) -> String {
    format!("exclude: ['{}']\n", "x".repeat(bytes))
}

fn long_line(bytes: usize) -> String {
    format!("{{\"file\": \"a.yaml\", \"text\": \"{}\"}}\n", "x".repeat(bytes))
}

fn base64(bytes: usize) -> String {
    let line = "c3VicHJvY2Vzc29yczogW10K";
    let text = line.repeat(bytes / line.len());
    format!("{{\"file\": \"a.yaml\", \"base64\": \"{text}\"}}\n")
}

fn escapes(bytes: usize) -> String {
    format!("{{\"file\": \"a.yaml\", \"text\": \"{}\"}}\n", "\\u0061".repeat(bytes / 6))
}

fn no_json(lines: usize) -> String {
    "{\"file\": \"a.yaml\", \"text\": }\n".repeat(lines)
}

fn deep_json(count: usize) -> String {
    format!("{}\n", "[".repeat(count))
}

fn empty_lines(count: usize) -> String {
    "\n".repeat(count)
}

fn small_lists(count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let _ = writeln!(
            text,
            "{{\"file\": \"{index}.yaml\", \"text\": \"subprocessors: [{{name: V}}]\"}}"
        );
    }
    text
}

fn long_names(count: usize) -> String {
    let line = format!("{{\"file\": \"{}\", \"text\": \"a\"}}\n", "x".repeat(100_000));
    line.repeat(count)
}

//! Compiles `data/{legal_forms,name_words,vendors,phrases}.yaml` into sorted tables.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::fold::{Prose, fold_phrase, name as fold, placeholder_key};

#[allow(dead_code, unreachable_pub)]
#[path = "../src/facts/legal_forms/strip.rs"]
mod strip;

use strip::Spelling;

pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed=src/facts/legal_forms/strip.rs");
    let forms: FormsFile = read("legal_forms");
    let spellings = spellings(&forms);
    save(out, "legal_forms", &forms_code(&forms, &spellings));
    save(out, "name_words", &words_code(&read("name_words")));
    let vendors: VendorsFile = read("vendors");
    save(out, "vendors", &vendors_code(&vendors, &spellings));
    let phrases: PhrasesFile = read("phrases");
    save(out, "phrases", &phrases_code(&phrases));
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let path = format!("data/{name}.yaml");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn save(out: &Path, name: &str, code: &str) {
    std::fs::write(out.join(format!("{name}.rs")), code).expect("OUT_DIR is writable");
}

/// A `&[&str]` expression of sorted, distinct texts.
fn sorted(texts: impl IntoIterator<Item = String>) -> String {
    let set: std::collections::BTreeSet<String> = texts.into_iter().collect();
    format!("&{set:?}").replace('{', "[").replace('}', "]")
}

/// A `&[&str]` expression in the given order.
fn list(texts: &[String]) -> String {
    format!("&{texts:?}")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormsFile {
    #[serde(rename = "checked")]
    _checked: String,
    #[serde(rename = "source")]
    _source: String,
    forms: Vec<Form>,
    #[serde(rename = "never_strip")]
    _never_strip: Vec<String>,
    kept_brackets: Vec<String>,
    descriptive: Vec<String>,
    bodies: Vec<String>,
    formless: Vec<String>,
    stand_ins: BTreeMap<String, String>,
    undotted: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    id: String,
    label: String,
    countries: Vec<String>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    front: Front,
    #[serde(default)]
    spellings: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
}

/// How a form is read in front of a name.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Front {
    Sure,
    #[default]
    Usual,
    Never,
}

fn spellings(file: &FormsFile) -> Vec<Spelling> {
    #[derive(Default)]
    struct Entry {
        words: String,
        forms: Vec<u16>,
        exact: BTreeMap<String, Vec<u16>>,
        suffix: bool,
        front: Option<Front>,
    }
    let mut table: BTreeMap<String, Entry> = BTreeMap::new();
    for (index, form) in file.forms.iter().enumerate() {
        let index = u16::try_from(index).expect("fewer than 65,536 forms");
        let at_end = form.spellings.iter().map(|text| (text, true, false));
        let in_front = form.prefixes.iter().map(|text| (text, false, false));
        let exact = form.exact.iter().map(|text| (text, true, true));
        for (text, is_suffix, is_exact) in at_end.chain(in_front).chain(exact) {
            let words = fold::fold_name(text);
            assert!(
                !file._never_strip.contains(&words),
                "legal_forms.yaml: {words} is a form and never stripped"
            );
            let entry = table.entry(fold::spaceless(&words)).or_default();
            // The spelling with most spaces says where words may be divided.
            if words.split(' ').count() > entry.words.split(' ').count() || entry.words.is_empty() {
                entry.words = words;
            }
            if is_exact {
                let typed = text.split_whitespace().collect::<String>();
                entry.exact.entry(typed).or_default().push(index);
            } else if !entry.forms.contains(&index) {
                entry.forms.push(index);
            }
            entry.suffix |= is_suffix;
            let front = if is_suffix { form.front } else { Front::Sure };
            entry.front = Some(match (entry.front, front) {
                (Some(Front::Sure), _) | (_, Front::Sure) => Front::Sure,
                (Some(Front::Usual), _) | (_, Front::Usual) => Front::Usual,
                _ => Front::Never,
            });
        }
    }
    let mut all = Vec::new();
    for (key, entry) in table {
        let key: &'static str = key.leak();
        let words: &'static str = entry.words.leak();
        let spelling = |typed: &'static str, forms: Vec<u16>| Spelling {
            key,
            typed,
            words,
            forms: forms.leak(),
            suffix: entry.suffix,
            prefix: entry.front == Some(Front::Sure),
            front: matches!(entry.front, Some(Front::Sure | Front::Usual)),
        };
        // The loose spelling comes before those that have to be typed exactly.
        if !entry.forms.is_empty() {
            all.push(spelling("", entry.forms));
        }
        for (typed, forms) in entry.exact {
            all.push(spelling(typed.leak(), forms));
        }
    }
    all
}

/// Spellings of scripts that write without spaces.
fn attached(spellings: &[Spelling]) -> Vec<&'static str> {
    let is_wide = |c: char| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    // A single character may as well be the end of the name itself.
    spellings
        .iter()
        .map(|s| s.words)
        .filter(|words| {
            words.chars().any(is_wide) && words.chars().count() > 1 && !words.contains(' ')
        })
        .collect()
}

fn forms_code(file: &FormsFile, spellings: &[Spelling]) -> String {
    let mut code = "static FORMS: &[LegalForm] = &[\n".to_owned();
    for form in &file.forms {
        let _ = writeln!(
            code,
            "LegalForm {{ id: {:?}, label: {:?}, countries: {}, weak: {} }},",
            form.id,
            form.label,
            list(&form.countries),
            form.weak
        );
    }
    code.push_str("];\nstatic SPELLINGS: &[Spelling] = &[\n");
    for s in spellings {
        let _ = writeln!(code, "{s:?},");
    }
    let code = code.replace("forms: [", "forms: &[");
    let fold = |texts: &[String]| sorted(texts.iter().map(|text| fold::fold_name(text)));
    let stand_ins: Vec<_> = file.stand_ins.iter().collect();
    format!(
        "{code}];\nstatic ATTACHED: &[&str] = &{:?};\nstatic KEPT_BRACKETS: &[&str] = {};\nstatic DESCRIPTIVE: &[&str] = {};\nstatic BODIES: &[&str] = {};\nstatic FORMLESS: &[&str] = {};\nstatic UNDOTTED: &[&str] = {};\nstatic STAND_INS: &[(&str, &str)] = &{stand_ins:?};\nstatic FORM_WORDS: &[&str] = {};\n",
        attached(spellings),
        fold(&file.kept_brackets),
        fold(&file.descriptive),
        fold(&file.bodies),
        fold(&file.formless),
        fold(&file.undotted),
        sorted(form_words(spellings)),
    )
}

/// The ASCII words that legal forms are made of, whichever way they are run
/// together. A name in ASCII without any of them has no form.
fn form_words(spellings: &[Spelling]) -> impl Iterator<Item = String> {
    spellings.iter().flat_map(|spelling| {
        let words = spelling.words.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        // Words of ordinary sentences stand beside others in a form, and letters
        // beside letters; the key is the form in one word.
        let tells =
            |word: &String| word.len() > 1 && !matches!(word.as_str(), "and" | "und" | "de");
        let words = words.map(fold::spaceless).filter(tells);
        let key = spelling.key.replace('/', "");
        words.chain([key]).filter(|word| word.is_ascii()).collect::<Vec<_>>()
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    #[serde(rename = "checked")]
    _checked: String,
    #[serde(rename = "source")]
    _source: String,
    trading_as: ByLanguage,
    former_name: ByLanguage,
    new_name: ByLanguage,
    group_of: ByLanguage,
    group_words: Vec<String>,
    and: Vec<AndWords>,
    or: ByLanguage,
    others: ByLanguage,
    more: Vec<String>,
    adverbs: Vec<String>,
    nobody: Vec<String>,
    open: ByLanguage,
    open_endings: Vec<String>,
    condition_endings: Vec<String>,
    joints_within: Vec<String>,
    joint_endings: Vec<String>,
    place_leads: Vec<String>,
    roles: ByLanguage,
    role_endings: Vec<String>,
    group_heads: ByLanguage,
    determiners: ByLanguage,
    trades: ByLanguage,
    alone: Vec<String>,
    links: Vec<String>,
    numbers: Vec<String>,
    states: Vec<String>,
    conditions: ByLanguage,
    dates: Vec<String>,
    scopes: Vec<String>,
    tails: Vec<String>,
}

type ByLanguage = BTreeMap<String, Vec<String>>;

/// Words for "and", with the countries whose legal forms a name with them has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AndWords {
    words: Vec<String>,
    countries: Vec<String>,
}

fn words_code(file: &WordsFile) -> String {
    let mut table: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut add = |use_: &'static str, text: &str| {
        let uses = table.entry(fold::fold_name(text)).or_default();
        if !uses.contains(&use_) {
            uses.push(use_);
        }
    };
    let by_language = [
        ("TRADING_AS", &file.trading_as),
        ("FORMER", &file.former_name),
        ("NEW", &file.new_name),
        ("GROUP_OF", &file.group_of),
        ("OR", &file.or),
        ("OTHERS", &file.others),
        ("OPEN", &file.open),
        ("ROLE", &file.roles),
        ("GROUP_HEAD", &file.group_heads),
        ("DETERMINER", &file.determiners),
        ("TRADE", &file.trades),
        ("CONDITION", &file.conditions),
    ];
    for (use_, lists) in by_language {
        lists.values().flatten().for_each(|text| add(use_, text));
    }
    let lists = [
        ("GROUP_WORD", &file.group_words),
        ("MORE", &file.more),
        ("ADVERB", &file.adverbs),
        ("NOBODY", &file.nobody),
        ("ALONE", &file.alone),
        ("LINK", &file.links),
        ("NUMBER", &file.numbers),
        ("STATE", &file.states),
        ("DATE", &file.dates),
        ("SCOPE", &file.scopes),
        ("TAIL", &file.tails),
    ];
    for (use_, list) in lists {
        list.iter().for_each(|text| add(use_, text));
    }
    let mut and: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for group in &file.and {
        for word in &group.words {
            add("AND", word);
            and.entry(fold::fold_name(word)).or_default().extend(&group.countries);
        }
    }
    let mut code = String::from("static NAME_WORDS: &[(&str, WordUses)] = &[\n");
    for (phrase, uses) in &table {
        assert!(phrase.split(' ').count() <= 6, "name_words.yaml: {phrase} is too long");
        let uses: Vec<_> = uses.iter().map(|use_| format!("WordUses::{use_}.0")).collect();
        let _ = writeln!(code, "({phrase:?}, WordUses({})),", uses.join(" | "));
    }
    code.push_str("];\nstatic AND_WORDS: &[(&str, &[&str])] = &[\n");
    for (word, countries) in &and {
        let _ = writeln!(code, "({word:?}, &{countries:?}),");
    }
    let fold = |texts: &[String]| sorted(texts.iter().map(|text| fold::fold_name(text)));
    let _ = writeln!(
        code,
        "];\nstatic ROLE_ENDINGS: &[&str] = {};\nstatic OPEN_ENDINGS: &[&str] = {};\nstatic CONDITION_ENDINGS: &[&str] = {};\n\
         static JOINTS_WITHIN: &[&str] = {};\nstatic JOINT_ENDINGS: &[&str] = {};\n\
         static PLACE_LEADS: &[&str] = {};",
        fold(&file.role_endings),
        fold(&file.open_endings),
        fold(&file.condition_endings),
        fold(&file.joints_within),
        fold(&file.joint_endings),
        fold(&file.place_leads)
    );
    code
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VendorsFile {
    #[serde(rename = "checked")]
    _checked: String,
    #[serde(rename = "source")]
    _source: String,
    vendors: Vec<KnownVendor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownVendor {
    id: String,
    name: String,
    #[serde(default)]
    brand: bool,
    #[serde(default)]
    products: Vec<String>,
    #[serde(default)]
    old: Vec<String>,
    #[serde(default)]
    entities: Vec<Entity>,
    domains: Vec<String>,
    group: String,
    hq: Option<String>,
    defunct: Option<String>,
    basis: String,
    #[serde(rename = "source")]
    _source: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entity {
    name: String,
    country: String,
    #[serde(default)]
    former: bool,
}

fn vendors_code(file: &VendorsFile, spellings: &[Spelling]) -> String {
    let attached = attached(spellings);
    let first =
        |key: strip::FormKey<'_>| spellings.iter().position(|spelling| key.is(spelling.key));
    let table = strip::Table { spellings, attached: &attached, first: &first };
    let mut code = "static VENDORS: &[KnownVendor] = &[\n".to_owned();
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut domains: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, vendor) in file.vendors.iter().enumerate() {
        let basis = vendor.basis.as_str();
        assert!(["seen", "memory"].contains(&basis), "{}: unknown basis {basis}", vendor.id);
        let mut entities = String::new();
        for entity in &vendor.entities {
            let mut tokens = fold::fold(&entity.name, 0..entity.name.len()).tokens;
            let stripped = strip::strip(&mut tokens, &entity.name, &table);
            let forms = stripped.form.as_ref().map_or(&[][..], |(s, _)| s.forms);
            let key = fold::spaceless(&fold::join(&tokens[stripped.base.clone()]));
            let hit = format!(
                "NameEntry {{ vendor: {index}, kind: VendorNameKind::Entity, forms: &{forms:?} }}"
            );
            names.entry(key).or_default().push(hit);
            let _ = write!(
                entities,
                "Entity {{ name: {:?}, country: {:?}, former: {} }}, ",
                entity.name, entity.country, entity.former
            );
        }
        let kinds = [
            ("Name", std::slice::from_ref(&vendor.name)),
            ("Product", &vendor.products),
            ("Old", &vendor.old),
        ];
        for (kind, texts) in kinds {
            for text in texts {
                let key = fold::spaceless(&fold::fold_name(text));
                let hit = format!(
                    "NameEntry {{ vendor: {index}, kind: VendorNameKind::{kind}, forms: &[] }}"
                );
                let hits = names.entry(key).or_default();
                if !hits.contains(&hit) {
                    hits.push(hit);
                }
            }
        }
        for domain in &vendor.domains {
            domains.entry(domain).or_insert(index);
        }
        let _ = writeln!(
            code,
            "KnownVendor {{ id: {:?}, name: {:?}, brand: {}, entities: &[{entities}], domains: {}, group: {:?}, hq: {:?}, defunct: {:?} }},",
            vendor.id,
            vendor.name,
            vendor.brand,
            list(&vendor.domains),
            vendor.group,
            vendor.hq,
            vendor.defunct,
        );
    }
    code.push_str("];\nstatic NAMES: &[(&str, &[NameEntry])] = &[\n");
    for (key, hits) in &names {
        let _ = writeln!(code, "({key:?}, &[{}]),", hits.join(", "));
    }
    let domains: Vec<_> = domains.into_iter().collect();
    let _ = writeln!(code, "];\nstatic DOMAINS: &[(&str, u16)] = &{domains:?};");
    code
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhrasesFile {
    #[serde(rename = "checked")]
    _checked: String,
    #[serde(rename = "source")]
    _source: String,
    placeholders: Vec<String>,
    vague: BTreeMap<String, Vec<String>>,
    contains: BTreeMap<String, Vec<String>>,
    mailboxes: BTreeMap<String, Vec<String>>,
    free_mail_domains: Vec<String>,
    shared_hosts: Vec<String>,
    placeholder_domains: Vec<String>,
    special_categories: BTreeMap<String, Vec<String>>,
    special_exceptions: Vec<String>,
}

fn phrases_code(file: &PhrasesFile) -> String {
    let mut code = String::new();
    let mut table = |name: &str, texts: Vec<String>| {
        let _ = writeln!(code, "static {}: &[&str] = {};", name.to_uppercase(), sorted(texts));
    };
    let values = |texts: &[String]| texts.iter().map(|text| fold_phrase(text)).collect();
    let prose = |texts: &[String]| {
        let mut texts: Vec<_> = texts.iter().map(|text| Prose::new(text).text).collect();
        texts.sort();
        texts.dedup();
        texts
    };
    let keys = file.placeholders.iter().map(|text| placeholder_key(&fold_phrase(text)));
    table("placeholders", keys.collect());
    for (kind, texts) in &file.vague {
        table(&format!("vague_{kind}"), values(texts));
    }
    for (kind, texts) in &file.mailboxes {
        table(&format!("mailbox_{kind}"), texts.clone());
    }
    table("free_mail_domains", file.free_mail_domains.clone());
    table("shared_hosts", file.shared_hosts.clone());
    table("placeholder_domains", file.placeholder_domains.clone());
    for (kind, texts) in &file.contains {
        let name = kind.to_uppercase();
        let _ = writeln!(code, "static CONTAINS_{name}: &[&str] = {};", list(&prose(texts)));
    }
    let exceptions = prose(&file.special_exceptions);
    let _ = writeln!(code, "static SPECIAL_EXCEPTIONS: &[&str] = {};", list(&exceptions));
    let mut terms: Vec<(String, &str)> = Vec::new();
    for (category, texts) in &file.special_categories {
        terms.extend(prose(texts).into_iter().map(|text| (text, category.as_str())));
    }
    terms.sort();
    for pair in terms.windows(2) {
        assert!(pair[0].0 != pair[1].0, "phrases.yaml: {} has two categories", pair[0].0);
    }
    let (terms, categories): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
    let _ = writeln!(code, "static SPECIAL_TERMS: &[&str] = &{terms:?};");
    let _ = writeln!(code, "/// The categories of [`SPECIAL_TERMS`], place by place.");
    let _ = writeln!(code, "static SPECIAL_CATEGORIES: &[&str] = &{categories:?};");
    code
}

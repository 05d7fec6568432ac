//! Names of one company, of several, and of none.

use super::*;
use proptest::prelude::*;

fn check(wrong: &mut Vec<String>, name: &str, expected: Option<Parties>) {
    let found = found(name);
    if found != expected {
        wrong.push(format!("{name}: {found:?}, not {expected:?}"));
    }
}

fn found(name: &str) -> Option<Parties> {
    parties(&EntityName::parse_brand(name))
}

#[test]
fn several_parties_are_counted() {
    let mut wrong = Vec::new();
    for (name, n) in [
        ("OpenAI, Anthropic, OpenRouter", 3),
        ("Mailjet/Sendgrid/Twilio", 3),
        ("Lovable / Resend", 2),
        ("Stripe and PayPal", 2),
        ("Stripe, Inc. and Adyen N.V.", 2),
        ("Acme GmbH; Other Data Ltd", 2),
        ("Google LLC, Microsoft Corporation", 2),
        ("Twilio or MessageBird", 2),
        ("OAuth providers (Google / Microsoft / LinkedIn)", 3),
        ("Northwind, Contoso, Fabrikam", 3),
        ("Tindle / Murkle", 2),
        ("Tindle / Murkle / Fenmail", 3),
        ("Tindle/Murkle/Fenmail", 3),
        ("Tindle; Murkle", 2),
        ("Tindle | Murkle", 2),
        ("Tindle、Murkle", 2),
        ("Ulmnet or Ashnet", 2),
        ("Kelpworks AS og Tindle ASA", 2),
        ("Kelpworks SA et Tindle SA", 2),
        ("株式会社ケルプ及び株式会社リード", 2),
        ("Ulmnet oder Ashnet", 2),
        ("Ulmnet bzw. Ashnet", 2),
        ("Ulmnet lub Ashnet", 2),
        ("Ulmnet nebo Ashnet", 2),
        ("Ulmnet eller Ashnet", 2),
        ("Ulmnet tai Ashnet", 2),
        ("Ulmnet ou Ashnet", 2),
        ("Ulmnet 또는 Ashnet", 2),
        ("Ulmnet and/or Ashnet", 2),
        ("Kelpworks A/S og Orrery ApS", 2),
        ("Kelpworks S.r.l. e Orrery S.p.A.", 2),
        ("Kelpworks Sp. z o.o. i Orrery S.A.", 2),
        ("Kelpworks Oy ja Orrery Oyj", 2),
        ("Kelpworks GmbH / Orrery", 2),
        ("Tindle, Murkle and Fenmail", 3),
        ("Tindle, Murkle und Fenmail", 3),
        ("Microsoft Azure / OpenAI", 2),
        ("AWS / Google Cloud", 2),
        ("Plausible of Google Analytics", 2),
        ("Plausible (EU) of Google Analytics", 2),
        ("Hetzner Online GmbH, Kelpworks Ltd", 2),
        ("카카오페이, 토스페이먼츠", 2),
        ("Tindle / Murkle / Hosting", 2),
        ("Microsoft Ireland Operations Ltd. / Microsoft Corporation", 2),
        ("Kelp Corporation / Kelp Ireland Ltd.", 2),
        ("青空配送, 赤星物流", 2),
    ] {
        check(&mut wrong, name, Some(Parties::Several(n)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_open_group_is_told_by_its_words() {
    let mut wrong = Vec::new();
    for (name, n) in [
        ("Ecovis, and potentially other accountants", 1),
        ("Acme Data and others", 1),
        ("Kelpworks et ses partenaires", 1),
        ("Kelpworks e le sue controllate", 1),
        ("Google LLC and its affiliates", 1),
        ("Payment providers (e.g. Stripe)", 1),
        ("third-party providers, such as a CRM or an e-mail sender", 2),
        ("Hetzner u.a.", 1),
        ("Hetzner u. a.", 1),
        ("Mailchimp etc.", 1),
        ("Sinch (lub podobny)", 1),
        ("Fenmail (oder vergleichbar)", 1),
        ("Hetzner, or another EU host", 1),
        ("Fenmail Pty Ltd (or the local group company)", 1),
        ("Fenmail or equivalent", 1),
        ("Fenmail SAS (ou toute autre filiale)", 1),
        ("Fenmail GmbH (oder ein anderes Unternehmen)", 1),
        ("Fenmail et autres", 1),
        ("Fenmail y otros", 1),
        ("Fenmail o similar", 1),
        ("Fenmail of vergelijkbaar", 1),
        ("Fenmail eller motsvarande", 1),
        ("Fenmail eller lignende", 1),
        ("Fenmail tai vastaava", 1),
        ("Fenmail nebo podobný", 1),
        ("Fenmail ou équivalent", 1),
        ("Fenmail m.fl.", 1),
        ("Fenmail など", 1),
        ("Fenmail and our accountants", 1),
        ("Fenmail and friends", 1),
    ] {
        check(&mut wrong, name, Some(Parties::Open(n)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn words_for_trades_and_roles_name_nobody() {
    let mut wrong = Vec::new();
    for name in [
        "Freelancers",
        "Various",
        "Cloud providers",
        "SMS gateway provider",
        "Zahlungsdienstleister",
        "Prestataire de paie",
        "Our e-mail partner",
        "Your chosen payment provider",
        "Payment firms picked by you",
        "Sign-in providers",
        "various payment processors",
        "Sub-contracted translators",
        "Zewnętrzni programiści",
        "Konsulter vid behov",
        "Databasleverantören",
        "Your beneficiaries",
        "Unser Steuerberater",
        "Diverse Versanddienstleister",
        "Proveedor de alojamiento",
        "Fornitore di servizi cloud",
        "Prestador de serviços de pagamento",
        "Hostingprovider",
        "Dostawca hostingu",
        "Poskytovatel hostingu",
        "Betalningsleverantör",
        "Betalingsudbyder",
        "Sähköpostipalveluntarjoaja",
        "決済代行会社",
        "クラウド事業者",
        "결제대행 업체",
        "hosting providers",
        "Accountant",
        "Helpdesk agents in Manila",
        "Tradutores independentes",
        "Les fournisseurs de l'hôpital",
        "Samtliga konsulter",
        "ehrenamtliche Helfer",
        "brigádníci",
        "コールセンター委託先各社",
        "freie Mitarbeiter im Kundendienst",
        "studio di consulenza",
        "nuestro equipo de soporte",
        "contabilista certificado",
        "betalningsförmedlare",
        "local counsel",
        "외부 개발자",
        "Operatori Nodo Orrery",
        "Prestataires logistiques Orrery",
        "Proveedores SMS Tindle",
        "Dostawcy SMS Murkle",
        "E-postleverantör (nyhetsmejl)",
    ] {
        check(&mut wrong, name, Some(Parties::Role));
    }
    for name in [
        "Storage/CDN",
        "Hosting / VPS",
        "Email transaccional",
        "Cloud Infrastructure and Hosting",
        "Transactional Email and Notifications",
        "Domain and DNS",
        "IA y analitica",
        "Hosting",
        "Backup and Disaster Recovery",
        "Crash Reporting Tooling",
        "Low-Code Platform",
        "Verwaltung von Abonnements",
        "Plateforme de signature électronique",
        "Gestión de proyectos",
        "Piattaforma di prenotazioni",
        "Gestão de assinaturas",
        "Beheer van bestellingen",
        "Monitorowanie błędów",
        "Správa objednávek",
        "Drift och underhåll",
        "Booking og betalinger",
        "Asiakirjojen hallinta",
        "データ分析",
        "주문 관리 플랫폼",
    ] {
        check(&mut wrong, name, Some(Parties::Trade));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_with_one_word_of_its_own_names_somebody() {
    let mut wrong = Vec::new();
    for name in [
        "Kelp:ed",
        "Mail One",
        "Nordic Backup",
        "Campaign Monitor",
        "Help Scout",
        "Booking Kelp",
        "Platform.sh",
        "Kelp Cloud Hosting",
        "Constant Contact",
        "Office Vibe",
        "Codeberg",
        "Loyalty Lion",
    ] {
        check(&mut wrong, name, None);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn company_names_with_separators_are_one_party() {
    let mut wrong = Vec::new();
    for name in [
        "Kelp / Germany",
        "Kelp / Hosting",
        "네이버, 서울",
        "Rocket Science Group",
        "Marsh & McLennan",
        "Procter and Gamble",
        "Barnes and Noble",
        "Twilio Inc. (SendGrid)",
        "Cloudflare, Inc. (USA)",
        "Stripe, Inc. (Ireland)",
        "Dun & Bradstreet",
        "Slack / Salesforce",
        "Help/Systems",
        "Kelp & Reed GmbH",
        "Hotel SPA & Wellness GmbH",
        "Kelp and Partners SA",
        "Marks, Weller & Partners, LLP",
        "A. Alpha - Beta / C. Gamma O.E.",
        "Kelp / Kelp Mail",
        "Yewnet Ltd, previously Boxnet Ltd",
        "Murkle AB, tidigare Reedpost AB",
        "Formagrid, Inc. d/b/a Airtable",
        "Functional Software, Inc. d/b/a Sentry",
        "Gumnet B.V. h.o.d.n. Ivymail",
        "Tux e.G.",
        "Global Payments",
        "Kelp and Other Stories AB",
        "Mail and More",
        "Clear Company",
        "Simple Analytics",
        "Cloud Software Group",
        "Courier",
        "Hosting (Kelp)",
        "Payment (Stripe)",
        "AB Tasty",
        "Google Drive",
        "Kelp y Hijos S.L.",
        "Kelp und Söhne GmbH",
        "MM Solutions",
        "Vs Code",
        "Bank of America",
        "Salesforce, Inc.",
        "AT&T",
        "AT&T Inc.",
        "Søren Data A/S",
        "Johnson & Johnson",
        "Ernst & Young",
        "Ernst & Young GmbH Wirtschaftsprüfungsgesellschaft",
        "Cloudflare, Inc. (DNS, CDN)",
        "Shenzhen Data Co., Ltd.",
        "GmbH & Co. KG",
        "seven communications GmbH & Co. KG",
        "Google / Firebase",
        "Amazon Web Services (AWS)",
        "Stripe/PSP",
        "24/7 Inc",
        "Skadden, Arps, Slate, Meagher & Flom",
        "Skadden, Arps, Slate, Meagher & Flom LLP",
        "Anthropic, PBC",
        "Anthropic, Inc., a public benefit corporation",
        "Accel Partners",
        "Partners Group AG",
        "Amazon Web Services EMEA SARL, Luxembourg",
        "Etc GmbH",
        "Marks and Spencer",
        "PayPal (Europe) S.à r.l. et Cie, S.C.A.",
        "Wolters Kluwer",
        "Render Services, Inc.",
        "Microsoft Office 365 inkl. OneDrive for Business",
        "Intercom R&D Unlimited Company",
        "The Constant Company, LLC",
        "Make",
        "Amazon Web Services, Inc. (\"AWS\")",
        "Elastic Inc. dba Close",
        "Eighth Wonder, Inc.",
        "Amazon CloudWatch (AWS)",
        "Twilio SendGrid",
        "Ltd., Co.",
        "",
        "Customer.io",
        "S.C. Date S.R.L.",
        "Good Methods Global Inc",
        "Managed Services Ltd",
        "Vonage Business Services",
        "Stripe Payments Europe, Ltd.",
        "Procter & Gamble Co.",
        "UA Data",
        "Legal & General Group plc",
        "Bain & Company",
    ] {
        check(&mut wrong, name, None);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The names that a word joins are two unless the domain says that they are one.
#[test]
fn a_word_joins_two_names_in_the_language_of_the_list() {
    let around = |country: &'static str, domain: &str| NameSurroundings {
        countries: vec![country],
        domains: vec![domain.to_owned()],
    };
    let joined = |name: &str, country: &'static str, domain: &str| {
        let found = joined_names(&EntityName::parse_brand(name), &around(country, domain))?;
        match found {
            JoinedNames::Several(n) => Some(n),
            JoinedNames::WithRole => Some(1),
        }
    };
    let mut wrong = Vec::new();
    for (name, country, domain, expected) in [
        ("Ulmnet / SMS-leverantör", "SE", "elsewhere", Some(1)),
        ("Ulmnet / Support", "SE", "elsewhere", None),
        ("Ulmnet och Ashnet", "SE", "elsewhere", Some(2)),
        ("Ulmnet ja Ashnet", "FI", "elsewhere", Some(2)),
        ("Ulmnet a Ashnet", "CZ", "elsewhere", Some(2)),
        ("Ulmnet e Ashnet", "IT", "elsewhere", Some(2)),
        ("Ulmnet y Ashnet", "ES", "elsewhere", Some(2)),
        ("Ulmnet i Ashnet", "PL", "elsewhere", Some(2)),
        ("Ulmnet en Ashnet", "NL", "elsewhere", Some(2)),
        ("Ulmnet and Ashnet", "GB", "ulmnet", Some(2)),
        ("Ulmnet of Ashnet", "NL", "ulmnet", Some(2)),
        ("UlmNet of Ashnet", "NL", "elsewhere", Some(2)),
        ("Ulmnet of ashnet", "BE", "ulmnet", Some(2)),
        ("Ulmnet/Ashnet", "NO", "ulmnet", Some(2)),
        ("Stripe & Ulmnet", "DE", "stripe", Some(2)),
        ("Correos o Ulmnet", "ES", "correos", Some(2)),
        ("Correos y Ulmnet", "ES", "correos", Some(2)),
        ("青空配送および赤星物流", "JP", "elsewhere", Some(2)),
        ("푸른배송과 붉은물류", "KR", "elsewhere", Some(2)),
        // The letter is a word of another language here.
        ("Ulmnet a Ashnet", "US", "elsewhere", None),
        ("House of Ashnet", "GB", "house", None),
        ("House of Ashnet", "BE", "elsewhere", None),
        // One company.
        ("Ulmnet and Ashnet", "GB", "ulmnetandashnet", None),
        ("Ulmnet and Ashnet", "GB", "elsewhere", None),
        ("Ulmnet & Ashnet", "GB", "elsewhere", None),
        ("Help/Systems", "US", "elsewhere", None),
        ("Ulmnet und Ashnet GmbH", "DE", "elsewhere", None),
        ("Müller und Söhne", "DE", "elsewhere", None),
        ("Hosting und Wartung", "DE", "elsewhere", None),
    ] {
        let found = joined(name, country, domain);
        if found != expected {
            wrong.push(format!("{name} ({country}, {domain}): {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest! {
    #[test]
    fn any_name_is_counted_without_panic(name in "[A-Za-z ,./&()é-]{0,60}|.{0,40}") {
        let _ = found(&name);
    }
}

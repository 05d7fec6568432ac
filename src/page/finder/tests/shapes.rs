//! Shapes in which companies publish their lists.

use super::{names, read, values};
use crate::page::list::UnreadKind;

#[test]
fn a_name_above_lines_may_end_with_the_full_stop_of_its_form() {
    let page = "# Subprocessors\n\n**Larch Cloud, Inc.**\\\nPurpose: servers\\\nLocation: Oslo\n\n\
        **Birch Sp. z o.o.**\\\nPurpose: support\\\nLocation: Poland\n";
    assert_eq!(names("a.md", page), ["Larch Cloud, Inc.", "Birch Sp. z o.o."]);
    assert_eq!(values("a.md", page, "location"), ["Oslo", "Poland"]);
}

#[test]
fn work_in_a_bracket_behind_a_name_is_the_purpose() {
    let page = "# Sous-traitants\n\n* **Larch SAS** (hébergement) : Paris, France\n\
        * **Birch, Inc.** (mesure d'audience) : États-Unis – clauses contractuelles types\n";
    assert_eq!(values("a.md", page, "purpose"), ["hébergement", "mesure d'audience"]);
    assert_eq!(values("a.md", page, "location"), ["Paris, France", "États-Unis"]);
    assert_eq!(values("a.md", page, "transfer"), ["", "scc"]);
}

#[test]
fn a_label_above_its_value_is_a_label_where_it_comes_again() {
    let card = |name: &str, kind: &str, work: &str, place: &str| {
        format!(
            "<div role=listitem><h3>{name}</h3><div class=tag>{kind}</div><p>{work}</p>\
            <div><div>Location</div><div>{place}</div></div></div>"
        )
    };
    let page = format!(
        "<h1>Our subprocessors</h1><div role=list>{}{}</div>",
        card("Larch Hosting", "Infrastructure", "Runs the servers.", "Netherlands"),
        card("Birch Pay", "Payments", "Card payments and invoices.", "Customer's region"),
    );
    assert_eq!(names("a.html", &page), ["Larch Hosting", "Birch Pay"]);
    assert_eq!(values("a.html", &page, "category"), ["Infrastructure", "Payments"]);
    let work = ["Runs the servers.", "Card payments and invoices."];
    assert_eq!(values("a.html", &page, "purpose"), work);
    assert_eq!(values("a.html", &page, "location"), ["Netherlands", "Customer's region"]);
}

#[test]
fn a_heading_that_vendors_are_not_used_leaves_them_out() {
    let page = "# Subprocessors\n\n- **Larch** – servers – Oslo\n- **Birch** – mail – Turin\n\n\
        ## We do not use\n\n- **Facebook Pixel**\n- **TikTok Pixel**\n";
    assert_eq!(names("a.md", page), ["Larch", "Birch"]);
}

#[test]
fn the_last_row_of_a_spreadsheet_is_no_vendor() {
    let page =
        "Vendor,Legal entity,Purpose\nLarch,Larch Inc.,Servers\nBirch,Birch BV,Mail\nTOTAL,2,\n";
    assert_eq!(names("a.csv", page), ["Larch", "Birch"]);
    assert_eq!(read("a.csv", page).unread[0].kind, UnreadKind::Nameless);
    // A company of that name says more.
    let page = "Vendor,Purpose,Location\nLarch,Servers,Oslo\nTotal,Fuel cards,Paris\n";
    assert_eq!(names("a.csv", page), ["Larch", "Total"]);
}

#[test]
fn terms_with_what_is_said_of_them_are_vendors_on_a_page_about_vendors() {
    let page = "<h1>Sub-processors</h1><dl><dt><a href='https://larch.example'>Larch Compute</a>\
        <dd>Cloud hosting in Sydney<dt>Birch Billing, Inc.<dd>Invoices</dl>";
    assert_eq!(names("a.html", page), ["Larch Compute", "Birch Billing, Inc."]);
    let page = "<h1>Sub-processors</h1><dl><dt>Personal data<dd>Data about people\
        <dt>Controller<dd>Who decides</dl>";
    assert_eq!(names("a.html", page), Vec::<String>::new());
}

#[test]
fn a_column_without_a_meaning_is_said_once() {
    let table = "| Vendor | Purpose | Mood |\n|---|---|---|\n| Larch | Servers | Good |\n";
    let page = format!("# Subprocessors\n\n{table}\n## More subprocessors\n\n{table}");
    let unread = read("a.md", &page).unread;
    assert_eq!(unread.iter().filter(|one| one.kind == UnreadKind::Column).count(), 1);
}

#[test]
fn the_seat_of_a_company_is_not_where_its_data_is() {
    let page = |header: &str| {
        format!("# Subprocessors\n\n| Vendor | {header} |\n|---|---|\n| Larch | Norway |\n")
    };
    assert_eq!(values("a.md", &page("HQ location"), "location"), [""]);
    assert_eq!(values("a.md", &page("HQ location"), "country"), ["NO"]);
    assert_eq!(values("a.md", &page("Country"), "location"), ["Norway"]);
}

#[test]
fn a_cell_may_say_which_of_its_places_is_which() {
    for (cell, location, country) in [
        ("Oslo, Norway (data centre: Turin, Italy)", "Turin, Italy", "NO"),
        ("HQ: US; data region: EU", "EU", "US"),
        ("Oslo (Norway)", "Oslo (Norway)", ""),
    ] {
        let page =
            format!("# Subprocessors\n\n| Vendor | Location |\n|---|---|\n| Larch | {cell} |\n");
        assert_eq!(values("a.md", &page, "location"), [location], "{cell}");
        assert_eq!(values("a.md", &page, "country"), [country], "{cell}");
    }
}

#[test]
fn the_sentence_above_a_list_says_what_all_of_it_is_for() {
    let page = |intro: &str| {
        format!(
            "# Subprocessors\n\n{intro}\n\n| Vendor | Location |\n|---|---|\n| Larch | Oslo |\n"
        )
    };
    for (intro, work) in [
        ("The following vendors provide support and maintenance:", "support and maintenance"),
        ("These group companies assist Acme Ltd with support:", "support"),
        ("We use these subprocessors for payments:", "payments"),
        // Nothing that would tell one vendor from another.
        ("We use these subprocessors to provide our services:", ""),
        ("These subprocessors process personal data for us:", ""),
        ("The following subprocessors provide services to Acme:", ""),
    ] {
        assert_eq!(values("a.md", &page(intro), "purpose"), [work], "{intro}");
    }
    // A row that states nothing beside others that do is a gap.
    let page = "# Subprocessors\n\nThe following vendors provide support:\n\n\
        | Vendor | Purpose |\n|---|---|\n| Larch | Mail |\n| Birch | |\n";
    assert_eq!(values("a.md", page, "purpose"), ["Mail", ""]);
}

#[test]
fn a_sentence_before_a_label_is_a_sentence_of_its_own() {
    let page = "<h1>Subverwerkers</h1><h2>Beveiliging – Larch (actief)</h2>\
        <p>Houdt bots tegen. Locatie: Oslo; waarborgen via SCC’s.</p>\
        <h2>Hosting – Birch (actief)</h2><p>Servers. Locatie: Parijs.</p>";
    assert_eq!(values("a.html", page, "purpose"), ["Houdt bots tegen", "Servers"]);
    assert_eq!(values("a.html", page, "location"), ["Oslo", "Parijs"]);
    assert_eq!(values("a.html", page, "transfer"), ["scc", ""]);
}

#[test]
fn work_and_its_place_are_two_things() {
    for (said, work, place) in [
        ("payment processing in Ireland", "payment processing", "Ireland"),
        ("hosting in Switzerland", "hosting", "Switzerland"),
        ("subscription billing in the United States", "subscription billing", "United States"),
        ("cloud hosting in Australia (Sydney)", "cloud hosting", "Australia (Sydney)"),
        ("data stored in the EU", "", "data stored in the EU"),
    ] {
        let page = format!("# Subprocessors\n\n- **Larch** – {said}\n- **Birch** – {said}\n");
        assert_eq!(values("a.md", &page, "purpose"), [work, work], "{said}");
        assert_eq!(values("a.md", &page, "location"), [place, place], "{said}");
    }
}

#[test]
fn sentences_of_which_one_is_about_the_place_are_work_and_a_place() {
    let page = "<h1>Subprocessors</h1><h3>Larch, Inc.</h3><p>Cloud hosting. Data is stored in Ireland.</p>\
        <h3>Birch GmbH</h3><p>Help desk, Germany.</p>";
    assert_eq!(values("a.html", page, "purpose"), ["Cloud hosting", "Help desk"]);
    assert_eq!(values("a.html", page, "location"), ["Ireland", "Germany"]);
}

#[test]
fn a_paragraph_in_bold_names_the_vendor_that_the_next_lines_are_about() {
    let page = "# Subprocessors\n\n**Larch Ltd.**\n\nPurpose: Help desk\nLocation: Oslo\n\n\
        **Birch**\n\n- Purpose: Mail\n- Location: Turin\n\n**Note**\n\nWe review this list.\n";
    assert_eq!(names("a.md", page), ["Larch Ltd.", "Birch"]);
    assert_eq!(values("a.md", page, "location"), ["Oslo", "Turin"]);
}

#[test]
fn the_country_of_an_entry_is_where_its_data_is_unless_it_says_that() {
    let page = |line: &str| {
        format!(
            "# Subprocessors\n\n## Larch Ltd\n\n- Purpose: Mail\n- {line}\n\n\
            ## Birch Ltd\n\n- Purpose: Mail\n- {line}\n"
        )
    };
    assert_eq!(values("a.md", &page("Country: Norway"), "location")[0], "Norway");
    assert_eq!(values("a.md", &page("Headquarters: Norway"), "location")[0], "");
    let page = page("Country: Norway\n- Location: Italy");
    assert_eq!(values("a.md", &page, "location")[0], "Italy");
}

#[test]
fn a_purpose_starts_with_the_service_that_its_row_is_for() {
    let page = "# Subprocessors\n\n| Vendor | Purpose | Location |\n|---|---|---|\n\
        | Larch, Inc. | Acme services (without Acme Gov): Hosting | Ireland |\n\
        | Larch, Inc. | Acme Gov: Hosting of everything | Norway |\n\
        | Oak, Inc. | Note: e-mail | Norway |\n";
    assert_eq!(
        values("a.md", page, "services"),
        ["Acme services (without Acme Gov)", "Acme Gov", ""]
    );
    assert_eq!(
        values("a.md", page, "purpose"),
        ["Hosting", "Hosting of everything", "Note: e-mail"]
    );
}

#[test]
fn a_sentence_that_says_when_is_no_purpose() {
    let page = "# Subprocessors\n\n## Hosting – Larch, Inc. (active)\n\nServers. Place: Ireland\n\n\
        ## Statistics – Oak, Inc. (active)\n\nOnly with consent. Safeguards: SCCs.\n\n\
        ## Letters – Birch, Inc. (active)\n\nOnly with consent. Sends letters.\n";
    assert_eq!(values("a.md", page, "purpose"), ["Servers", "Statistics", "Sends letters."]);
    assert_eq!(values("a.md", page, "condition"), ["", "Only with consent", "Only with consent"]);
}

#[test]
fn what_stands_below_the_last_vendor_is_about_the_page() {
    let page = "# Subprocessors\n\n## Larch\n\nPurpose: servers\n\n## Oak\n\nPurpose: e-mail\n\n\
        ## Changes\n\nWe show changes on this page. Write to dpo@acme.example.\n";
    let list = read("a.md", page);
    let said = |path: &str| list.get(path).map(|value| value.text.clone());
    assert_eq!(said("change_notice.channel").as_deref(), Some("webpage"));
    assert_eq!(said("organization.contact").as_deref(), Some("dpo@acme.example"));
}

#[test]
fn a_vendor_that_only_a_sentence_names_is_said() {
    let said = |text: &str| {
        let page = format!(
            "# Subprocessors\n\nAcme, Inc. uses subprocessors.\n\n| Vendor | Location |\n|---|---|\n\
             | Amazon Web Services | Ireland |\n| Oak, Inc. | Ireland |\n\n{text}\n"
        );
        let left_out = read("a.md", &page).left_out;
        let of = |span: crate::text::Span| page[span.range()].to_owned();
        left_out.into_iter().map(|part| of(part.span)).collect::<Vec<_>>()
    };
    assert_eq!(said("We also use Birch UK Limited for support."), ["Birch UK Limited"]);
    assert_eq!(said("We also use **Larch** to send letters."), ["Larch"]);
    for text in [
        "Our servers run on AWS and are managed by Oak, Inc.",
        "Acme, Inc. uses Oak for backups.",
        "We do not use Birch UK Limited.",
        "We use **encryption** and **Row-Level Security**.",
        "## Contact\n\nThis page is hosted by Birch UK Limited.",
    ] {
        assert!(said(text).is_empty(), "{text}: {:?}", said(text));
    }
}

#[test]
fn a_key_that_may_be_the_purpose_is_said_where_no_vendor_has_one() {
    let unread = |key: &str| {
        let page = format!(
            "export const subprocessors = [\n  {{ vendor: 'Larch, Inc.', {key}: 'Sends letters', \
             region: 'Norway', website: 'https://larch.example', badge: 'ok' }},\n];\n"
        );
        let list = read("a.ts", &page);
        let columns = list.unread.iter().filter(|part| part.kind == UnreadKind::Column);
        columns.map(|part| part.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(unread("wherefore"), ["wherefore"]);
    assert_eq!(unread("purpose"), [""; 0]);
}

#[test]
fn what_a_vendor_is_called_may_have_its_status_behind_it() {
    let page = "# Subprocessors\n\n| Vendor | Standing | Location |\n|---|---|---|\n\
        | Larch | Subprocessor | Ireland |\n| Oak | Subprocessor (not in use) | Ireland |\n";
    assert_eq!(values("a.md", page, "status"), ["", "disabled"]);
}

#[test]
fn a_table_of_what_are_no_subprocessors_is_said_where_any_cell_names_companies() {
    let page = "# Subprocessors\n\n| Vendor | Location |\n|---|---|\n| Larch | Ireland |\n\n\
        ## Integrations\n\nThese providers are not sub-processors.\n\n\
        | Provider category | Sources | Data retrieved |\n|---|---|---|\n\
        | **Code** | GitHub, GitLab | Commits |\n| **Chat** | Slack, Zendesk | Messages |\n\
        | **Plans** | Jira, Linear, Asana | Tickets |\n";
    let list = read("a.md", page);
    assert_eq!(list.left_out.iter().map(|part| part.rows).collect::<Vec<_>>(), [3]);
    assert_eq!(list.vendors.len(), 1);
}

mod shapes;

use super::find;
use crate::page::list::{PageList, UnreadKind};
use crate::page::reader::ReadPage;

fn read(path: &str, text: &str) -> PageList {
    ReadPage::import(path, text, None).expect("a page").list
}

fn names(path: &str, text: &str) -> Vec<String> {
    let list = read(path, text);
    list.vendors.iter().filter_map(|one| Some(one.get("name")?.text.clone())).collect()
}

fn values(path: &str, text: &str, field: &str) -> Vec<String> {
    let list = read(path, text);
    let of = |one: &crate::page::list::PageVendor| {
        one.get(field).map_or_else(String::new, |value| value.text.clone())
    };
    list.vendors.iter().map(of).collect()
}

#[test]
fn an_empty_page_has_no_list() {
    assert!(find(&crate::page::block::PageBlocks::default()).vendors.is_empty());
}

#[test]
fn a_row_with_words_of_headers_is_a_vendor() {
    let page = "# Subprocessors\n\n| Vendor | Purpose | Location |\n|---|---|---|\n\
        | Owlwatch | Product usage analytics | Ireland |\n\
        | Tidewell | Website hosting and delivery | France |\n";
    assert_eq!(names("a.md", page), ["Owlwatch", "Tidewell"]);
    assert_eq!(
        values("a.md", page, "purpose"),
        ["Product usage analytics", "Website hosting and delivery"]
    );
}

#[test]
fn a_place_in_the_column_of_purposes_is_the_location() {
    let page = "# Subprocessors\n\n| Vendor | Purpose | Location |\n|---|---|---|\n\
        | Owlwatch | Statistics | Ireland |\n| Tidewell | France | |\n";
    assert_eq!(values("a.md", page, "location"), ["Ireland", "France"]);
}

#[test]
fn prose_in_bullets_names_no_vendor() {
    for items in [
        "- Sub-processors are entities that\n- May see personal data of customers\n- Provide \
         services for our offerings\n- Have been authorized by customers through our agreement\n",
        "- Row-level security of tenants\n- Encrypted credentials\n- Access by roles\n",
        "- [Privacy notice](privacy)\n- [Terms](/terms)\n",
        "- DPF Data Privacy Framework\n- SCC Standard Contractual Clauses\n",
    ] {
        let page = format!("# Sub-processors\n\nOur subprocessors:\n\n{items}");
        assert_eq!(names("a.md", &page), Vec::<String>::new(), "{items}");
    }
}

#[test]
fn bullets_of_a_list_that_is_not_settled_are_vendors_where_they_name_one() {
    let page = "<h1>Subencargados</h1><ul><li>Nimbus Harbor: alojamiento.</li>\
        <li>Base de datos gestionada: pendiente.</li><li>Ledgerleaf: pagos.</li></ul>";
    assert_eq!(names("a.html", page), ["Nimbus Harbor", "Ledgerleaf"]);
}

#[test]
fn a_list_with_as_many_open_places_as_names_is_a_list() {
    let page = "<main><h1>Subencargados</h1><ul><li>Nimbus Harbor: alojamiento e \
        infraestructura.</li><li>Base de datos gestionada: pendiente de selección.</li>\
        <li>Ledgerleaf: pagos.</li><li>IA y analítica: pendiente de aprobación.</li></ul></main>";
    assert_eq!(names("a.html", page), ["Nimbus Harbor", "Ledgerleaf"]);
}

#[test]
fn those_who_are_named_by_their_role_are_rows_of_the_list() {
    let page = "<h1>Subprocessors</h1><table><tr><th>Vendor<th>Purpose\
        <tr><td>Hosting providers<td>Servers<tr><td>Payment processors<td>Payments</table>";
    assert_eq!(names("a.html", page), ["Hosting providers", "Payment processors"]);
    let page = "<h1>Subprocessors</h1><table><tr><th>Data<th>Purpose\
        <tr><td>Hosting data<td>Servers<tr><td>Payment data<td>Payments</table>";
    assert_eq!(names("a.html", page), [""; 0]);
}

#[test]
fn a_part_of_the_page_in_bold_is_no_vendor() {
    let page = "# Subprocessors\n\n| Name | Region |\n|---|---|\n| Papyrus | France |\n\n\
        - **Changes**\n\n    New ones are added here.\n";
    assert_eq!(names("a.md", page), ["Papyrus"]);
}

#[test]
fn places_that_a_word_joins_are_the_location() {
    for (text, purpose, place) in [
        ("sending of texts (Ireland and Norway)", "sending of texts", "Ireland and Norway"),
        ("envío de SMS (Irlanda y Francia)", "envío de SMS", "Irlanda y Francia"),
        ("Nieuwsbrieven, Nederland en Duitsland", "Nieuwsbrieven", "Nederland en Duitsland"),
        ("Hosting and backups, Norway", "Hosting and backups", "Norway"),
        ("Hosting w Polsce", "Hosting", "Polsce"),
        ("Frankfurt, Germany", "", "Frankfurt, Germany"),
        ("EU, mainly Germany", "", "EU, mainly Germany"),
    ] {
        let page = format!("# Subprocessors\n\n- **Larch Ltd**: {text}\n- **Oak Inc.**: {text}\n");
        assert_eq!(values("a.md", &page, "purpose")[0], purpose, "{text}");
        assert_eq!(values("a.md", &page, "location")[0], place, "{text}");
        let page = format!("<h1>Subprocessors</h1><dl><dt>Larch Ltd</dt><dd>{text}</dd></dl>");
        assert_eq!(values("a.html", &page, "purpose")[0], purpose, "{text}");
        assert_eq!(values("a.html", &page, "location")[0], place, "{text}");
    }
}

#[test]
fn an_item_of_bare_names_is_several_vendors() {
    let page = "# Subprocessors\n\n* Papyrus\n* Ledgerleaf, Owlwatch and Tidewell\n";
    assert_eq!(names("a.md", page), ["Papyrus", "Ledgerleaf", "Owlwatch", "Tidewell"]);
}

#[test]
fn a_status_in_brackets_marks_the_heading_of_a_vendor() {
    let page = "<h1>Subverwerkers</h1><h2>Hosting &amp; CDN – Nimbus (actief)</h2>\
        <p>Serverless hosting. Locaties EU/wereldwijd.</p>\
        <h2>E-mail – Papyrus (optioneel – bij livegang)</h2><p>Transactionele e-mail.</p>\
        <h2>Betalingen – nog te kiezen (gepland)</h2><p>Volgt.</p>";
    assert_eq!(names("a.html", page), ["Nimbus", "Papyrus"]);
    assert_eq!(values("a.html", page, "location"), ["EU/wereldwijd", ""]);
    assert_eq!(values("a.html", page, "status"), ["active", ""]);
}

#[test]
fn a_cell_across_columns_is_said_once() {
    let page = "<h1>Sub-processors</h1><table>\
        <tr><td colspan=2><b>Group company</b></td><td colspan=2><b>Location</b></td></tr>\
        <tr><td colspan=2>Harborlight Inc</td><td colspan=2>US</td></tr>\
        <tr><td colspan=2>Harborlight Ltd</td><td colspan=2>India</td></tr></table>";
    assert_eq!(names("a.html", page), ["Harborlight Inc", "Harborlight Ltd"]);
    assert_eq!(values("a.html", page, "location"), ["US", "India"]);
    assert_eq!(values("a.html", page, "notes"), ["", ""]);
}

#[test]
fn sentences_name_vendors_behind_a_word_for_using_them() {
    let page = "# Third parties\n\nAcorn Ltd relies on Nimbus Harbor, Inc. (hosting, United \
        States) and Strix Analytics B.V. (statistics, Netherlands). Ask Tidewell GmbH.\n";
    assert_eq!(names("a.md", page), ["Nimbus Harbor, Inc.", "Strix Analytics B.V."]);
    assert_eq!(values("a.md", page, "location"), ["United States", "Netherlands"]);
    assert_eq!(values("a.md", page, "purpose"), ["hosting", "statistics"]);
}

#[test]
fn lines_without_borders_are_read_by_their_place() {
    let page = "Vores underdatabehandlere\n\nVirksomhed Land Opgave Dato\n\
        Fjordkald Danmark Telefonpasning 2024.02.13\nNordhus Hosting EU Hosting og e-mail \
        2024.02.13\n";
    assert_eq!(names("a.txt", page), ["Fjordkald", "Nordhus Hosting"]);
    assert_eq!(values("a.txt", page, "purpose"), ["Telefonpasning", "Hosting og e-mail"]);
}

#[test]
fn a_table_whose_cells_are_paragraphs_is_a_table() {
    let page = "# Sous-traitants\n\nNom\n\nPays\n\nFinalité\n\nNimbus Harbor\n\nFrance\n\n\
        Hébergement\n\nPapyrus\n\nIrlande\n\nCourriels\n\nCes listes sont revues.\n";
    assert_eq!(names("a.md", page), ["Nimbus Harbor", "Papyrus"]);
    assert_eq!(values("a.md", page, "location"), ["France", "Irlande"]);
    assert_eq!(values("a.md", page, "purpose"), ["Hébergement", "Courriels"]);
}

#[test]
fn a_heading_says_where_its_vendors_are() {
    let page = "# Unterauftragnehmer\n\n## Auftragsverarbeiter in der EU\n\n- Papyrus GmbH: \
        E-Mail\n- Ledgerleaf AG: Zahlungen\n\n## Auftragsverarbeiter außerhalb der EU\n\n\
        - Owlwatch Inc.: HR\n- Tidewell LLC: CDN\n\n## Auftragsverarbeiter von Harbor Irland\n\n\
        - Strix GmbH: Suche\n- Duifpost BV: Briefe\n";
    assert_eq!(
        values("a.md", page, "location"),
        ["EU", "EU", "außerhalb der EU", "außerhalb der EU", "", ""]
    );
}

#[test]
fn a_yes_says_neither_what_nor_where() {
    let page = "# Sub-processors\n\n## What is a sub-processor?\n\nA company that we use.\n\n\
        | No. | Vendor | Personal data | Location | Opt-out |\n|---|---|---|---|---|\n\
        | 1 | Owlwatch Ltd | Yes | France | ja |\n| 2 | Tidewell SAS | No | ✓ | no |\n";
    assert_eq!(names("a.md", page), ["Owlwatch Ltd", "Tidewell SAS"]);
    assert_eq!(values("a.md", page, "location"), ["France", ""]);
    assert_eq!(values("a.md", page, "data_categories"), ["", ""]);
    assert_eq!(values("a.md", page, "opt_out"), ["", ""]);
    assert_eq!(values("a.md", page, "x-opt-out"), ["ja", "no"]);
}

#[test]
fn hosting_is_where_and_a_constant_is_read_where_it_stands() {
    let page = "const AREA = { us: 'United States', eu: 'European Union' };\n\
        export const subprocessors = [\n\
        { name: 'Papyrus', purpose: 'E-mail', hosting: AREA.eu, country: AREA.us },\n\
        { name: 'Nimbus', purpose: 'Servers', hosting: 'Chosen by you', country: AREA.us },\n];\n";
    assert_eq!(values("a.ts", page, "location"), ["European Union", "Chosen by you"]);
    let list = read("a.ts", page);
    let span = list.vendors[0].get("location").expect("a location").span();
    assert_eq!(&page[span.start as usize..span.end as usize], "European Union");
}

#[test]
fn what_vendors_are_called_is_no_vendor() {
    let page = "<h1>Subprocessors</h1><table><tr><th>Name</th><th>Purpose</th><th>Location</th>\
        </tr><tr><td>Owlwatch</td><td>Statistics</td><td>Ireland</td></tr>\
        <tr><td colspan=2>Further sub-processors are:</td></tr>\
        <tr><td>Tidewell</td><td>Delivery</td><td>France</td></tr></table>\
        <h2>Oversight and Review</h2><p>These relations are reviewed each year.</p>\
        <p>Email: privacy@acme.example</p>";
    assert_eq!(names("a.html", page), ["Owlwatch", "Tidewell"]);
}

#[test]
fn labels_of_lines_without_borders_may_have_many_words() {
    let page = "Underdatabehandlere\n\nUnderdatabehandler Datalokation Beskrivelse af behandling \
        Lovligt grundlag Opdateret den\nFjordkald Danmark Telefon og post   2024.02.13\n\
        Havn Europe EU Hosting   2024.02.13\n";
    assert_eq!(names("a.txt", page), ["Fjordkald", "Havn Europe"]);
    assert_eq!(values("a.txt", page, "location"), ["Danmark", "EU"]);
    assert_eq!(values("a.txt", page, "purpose"), ["Telefon og post", "Hosting"]);
}

#[test]
fn cells_without_marks_between_them_are_said() {
    let page = "Subprocessors\n\nPROVIDERPURPOSELOCATION\nOwlwatchStatisticsIreland\n\
        TidewellDeliveryFrance\n";
    let list = read("a.txt", page);
    assert!(list.vendors.is_empty());
    assert_eq!(list.unread.len(), 3);
}

#[test]
fn a_full_stop_of_a_legal_form_stays_and_a_remark_behind_it_goes() {
    let page = "# Subprocessors\n\n- **Nimbus Harbor, Inc.** – hosting – Ireland\n\
        - **Owlwatch GmbH.** – statistics – Germany\n";
    assert_eq!(names("a.md", page), ["Nimbus Harbor, Inc.", "Owlwatch GmbH"]);
}

#[test]
fn cards_of_a_name_its_work_and_its_place_are_vendors() {
    let card = |name: &str, work: &str, place: &str| {
        format!("<div class=card><h3>{name}</h3><p>{work}</p><p>{place}</p></div>")
    };
    let page = format!(
        "<h1>Subprocessors</h1><div>{}{}{}</div><h2>FAQ</h2><h3>Where is data?</h3><p>EU</p>",
        card("Papyrus", "E-mail", "Germany"),
        card("Ledgerleaf", "Payments", "Ireland"),
        card("Nimbus Harbor", "Hosting", "Germany"),
    );
    assert_eq!(names("a.html", &page), ["Papyrus", "Ledgerleaf", "Nimbus Harbor"]);
    assert_eq!(values("a.html", &page, "location"), ["Germany", "Ireland", "Germany"]);
}

#[test]
fn a_heading_sets_a_place_apart() {
    let table = "| Vendor | Service |\n|---|---|\n";
    let page = format!(
        "# Acme sub-processors\n\n## Infrastructure (United States)\n\n{table}| Nimbus Harbor | \
         Hosting |\n\n## Support – Ireland\n\n{table}| Helpbarn Ltd | Tickets |\n"
    );
    assert_eq!(values("a.md", &page, "location"), ["United States", "Ireland"]);
}

#[test]
fn the_parties_of_a_contract_are_no_vendors() {
    let page = "# Subprocessors\n\n| Name | Purpose | Location |\n|---|---|---|\n\
        | Auftragnehmer | Signature | Berlin |\n| Owlwatch | Statistics | Ireland |\n";
    assert_eq!(names("a.md", page), ["Owlwatch"]);
}

#[test]
fn lines_of_an_item_that_end_early_are_of_their_own() {
    let page = "Subprocessors\n\n1) Papyrus GmbH\n   E-mail\n   Germany\n\n2) Owlwatch Inc.\n   \
        Statistics\n   USA\n";
    assert_eq!(names("a.txt", page), ["Papyrus GmbH", "Owlwatch Inc."]);
    assert_eq!(values("a.txt", page, "location"), ["Germany", "USA"]);
    let page = page.replace("1) ", "").replace("2) ", "").replace("   ", "");
    assert_eq!(names("a.txt", &page), ["Papyrus GmbH", "Owlwatch Inc."]);
}

#[test]
fn a_heading_names_the_publisher_that_the_prose_speaks_of() {
    let publisher = |heading: &str, prose: &str| {
        let page = format!(
            "# {heading}\n\n{prose}\n\n| Vendor | Location |\n|---|---|\n| Owlwatch, Inc. | Ireland |\n"
        );
        read("a.md", &page).get("organization.name").map(|value| value.text.clone())
    };
    for heading in [
        "Subprocessors of Saltmarsh Forms",
        "Saltmarsh Forms Subprocessors",
        "Saltmarsh Forms’s list of subprocessors",
        "Unterauftragsverarbeiter der Saltmarsh Forms",
    ] {
        let found = publisher(heading, "Saltmarsh Forms uses these companies.");
        assert_eq!(found.as_deref(), Some("Saltmarsh Forms"), "{heading}");
        assert_eq!(publisher(heading, "We use these companies."), None, "{heading}");
    }
    assert_eq!(publisher("Current Subprocessors", "Current as of May."), None);
}

/// The vendors of a page with their purposes and places.
fn said(path: &str, text: &str) -> Vec<String> {
    let list = read(path, text);
    let of = |one: &crate::page::list::PageVendor| {
        let fields = ["name", "purpose", "location"]
            .map(|field| one.get(field).map_or_else(String::new, |value| value.text.clone()));
        fields.join(" | ")
    };
    list.vendors.iter().map(of).collect()
}

#[test]
fn a_sentence_says_what_its_vendors_do_and_where() {
    for (sentence, vendors) in [
        (
            "We use Larch Mail GmbH for newsletters (United States).",
            vec!["Larch Mail GmbH | newsletters | United States"],
        ),
        ("For error tracking, we use Larch Ltd.", vec!["Larch Ltd. | error tracking | "]),
        (
            "We rely on Larch Ltd. and Birch Inc. for all payment related matters.",
            vec![
                "Larch Ltd. | payment related matters | ",
                "Birch Inc. | payment related matters | ",
            ],
        ),
        (
            "We use Larch Ltd. for payments and Birch Inc. for our newsletters.",
            vec!["Larch Ltd. | payments | ", "Birch Inc. | newsletters | "],
        ),
        (
            "Payments are processed by Larch N.V. in the Netherlands. Birch Inc. sends letters.",
            vec!["Larch N.V. | Payments | Netherlands", "Birch Inc. | sends letters | "],
        ),
        (
            "Support is given by our affiliate Larch UK Limited.",
            vec!["Larch UK Limited | Support | "],
        ),
        (
            "Larch Ltd. and Birch Inc. take care of payments.",
            vec!["Larch Ltd. | payments | ", "Birch Inc. | payments | "],
        ),
        ("Currently we are using Larch Ltd. and nobody else.", vec!["Larch Ltd. |  | "]),
        ("We use Larch Ltd. for example.", vec!["Larch Ltd. |  | "]),
        ("Für Zahlungen nutzen wir die Larch GmbH.", vec!["Larch GmbH | Zahlungen | "]),
        (
            "Unsere Server werden von der Larch GmbH in Deutschland betrieben.",
            vec!["Larch GmbH | Server | Deutschland"],
        ),
        (
            "Nos serveurs sont hébergés par Larch SAS en France.",
            vec!["Larch SAS | serveurs | France"],
        ),
        ("I pagamenti sono gestiti da Larch S.p.A.", vec!["Larch S.p.A. | pagamenti | "]),
    ] {
        let page = format!("Subprocessors\n\n{sentence}\n");
        assert_eq!(said("a.txt", &page), vendors, "{sentence}");
    }
}

#[test]
fn what_a_sentence_says_is_not_used_is_no_vendor() {
    for sentence in [
        "We do not use Larch Ltd.",
        "We no longer use Larch Ltd. or Birch Inc.",
        "No data is shared with Larch Ltd.",
        "We use our own servers instead of Larch Ltd. or Birch Inc.",
        "Wir nutzen keine Larch GmbH.",
        "Wir verwenden Larch GmbH nicht.",
        "Nous n'utilisons pas Larch SAS.",
    ] {
        let page = format!("Subprocessors\n\n{sentence}\n");
        assert_eq!(names("a.txt", &page), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn what_a_later_sentence_says_of_a_vendor_is_added() {
    let page = "Subprocessors\n\nWe use Larch Ltd. Our invoices are sent by Larch Ltd.\n";
    assert_eq!(said("a.txt", page), ["Larch Ltd. | invoices | "]);
}

#[test]
fn a_later_sentence_of_a_description_has_the_place_with_its_reserves() {
    for (described, fields) in [
        (
            "Sends letters. EU data centers where possible; SCCs elsewhere.",
            ["Sends letters", "EU data centers where possible"],
        ),
        ("Sends letters. Our own servers are located in Ireland.", ["Sends letters", "Ireland"]),
        (
            "Sends letters. Adheres to the EU code of conduct.",
            ["Sends letters. Adheres to the EU code of conduct.", ""],
        ),
    ] {
        let page = format!(
            "<h1>Subprocessors</h1><h2>Larch Ltd</h2><p>{described}</p>\
            <h2>Birch Inc.</h2><p>Hosting</p>"
        );
        let found = ["purpose", "location"].map(|field| values("a.html", &page, field)[0].clone());
        assert_eq!(found, fields, "{described}");
    }
}

#[test]
fn the_place_in_brackets_behind_a_company_is_its_country() {
    let page = "- name: Larch\n  legal_entity: Larch LLC (United States)\n  \
        role: Hosting\n";
    assert_eq!(values("a.yaml", page, "legal_name"), ["Larch LLC"]);
    assert_eq!(values("a.yaml", page, "country"), ["United States"]);
}

#[test]
fn an_answer_is_no_name_and_a_no_leaves_a_record_out() {
    let page = r#"[{"name": "Larch", "isSubProcessor": true, "servicesProvided": "Mail",
        "url": "https://larch.example"}, {"name": "Birch", "isSubProcessor": false,
        "servicesProvided": "Design", "url": "https://birch.example"}]"#;
    assert_eq!(names("a.json", page), ["Larch"]);
    assert_eq!(values("a.json", page, "legal_name"), [""]);
    let list = read("a.json", page);
    assert_eq!(list.left_out.len(), 1);
    let page = "Vendor,Subprocessor,Purpose,Location\nLarch,yes,Mail,Ireland\n";
    assert_eq!(values("a.csv", page, "legal_name"), [""]);
}

#[test]
fn modules_and_components_of_mdx_are_lists() {
    let page = "export const vendors = [\n  { name: 'Larch', purpose: 'Mail', location: 'Ireland' },\n\
        ]\n\n# Subprocessors\n\n<Table rows={vendors} />\n\n\
        | Vendor | Purpose |\n|---|---|\n| Birch | Hosting |\n";
    assert_eq!(names("a.mdx", page), ["Larch", "Birch"]);
    let page = "# Subprocessors\n\n<Tabs>\n  <Tab title=\"Core\">\n    - **Larch** — mail (Ireland)\n    \
        - **Birch GmbH** — hosting (Germany)\n  </Tab>\n</Tabs>\n";
    assert_eq!(said("a.mdx", page), ["Larch | mail | Ireland", "Birch GmbH | hosting | Germany"]);
    let page = "# Subprocessors\n\n<Vendor name=\"Larch\" purpose='Mail' location={\"Ireland\"} />\n\
        <Vendor\n  name=\"Birch\"\n  purpose=\"Hosting\"\n  beta\n  location=\"Spain\"\n/>\n\n\
        <Note title=\"Last\" text=\"word\" />\n";
    assert_eq!(said("a.mdx", page), ["Larch | Mail | Ireland", "Birch | Hosting | Spain"]);
}

#[test]
fn empty_columns_at_the_end_are_no_columns_and_a_thousand_are_too_many() {
    let page = format!("Vendor,Purpose,Location{0}\nLarch,Mail,Spain{0}\n", ",".repeat(5_000));
    assert_eq!(said("a.csv", &page), ["Larch | Mail | Spain"]);
    let page = format!("Vendor,Purpose{0}\nLarch,Mail{0}\n", ",x".repeat(5_000));
    let list = read("a.csv", &page);
    assert!(list.unread.iter().any(|part| part.kind == UnreadKind::TooMuch));
}

#[test]
fn attack_long_sentences_take_linear_time() {
    for unit in ["We use **Larch Inc.** for ", "Larch Inc. handles ", "use Larch Inc. in ", "not "]
    {
        let page = format!("# Subprocessors\n\nWe use {}", unit.repeat(20_000));
        read("a.md", &page);
    }
}

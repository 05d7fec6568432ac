use super::find;
use crate::page::list::PageList;
use crate::page::reader::ReadPage;

fn read(path: &str, text: &str) -> PageList {
    ReadPage::import(path, text).expect("a page").list
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

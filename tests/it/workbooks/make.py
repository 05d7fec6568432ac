"""Writes the workbooks of this folder, and examples/pages/vendors.xlsx.

Run it with openpyxl 3.1 installed: `python3 tests/it/workbooks/make.py`.
"""

import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples" / "pages"
DAY = datetime.datetime(2026, 11, 2)


def save(book: Workbook, path: Path) -> None:
    """The same bytes each time are out of reach, the same time is not."""
    book.properties.created = book.properties.modified = DAY
    book.save(path)


def example() -> None:
    """A register as a privacy team keeps one."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Subprocessors"
    sheet.append(["Subprocessors of Saltmarsh GmbH"])
    sheet.merge_cells("A1:F1")
    sheet.append(["Last updated", DAY])
    sheet["B2"].number_format = "dd.mm.yyyy"
    sheet.append([])
    sheet.append(["Vendor", "Legal entity", "Purpose", "Location", "Contact", "Used since"])
    rows = [
        ("Hearthside", "Hearthside Hosting Ltd", "Servers, backups", "Ireland", "privacy@hearthside.example"),
        ("Letterwren", "Letterwren B.V.", "E-mails to users", "Netherlands", "dpo@letterwren.example"),
        ("Graphwise", "Graphwise, Inc.", "Usage statistics", "United States", None),
    ]
    for row in rows:
        sheet.append([*row, datetime.datetime(2024, 3, 1)])
    for row in range(5, 8):
        sheet[f"F{row}"].number_format = "yyyy-mm-dd"
    sheet["A5"].hyperlink = "https://hearthside.example"
    sheet["A5"].font = Font(underline="single")
    save(book, EXAMPLES / "vendors.xlsx")


def odd() -> None:
    """What sheets have that other pages have not."""
    book = Workbook()
    first = book.active
    first.title = "Our vendors"
    first.append(["Group", "Name", "Purpose", "Country", "Internal note"])
    first.append(["Infrastructure", "Kelpbank", "Hosting", "DE", "renew in May"])
    first.append([None, "Tidewell", "Databases", "FI", None])
    first.append([None, '=B2&" Mail"', "Mail", "DE", None])
    first.merge_cells("A2:A4")
    first.append(["Support", '=HYPERLINK("https://murmuration.example","Murmuration")', "Chat", "US", None])
    first.append(["Support", "Formerfish", "Chat", "US", None])
    first.row_dimensions[6].hidden = True
    first.column_dimensions["E"].hidden = True
    second = book.create_sheet("Affiliates")
    second.append(["Name", "Purpose", "Country"])
    second.append(["Saltmarsh Inc.", "Support", "US"])
    hidden = book.create_sheet("Drafts")
    hidden.append(["Name", "Purpose", "Country"])
    hidden.append(["Maybeworks", "Tests", "FR"])
    hidden.sheet_state = "hidden"
    save(book, HERE / "odd.xlsx")


example()
odd()

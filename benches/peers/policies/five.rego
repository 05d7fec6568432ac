# The five checks for Open Policy Agent: Conftest reads `deny`, and so does regorus.
package main

import rego.v1

eea := {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}

written(value) if {
	is_string(value)
	trim_space(value) != ""
}

deny contains sprintf("required: %d %s", [index, field]) if {
	some index, vendor in input.subprocessors
	some field in ["location", "contact", "purpose"]
	not written(object.get(vendor, field, ""))
}

deny contains sprintf("duplicate: %s", [name]) if {
	some name, places in legal_names
	count(places) > 1
}

legal_names[name] contains index if {
	some index, vendor in input.subprocessors
	name := lower(vendor.legal_name)
}

deny contains sprintf("opt_out: %d", [index]) if {
	some index, vendor in input.subprocessors
	"end_user" in vendor.audiences
	not written(object.get(vendor, "opt_out", ""))
}

deny contains sprintf("residency: %d", [index]) if {
	some claim in input.residency
	"EEA" in claim.regions
	some index, vendor in input.subprocessors
	written(object.get(vendor, "location", ""))
	not vendor.location in eea
}

deny contains sprintf("contact: %d", [index]) if {
	some index, vendor in input.subprocessors
	written(object.get(vendor, "contact", ""))
	not regex.match(`^([^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+)$`, vendor.contact)
}

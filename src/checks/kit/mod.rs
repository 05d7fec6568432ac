//! Parts that several checks share.

pub(super) mod change_terms;
pub(super) mod exporter;
pub(super) mod fields;
pub(super) mod sites;

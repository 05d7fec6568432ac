//! The checks that rules are made of: one in a file, named after its rule and in
//! the group of the rule.
//!
//! A check is a function of a manifest and its options. It reports hits and
//! goes on; it never sets a severity, prints, or looks at a clock. To add one:
//! a file in its group, with a `mod` line and a place in the list of the group.

mod completeness;
mod consistency;
mod contact;
mod custom;
mod hygiene;
mod identity;
mod kit;
mod lifecycle;
mod links;
mod location;
mod opt_out;
mod page;
mod project;
mod purpose;
#[cfg(test)]
mod tests;
mod waivers;

use crate::policy::Registry;
pub use custom::expression::only_where;

/// The checks of this product.
pub static REGISTRY: Registry = Registry {
    groups: &[
        completeness::GROUP,
        consistency::GROUP,
        contact::GROUP,
        custom::GROUP,
        hygiene::GROUP,
        identity::GROUP,
        lifecycle::GROUP,
        links::GROUP,
        location::GROUP,
        opt_out::GROUP,
        page::GROUP,
        project::GROUP,
        purpose::GROUP,
        waivers::GROUP,
    ],
};

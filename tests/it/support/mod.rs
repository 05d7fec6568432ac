//! What several tests share.

pub mod attacks;
pub mod rule_pages;
#[cfg(feature = "cli")]
pub mod run;
#[cfg(feature = "cli")]
pub mod sample;

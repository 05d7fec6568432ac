//! What several tests share.

pub mod attacks;
pub mod page_attacks;
pub mod policy_attacks;
#[cfg(feature = "cli")]
pub mod run;
#[cfg(feature = "cli")]
pub mod sample;

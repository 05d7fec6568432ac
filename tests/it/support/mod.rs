//! What several tests share.

pub mod attacks;
#[cfg(feature = "cli")]
pub mod run;
#[cfg(feature = "cli")]
pub mod sample;

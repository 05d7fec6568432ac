//! Digests that name the bytes of a file.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The SHA-256 of a text or of bytes as 64 hexadecimal digits.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").expect("internal: writing to a String cannot fail");
    }
    hex
}

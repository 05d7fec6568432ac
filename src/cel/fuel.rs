//! The budget of an evaluation.

/// The work that an evaluation may still do.
///
/// One unit pays for one operation, for one list element or map entry that is
/// looked at or made, or for 16 bytes of text that are read or written. A
/// unit is some tens of machine instructions. The same fuel can be handed to
/// several evaluations, to bound them together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fuel {
    left: u64,
    limit: u64,
    exhausted: bool,
}

/// The fuel did not last. It stays exhausted, whatever is asked of it later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfFuel;

/// Bytes of text that one unit pays for.
const BYTES: usize = 16;

impl Fuel {
    /// A budget of this many units.
    #[must_use]
    pub fn new(units: u64) -> Self {
        Self { left: units, limit: units, exhausted: false }
    }

    /// The units that are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.left
    }

    /// The units that there were at first.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// True if something was asked for that could not be paid.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Pays for some work.
    ///
    /// # Errors
    /// When less than that is left.
    #[inline]
    pub fn spend(&mut self, units: usize) -> Result<(), OutOfFuel> {
        let units = units as u64;
        if units <= self.left {
            self.left -= units;
            return Ok(());
        }
        self.left = 0;
        self.exhausted = true;
        Err(OutOfFuel)
    }

    /// Pays for reading or writing text of so many bytes.
    ///
    /// # Errors
    /// When less than that is left.
    #[inline]
    pub fn spend_bytes(&mut self, bytes: usize) -> Result<(), OutOfFuel> {
        self.spend(bytes / BYTES)
    }
}

//! The codes of authenticated rows.

use super::Result;
use crate::model::RecordedRows;

/// What can be asked about the codes of authenticated rows.
pub trait ReadCodes {
    /// Whether the rows still lack their codes, because a store of format 1 was brought up to this
    /// one.
    fn is_unbound(&mut self) -> Result<bool>;
    /// Every authenticated row but the mailboxes, with the record that last changed it.
    fn recorded_rows(&mut self) -> Result<RecordedRows>;
}

/// What can be changed about the codes of authenticated rows.
pub trait WriteCodes {
    /// Gives every authenticated row its code and every audit record its link, as they are: for a
    /// store that [`ReadCodes::is_unbound`].
    fn bind_rows(&mut self) -> Result<()>;
}

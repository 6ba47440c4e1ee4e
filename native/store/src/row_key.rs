//! Rows that nobody changes unnoticed: those that decide who is protected by what carry a code
//! under a key of the secret store.
//!
//! A code covers the table, the row's place in it, its content and the number of the audit record
//! that last changed it. So a row that was edited, or copied over another one, is refused when it
//! is read; one that was put back to an older state of itself is found by holding it against the
//! audit chain.

use std::cell::OnceCell;

use ckey_crypto::SecretKey;
use ckey_crypto::mac::{MacKey, ReadyMac};

use crate::error::{StoreError, StoreErrorKind};

/// Length of a row's code, in bytes: half an HMAC-SHA-256, of which nobody forges one in 2^128
/// tries.
pub(crate) const CODE: usize = 16;

/// The key that authenticates a tenant's rows. It comes from the secret store and never is beside
/// the rows.
pub struct RowKey(MacKey);

impl RowKey {
    /// Keeps `key`.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self(MacKey::new(key))
    }

    /// The codes of one view or change.
    pub(crate) const fn codes(&self) -> Codes<'_> {
        Codes { key: self, ready: OnceCell::new() }
    }
}

/// The codes of one view or change. The key is prepared at the first of them and wiped at the end:
/// a prepared key is in ordinary memory.
pub(crate) struct Codes<'k> {
    key: &'k RowKey,
    ready: OnceCell<ReadyMac>,
}

impl Codes<'_> {
    /// The code of `row` as the audit record of this number left it.
    pub(crate) fn code(&self, row: &impl Authenticated, record: i64) -> [u8; CODE] {
        let mut fields = Fields::new();
        row.encode(&mut fields);
        fields.number(record);
        let key = self.ready.get_or_init(|| self.key.0.ready());
        let mut code = [0; CODE];
        for (to, from) in code.iter_mut().zip(key.tag(&[b"customer-key/v1/row", &fields.0])) {
            *to = from;
        }
        code
    }

    /// Refuses a row whose code is another.
    pub(crate) fn check(
        &self,
        row: &impl Authenticated,
        record: i64,
        code: &[u8],
    ) -> Result<(), StoreError> {
        // The code is no secret: anyone who could time this comparison can read it.
        if self.code(row, record) == code { Ok(()) } else { Err(altered(&row.title())) }
    }
}

impl std::fmt::Debug for RowKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RowKey(..)")
    }
}

fn altered(title: &str) -> StoreError {
    StoreError::new(
        StoreErrorKind::Damaged,
        title,
        format!(
            "The row of {title} is not as this library wrote it: it was changed by other means, or the state and the secret store \
             do not belong together."
        ),
        "Find out who can write the tenant's files. Test-CustomerKeyTenant lists every such row; restore the tenant from a backup into a new folder.",
    )
}

/// A row that carries a code.
pub(crate) trait Authenticated {
    /// What it is called in errors, such as `policy 'Contoso'`.
    fn title(&self) -> String;
    /// Its table, its place there and its content, each field delimited.
    fn encode(&self, fields: &mut Fields);
}

/// The fields of a row, each preceded by its length, so that no two rows have the same bytes.
pub(crate) struct Fields(Vec<u8>);

impl Fields {
    fn new() -> Self {
        Self(Vec::with_capacity(256))
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn number(&mut self, number: impl Into<i64>) -> &mut Self {
        self.bytes(&number.into().to_be_bytes())
    }

    /// A number that may be absent; absence is a field without bytes.
    pub(crate) fn maybe(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.bytes(&[]),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    struct Row(&'static str, Option<i64>);

    impl Authenticated for Row {
        fn title(&self) -> String {
            format!("row '{}'", self.0)
        }
        fn encode(&self, fields: &mut Fields) {
            fields.text(self.0).maybe(self.1);
        }
    }

    #[test]
    fn a_code_holds_for_one_content_one_record_and_one_key() {
        let key = |byte| RowKey::new(&SecretKey::from_slice(&[byte; 32]).unwrap());
        let code = key(1).codes().code(&Row("a", Some(2)), 7);
        key(1).codes().check(&Row("a", Some(2)), 7, &code).unwrap();
        let others = [
            (Row("b", Some(2)), 7),
            (Row("a", Some(3)), 7),
            (Row("a", None), 7),
            (Row("a", Some(2)), 8),
        ];
        for (row, record) in others {
            assert_eq!(
                key(1).codes().check(&row, record, &code).unwrap_err().kind,
                StoreErrorKind::Damaged
            );
        }
        assert!(key(2).codes().check(&Row("a", Some(2)), 7, &code).is_err());
        assert!(key(1).codes().check(&Row("a", Some(2)), 7, &[]).is_err());
    }
}

//! How the vaults' files were when they were last recorded.

use rusqlite::{Row, params};

use super::session::{Session, natural, stored};
use crate::error::StoreError;
use crate::model::{Recorded, VaultPin};
use crate::state::{ReadVaultPins, WriteVaultPins};

type Result<T> = std::result::Result<T, StoreError>;

const ALL: &str = "SELECT vault, name, generation, sequence, tag, removed, record, code FROM vault_pin ORDER BY name, record";

fn pin(row: &Row<'_>) -> rusqlite::Result<VaultPin> {
    Ok(VaultPin {
        vault: row.get(0)?,
        name: row.get(1)?,
        generation: natural(row, 2)?,
        sequence: natural(row, 3)?,
        tag: row.get(4)?,
        removed: row.get(5)?,
    })
}

pub(super) fn each(
    session: &Session<'_>,
    look: &mut dyn FnMut(std::result::Result<(), String>),
) -> Result<()> {
    session.each(ALL, pin, look)
}

impl ReadVaultPins for Session<'_> {
    fn vault_pins(&mut self, name: Option<&str>) -> Result<Vec<Recorded<VaultPin>>> {
        self.many_recorded(ALL, [], u32::MAX, pin, |pin| name.is_none_or(|name| pin.name == name))
    }
}

impl WriteVaultPins for Session<'_> {
    fn set_vault_pin(&mut self, pin: &VaultPin) -> Result<()> {
        let record = self.record()?;
        let code = self.rows.code(pin, record);
        let (generation, sequence) = (stored(pin.generation), stored(pin.sequence));
        self.run_one(
            "INSERT INTO vault_pin (vault, name, generation, sequence, tag, removed, record, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (vault) DO UPDATE SET name = ?2, generation = ?3, sequence = ?4, tag = ?5, removed = ?6, record = ?7, code = ?8",
            params![pin.vault, pin.name, generation, sequence, pin.tag, pin.removed, record, code],
            "vault",
            &pin.name,
        )
    }
}

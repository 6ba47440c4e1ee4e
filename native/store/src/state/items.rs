//! Items.

use uuid::Uuid;

use super::Result;
use crate::model::{Item, ItemHead};

/// What can be asked about items.
pub trait ReadItems {
    /// An item of a scope, with its sealed bytes where they are here.
    fn item(&mut self, scope_no: i64, id: Uuid) -> Result<Option<Item>>;
    /// Whether there is an item of this id, in whichever scope, or a chunk of a file in the object of
    /// this id.
    fn has_item(&mut self, id: Uuid) -> Result<bool>;
    /// Items of a scope above a row number, without sealed bytes, at most 1000.
    fn items(&mut self, scope_no: i64, after: i64, limit: u32) -> Result<Vec<Item>>;
    /// Items of all scopes above a row number with the beginnings of their objects, at most 1000,
    /// for checks.
    fn item_heads(&mut self, after: i64, limit: u32) -> Result<Vec<ItemHead>>;
    /// How many items a scope holds.
    fn count_items(&mut self, scope_no: i64) -> Result<u64>;
    /// How many items there are in all scopes, and their plaintext size in bytes.
    fn item_totals(&mut self) -> Result<(u64, u64)>;
}

/// What can be changed about items.
pub trait WriteItems {
    /// Inserts items in their order and returns the row number of the first; the others follow it.
    fn insert_items(&mut self, items: &[Item]) -> Result<i64>;
    /// Inserts one item and returns its row number.
    fn insert_item(&mut self, item: &Item) -> Result<i64> {
        self.insert_items(std::slice::from_ref(item))
    }
    /// Gives an item another size than it has. [`crate::StoreErrorKind::NotFound`] where it has
    /// another one by now.
    fn resize_item(&mut self, item: &Item, size: u64) -> Result<()>;
    /// Removes items of a scope in their order, at most `limit`, and returns their ids, each with
    /// the objects of the content store that hold bytes of it: these are the caller's to remove.
    fn remove_items(&mut self, scope_no: i64, limit: u32) -> Result<Vec<(Uuid, Vec<Uuid>)>>;
}

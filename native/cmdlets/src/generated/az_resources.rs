//! Azure resource groups: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::Table;

/// `New-AzResourceGroup`.
#[derive(Deserialize)]
pub(crate) struct NewAzResourceGroup {
    #[serde(rename = "Name")]
    pub(crate) name: String,
    #[serde(rename = "Location")]
    pub(crate) location: String,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
}

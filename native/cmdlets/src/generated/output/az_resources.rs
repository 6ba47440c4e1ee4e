//! The outputs of AzResources.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;

use crate::surface::output::Output;
use crate::surface::value::Table;

/// `CustomerKey.ResourceGroup`.
#[derive(Default, Serialize)]
pub(crate) struct ResourceGroup {
    #[serde(rename = "ResourceGroupName")]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "Location")]
    pub(crate) location: Option<String>,
    #[serde(rename = "ProvisioningState")]
    pub(crate) provisioning_state: Option<String>,
    #[serde(rename = "ResourceId")]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
    #[serde(rename = "TagsTable")]
    pub(crate) tags_table: Option<String>,
}

impl Output for ResourceGroup {
    const TYPE: &'static str = "ResourceGroup";
}

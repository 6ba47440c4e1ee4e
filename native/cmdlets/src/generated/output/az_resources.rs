//! The outputs of AzResources. Written by `./build generate` from native/cmdlets/table; edit that.

use serde::Serialize;

use crate::def::{Member, PropertyDef, TypeDef};
use crate::output::Output;
use crate::record::Shape;
use crate::value::Table;

/// An output object of type `CustomerKey.ResourceGroup`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ResourceGroup {
    /// The name.
    #[serde(rename = "ResourceGroupName")]
    pub resource_group_name: Option<String>,
    /// The region.
    #[serde(rename = "Location")]
    pub location: Option<String>,
    /// Succeeded.
    #[serde(rename = "ProvisioningState")]
    pub provisioning_state: Option<String>,
    /// The resource id.
    #[serde(rename = "ResourceId")]
    pub resource_id: Option<String>,
    /// Its tags.
    #[serde(rename = "Tags")]
    pub tags: Table,
    /// Its tags as text.
    #[serde(rename = "TagsTable")]
    pub tags_table: Option<String>,
}

impl Output for ResourceGroup {
    const TYPE: &'static TypeDef = &RESOURCE_GROUP;
}

/// The definition of [`ResourceGroup`].
pub static RESOURCE_GROUP: TypeDef = TypeDef {
    name: "ResourceGroup",
    shape: Shape { types: &["CustomerKey.ResourceGroup"], members: &[("Tags", "table")] },
    identity: "ResourceGroupName",
    properties: &[
        PropertyDef::new("ResourceGroupName", Member::Plain, "ResourceGroupName", "The name."),
        PropertyDef::new("Location", Member::Plain, "Location", "The region."),
        PropertyDef::new("ProvisioningState", Member::Plain, "ProvisioningState", "Succeeded."),
        PropertyDef::new("ResourceId", Member::Plain, "ResourceId", "The resource id."),
        PropertyDef::new("Tags", Member::Table, "Tags", "Its tags."),
        PropertyDef::new("TagsTable", Member::Plain, "TagsTable", "Its tags as text."),
    ],
    table: &["ResourceGroupName", "Location", "ProvisioningState", "ResourceId"],
    list: &[],
};

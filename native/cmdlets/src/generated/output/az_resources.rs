//! The outputs of AzResources.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Serialize;
use serde_json::Value;

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

/// `CustomerKey.ProviderFeature`.
#[derive(Default, Serialize)]
pub(crate) struct ProviderFeature {
    #[serde(rename = "FeatureName")]
    pub(crate) feature_name: Option<String>,
    #[serde(rename = "ProviderName")]
    pub(crate) provider_name: Option<String>,
    #[serde(rename = "RegistrationState")]
    pub(crate) registration_state: Option<String>,
}

impl Output for ProviderFeature {
    const TYPE: &'static str = "ProviderFeature";
}

/// `CustomerKey.ResourceProviderType`.
#[derive(Default, Serialize)]
pub(crate) struct ResourceProviderType {
    #[serde(rename = "ResourceTypeName")]
    pub(crate) resource_type_name: Option<String>,
}

impl Output for ResourceProviderType {
    const TYPE: &'static str = "ResourceProviderType";
}

/// `CustomerKey.ResourceProvider`.
#[derive(Default, Serialize)]
pub(crate) struct ResourceProvider {
    #[serde(rename = "ProviderNamespace")]
    pub(crate) provider_namespace: Option<String>,
    #[serde(rename = "RegistrationState")]
    pub(crate) registration_state: Option<String>,
    #[serde(rename = "ResourceTypes")]
    pub(crate) resource_types: Vec<ResourceProviderType>,
    #[serde(rename = "Locations")]
    pub(crate) locations: Vec<String>,
}

impl Output for ResourceProvider {
    const TYPE: &'static str = "ResourceProvider";
}

/// `CustomerKey.Resource`.
#[derive(Default, Serialize)]
pub(crate) struct Resource {
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "ResourceName")]
    pub(crate) resource_name: Option<String>,
    #[serde(rename = "ResourceGroupName")]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "ResourceType")]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "Location")]
    pub(crate) location: Option<String>,
    #[serde(rename = "ResourceId")]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "SubscriptionId")]
    pub(crate) subscription_id: Option<String>,
    #[serde(rename = "Properties")]
    pub(crate) properties: Value,
    #[serde(rename = "Tags")]
    pub(crate) tags: Table,
    #[serde(rename = "Sku")]
    pub(crate) sku: Table,
}

impl Output for Resource {
    const TYPE: &'static str = "Resource";
}

/// `CustomerKey.RoleAssignment`.
#[derive(Default, Serialize)]
pub(crate) struct RoleAssignment {
    #[serde(rename = "RoleAssignmentName")]
    pub(crate) role_assignment_name: Option<String>,
    #[serde(rename = "RoleAssignmentId")]
    pub(crate) role_assignment_id: Option<String>,
    #[serde(rename = "Scope")]
    pub(crate) scope: Option<String>,
    #[serde(rename = "DisplayName")]
    pub(crate) display_name: Option<String>,
    #[serde(rename = "SignInName")]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "RoleDefinitionName")]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId")]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "ObjectId")]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "ObjectType")]
    pub(crate) object_type: Option<String>,
    #[serde(rename = "CanDelegate")]
    pub(crate) can_delegate: Option<bool>,
    #[serde(rename = "Description")]
    pub(crate) description: Option<String>,
    #[serde(rename = "ConditionVersion")]
    pub(crate) condition_version: Option<String>,
    #[serde(rename = "Condition")]
    pub(crate) condition: Option<String>,
}

impl Output for RoleAssignment {
    const TYPE: &'static str = "RoleAssignment";
}

/// `CustomerKey.RolePermission`.
#[derive(Default, Serialize)]
pub(crate) struct RolePermission {
    #[serde(rename = "Actions")]
    pub(crate) actions: Vec<String>,
    #[serde(rename = "NotActions")]
    pub(crate) not_actions: Vec<String>,
    #[serde(rename = "DataActions")]
    pub(crate) data_actions: Vec<String>,
    #[serde(rename = "NotDataActions")]
    pub(crate) not_data_actions: Vec<String>,
    #[serde(rename = "Condition")]
    pub(crate) condition: Option<String>,
    #[serde(rename = "ConditionVersion")]
    pub(crate) condition_version: Option<String>,
}

impl Output for RolePermission {
    const TYPE: &'static str = "RolePermission";
}

/// `CustomerKey.RoleDefinition`.
#[derive(Default, Serialize)]
pub(crate) struct RoleDefinition {
    #[serde(rename = "Name")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Id")]
    pub(crate) id: Option<String>,
    #[serde(rename = "IsCustom")]
    pub(crate) is_custom: Option<bool>,
    #[serde(rename = "Description")]
    pub(crate) description: Option<String>,
    #[serde(rename = "Actions")]
    pub(crate) actions: Vec<String>,
    #[serde(rename = "NotActions")]
    pub(crate) not_actions: Vec<String>,
    #[serde(rename = "DataActions")]
    pub(crate) data_actions: Vec<String>,
    #[serde(rename = "NotDataActions")]
    pub(crate) not_data_actions: Vec<String>,
    #[serde(rename = "AssignableScopes")]
    pub(crate) assignable_scopes: Vec<String>,
    #[serde(rename = "Permissions")]
    pub(crate) permissions: Vec<RolePermission>,
}

impl Output for RoleDefinition {
    const TYPE: &'static str = "RoleDefinition";
}

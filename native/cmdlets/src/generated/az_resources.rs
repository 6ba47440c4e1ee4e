//! Azure resource groups: the parameters of its cmdlets.
//!
//! Written by `./build generate` from native/table/services; edit that.

use serde::Deserialize;

use crate::surface::value::{Object, Table};

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

/// `Register-AzProviderFeature`.
#[derive(Deserialize)]
pub(crate) struct RegisterAzProviderFeature {
    #[serde(rename = "FeatureName")]
    pub(crate) feature_name: String,
    #[serde(rename = "ProviderNamespace")]
    pub(crate) provider_namespace: String,
}

/// `Get-AzProviderFeature`.
#[derive(Deserialize)]
pub(crate) struct GetAzProviderFeature {
    #[serde(rename = "ProviderNamespace", default)]
    pub(crate) provider_namespace: Option<String>,
    #[serde(rename = "ListAvailable", default)]
    pub(crate) list_available: bool,
    #[serde(rename = "FeatureName", default)]
    pub(crate) feature_name: Option<String>,
}

/// `Register-AzResourceProvider`.
#[derive(Deserialize)]
pub(crate) struct RegisterAzResourceProvider {
    #[serde(rename = "ProviderNamespace")]
    pub(crate) provider_namespace: String,
}

/// `Get-AzResource`.
#[derive(Deserialize)]
pub(crate) struct GetAzResource {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "ResourceType", default)]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "TagName", default)]
    pub(crate) tag_name: Option<String>,
    #[serde(rename = "TagValue", default)]
    pub(crate) tag_value: Option<String>,
    #[serde(rename = "ExpandProperties", default)]
    pub(crate) expand_properties: bool,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
}

/// `Set-AzResource`.
#[derive(Deserialize)]
pub(crate) struct SetAzResource {
    #[serde(rename = "Properties", default)]
    pub(crate) properties: Option<Object>,
    #[serde(rename = "Tag", default)]
    pub(crate) tag: Option<Table>,
    #[serde(rename = "ResourceId", default)]
    pub(crate) resource_id: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
}

/// `New-AzRoleAssignment`.
#[derive(Deserialize)]
pub(crate) struct NewAzRoleAssignment {
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "SignInName", default)]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "ApplicationId", default)]
    pub(crate) application_id: Option<String>,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId", default)]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "Scope", default)]
    pub(crate) scope: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "ResourceName", default)]
    pub(crate) resource_name: Option<String>,
    #[serde(rename = "ResourceType", default)]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "ObjectType", default)]
    pub(crate) object_type: Option<String>,
}

/// `Get-AzRoleAssignment`.
#[derive(Deserialize)]
pub(crate) struct GetAzRoleAssignment {
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "SignInName", default)]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "ServicePrincipalName", default)]
    pub(crate) service_principal_name: Option<String>,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId", default)]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "Scope", default)]
    pub(crate) scope: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "ResourceName", default)]
    pub(crate) resource_name: Option<String>,
    #[serde(rename = "ResourceType", default)]
    pub(crate) resource_type: Option<String>,
}

/// `Remove-AzRoleAssignment`.
#[derive(Deserialize)]
pub(crate) struct RemoveAzRoleAssignment {
    #[serde(rename = "ObjectId", default)]
    pub(crate) object_id: Option<String>,
    #[serde(rename = "SignInName", default)]
    pub(crate) sign_in_name: Option<String>,
    #[serde(rename = "ServicePrincipalName", default)]
    pub(crate) service_principal_name: Option<String>,
    #[serde(rename = "RoleDefinitionName", default)]
    pub(crate) role_definition_name: Option<String>,
    #[serde(rename = "RoleDefinitionId", default)]
    pub(crate) role_definition_id: Option<String>,
    #[serde(rename = "Scope", default)]
    pub(crate) scope: Option<String>,
    #[serde(rename = "ResourceGroupName", default)]
    pub(crate) resource_group_name: Option<String>,
    #[serde(rename = "ResourceName", default)]
    pub(crate) resource_name: Option<String>,
    #[serde(rename = "ResourceType", default)]
    pub(crate) resource_type: Option<String>,
    #[serde(rename = "InputObject", default)]
    pub(crate) input_object: Option<Object>,
    #[serde(rename = "PassThru", default)]
    pub(crate) pass_thru: bool,
}

/// `Get-AzRoleDefinition`.
#[derive(Deserialize)]
pub(crate) struct GetAzRoleDefinition {
    #[serde(rename = "Name", default)]
    pub(crate) name: Option<String>,
    #[serde(rename = "Id", default)]
    pub(crate) id: Option<String>,
    #[serde(rename = "Custom", default)]
    pub(crate) custom: bool,
}

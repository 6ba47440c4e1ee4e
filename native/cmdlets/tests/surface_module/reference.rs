//! The documented surface, as `tests/reference/cmdlets.json` holds it.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cmdlet {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) supports_should_process: bool,
    /// Whether it asks, on one occasion at least, when nobody said that it should; known of some.
    pub(crate) prompts_by_default: Option<bool>,
    pub(crate) parameter_sets: Vec<Set>,
    pub(crate) parameters: Vec<Parameter>,
    /// The .NET types of its outputs, as the reference names them.
    pub(crate) outputs: Vec<String>,
    pub(crate) output_properties: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) default: bool,
    pub(crate) parameters: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    mandatory: Value,
    position: Value,
    accepts_pipeline_input: Value,
    pub(crate) aliases: Vec<String>,
    /// The values that it lists, where it lists them.
    #[serde(default)]
    pub(crate) valid_values: Vec<String>,
}

impl Cmdlet {
    /// The sets as PowerShell names them.
    pub(crate) fn sets(&self) -> Vec<&Set> {
        self.parameter_sets.iter().collect()
    }

    pub(crate) fn default_set(&self) -> Option<&str> {
        self.parameter_sets.iter().find(|set| set.default).map(|set| set.name.as_str())
    }
}

impl Parameter {
    pub(crate) fn is_mandatory_in(&self, set: &str) -> bool {
        match &self.mandatory {
            Value::Bool(yes) => *yes,
            Value::Object(sets) => sets.get(set).and_then(Value::as_bool).unwrap_or(false),
            _ => false,
        }
    }

    pub(crate) fn position(&self) -> Option<String> {
        self.position.as_u64().map(|position| position.to_string())
    }

    /// By value, by property name.
    pub(crate) fn pipeline(&self) -> (bool, bool) {
        let text = self.accepts_pipeline_input.as_str().unwrap_or_default();
        (text.contains("ByValue"), text.contains("ByPropertyName"))
    }

    /// The type without its namespace.
    pub(crate) fn short_type(&self) -> &str {
        self.ty.rsplit('.').next().unwrap_or_default()
    }

    /// The type that a script parameter has for it.
    pub(crate) fn script_type(&self) -> &'static str {
        match self.ty.as_str() {
            "System.Nullable`1[System.DateTime]" => return "[Nullable[datetime]]",
            "System.Nullable`1[System.Int32]" => return "[Nullable[int]]",
            "System.Nullable`1[System.Boolean]" => return "[Nullable[bool]]",
            "System.Nullable`1[System.Guid]" => return "[Nullable[guid]]",
            ty if ty.contains("IDictionary") => return "[hashtable]",
            _ => {}
        }
        match self.short_type() {
            "SwitchParameter" => "[switch]",
            "Boolean" => "[bool]",
            "Int32" => "[int]",
            // More than four thousand million of anything are nowhere here.
            "UInt32" | "UInt64" => "[uint32]",
            "String[]" | "RecipientTypeDetails[]" | "PropertySet[]" => "[string[]]",
            "Guid" => "[guid]",
            "ExDateTime" => "[datetime]",
            "Hashtable" => "[hashtable]",
            "PSKeyRotationLifetimeAction[]" | "KeyPath[]" => "[object[]]",
            "SecureString" => "[securestring]",
            "PSCredential" | "CredentialCmdletPipeBind" => "[pscredential]",
            "MultiValuedProperty"
            | "PSSessionOption"
            | "X509Certificate2"
            | "IAzureContextContainer"
            | "PSKeyVaultNetworkRuleSet"
            | "PSObject" => "[object]",
            "PSKeyVault"
            | "PSKeyVaultIdentityItem"
            | "PSKeyVaultKeyIdentityItem"
            | "PSKeyRotationPolicy"
            | "PSDeletedKeyVaultKeyIdentityItem"
            | "PSDeletedKeyVault"
            | "PSResource"
            | "PSManagedHsm"
            | "PSDeletedManagedHsm"
            | "PSKeyVaultRoleAssignment"
            | "PSRoleAssignment"
            | "PSAzureRmAccount"
            | "PSAzureContext"
            | "PSAzureTenant"
            | "PSAzureSubscription" => "[psobject]",
            _ => "[string]",
        }
    }
}

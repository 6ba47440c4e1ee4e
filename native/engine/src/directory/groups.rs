//! Resource groups of the local subscriptions.

use std::collections::BTreeMap;

use ckey_store::model::{DirectoryEntry, DirectoryKind};
use ckey_store::{StateExt, name_key};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Directory;
use crate::error::{EngineError, Result};
use crate::record::AuditEvent;

/// A resource group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceGroup {
    /// Its name, unique in its subscription, any case.
    pub name: String,
    /// The subscription it is in.
    pub subscription_id: String,
    /// The region, such as `eastus`.
    pub location: String,
    /// Tags.
    pub tags: BTreeMap<String, String>,
}

/// Most characters of a group's name in Azure.
const MOST_CHARACTERS: usize = 90;

impl ResourceGroup {
    /// Refuses a name that Azure does not take. Names stand in resource ids, which others read.
    ///
    /// # Errors
    /// `ResourceGroupNameInvalid`.
    pub fn check_name(name: &str) -> Result<()> {
        let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '(' | ')');
        if (1..=MOST_CHARACTERS).contains(&name.chars().count())
            && name.chars().all(is_allowed)
            && !name.ends_with('.')
        {
            return Ok(());
        }
        Err(EngineError::invalid(
            "ResourceGroupNameInvalid",
            name,
            format!("The resource group name '{name}' is invalid."),
            "Use 1 to 90 letters, digits, underscores, hyphens, periods or parentheses, and no period at the end.",
        ))
    }
}

fn key(subscription: &str, name: &str) -> String {
    format!("{}/{}", name_key(subscription), name_key(name))
}

fn read(entry: &DirectoryEntry) -> Result<ResourceGroup> {
    serde_json::from_str(&entry.body).map_err(|error| {
        EngineError::damaged(
            &entry.id,
            format!("Resource group '{}' cannot be read: {error}.", entry.id),
        )
    })
}

impl Directory<'_> {
    /// A resource group, if there is one of this name.
    ///
    /// # Errors
    /// Those of the store.
    pub fn resource_group(&self, subscription: &str, name: &str) -> Result<Option<ResourceGroup>> {
        self.ground.sync()?;
        let found = self.ground.state().view(|reader| {
            Ok::<_, EngineError>(
                reader.directory(DirectoryKind::ResourceGroup, &key(subscription, name))?,
            )
        })?;
        found.as_ref().map(read).transpose()
    }

    /// Makes or overwrites a resource group, and records it.
    ///
    /// # Errors
    /// Those of [`ResourceGroup::check_name`] and of the store.
    pub fn put_resource_group(&self, group: &ResourceGroup) -> Result<()> {
        ResourceGroup::check_name(&group.name)?;
        let body = serde_json::to_string(group)
            .map_err(|error| EngineError::damaged(&group.name, error.to_string()))?;
        let entry = DirectoryEntry {
            kind: DirectoryKind::ResourceGroup,
            id: key(&group.subscription_id, &group.name),
            name: String::new(),
            body,
        };
        let details = json!({ "subscription": group.subscription_id, "location": group.location, "tags": group.tags });
        let event = AuditEvent::new(
            "Write resource group",
            "Azure",
            &self.ground.asking(),
            group.name.as_str(),
            details,
        );
        let now = self.ground.now();
        self.ground.state().commit(|writer| {
            writer.put_directory(&entry)?;
            self.ground.chain().append(writer, now, &event)
        })
    }

    /// All resource groups, by subscription and name.
    ///
    /// # Errors
    /// Those of the store.
    pub fn resource_groups(&self) -> Result<Vec<ResourceGroup>> {
        self.entries(DirectoryKind::ResourceGroup)?.iter().map(read).collect()
    }
}

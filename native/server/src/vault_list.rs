//! Vaults listed, and names that are free.

use ckey_vault::{VaultDescription, VaultErrorKind, is_azure_vault_name, same_id};
use hyper::StatusCode;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::managing::{Managing, is_not_there};
use crate::page::{page, size};
use crate::refusal::Refusal;
use crate::resource::{Asked, ONLY_VAULTS, Target};
use crate::vault_body::WantedName;
use crate::vault_shown::deleted_vault;

/// A page has at most so many.
const PAGE: usize = 1000;

impl Managing<'_> {
    /// The vaults that the caller sees, of one group or of all.
    pub(crate) fn list(
        &self,
        group: Option<&str>,
        shown: impl Fn(&VaultDescription) -> Value,
    ) -> Result<Answer, Refusal> {
        self.known_subscription()?;
        group.map(|group| self.known_group(group)).transpose()?;
        let mut all = Vec::new();
        for found in self.tenant.vaults().vaults()? {
            if self.is_here(&found, group) && self.sees(&found.name)? {
                all.push((found.name.to_ascii_lowercase(), shown(&found)));
            }
        }
        self.page(all)
    }

    /// The deleted vaults that the caller sees.
    pub(crate) fn list_deleted(&self) -> Result<Answer, Refusal> {
        self.known_subscription()?;
        let mut all = Vec::new();
        for found in self.tenant.vaults().deleted_vaults()? {
            if self.is_here(&found.vault, None) && self.sees(&found.vault.name)? {
                all.push((found.vault.name.to_ascii_lowercase(), deleted_vault(&found)));
            }
        }
        self.page(all)
    }

    fn page(&self, mut all: Vec<(String, Value)>) -> Result<Answer, Refusal> {
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        let (server, Asked { target, path, version, top, after, .. }) = (self.server, self.asked);
        let most = size(top.as_deref(), "$top", PAGE).map_err(Refusal::bad)?;
        let page = page(all, most, after.as_deref()).map_err(Refusal::bad)?;
        let filter = match target {
            Target::ListResources => {
                format!("&$filter={}", ONLY_VAULTS.replace(' ', "%20").replace('\'', "%27"))
            }
            _ => String::new(),
        };
        let next = page.next.map(|token| {
            format!("{server}{path}?api-version={version}{filter}&$top={most}&$skiptoken={token}")
        });
        Ok(Answer::ok(&json!({ "value": page.items, "nextLink": next })))
    }

    /// The subscription of the request, as the tenant knows it.
    pub(crate) fn known_subscription(&self) -> Result<String, Refusal> {
        let wanted = &self.asked.subscription;
        let known = self.tenant.directory().subscriptions()?;
        let found = known.into_iter().find(|known| same_id(&known.id, wanted));
        found.map(|known| known.id).ok_or_else(|| {
            let message = format!("The subscription '{wanted}' could not be found.");
            Refusal::new(StatusCode::NOT_FOUND, "SubscriptionNotFound", message)
        })
    }

    /// The name of a group of that subscription, as it was made.
    pub(crate) fn known_group(&self, group: &str) -> Result<String, Refusal> {
        let subscription = self.known_subscription()?;
        let found = self.tenant.directory().resource_group(&subscription, group)?;
        found.map(|group| group.name).ok_or_else(|| {
            let message = format!("Resource group '{group}' could not be found.");
            Refusal::new(StatusCode::NOT_FOUND, "ResourceGroupNotFound", message)
        })
    }

    /// Whether a name is free; one of a deleted vault is not.
    pub(crate) fn check_name(&self, wanted: &WantedName) -> Result<Answer, Refusal> {
        wanted.check()?;
        let name = wanted.name.as_str();
        let no = |reason: &str, message: &str| {
            let told = json!({ "nameAvailable": false, "reason": reason, "message": message });
            Ok(Answer::ok(&told))
        };
        if !is_azure_vault_name(name) {
            let message = "Vault names are 3 to 24 letters, digits and single hyphens, begin with a letter, and end with none of the hyphens.";
            return no("AccountNameInvalid", message);
        }
        match self.tenant.vaults().vault(name) {
            Err(error) if error.kind == VaultErrorKind::VaultNotFound => {
                Ok(Answer::ok(&json!({ "nameAvailable": true })))
            }
            Err(error) if !is_not_there(&error) => Err(error.into()),
            Ok(_) | Err(_) => no("AlreadyExists", &format!("The name '{name}' is already in use.")),
        }
    }
}

//! Who is given a role, or has one.

use crate::runtime::error::CmdletError;
use ckey_engine::directory::Directory;
use ckey_engine::{Known, Resolved};
use ckey_vault::{RoleAssignment, VaultRole};

/// Who has a role, as one of the documented ways names them.
#[derive(Default)]
pub(super) struct Who {
    pub(super) object_id: Option<String>,
    pub(super) sign_in_name: Option<String>,
    pub(super) application: Option<String>,
    /// Whether the object id is an application's.
    pub(super) is_application: bool,
}

impl Who {
    /// A person by either of its names, or an application.
    pub(super) fn new(
        object_id: Option<String>,
        sign_in_name: Option<String>,
        application: Option<String>,
    ) -> Self {
        Self { object_id, sign_in_name, application, is_application: false }
    }

    pub(super) fn of_object_id(id: &str) -> Self {
        Self::new(Some(id.to_owned()), None, None)
    }

    /// As the caller writes it.
    fn shown(&self) -> &str {
        let given = [&self.sign_in_name, &self.application, &self.object_id];
        given.into_iter().flatten().next().map_or("", String::as_str)
    }

    pub(super) fn is_nobody(&self) -> bool {
        self.shown().is_empty()
    }

    pub(super) fn resolved(
        &self,
        directory: Directory<'_>,
    ) -> Result<(&'static str, Resolved), CmdletError> {
        let person = self.sign_in_name.as_ref().or(self.object_id.as_ref());
        let found = match (&self.application, person) {
            (Some(application), _) => {
                ("service principal", directory.resolve_service_principal(application)?)
            }
            (None, Some(id)) if self.is_application => {
                ("service principal", directory.resolve_service_principal(id)?)
            }
            (None, person) => {
                let person = person.map_or("", String::as_str);
                ("user", directory.resolve_user(person)?)
            }
        };
        Ok(found)
    }
}

/// A role for whoever was found, on all of what it is given on.
pub(super) fn assignment(known: Known, role: VaultRole) -> RoleAssignment {
    let name = if known.app_id.is_some() { known.display_name } else { known.name };
    RoleAssignment { object_id: known.id, app_id: known.app_id, name, role, scope: None }
}

//! Who asks.

use uuid::Uuid;

/// Who asks a vault for something: a person, or one of the service's applications (rule 5.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    /// The directory object's id, compared without regard to case.
    pub object_id: String,
    /// The application id, for a service principal.
    pub app_id: Option<String>,
    /// What people call it: a user principal name or an application's display name.
    pub name: String,
    /// Whether it acts with the rights of the tenant's owner: the object id of the tenant's
    /// administrator. It manages every vault then, and its requests for keys are judged as the
    /// administrator's too. Anyone who makes a caller has decided that; a vault cannot.
    pub owner: Option<String>,
}

impl Caller {
    /// A person, by object id and user principal name.
    #[must_use]
    pub fn person(object_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { object_id: object_id.into(), app_id: None, name: name.into(), owner: None }
    }

    /// An application, by object id, application id and display name.
    #[must_use]
    pub fn application(
        object_id: impl Into<String>,
        app_id: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            object_id: object_id.into(),
            app_id: Some(app_id.into()),
            name: name.into(),
            owner: None,
        }
    }

    /// The same, with the rights of the owner, who is the administrator with this object id.
    #[must_use]
    pub fn as_owner(mut self, administrator: impl Into<String>) -> Self {
        self.owner = Some(administrator.into());
        self
    }
}

/// Who asks for the use of a key, and within which request.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The operation or request that the use belongs to: the vault's record of it says so.
    pub request: Option<Uuid>,
}

impl<'a> From<&'a Caller> for Asker<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self { caller, request: None }
    }
}

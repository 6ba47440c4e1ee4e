//! Who and what the local tenant knows: people, service principals, subscriptions, resource groups,
//! who is signed in, and with which rights.

mod accepting;
mod account;
mod administrators;
mod certificates;
mod credentials;
mod distinguished_name;
mod features;
mod giving;
mod groups;
mod hsm;
mod joining;
mod kept;
mod listed;
mod marks;
mod naming;
mod owners;
mod people;
mod refusal;
mod resolve;
mod roles;
mod scope;
mod sign_in;
mod spreading;
pub mod well_known;

pub(crate) use accepting::accepting;
pub use account::{Account, Rights, Service};
pub use administrators::Administrators;
pub use credentials::UnknownSignIns;
pub(crate) use distinguished_name::{common_name, distinguished_name, escape};
pub use features::Retention;
pub use groups::ResourceGroup;
pub use hsm::hsm_role_name;
pub use joining::{Joining, RealPerson};
pub use listed::{AccountsChange, AccountsPlan};
pub(crate) use naming::same_user;
pub use naming::{
    ACCOUNT_MAILBOXES, EQUIPMENT_MAILBOX, GROUP_MAILBOX, MAIL_USER, PUBLIC_FOLDER_MAILBOX,
    ROOM_MAILBOX, Recipients, SHARED_MAILBOX, USER_MAILBOX,
};
pub(crate) use people::{Mentioned, directory_id, person_key};
pub use refusal::make_owner;
pub use resolve::{Known, Resolved, canonical_account, is_subscription_name};
pub(crate) use resolve::{initial_directory, is_user_name};
pub use roles::{GivenRole, GivenRoles};
pub use scope::RoleScope;
pub use sign_in::{AccountType, AzureChoice, SignIn};
pub(crate) use spreading::Copies;

use crate::error::{EngineError, Result};
use crate::ground::Ground;
use ckey_store::StateExt;
use ckey_store::model::{DirectoryEntry, DirectoryKind};

/// Who and what a tenant knows, and what they may do.
#[derive(Clone, Copy)]
pub struct Directory<'a> {
    ground: &'a Ground,
    /// Whether only plans are made: what is mentioned first is not made, only told of.
    plans: bool,
}

impl<'a> Directory<'a> {
    /// Those of the tenant on this ground.
    pub(crate) const fn of(ground: &'a Ground) -> Self {
        Self { ground, plans: false }
    }

    /// The same for anyone who only asks what would be: names are resolved as ever and refused as
    /// ever, and what the tenant does not know is not made.
    #[must_use]
    pub const fn planning(self) -> Self {
        Self { plans: true, ..self }
    }

    /// The people that the directory holds: whoever was mentioned. Who else has a mailbox is in
    /// [`Directory::users_of_recipients`].
    ///
    /// # Errors
    /// Those of the store.
    pub fn users(&self) -> Result<Vec<Known>> {
        self.known(DirectoryKind::User)
    }

    /// The applications that the tenant knows.
    ///
    /// # Errors
    /// Those of the store.
    pub fn applications(&self) -> Result<Vec<Known>> {
        self.known(DirectoryKind::ServicePrincipal)
    }

    /// The subscriptions that the tenant knows.
    ///
    /// # Errors
    /// Those of the store.
    pub fn subscriptions(&self) -> Result<Vec<Known>> {
        self.known(DirectoryKind::Subscription)
    }

    fn known(&self, kind: DirectoryKind) -> Result<Vec<Known>> {
        Ok(self.entries(kind)?.into_iter().map(Known::from).collect())
    }

    fn entries(&self, kind: DirectoryKind) -> Result<Vec<DirectoryEntry>> {
        self.ground.sync()?;
        self.ground.state().view(|reader| Ok::<_, EngineError>(reader.directory_entries(kind)?))
    }
}

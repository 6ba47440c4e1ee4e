//! Who and what the local tenant knows: people, service principals, subscriptions, resource groups, who is signed in, and
//! with which rights.

mod accepting;
mod account;
mod directory;
mod giving;
mod groups;
mod marks;
mod naming;
mod owners;
mod sign_in;
pub mod well_known;

pub(crate) use accepting::accepting;
pub use account::{Account, Rights, Service};
pub(crate) use directory::initial_directory;
pub use directory::{Known, Resolved, canonical_account};
pub use groups::ResourceGroup;
pub use owners::{AccountMarks, OwnersChange};
pub use sign_in::SignIn;

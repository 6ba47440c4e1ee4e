//! Who and what the local tenant knows: people, service principals, subscriptions, resource groups, and who is signed in.

mod directory;
mod groups;
mod sign_in;
pub mod well_known;

pub(crate) use directory::initial_directory;
pub use directory::{Known, Resolved};
pub use groups::ResourceGroup;
pub use sign_in::SignIn;

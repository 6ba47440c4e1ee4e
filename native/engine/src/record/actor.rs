//! Who does something.

/// Who does something, as the audit log shows it. Anyone who calls through a cmdlet or the C ABI is
/// a user, never the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// A user principal name, or another name that says who it is.
    pub name: String,
}

impl Actor {
    /// An actor of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    /// What the service itself is called: built-in jobs, the use of an availability key (rule
    /// 3.5.1).
    pub(crate) const SERVICE: &'static str = "NT AUTHORITY\\SYSTEM (customer-key)";
}

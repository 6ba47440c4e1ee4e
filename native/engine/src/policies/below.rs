//! How much lies below a generation of a policy key.

/// Keys of scopes, by what they are of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Below {
    /// Of mailboxes in use.
    pub mailboxes: u64,
    /// Of mailboxes that were removed: users read nothing of them.
    pub removed_mailboxes: u64,
    /// Of workloads.
    pub workloads: u64,
    /// Of application scopes.
    pub applications: u64,
    /// Of sites in use.
    pub sites: u64,
    /// Of sites that were deleted and can be restored.
    pub deleted_sites: u64,
}

impl Below {
    /// All of them.
    #[must_use]
    pub fn keys(&self) -> u64 {
        [
            self.mailboxes,
            self.removed_mailboxes,
            self.workloads,
            self.applications,
            self.sites,
            self.deleted_sites,
        ]
        .into_iter()
        .fold(0, u64::saturating_add)
    }

    /// Takes out what a job moves.
    pub(crate) fn take_movable(&mut self) -> Self {
        let moved = Self { removed_mailboxes: 0, deleted_sites: 0, ..*self };
        *self = Self {
            removed_mailboxes: self.removed_mailboxes,
            deleted_sites: self.deleted_sites,
            ..Self::default()
        };
        moved
    }

    /// Adds what a job has moved.
    pub(crate) const fn add(&mut self, moved: Self) {
        self.mailboxes = self.mailboxes.saturating_add(moved.mailboxes);
        self.workloads = self.workloads.saturating_add(moved.workloads);
        self.applications = self.applications.saturating_add(moved.applications);
        self.sites = self.sites.saturating_add(moved.sites);
    }
}

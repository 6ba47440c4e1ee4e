//! How much lies below a generation of a policy key.

use ckey_base::counted_parts;

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

    /// That in words.
    #[must_use]
    pub fn told(&self) -> String {
        counted_parts([
            (self.mailboxes, "mailbox", "mailboxes"),
            (self.removed_mailboxes, "removed mailbox", "removed mailboxes"),
            (self.workloads, "workload key", "workload keys"),
            (self.applications, "application scope", "application scopes"),
            (self.sites, "site", "sites"),
            (self.deleted_sites, "deleted site", "deleted sites"),
        ])
    }

    /// Takes out what the job of an assignment moves: not keys of workloads of which only new data
    /// is covered, nor of applications with a policy of their own; how many those are is said.
    pub(crate) const fn take_assigned(&mut self, workloads: u64, applications: u64) -> Self {
        let moved = Self {
            mailboxes: self.mailboxes,
            removed_mailboxes: 0,
            workloads: self.workloads.saturating_sub(workloads),
            applications: self.applications.saturating_sub(applications),
            sites: 0,
            deleted_sites: 0,
        };
        self.mailboxes = 0;
        self.workloads = self.workloads.saturating_sub(moved.workloads);
        self.applications = self.applications.saturating_sub(moved.applications);
        moved
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

    /// Takes out those of removed mailboxes and deleted sites that are destroyed.
    pub(crate) const fn take(&mut self, gone: Self) {
        self.removed_mailboxes = self.removed_mailboxes.saturating_sub(gone.removed_mailboxes);
        self.deleted_sites = self.deleted_sites.saturating_sub(gone.deleted_sites);
    }

    /// Adds others.
    pub(crate) const fn add(&mut self, moved: Self) {
        self.mailboxes = self.mailboxes.saturating_add(moved.mailboxes);
        self.removed_mailboxes = self.removed_mailboxes.saturating_add(moved.removed_mailboxes);
        self.deleted_sites = self.deleted_sites.saturating_add(moved.deleted_sites);
        self.workloads = self.workloads.saturating_add(moved.workloads);
        self.applications = self.applications.saturating_add(moved.applications);
        self.sites = self.sites.saturating_add(moved.sites);
    }
}

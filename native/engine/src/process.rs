//! What the system shows of this process to others: core dumps, debuggers, `/proc`.

/// Keeps core dumps, debuggers and other processes of the same user away from this process's
/// memory; whether that holds from now on. It changes what a host's own debugger and readers of
/// `/proc` can do. On Linux alone; elsewhere nothing happens.
#[must_use]
pub fn forbid_dumps() -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        false
    }
}

/// Whether this process may be dumped and looked into; `None` where the system does not say.
#[must_use]
pub fn is_dumpable() -> Option<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, dumpable_behavior};
        dumpable_behavior().ok().map(|behavior| behavior == DumpableBehavior::Dumpable)
    }
    #[cfg(not(target_os = "linux"))]
    {
        None
    }
}

//! Which process it is, so that another one on the same machine can see that it is gone.

use std::fmt;

/// A process: where its number means something, its number, and when it began (a number is given
/// again, a beginning is not).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    place: String,
    process: u32,
    begun: u64,
}

impl fmt::Display for Owner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.place, self.process, self.begun)
    }
}

impl Owner {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (place, process, begun) = (words.next()?, words.next()?, words.next()?);
        let rest = words.next();
        let owner = Self {
            place: place.to_owned(),
            process: process.parse().ok()?,
            begun: begun.parse().ok()?,
        };
        (rest.is_none() && !place.is_empty()).then_some(owner)
    }

    /// This process; `None` where a system does not tell.
    pub(crate) fn this_process() -> Option<Self> {
        let process = std::process::id();
        match system::look(process) {
            system::Look::Runs(begun) => Some(Self { place: system::place()?, process, begun }),
            system::Look::Gone | system::Look::Unknown => None,
        }
    }

    /// Whether it is certain that the process has ended: it is of this start of this system and of
    /// this namespace, and no process has its number, or one that began at another time.
    pub(crate) fn is_gone(&self) -> bool {
        system::place().is_some_and(|place| place == self.place)
            && match system::look(self.process) {
                system::Look::Runs(begun) => begun != self.begun,
                system::Look::Gone => true,
                system::Look::Unknown => false,
            }
    }

    #[cfg(all(test, target_os = "linux"))]
    pub(crate) fn with_process(self, process: u32) -> Self {
        Self { process, ..self }
    }
}

#[cfg(target_os = "linux")]
mod system {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    pub(crate) enum Look {
        /// Since this tick of the system's clock.
        Runs(u64),
        Gone,
        Unknown,
    }

    /// This start of this system, and the namespace that numbers of processes belong to.
    pub(crate) fn place() -> Option<String> {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let namespace = std::fs::read_link("/proc/self/ns/pid").ok()?;
        Some(format!("{}/{}", boot.trim(), namespace.to_str()?))
    }

    pub(crate) fn look(process: u32) -> Look {
        let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) else {
            return Look::Unknown;
        };
        // Asked of the system first: what `/proc` shows depends on who looks.
        if test_kill_process(pid) == Err(Errno::SRCH) {
            return Look::Gone;
        }
        let Ok(text) = std::fs::read_to_string(format!("/proc/{process}/stat")) else {
            return Look::Unknown;
        };
        // After the name in brackets, which may hold anything: the state first, the beginning
        // twentieth.
        let Some((_, fields)) = text.rsplit_once(") ") else { return Look::Unknown };
        let mut fields = fields.split(' ');
        match (fields.next(), fields.nth(18).and_then(|begun| begun.parse().ok())) {
            // It has ended, and its parent has not asked yet how.
            (Some("Z" | "X"), _) => Look::Gone,
            (Some(_), Some(begun)) => Look::Runs(begun),
            _ => Look::Unknown,
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    #[allow(dead_code, reason = "as elsewhere")]
    pub(crate) enum Look {
        Runs(u64),
        Gone,
        Unknown,
    }

    pub(crate) const fn place() -> Option<String> {
        None
    }

    pub(crate) const fn look(_: u32) -> Look {
        Look::Unknown
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_process_is_gone_when_it_ended_and_not_while_it_runs_or_is_of_elsewhere() {
        let here = Owner::this_process().unwrap();
        assert_eq!(Owner::parse(&here.to_string()), Some(here.clone()));
        assert!(!here.is_gone());
        assert!(
            Owner { begun: here.begun + 1, ..here.clone() }.is_gone(),
            "its number was given again"
        );
        let mut child = std::process::Command::new("sleep").arg("600").spawn().unwrap();
        let begun = match system::look(child.id()) {
            system::Look::Runs(begun) => begun,
            system::Look::Gone | system::Look::Unknown => 0,
        };
        let other = Owner { process: child.id(), begun, ..here.clone() };
        assert!(!other.is_gone());
        child.kill().unwrap();
        // Whether or not it was asked yet how it ended.
        while !other.is_gone() {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert!(other.is_gone());
        assert!(!Owner { place: "another/pid:[1]".into(), ..other }.is_gone());
        for text in ["", " 1 2", "place 1", "place x 2", "place 1 2 3", "place -1 2"] {
            assert_eq!(Owner::parse(text), None, "{text}");
        }
    }
}

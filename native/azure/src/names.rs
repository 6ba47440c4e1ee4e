//! Where names lead. Looking one up holds a thread until the system answers, whoever has given up
//! meanwhile, and there are few: one name is looked up once for all who ask for it, so that a name
//! that is silent keeps nobody from another.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};

use ckey_network::Together;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Where a name leads, or why that is not known.
type Found = Result<Vec<SocketAddr>, String>;

static LOOKED_UP: Together<Found> = Together::new();

/// Names as the system looks them up, but for those below localhost, which are this machine
/// wherever the system does not know it (RFC 6761).
pub(crate) struct Names {
    look_up: fn(&str) -> io::Result<Vec<SocketAddr>>,
}

impl Names {
    pub(crate) const fn of_the_system() -> Self {
        Self { look_up: |host| Ok((host, 0).to_socket_addrs()?.collect()) }
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let (host, look_up) = (name.as_str().to_ascii_lowercase(), self.look_up);
        Box::pin(async move {
            let found = if is_this_machine(&host) {
                [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]
                    .map(|address| SocketAddr::new(address, 0))
                    .to_vec()
            } else {
                let asked = host.clone();
                let work = move || look_up(&asked).map_err(|error| error.to_string());
                let found = LOOKED_UP.share(&host, work).await;
                let found = found.unwrap_or_else(|| Err("nothing looked it up".to_owned()));
                found.map_err(io::Error::other)?
            };
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

fn is_this_machine(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ckey_network::Share;
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Poll;
    use std::time::Duration;

    #[test]
    fn names_below_localhost_are_this_machine_and_no_others() {
        for own in ["localhost", "kv.vault.localhost", "KV.Vault.Localhost."] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in ["localhost.evil.example", "evillocalhost", "vault.azure.net"] {
            assert!(!is_this_machine(other), "{other}");
        }
    }

    #[test]
    fn a_name_that_never_answers_keeps_no_other_from_being_looked_up() {
        static ASKED: AtomicU32 = AtomicU32::new(0);
        let look_up = |host: &str| {
            if host == "silent.test" {
                ASKED.fetch_add(1, Ordering::SeqCst);
                std::thread::park_timeout(Duration::from_secs(3600));
            }
            Ok(vec![SocketAddr::from(([192, 0, 2, 1], 0))])
        };
        let share = Share::take(Duration::ZERO).unwrap();
        let runtime = share.runtime().unwrap();
        let of = |host: &str| Names { look_up }.resolve(host.parse().unwrap());
        let mut waiting: Vec<_> =
            (0..50).map(|at| of(if at % 2 == 0 { "silent.test" } else { "Silent.TEST" })).collect();
        runtime.block_on(poll_fn(|context| {
            let silent = waiting.iter_mut().all(|one| one.as_mut().poll(context).is_pending());
            assert!(silent);
            Poll::Ready(())
        }));
        // Who gives up lets go of nothing that the system works at.
        waiting.truncate(25);
        // Without an end, if the silent one held all threads.
        let found = runtime.block_on(of("vault.test")).unwrap().next();
        assert_eq!(found, Some(SocketAddr::from(([192, 0, 2, 1], 0))));
        assert!(ASKED.load(Ordering::SeqCst) <= 1);
    }
}

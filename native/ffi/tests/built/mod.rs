//! Where the built library is, and how other programs are run against it.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, unreachable_pub)]

use ckey_cmdlets::{Next, Session, SessionOptions};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// The C library that was built for this test: it is beside the test's own program.
pub fn library() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let library = here.parent().unwrap().join("libcustomerkey.so");
    assert!(library.is_file(), "{} is missing", library.display());
    library
}

/// What `customer-key New-CustomerKeyTenant ./contoso` does for a user whose home is `home`: a
/// tenant, and that it was opened last.
pub fn make_tenant(home: &Path) -> PathBuf {
    let path = home.join("contoso");
    let options = serde_json::json!({ "environment": { "HOME": home }, "rememberTenant": true });
    let options = options.to_string();
    let session = Session::open(SessionOptions::from_json(options.as_bytes()).unwrap()).unwrap();
    let arguments = serde_json::json!({ "parameters": { "Path": path } }).to_string();
    let mut call = session.start("New-CustomerKeyTenant", arguments.as_bytes()).unwrap();
    while !matches!(call.next(Duration::from_secs(60)).unwrap(), Next::Finished) {}
    call.status().unwrap();
    session.close();
    path
}

/// Runs a program that must succeed, and returns what it printed.
pub fn finish(command: &mut Command, what: &str) -> String {
    let run = command.output().unwrap_or_else(|error| panic!("{what}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{what}: {}\n{out}\n{err}", run.status);
    out.into_owned()
}

#![allow(clippy::unwrap_used)]

use super::Files;
use std::fs;
use std::path::{Path, PathBuf};

/// A root of its own, in our own folder.
struct Root(PathBuf);

impl Root {
    fn new() -> Self {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
        let root = target.join(format!("generate-test-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        Self(root)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_no_cmdlet_has_any_more_goes_and_a_name_in_another_case_is_not_the_name() {
    let root = Root::new();
    let mut files = Files::default();
    files.add("docs/cmdlets/Get-A.md", "a\n".to_owned());
    assert_eq!(files.write(&root.0), Ok(1));
    assert_eq!(files.stale(&root.0), Ok(Vec::new()));

    let folder = root.0.join("docs/cmdlets");
    fs::write(folder.join("Get-B.md"), "b\n").unwrap();
    fs::rename(folder.join("Get-A.md"), folder.join("get-a.md")).unwrap();
    let stale = ["docs/cmdlets/Get-A.md", "docs/cmdlets/Get-B.md", "docs/cmdlets/get-a.md"];
    assert_eq!(files.stale(&root.0).unwrap(), stale);

    assert_eq!(files.write(&root.0), Ok(3));
    let left = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["Get-A.md"]);
    assert_eq!(fs::read_to_string(folder.join("Get-A.md")).unwrap(), "a\n");
    assert_eq!(files.stale(&root.0), Ok(Vec::new()));
}

//! PowerShell refuses the whole module where its file of types has another element than `Type`.
#![allow(clippy::unwrap_used)]

use std::path::Path;

#[test]
fn the_types_of_the_module_are_elements_that_powershell_knows() {
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("../powershell-module/CustomerKey");
    let text = std::fs::read_to_string(module.join("CustomerKey.Types.ps1xml")).unwrap();
    let types: Vec<&str> =
        text.lines().filter(|line| line.starts_with("  <")).map(str::trim).collect();
    assert!(types.len() > 20, "{types:?}");
    for pair in types.chunks(2) {
        assert_eq!(pair, ["<Type>", "</Type>"]);
    }
}

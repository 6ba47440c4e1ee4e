//! Whether it is there.

use serde_json::json;

use crate::stage::Stage;

/// Elsewhere the system keeps a folder where it is while files of it are open.
#[test]
#[cfg(unix)]
fn a_server_whose_tenant_is_gone_says_so_until_it_is_back() {
    let stage = Stage::new();
    let health = || {
        let answer = stage.ask("vault.localhost", "GET /health", "", "");
        (answer.status, answer.body)
    };
    let away = stage.folder().with_extension("away");
    assert_eq!(health(), (200, json!({ "status": "ok" })));
    std::fs::rename(stage.folder(), &away).unwrap();
    assert_eq!(health(), (503, json!({ "status": "tenant gone" })));
    std::fs::rename(&away, stage.folder()).unwrap();
    assert_eq!(health(), (200, json!({ "status": "ok" })));
}

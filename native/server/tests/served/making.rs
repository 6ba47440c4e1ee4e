//! Making keys takes long: who waits for it is judged when its turn comes.

use std::sync::mpsc;

use crate::stage::{APP, Stage, VAULT};

#[test]
fn who_is_removed_while_waiting_makes_no_key_and_one_application_cannot_fill_the_queue() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let keys = || stage.tenant.vaults().keys(&stage.admin(), VAULT).unwrap().len();
    let (told, answers) = mpsc::channel();
    let body = r#"{"kty":"RSA","key_size":4096}"#;
    std::thread::scope(|scope| {
        for number in 0..16 {
            let (told, stage, token) = (told.clone(), &stage, &token);
            scope.spawn(move || {
                let line = format!("POST /keys/k{number}/create");
                told.send(stage.of_vault(VAULT, (&line, body), Some(token))).unwrap();
            });
        }
        drop(told);
        let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
        assert!(refused.head.contains("retry-after: "), "{}", refused.head);
        stage.remove(APP);
        let before = keys();
        let late: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        assert!(late.contains(&401), "{late:?}");
        assert!(keys() <= before + 2, "more than the two that were being made");
    });
}

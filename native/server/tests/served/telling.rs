//! What is told to whom.

use ckey_vault::Fault;

use crate::stage::{APP, Stage, VAULT};

#[test]
fn a_vault_is_told_from_none_by_no_fault_to_who_has_no_token() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let list = ("GET /keys", "");
    let faults = [
        (Fault::Throttled, 429),
        (Fault::ServerError, 500),
        (Fault::Unreachable, 0),
        (Fault::Reset, 0),
        (Fault::HalfAnswer, 200),
        (Fault::Unauthorized, 401),
        (Fault::Firewall, 403),
        (Fault::None, 200),
    ];
    for (fault, met) in faults {
        stage.tenant.vaults().set_fault(&stage.admin(), VAULT, fault).unwrap();
        for bad in [None, Some("a.b.c")] {
            let told = stage.of_vault(VAULT, list, bad);
            let none = stage.of_vault("kv-none", list, bad);
            assert_eq!((told.status, none.status), (401, 401), "{fault:?}");
            assert!(told.head.contains("www-authenticate: bearer "), "{}", told.head);
            assert_eq!(told.body, none.body);
        }
        assert_eq!(stage.list(&token).status, met, "{fault:?}");
    }
}

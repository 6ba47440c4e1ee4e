//! What is told to whom.

use std::time::Duration;

use ckey_vault::{Fault, NewVault, RoleAssignment, Sku, VaultRole};

use crate::stage::{APP, Stage, VAULT};

fn hsm(stage: &Stage, name: &str) {
    let admin = stage.admin();
    let administrators = [RoleAssignment::for_caller(&admin, VaultRole::HsmAdministrator)];
    let new = NewVault {
        hsm: Some(&administrators),
        sku: Sku::Premium,
        rbac: true,
        ..NewVault::new(name, "East US", &admin)
    };
    stage.tenant.vaults().create_vault(&new).unwrap();
}

/// Its host is another, at which nothing is served.
#[test]
fn a_managed_hsm_is_at_no_served_host_also_where_it_came_in_the_place_of_a_vault() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    hsm(&stage, "hsm-a");
    let none = |vault: &str| {
        for asked in [
            ("GET /keys", ""),
            ("GET /keys/Root", ""),
            ("GET /deletedkeys", ""),
            ("POST /keys/Root/create", "{\"kty\":\"RSA\"}"),
            ("POST /keys/restore", "{\"value\":\"AAAA\"}"),
            ("POST /keys/Root/unwrapkey", "{\"alg\":\"RSA-OAEP-256\",\"value\":\"AAAA\"}"),
        ] {
            let told = stage.of_vault(vault, asked, Some(&token));
            assert_eq!(told.status, 404, "{asked:?} {:?}", told.body);
            assert!(!told.body.to_string().contains("anaged"), "{asked:?} {:?}", told.body);
        }
    };
    none("hsm-a");
    none("HSM-A");
    let vaults = stage.tenant.vaults();
    let slow = Fault::Slow(Duration::from_secs(2));
    vaults.set_fault(&stage.admin(), VAULT, slow).unwrap();
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| stage.list(&token).status);
        let body = "{\"alg\":\"RSA-OAEP-256\",\"value\":\"AAAA\"}";
        let unwrap = ("POST /keys/Root/unwrapkey", body);
        let used = scope.spawn({
            let (stage, token) = (&stage, &token);
            move || stage.of_vault(VAULT, unwrap, Some(token))
        });
        std::thread::sleep(Duration::from_millis(700));
        vaults.delete_vault(&stage.admin(), VAULT).unwrap();
        vaults.purge_vault(&stage.admin(), VAULT).unwrap();
        hsm(&stage, VAULT);
        assert_eq!(asked.join().unwrap(), 404);
        let used = used.join().unwrap();
        assert_eq!(used.status, 404, "{:?}", used.body);
        assert!(!used.body.to_string().contains("anaged"), "{:?}", used.body);
    });
    vaults.delete_vault(&stage.admin(), "hsm-a").unwrap();
    none("hsm-a");
}

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
        (Fault::SubscriptionCanceled, 403),
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

#[test]
fn every_answer_says_where_its_request_came_from_as_azures_do() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let list = ("GET /keys", "");
    for (told, status) in [
        (stage.list(&token), 200),
        (stage.of_vault(VAULT, list, None), 401),
        (stage.of_vault("kv-none", list, Some(&token)), 404),
        (stage.ask("vault.localhost", "GET /health", "", ""), 200),
    ] {
        assert_eq!(told.status, status, "{:?}", told.body);
        let mut lines = told.head.lines();
        let said = lines.find_map(|line| line.strip_prefix("x-ms-keyvault-network-info: "));
        // The stage reads heads in lower case.
        assert_eq!(said, Some("conn_type=ipv4;addr=127.0.0.1;act_addr_fam=internetwork;"));
    }
}

//! Sessions: several on one tenant, closing, secrets, cancelling a wait for a vault.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use ckey_cmdlets::{Next, SecretBytes, Session, SessionOptions};
use ckey_engine::ScopeSelector;
use common::{LONG, Shell, open, read, run};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn sessions_on_one_tenant_see_each_other_and_share_the_sign_in() {
    let shell = Shell::with_tenant();
    let path = shell.folder.path().join("tenant");
    let other = open(json!({ "CUSTOMER_KEY_TENANT": path, "USER": "tester" }));
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@contoso.com" })).ok();
    assert!(
        run(&other, "Connect-ExchangeOnline", json!({})).information[0].contains("ann@contoso.com")
    );
    run(&other, "New-Mailbox", json!({ "Name": "Ann" })).ok();
    assert_eq!(shell.names("Get-Mailbox"), ["Ann"]);
    assert!(
        Arc::ptr_eq(&shell.session.tenant().unwrap(), &other.tenant().unwrap()),
        "one engine a process and folder"
    );
    let stranger = open(json!({ "CUSTOMER_KEY_TENANT": path, "USER": "somebody" }));
    assert!(
        run(&stranger, "Connect-ExchangeOnline", json!({})).information[0].contains("admin@"),
        "a sign-in is one user's"
    );
}

#[test]
fn a_sign_in_by_a_variable_that_is_not_set_leaves_nobody_signed_in() {
    let shell = Shell::with_tenant();
    for (cmdlet, parameters, id) in [
        ("Connect-ExchangeOnline", json!({ "Credential": null }), "AccountMissing"),
        ("Connect-IPPSSession", json!({ "Credential": null }), "AccountMissing"),
        ("Connect-ExchangeOnline", json!({ "AccessToken": null }), "AccountMissing"),
        ("Connect-ExchangeOnline", json!({ "UserPrincipalName": null }), "IdentifierInvalid"),
        ("Connect-ExchangeOnline", json!({ "AppId": null }), "IdentifierInvalid"),
        (
            "Connect-ExchangeOnline",
            json!({ "Credential": { "userName": "" } }),
            "IdentifierInvalid",
        ),
        ("Connect-AzAccount", json!({ "AccountId": null }), "IdentifierInvalid"),
        ("Connect-AzAccount", json!({ "Credential": null }), "AccountMissing"),
        ("Connect-AzAccount", json!({ "AccessToken": "opaque" }), "MissingMandatoryParameter"),
        (
            "Connect-AzAccount",
            json!({ "CertificateThumbprint": "01", "Tenant": "contoso" }),
            "MissingMandatoryParameter",
        ),
        (
            "Connect-AzAccount",
            json!({ "ServicePrincipal": true, "ApplicationId": "", "CertificateThumbprint": "01", "Tenant": "contoso" }),
            "IdentifierInvalid",
        ),
        (
            "Connect-AzAccount",
            json!({ "AccessToken": "a.b.c", "AccountId": "" }),
            "IdentifierInvalid",
        ),
    ] {
        let said = shell.run(cmdlet, parameters.clone());
        assert_eq!(said.error(), id, "{cmdlet} {parameters}");
        let next = shell.run("New-Mailbox", json!({ "Name": "bob" }));
        assert_eq!(next.error(), "SignInFailed", "{cmdlet} {parameters}");
        shell.run("Disconnect-ExchangeOnline", json!({})).ok();
    }
    let asked = json!({ "AccessToken": "opaque", "AccountId": "ann@fabrikam.com" });
    shell.run("Connect-AzAccount", asked).ok();
}

#[test]
fn a_session_that_chooses_a_subscription_does_not_undo_how_another_signs_in_meanwhile() {
    let shell = Shell::with_tenant();
    let path = shell.folder.path().join("tenant");
    let other = open(json!({ "CUSTOMER_KEY_TENANT": path, "USER": "tester" }));
    run(&other, "Set-AzContext", json!({ "Subscription": "s" })).ok();
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                run(&other, "Set-AzContext", json!({ "Subscription": "s" }));
            }
        });
        let refused = (0..60).all(|_| {
            let failed = json!({ "UserPrincipalName": "not a name" });
            assert_eq!(shell.run("Connect-ExchangeOnline", failed).error(), "IdentifierInvalid");
            // Time for a choice that was under way to be put back.
            thread::sleep(Duration::from_millis(5));
            let said = shell.run("New-Mailbox", json!({ "Name": "bob" }));
            shell.run("Disconnect-ExchangeOnline", json!({})).ok();
            said.errors.first().is_some_and(|error| error["id"] == "SignInFailed")
        });
        ended.store(true, Ordering::Relaxed);
        assert!(refused, "the failed sign-in was lost");
    });
}

#[test]
fn an_account_that_nothing_names_is_told_of_once_in_a_session() {
    let shell = Shell::with_tenant();
    let told = |said: &common::Said| {
        said.warnings.iter().filter(|warning| warning.contains("owner's rights")).count()
    };
    let connect =
        || shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@fabrikam.com" }));
    assert_eq!((told(&connect()), told(&connect())), (1, 0));
    assert_eq!(told(&shell.run("New-Mailbox", json!({ "Name": "bob" }))), 0);
    let other = open(
        json!({ "CUSTOMER_KEY_TENANT": shell.folder.path().join("tenant"), "USER": "tester" }),
    );
    let (first, second) =
        (run(&other, "Get-Mailbox", json!({})), run(&other, "Get-Mailbox", json!({})));
    assert_eq!((told(&first), told(&second)), (1, 0));
}

#[test]
fn a_session_hands_the_keys_of_a_scope_to_whoever_may_read_it_alone() {
    let shell = Shell::with_tenant();
    for name in ["alice", "bob"] {
        shell.run("New-Mailbox", json!({ "Name": name })).ok();
    }
    let may = |scope: ScopeSelector| {
        shell
            .session
            .open_scope("a test", &scope, &ckey_base::CancelToken::default())
            .map(drop)
            .map_err(|error| (error.id, error.category))
    };
    let mailbox = |name: &str| ScopeSelector::Mailbox(name.into());
    let denied = |id: &str| Err((id.to_owned(), ckey_engine::Category::PermissionDenied));
    assert_eq!(may(mailbox("bob")), Ok(()), "nobody is signed in");
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "alice@contoso.com" })).ok();
    assert_eq!(
        (may(mailbox("alice")), may(mailbox("bob"))),
        (Ok(()), denied("AccountNotPermitted"))
    );
    assert_eq!(may(ScopeSelector::Workload("Teams".into())), denied("AccountNotPermitted"));
    assert_eq!(may(ScopeSelector::Application("ledger".into())), denied("AccountNotPermitted"));
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@fabrikam.com" })).ok();
    assert_eq!(
        may(mailbox("bob")),
        Ok(()),
        "an account that nothing names acts with the owner's rights"
    );
    shell
        .run(
            "Connect-ExchangeOnline",
            json!({ "UserPrincipalName": "admin@contoso.onmicrosoft.com" }),
        )
        .ok();
    shell.run("Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Refuse" })).ok();
    shell.run("Connect-ExchangeOnline", json!({ "UserPrincipalName": "ann@fabrikam.com" })).ok();
    assert_eq!(may(mailbox("bob")), denied("AccountUnknown"));
}

#[test]
fn closing_ends_the_open_calls_and_refuses_new_ones() {
    let shell = Shell::with_tenant();
    shell.run("New-Mailbox", json!({ "Name": "user", "Count": 6000 })).ok();
    let mut listing = shell.start("Get-Mailbox", json!({ "ResultSize": "Unlimited" }));
    assert!(matches!(listing.next(LONG).unwrap(), Next::Record(_)));
    shell.session.close();
    while !matches!(listing.next(LONG).unwrap(), Next::Finished) {}
    assert_eq!(listing.status().unwrap_err().id, "OperationStopped");
    assert_eq!(shell.session.start("Get-Mailbox", b"").err().unwrap().id, "SessionClosed");
    assert_eq!(shell.session.tenant().err().unwrap().id, "SessionClosed");
}

#[test]
fn a_passphrase_is_a_secret_of_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sealed");
    let session = open(json!({}));
    session
        .secret(
            "environment:CUSTOMER_KEY_PASSPHRASE",
            SecretBytes::from_slice(b"correct horse").unwrap(),
        )
        .unwrap();
    run(&session, "New-CustomerKeyTenant", json!({ "Path": path })).ok();
    session.close();
    drop(session);
    let without = open(json!({ "CUSTOMER_KEY_TENANT": path }));
    assert_eq!(run(&without, "Get-CustomerKeyTenant", json!({})).errors.len(), 1);
    let with =
        open(json!({ "CUSTOMER_KEY_TENANT": path, "CUSTOMER_KEY_PASSPHRASE": "correct horse" }));
    run(&with, "Get-CustomerKeyTenant", json!({})).ok();
}

/// Rule 8.5.14: where nothing was chosen, only what makes something or connects makes the default tenant;
/// reading and what-if make nothing.
#[test]
fn reading_makes_no_tenant_and_a_change_makes_the_default_one_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let session = open(json!({ "XDG_DATA_HOME": folder.path() }));
    let nothing = |said: &common::Said| {
        assert_eq!(said.error(), "TenantNotFound");
        let line = format!("New-CustomerKeyTenant -Path {}/", folder.path().display());
        assert!(said.errors[0]["fix"].as_str().unwrap().contains(&line), "{said:#?}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing was made");
    };
    for cmdlet in [
        "Get-Mailbox",
        "Get-CustomerKeyTenant",
        "Test-CustomerKeyTenant",
        "Search-CustomerKeyAudit",
        "Search-CustomerKeyVaultUse",
        "Wait-CustomerKeyJob",
        "Invoke-CustomerKeyJob",
        "Clear-CustomerKeyCache",
    ] {
        nothing(&run(&session, cmdlet, json!({})));
    }
    let export = json!({ "Mailbox": "Ann", "Identity": "x", "OutputFile": "out" });
    nothing(&run(&session, "Export-CustomerKeyItem", export));
    run(&session, "Disconnect-ExchangeOnline", json!({})).ok();
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "and neither does what ends a script");
    nothing(&run(
        &session,
        "Backup-CustomerKeyTenant",
        json!({ "OutputFile": "a", "SecretsFile": "b" }),
    ));
    let what_if = json!({ "parameters": { "Name": "Ann" }, "whatIf": true }).to_string();
    let key = folder.path().join("master.key");
    let sealed = json!({ "XDG_DATA_HOME": folder.path(), "CUSTOMER_KEY_MASTER_KEY_FILE": key });
    for session in [&session, &open(sealed)] {
        let said = read(session.start("New-Mailbox", what_if.as_bytes()).unwrap(), true).ok();
        assert!(said.what_if[0].contains("would be made"), "{said:#?}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing was made");
    }
    assert_eq!(session.tenant().err().unwrap().id, "TenantNotFound");
    let said = run(&session, "New-Mailbox", json!({ "Name": "Ann" })).ok();
    assert!(said.warnings[0].contains("It was made just now"), "{said:#?}");
    let other = open(json!({ "XDG_DATA_HOME": folder.path() }));
    assert_eq!(run(&other, "Get-Mailbox", json!({})).ok().list("Name"), ["Ann"]);
    let connects = tempfile::tempdir().unwrap();
    let session = open(json!({ "XDG_DATA_HOME": connects.path() }));
    let said = run(&session, "Connect-ExchangeOnline", json!({})).ok();
    assert!(said.warnings[0].contains("It was made just now"), "{said:#?}");
    assert_eq!(run(&session, "New-Mailbox", json!({ "Name": "Bob" })).ok().warnings.len(), 0);
    run(&session, "Get-CustomerKeyTenant", json!({})).ok();
}

#[test]
fn a_tenant_that_is_named_or_was_opened_last_and_is_gone_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let home = json!({ "HOME": folder.path() });
    let options = json!({ "environment": home, "rememberTenant": true }).to_string();
    let users = Session::open(SessionOptions::from_json(options.as_bytes()).unwrap()).unwrap();
    let new = |name: &str| json!({ "Path": folder.path().join(name), "Name": name });
    run(&users, "New-CustomerKeyTenant", new("mine")).ok();
    // A program with a tenant of its own does not move the user's.
    run(&open(home.clone()), "New-CustomerKeyTenant", new("programs")).ok();
    assert_eq!(
        run(&open(home.clone()), "Get-CustomerKeyTenant", json!({})).one()["Name"],
        "mine",
        "the one opened last"
    );
    std::fs::rename(folder.path().join("mine"), folder.path().join("moved")).unwrap();
    for (environment, told) in [
        (home.clone(), "opened last"),
        (
            json!({ "HOME": folder.path(), "CUSTOMER_KEY_TENANT": folder.path().join("gone") }),
            "gone'. CUSTOMER_KEY_TENANT names that folder.",
        ),
    ] {
        for (cmdlet, parameters) in
            [("Get-Mailbox", json!({})), ("New-Mailbox", json!({ "Name": "Ann" }))]
        {
            let said = run(&open(environment.clone()), cmdlet, parameters);
            assert_eq!(said.error(), "TenantNotFound");
            assert!(said.errors[0]["message"].as_str().unwrap().contains(told), "{said:#?}");
        }
    }
    assert!(!folder.path().join(".local").exists(), "no default one takes its place");
}

#[test]
fn a_secret_is_refused_under_a_name_that_nothing_reads() {
    let session = open(json!({}));
    let give = |name: &str| {
        session.secret(name, SecretBytes::from_slice(b"x").unwrap()).map_err(|error| error.id)
    };
    for name in [
        "enviroment:CUSTOMER_KEY_PASSPHRASE",
        "environment:CUSTOMER_KEY_PASS",
        "parameter:",
        "PARAMETER:Credential",
        "",
    ] {
        assert_eq!(give(name), Err("UnknownSecret".to_owned()), "{name}");
    }
    give("environment:CUSTOMER_KEY_PASSPHRASE").unwrap();
    give("parameter:Credential").unwrap();
}

#[test]
fn a_second_session_shows_the_passphrase_of_a_tenant_that_the_first_has_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sealed");
    let first = open(json!({ "CUSTOMER_KEY_PASSPHRASE": "correct horse" }));
    run(&first, "New-CustomerKeyTenant", json!({ "Path": path })).ok();
    for environment in [
        json!({ "CUSTOMER_KEY_TENANT": path }),
        json!({ "CUSTOMER_KEY_TENANT": path, "CUSTOMER_KEY_PASSPHRASE": "wrong horse" }),
    ] {
        let second = open(environment);
        assert_eq!(run(&second, "Get-Mailbox", json!({})).error(), "StoreWrongMasterKey");
        assert_eq!(
            run(&second, "Open-CustomerKeyTenant", json!({ "Path": path })).error(),
            "StoreWrongMasterKey"
        );
    }
    let right =
        open(json!({ "CUSTOMER_KEY_TENANT": path, "CUSTOMER_KEY_PASSPHRASE": "correct horse" }));
    run(&right, "Get-Mailbox", json!({})).ok();
    assert!(Arc::ptr_eq(&first.tenant().unwrap(), &right.tenant().unwrap()));
}

fn open_with(shell: &Shell, option: &str) -> Arc<Session> {
    let path = shell.folder.path().join("tenant");
    let options = json!({ "environment": { "CUSTOMER_KEY_TENANT": path, "USER": "tester" }, option: true, "manualJobs": true });
    Session::open(SessionOptions::from_json(options.to_string().as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_session_that_observes_sees_as_the_administrator_whoever_is_signed_in_and_leaves_no_record() {
    let shell = Shell::with_keys();
    let observer = open_with(&shell, "observes");
    let seen = |cmdlet: &str| run(&observer, cmdlet, json!({})).ok().outputs;
    let before = (seen("Get-AzRoleAssignment"), seen("Get-CustomerKeyTenant").len());
    shell.run("Set-CustomerKeyTenant", json!({ "UnknownAccounts": "Refuse" })).ok();
    shell.run("Connect-AzAccount", json!({ "AccountId": "nobody@contoso.com" })).ok();
    shell.run("Disconnect-ExchangeOnline", json!({ "Confirm": false })).ok();
    assert_eq!((seen("Get-AzRoleAssignment"), seen("Get-CustomerKeyTenant").len()), before);
    assert!(seen("Get-Mailbox").is_empty());
    let records = seen("Search-CustomerKeyAudit").len();
    for cmdlet in [
        "New-Mailbox",
        "Connect-ExchangeOnline",
        "Disconnect-AzAccount",
        "Test-CustomerKeyRetirement",
    ] {
        assert_eq!(run(&observer, cmdlet, json!({ "Name": "Ann" })).error(), "SessionObserves");
    }
    assert_eq!(seen("Search-CustomerKeyAudit").len(), records);
}

#[test]
fn a_call_tells_the_operation_that_its_records_name() {
    let shell = Shell::with_tenant();
    let session = open_with(&shell, "tellsOperations");
    let given = json!({ "parameters": { "Name": "Ann" } }).to_string();
    let mut call = session.start("New-Mailbox", given.as_bytes()).unwrap();
    let mut told = Vec::new();
    loop {
        match call.next(LONG).unwrap() {
            Next::Record(record) => {
                let head: Value =
                    serde_json::from_slice(record.split(|byte| *byte == b'\n').next().unwrap())
                        .unwrap();
                if head["stream"] == "operation" {
                    told.push(head);
                }
            }
            Next::Finished => break,
            Next::None => {}
        }
    }
    assert_eq!(told.len(), 1);
    let newest = shell.run("Search-CustomerKeyAudit", json!({ "ResultSize": 1 })).ok();
    assert_eq!(newest.outputs[0]["Operation"], "New-Mailbox");
    assert_eq!(newest.outputs[0]["OperationId"], told[0]["operationId"]);
    assert_eq!(newest.outputs[0]["UserId"], told[0]["account"]);
}

#[test]
fn the_backend_is_chosen_by_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let session =
        open(json!({ "XDG_DATA_HOME": folder.path(), "CUSTOMER_KEY_BACKEND": "rustcrypto" }));
    run(&session, "New-Mailbox", json!({ "Name": "Ann" })).ok();
    assert_eq!(
        run(&session, "Get-CustomerKeyTenant", json!({})).one()["CryptoBackend"],
        "rustcrypto"
    );
    let options = SessionOptions { backend: Some("rot13".into()), ..SessionOptions::default() };
    assert_eq!(Session::open(options).err().unwrap().id, "InvalidSessionOptions");
    let misspelt = SessionOptions::from_json(br#"{"backEnd": "rustcrypto"}"#);
    assert_eq!(
        misspelt.err().unwrap().id,
        "InvalidSessionOptions",
        "nothing that is given is passed over"
    );
}

#[test]
fn cancelling_ends_a_wait_for_a_slow_vault() {
    let shell = Shell::with_keys();
    shell
        .run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() }))
        .ok();
    shell.run("New-Mailbox", json!({ "Name": "Ann" })).ok();
    shell.run("Set-Mailbox", json!({ "Identity": "Ann", "DataEncryptionPolicy": "DEP" })).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    std::fs::write(shell.folder.path().join("a"), b"x").unwrap();
    shell.run("Set-CustomerKeyTenant", json!({ "RootTimeout": 60, "CacheEnabled": false })).ok();
    for vault in ["alpha-vault", "beta-vault"] {
        shell
            .run(
                "Set-CustomerKeyVaultFault",
                json!({ "VaultName": vault, "Fault": "Slow", "DelaySeconds": 3600 }),
            )
            .ok();
    }
    for (cmdlet, parameters) in [
        ("Import-CustomerKeyItem", json!({ "Path": "a", "Mailbox": "Ann" })),
        ("New-DataEncryptionPolicy", json!({ "Name": "Other", "AzureKeyIDs": Shell::uris() })),
    ] {
        let mut call = shell.start(cmdlet, parameters);
        assert_eq!(call.next(Duration::from_millis(300)), Ok(Next::None), "it waits for the vault");
        let (canceller, before) = (call.canceller(), Instant::now());
        thread::spawn(move || canceller.cancel());
        while !matches!(call.next(LONG).unwrap(), Next::Finished) {}
        // Far below the minute that each root may take.
        assert!(before.elapsed() < Duration::from_secs(30), "{cmdlet}");
        assert_eq!(call.status().unwrap_err().id, "OperationStopped");
    }
}

#[test]
fn an_empty_passphrase_is_refused_wherever_it_comes_from() {
    let empty =
        SessionOptions::from_json(br#"{"environment": {"CUSTOMER_KEY_PASSPHRASE": ""}}"#).unwrap();
    assert_eq!(Session::open(empty).err().unwrap().id, "PassphraseEmpty");
    let session = open(json!({}));
    let given = session
        .secret("environment:CUSTOMER_KEY_PASSPHRASE", SecretBytes::from_slice(b"").unwrap());
    assert_eq!(given.err().unwrap().id, "PassphraseEmpty");
}

#[test]
fn two_keys_for_one_secret_store_and_an_unknown_word_for_jobs_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let make = |environment: Value| {
        run(&open(environment), "New-CustomerKeyTenant", json!({ "Path": folder.path().join("t") }))
    };
    let both = json!({ "CUSTOMER_KEY_PASSPHRASE": "words", "CUSTOMER_KEY_MASTER_KEY_FILE": folder.path().join("key") });
    assert_eq!(make(both).error(), "MasterKeyAmbiguous");
    let misspelt =
        SessionOptions::from_json(br#"{"environment": {"CUSTOMER_KEY_JOBS": "manuell"}}"#).unwrap();
    assert_eq!(Session::open(misspelt).err().unwrap().id, "InvalidSessionOptions");
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "nothing was made");
    make(json!({ "CUSTOMER_KEY_JOBS": "Manual" })).ok();
}

#[test]
fn nothing_is_written_into_a_tenants_folder_nor_over_an_earlier_head() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t");
    let session = open(json!({ "CUSTOMER_KEY_TENANT": path }));
    run(&session, "New-CustomerKeyTenant", json!({ "Path": path })).ok();
    run(&session, "New-Mailbox", json!({ "Name": "Ann" })).ok();
    let letter = folder.path().join("letter.eml");
    std::fs::write(&letter, "x").unwrap();
    let item = run(&session, "Import-CustomerKeyItem", json!({ "Mailbox": "Ann", "Path": letter }))
        .one()["Identity"]
        .clone();
    std::os::unix::fs::symlink(path.join("content"), folder.path().join("link")).unwrap();
    for file in [
        path.join("tenant.db"),
        path.join("content/new"),
        path.join("new/er"),
        folder.path().join("link/new"),
    ] {
        let head = run(&session, "Export-CustomerKeyAuditHead", json!({ "OutputFile": file }));
        assert_eq!(head.error(), "OutputInTenant", "{}", file.display());
        let export =
            json!({ "Mailbox": "Ann", "Identity": item, "OutputFile": file, "Force": true });
        assert_eq!(run(&session, "Export-CustomerKeyItem", export).error(), "OutputInTenant");
        let backup = json!({ "OutputFile": folder.path().join("a"), "SecretsFile": file });
        assert_eq!(run(&session, "Backup-CustomerKeyTenant", backup).error(), "OutputInTenant");
    }
    let head = folder.path().join("head.json");
    run(&session, "Export-CustomerKeyAuditHead", json!({ "OutputFile": head })).ok();
    let kept = std::fs::read(&head).unwrap();
    assert_eq!(
        run(&session, "Export-CustomerKeyAuditHead", json!({ "OutputFile": head })).error(),
        "FileExists"
    );
    assert_eq!(std::fs::read(&head).unwrap(), kept);
    for given in [
        json!({ "PublicKey": "00" }),
        json!({ "HeadFile": "" }),
        json!({ "HeadFile": head, "PublicKey": "" }),
    ] {
        assert_eq!(run(&session, "Test-CustomerKeyAudit", given).error(), "AuditCheckIncomplete");
    }
}

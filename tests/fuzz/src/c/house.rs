//! One rehearsal tenant for a process, made through the C functions themselves: two vaults with a
//! key each, a policy, a mailbox under it, objects of every scope.

use super::objects::{Object, open_again};
use super::ops::Text;
use super::raw::{Buffer, call, handle, made, message, with_error};
use crate::vaults::folder;
use customerkey::exports::{
    call::*, context::ckey_context_encode, item::ckey_scope_seal, scope::*, session::*,
};
use serde_json::{Value, json};
use std::ptr::{null, null_mut};
use std::sync::{Arc, LazyLock, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

pub struct House {
    folder: TempDir,
    options: Vec<String>,
    /// Of a session that stays open.
    pub session: usize,
    /// Of scopes that stay open.
    pub scopes: Vec<usize>,
    pub objects: Vec<Arc<Object>>,
    /// Bytes to seal.
    pub content: Vec<u8>,
    /// A scope of a site that stays open, and its file.
    pub site: usize,
    pub file: String,
    /// What is in the file.
    pub in_file: Mutex<Vec<u8>>,
}

/// Selectors of the prepared scopes, then ones that open nothing.
pub const SELECTORS: [&str; 7] = [
    r#"{"application": "ledger"}"#,
    r#"{"mailbox": "alice"}"#,
    r#"{"application": "notes"}"#,
    r#"{"workload": "no such"}"#,
    r#"{"mailbox": "bob"}"#,
    r#"{"application": "ledger", "mailbox": "alice"}"#,
    r#"{"application": "ledger", "application": "ledger"}"#,
];
/// How many of them open a scope.
pub const SCOPES: usize = 3;

/// Encryption contexts; the last is none.
pub const CONTEXTS: [&[u8]; 4] =
    [b"", b"\0\x01\0\x01a\0\x01b", b"\0\x01\0\x01a\0\x01c", b"\0\x01\0\x01a"];

/// How many of them are encodings.
pub const ENCODED: usize = 3;

/// Cmdlets that change nothing that a sequence relies on, with arguments.
const CALLS: [(&str, &str); 14] = [
    ("Get-CustomerKeyTenant", ""),
    ("get-mailbox", r#"{"parameters": {"Identity": "alice"}}"#),
    ("Get-Mailbox", r#"{"parameters": {"ResultSize": "Unlimited"}}"#),
    ("Get-DataEncryptionPolicy", "{}"),
    ("Get-MailboxStatistics", r#"{"positional": ["alice"]}"#),
    ("Search-CustomerKeyAudit", r#"{"parameters": {"ResultSize": 5}}"#),
    ("Get-AzKeyVaultKey", r#"{"parameters": {"VaultName": "alpha-vault"}}"#),
    ("New-Mailbox", r#"{"parameters": {"Name": "carol"}, "whatIf": true}"#),
    ("New-Mailbox", r#"{"parameters": {"Name": "dave", "Confirm": true}}"#),
    ("Clear-CustomerKeyCache", ""),
    ("Test-CustomerKeyTenant", ""),
    ("Get-Mailbox", r#"{"parameters": {"Identity": {"secret": "parameter:Name"}}}"#),
    ("Get-Nothing", "{}"),
    ("Get-Mailbox", r#"{"parameters": {"Identity": "nobody"}, "unknown": 1}"#),
];

const SECRETS: [&str; 4] =
    ["parameter:Name", "environment:CUSTOMER_KEY_PASSPHRASE", "environment:HOME", "parameter:"];

const JSON: [&str; 5] = [
    r#"{"item": "42", "mailbox": "anna"}"#,
    "{}",
    r#"{"a": 1}"#,
    r#"{"a": "b", "a": "c"}"#,
    r#"{"\u0000": "\ud83d\ude00"}"#,
];

/// Bytes in the file of the site at first: two chunks and a part of one.
const IN_FILE: usize = (2 << 20) + 12_345;
const SITE: &str = "https://contoso.sharepoint.com/sites/finance";

/// Ids of files, beside the one that is there.
const IDS: [&str; 6] = [
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "plan.bin",
    "",
    "{00000000-0000-0000-0000-000000000000",
    "\0",
];

pub static HOUSE: LazyLock<House> = LazyLock::new(House::make);

/// A known text or any bytes, taken from a list.
fn text<'a>(text: &'a Text, known: impl Fn(usize) -> &'a str) -> &'a [u8] {
    match text {
        Text::Known(number) => known(usize::from(*number)).as_bytes(),
        Text::Any(bytes) => bytes,
    }
}

impl House {
    fn make() -> Self {
        let folder = folder();
        let home = folder.path().join("home");
        // SAFETY: the first call of a sequence comes here, before the library has started any
        // thread.
        unsafe {
            ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"]
                .iter()
                .for_each(|name| std::env::set_var(name, &home));
            std::env::set_var("CUSTOMER_KEY_TENANT", folder.path().join("tenant"));
        }
        let environment = json!({ "HOME": home, "USER": "tester", "CUSTOMER_KEY_JOBS": "manual" });
        let open = json!({ "environment": environment }).to_string();
        let session = open_session(open.as_bytes()).expect("a session opens");
        let file = prepare(session, &folder);
        let mut named = environment;
        named["CUSTOMER_KEY_TENANT"] = json!(folder.path().join("tenant"));
        let session = open_session(json!({ "environment": named }).to_string().as_bytes())
            .expect("a session opens");
        named["CUSTOMER_KEY_TENANT"] = json!(folder.path().join("nothing"));
        let options = vec![
            String::new(),
            String::from("{}"),
            json!({ "environment": named }).to_string(),
            json!({ "backend": "rustcrypto", "manualJobs": true }).to_string(),
            json!({ "backend": "none" }).to_string(),
        ];
        let scopes = SELECTORS[..SCOPES]
            .iter()
            .map(|selector| open_scope(session, selector.as_bytes()).expect("a scope opens"));
        let mut house = Self {
            folder,
            options,
            session,
            scopes: scopes.collect(),
            objects: Vec::new(),
            content: content(),
            site: open_scope(session, json!({ "site": SITE }).to_string().as_bytes())
                .expect("the scope of a site opens"),
            file,
            in_file: Mutex::new(content()[..IN_FILE].to_vec()),
        };
        house.objects =
            [(0, 300, false), (0, 0, true), (1, 70_000, false), (2, (1 << 20) + 5, true)]
                .into_iter()
                .zip(1..)
                .map(|(what, context)| Arc::new(house.object(what, context % ENCODED)))
                .collect();
        house
    }

    fn object(&self, (scope, length, detached): (usize, usize, bool), context: usize) -> Object {
        let plain = self.content[..length].to_vec();
        let (status, bytes, wrapped) =
            seal(self.scopes[scope], CONTEXTS[context], &plain, detached);
        assert_eq!(status, 0);
        let path = self.folder.path().join(format!("object-{scope}-{length}"));
        std::fs::write(&path, bytes.as_deref().unwrap_or_default()).expect("an object is written");
        let (bytes, wrapped) = (bytes.unwrap_or_default(), wrapped.unwrap_or_default());
        let object = Object { scope, context, wrapped, bytes, plain, path: Some(path) };
        open_again(&object, self.scopes[scope]);
        object
    }

    pub fn options<'a>(&'a self, chosen: &'a Text) -> &'a [u8] {
        match chosen {
            // Another home would be another place for a tenant.
            Text::Any(bytes) if bytes.windows(3).any(|part| part.eq_ignore_ascii_case(b"env")) => {
                b"{"
            }
            chosen => text(chosen, |number| &self.options[number % self.options.len()]),
        }
    }

    pub fn selector(chosen: &Text) -> (&[u8], Option<usize>) {
        let scope = match chosen {
            Text::Known(number) => {
                Some(usize::from(*number) % SELECTORS.len()).filter(|number| *number < SCOPES)
            }
            Text::Any(_) => None,
        };
        (text(chosen, |number| SELECTORS[number % SELECTORS.len()]), scope)
    }

    /// A cmdlet and its arguments. Only prepared ones with any arguments, or none at all: others
    /// would change what is relied on.
    pub fn cmdlet<'a>(name: &'a Text, arguments: &'a Text) -> (&'a [u8], &'a [u8]) {
        let (known, own) = match name {
            Text::Known(number) => CALLS[usize::from(*number) % CALLS.len()],
            Text::Any(_) => ("", ""),
        };
        match (name, arguments) {
            (Text::Any(bytes), _) if bytes.contains(&b'-') => (b"Get-Nothing", b""),
            (Text::Any(bytes), _) => (bytes, b""),
            (Text::Known(_), Text::Any(bytes)) if known.starts_with("Get") => {
                (known.as_bytes(), bytes)
            }
            _ => (known.as_bytes(), own.as_bytes()),
        }
    }

    pub fn secret(chosen: &Text) -> &[u8] {
        text(chosen, |number| SECRETS[number % SECRETS.len()])
    }

    /// The id of a file, and whether it is that of the one that is there.
    pub fn file_id<'a>(&'a self, chosen: &'a Text) -> (&'a [u8], bool) {
        match chosen {
            Text::Known(number) => IDS
                .get(usize::from(*number) % 16)
                .map_or((self.file.as_bytes(), true), |id| (id.as_bytes(), false)),
            Text::Any(bytes) => (bytes, is_guid(bytes, &self.file)),
        }
    }

    pub fn json(chosen: &Text) -> &[u8] {
        text(chosen, |number| JSON[number % JSON.len()])
    }
}

/// Whether bytes are a GUID, in whichever form it is written.
fn is_guid(bytes: &[u8], guid: &str) -> bool {
    Uuid::try_parse_ascii(bytes).is_ok_and(|read| Uuid::try_parse(guid) == Ok(read))
}

/// Bytes that do not repeat soon.
fn content() -> Vec<u8> {
    (0..3_u32 << 20).map(|n| (n.wrapping_mul(2_654_435_761) >> 11).to_le_bytes()[0]).collect()
}

/// Makes the tenant; returns the id of the file of its site.
fn prepare(session: usize, folder: &TempDir) -> String {
    let run = |cmdlet: &str, parameters: Value| {
        let arguments = json!({ "parameters": parameters, "location": folder.path() }).to_string();
        let call =
            start(session, cmdlet.as_bytes(), arguments.as_bytes()).1.expect("a call starts");
        let mut identity = String::new();
        let mut hear = |head: &Value, items: &str| {
            if head["stream"] == "confirm" {
                assert_eq!(call!(ckey_call_answer(handle(call), 1)), 0);
            } else if let Ok(items) = serde_json::from_str::<Value>(items)
                && let Some(shown) = items[0]["Identity"].as_str()
            {
                identity = shown.to_owned();
            }
        };
        while next(call, 60_000, &mut hear) != 0 {}
        let status = with_error(|error| {
            let status = call!(ckey_call_status(handle(call), error));
            // SAFETY: the place is `with_error`'s own, and was set.
            assert_eq!(status, 0, "{cmdlet} {arguments}: {}", message(unsafe { *error }));
            status
        });
        assert_eq!(status, 0);
        assert_eq!(call!(ckey_call_free(handle(call))), 0);
        identity
    };
    run("New-CustomerKeyTenant", json!({ "Path": "tenant", "Name": "contoso" }));
    // A record of each scope that is opened would make the log longer with every sequence.
    run(
        "Set-CustomerKeyTenant",
        json!({ "JobMode": "Manual", "MailboxCacheLifetime": 3600, "AuditReads": false }),
    );
    for (vault, region) in [("alpha-vault", "East US"), ("beta-vault", "West US")] {
        let group = format!("{vault}-rg");
        run("Set-AzContext", json!({ "Subscription": format!("subscription of {vault}") }));
        run("New-AzResourceGroup", json!({ "Name": group, "Location": region }));
        run(
            "New-AzKeyVault",
            json!({ "Name": vault, "ResourceGroupName": group, "Location": region }),
        );
        for application in
            ["00000002-0000-0ff1-ce00-000000000000", "c066d759-24ae-40e7-a56f-027002b5d3e4"]
        {
            let permissions = ["wrapKey", "unwrapKey", "get"];
            let policy = json!({ "VaultName": vault, "ServicePrincipalName": application, "PermissionsToKeys": permissions });
            run("Set-AzKeyVaultAccessPolicy", policy);
        }
        run(
            "Add-AzKeyVaultKey",
            json!({ "VaultName": vault, "Name": "key", "Destination": "Software" }),
        );
    }
    let keys = [
        "https://alpha-vault.vault.azure.net/keys/key",
        "https://beta-vault.vault.azure.net/keys/key",
    ];
    run("New-DataEncryptionPolicy", json!({ "Name": "DEP", "AzureKeyIDs": keys }));
    run("New-Mailbox", json!({ "Name": "alice" }));
    run("Set-Mailbox", json!({ "Identity": "alice", "DataEncryptionPolicy": "DEP" }));
    let admin = "https://contoso-admin.sharepoint.com";
    run("New-CustomerKeyGeo", json!({ "Name": "NAM", "AdminUrl": admin }));
    run("New-CustomerKeySite", json!({ "Url": SITE }));
    let path = folder.path().join("plan.bin");
    std::fs::write(&path, &content()[..IN_FILE]).expect("a file is written");
    let file = run("Import-CustomerKeyItem", json!({ "Path": path, "Site": SITE }));
    assert!(!file.is_empty(), "the file has an id");
    file
}

pub fn open_session(options: &[u8]) -> Option<usize> {
    let mut session = null_mut();
    made(
        with_error(|error| {
            call!(ckey_session_open(options.as_ptr(), options.len(), &raw mut session, error))
        }),
        session,
    )
}

pub fn start(session: usize, cmdlet: &[u8], arguments: &[u8]) -> (i32, Option<usize>) {
    let mut call = null_mut();
    let status = with_error(|error| {
        call!(ckey_call_start(
            handle(session),
            cmdlet.as_ptr(),
            cmdlet.len(),
            arguments.as_ptr(),
            arguments.len(),
            &raw mut call,
            error
        ))
    });
    (status, made(status, call))
}

/// Reads the next record of a call; `on_record` is told of its head and of what follows it.
pub fn next(call: usize, wait: u32, on_record: impl FnOnce(&Value, &str)) -> i32 {
    let (mut record, mut length) = (null(), 0);
    let status = with_error(|error| {
        call!(ckey_call_next(handle(call), wait, &raw mut record, &raw mut length, error))
    });
    assert!(status <= 2 && (status == 1 || record.is_null() && length == 0), "{status}");
    if status == 1 {
        // SAFETY: the function filled both in, and the call is not used before the record has been
        // read.
        let bytes = unsafe { std::slice::from_raw_parts(record, length) };
        let text = std::str::from_utf8(bytes).expect("a record is UTF-8");
        let (head, items) = text.split_once('\n').unwrap_or((text, ""));
        let head: Value = serde_json::from_str(head).expect("a record's head is JSON");
        assert!(head["stream"].is_string(), "{head}");
        on_record(&head, items);
    }
    status
}

pub fn open_scope(session: usize, selector: &[u8]) -> Result<usize, i32> {
    let mut scope = null_mut();
    let status = with_error(|error| {
        call!(ckey_scope_open(
            handle(session),
            selector.as_ptr(),
            selector.len(),
            &raw mut scope,
            error
        ))
    });
    made(status, scope).ok_or(status)
}

pub fn encode(json: &[u8]) -> Option<Vec<u8>> {
    let mut context = Buffer::new();
    let status = with_error(|error| {
        call!(ckey_context_encode(json.as_ptr(), json.len(), context.place(), error))
    });
    context.taken(status)
}

/// Seals an item: the status, the object and its wrapped key.
pub fn seal(
    scope: usize,
    context: &[u8],
    item: &[u8],
    detached: bool,
) -> (i32, Option<Vec<u8>>, Option<Vec<u8>>) {
    let (mut object, mut wrapped) = (Buffer::new(), Buffer::new());
    let place = if detached { wrapped.place() } else { null_mut() };
    let status = with_error(|error| {
        call!(ckey_scope_seal(
            handle(scope),
            context.as_ptr(),
            context.len(),
            item.as_ptr(),
            item.len(),
            object.place(),
            place,
            error
        ))
    });
    (status, object.taken(status), wrapped.taken(status))
}

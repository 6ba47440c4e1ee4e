//! Writes the seeds under `corpus/` that come from the test vectors, from scenarios and from the
//! fixtures in `data/`: `cargo run --example seeds`. With `--fixtures` it makes those anew first.

use ckey_crypto::SecretKey;
use ckey_engine::fuzzing::Chain;
use ckey_store::{FolderSecrets, MasterKey, SecretName, SecretStore};
use customer_key_fuzz::secrets::{MASTER, SECRETS, write};
use customer_key_fuzz::vaults::Vaults;
// Its functions are what the coverage of the other targets counts with, where it is built with
// them.
use libfuzzer_sys as _;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (data, corpus) = (root.join("data"), root.join("corpus"));
    if std::env::args().any(|argument| argument == "--fixtures") {
        fixtures(&data)?;
    }
    let seed = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(corpus.join(target))
            .and_then(|()| fs::write(corpus.join(target).join(name), bytes))
    };
    seed("secret_backup", "whole", &fs::read(data.join("secrets.backup"))?)?;
    seed("secret_header", "whole", &fs::read(data.join("store.json"))?)?;
    let vectors: serde_json::Value =
        serde_json::from_slice(&fs::read(root.join("../vectors/sealed.json"))?)?;
    for wanted in [
        "attached, frames of 256, groups of 2, 0 bytes",
        "detached, frames of 256, groups of 2, 513 bytes",
    ] {
        let vector = vectors["vectors"]
            .as_array()
            .and_then(|all| all.iter().find(|vector| vector["name"] == wanted));
        let vector = vector.ok_or("the vector is not there")?;
        let bytes = |field: &str| hex::decode(vector[field].as_str().unwrap_or_default());
        let name = if wanted.starts_with("attached") { "attached" } else { "detached" };
        seed("sealed_bytes", name, &bytes("object")?)?;
        seed("context", name, &bytes("context")?)?;
    }
    vaults(&data, &seed)?;
    logs(&seed)?;
    texts(&root.join(".."), &seed)
}

type Done = Result<(), Box<dyn std::error::Error>>;
type Seed<'a> = &'a dyn Fn(&str, &str, &[u8]) -> std::io::Result<()>;

fn vaults(data: &Path, seed: Seed<'_>) -> Done {
    let file = fs::read(data.join("vault"))?;
    seed("vault_file", "whole", &[&[0], file.as_slice()].concat())?;
    let lengths: Vec<usize> = [36, 44]
        .map(|at| file[at..at + 8].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
        .to_vec();
    let (state, log) = file[52..].split_at(lengths[0]);
    let records: Vec<&[u8]> =
        log[..lengths[1]].split(|byte| *byte == b'\n').filter_map(|line| line.get(65..)).collect();
    let length = u16::try_from(state.len())?.to_be_bytes();
    seed("vault_file", "state", &[&[1], length.as_slice(), state, &records.join(&b'\n')].concat())?;
    for which in 0..4 {
        seed("vault_edits", &format!("file-{which}"), &[which, 0, 0, 60, 1])?;
        seed("tenant_backup", &format!("edit-{which}"), &[which | 2, 0, 2, which, 1])?;
    }
    let mut archive = tar::Builder::new(vec![0]);
    for (name, content) in [
        ("backup.json", &b"{}"[..]),
        ("vaults/a.vault", b"CKVAULT"),
        ("vault-keys/master.key", &[7; 32]),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, name, content)?;
    }
    seed("tenant_backup", "archive", &archive.into_inner()?)?;
    let mixed: Vec<u8> =
        (0..600_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    for part in 0..6 {
        seed("c_calls", &format!("mixed-{part}"), &mixed[part * 100..])?;
        seed(
            "tenant_backup",
            &format!("parts-{part}"),
            &[&[1], &mixed[part * 100..part * 100 + 100]].concat(),
        )?;
    }
    Ok(())
}

fn logs(seed: Seed<'_>) -> Done {
    let bodies = [
        r#"{"activity":"Create tenant","workload":"Tenant","actor":"a","object":"contoso","result":"Succeeded","details":{"mode":"rehearsal","servicePolicy":"6f9619ff-8b86-d011-b42d-00c04fc964ff","generation":"7f9619ff-8b86-d011-b42d-00c04fc964ff"}}"#,
        r#"{"activity":"Create policy","workload":"Exchange","actor":"a","object":"DEP","result":"Succeeded","details":{"policy":"8f9619ff-8b86-d011-b42d-00c04fc964ff","name":"DEP","enabled":true,"keyUris":["https://a.vault.azure.net/keys/k"],"generation":"9f9619ff-8b86-d011-b42d-00c04fc964ff"}}"#,
        r#"{"activity":"Assign mailbox policy","workload":"Exchange","actor":"a","object":"alice","result":"Succeeded","details":{"mailbox":"af9619ff-8b86-d011-b42d-00c04fc964ff","policy":"8f9619ff-8b86-d011-b42d-00c04fc964ff"}}"#,
        r#"{"activity":"Retire generations","record_type":69,"workload":"Exchange","actor":"a","object":"DEP","result":"Succeeded","details":{"generations":["9f9619ff-8b86-d011-b42d-00c04fc964ff"]}}"#,
        r#"{"activity":"Change settings","workload":"Tenant","actor":"a","object":"contoso","result":"Succeeded","details":{"root-timeout-ms":"2000"}}"#,
    ];
    for what in 0..10 {
        let text = bodies
            .iter()
            .cycle()
            .skip(usize::from(what))
            .take(3)
            .copied()
            .collect::<Vec<_>>()
            .join("\n");
        seed(
            "audit_log",
            &format!("change-{what}"),
            &[&[what, 1, 2, 2], text.as_bytes()].concat(),
        )?;
        seed("audit_head", &format!("edit-{what}"), &[1, what, 0, what * 20, what])?;
    }
    // A head that is well formed, of a tenant that is none.
    let row = Chain::new(&SecretKey::from_slice(&[9; 32])?).next(None, 0, bodies[0].to_owned());
    let head = serde_json::json!({
        "tenant": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "sequence": 1, "at": "2026-11-26T10:00:00Z",
        "link": hex::encode(row.link), "public_key": "11".repeat(32), "signature": "22".repeat(64),
    });
    seed("audit_head", "foreign", &[b"\0", head.to_string().as_bytes()].concat())?;
    Ok(())
}

fn texts(tests: &Path, seed: Seed<'_>) -> Done {
    let words = [
        (0, "2026-11-22T10:00:00.5+01:00"),
        (0, "12/27/2016 12:01 AM"),
        (0, "12/31/9999"),
        (1, "-1.02:30:00"),
        (1, "90.5"),
        (2, "a*b?c*\naxxbxcÄ"),
        (3, r#"{"Add": ["a, b"], "Remove": null}"#),
        (
            3,
            r#"["6F9619FF-8B86-D011-B42D-00C04FC964FF", 1.5, "$true", "Unlimited", {"Name": "x"}]"#,
        ),
        (
            4,
            "root-timeout-ms=10\njob-mode=Manual\nseed=7\nunknown-identifiers=Refuse\nmailbox-cache-ms=86400000\ncache-enabled=false",
        ),
    ];
    for (number, (which, text)) in words.iter().enumerate() {
        seed("words", &format!("word-{number}"), &[&[*which], text.as_bytes()].concat())?;
    }
    let lines = [
        (
            0,
            "Get-Mailbox -ResultSize Unlimited |  # goes on\n Set-Mailbox `\n -DataEncryptionPolicy X -Confirm:$false; Get-Y",
        ),
        (
            0,
            "Update-AzKeyVaultKey –Expires (Get-Date -Date \"12/31/9999\") -Tag @{a='b'; c=d,e} @('x' \"y`n\") {Name -eq 'a'}",
        ),
        (1, "--tenant=/t Set-Mailbox -Identity a –DataEncryptionPolicy: b,c @('a','b') --json"),
        (1, "-c Get-Mailbox|Set-Mailbox"),
        (
            0,
            "$p = (Get-Date).AddDays(-1); Get-X \"a $p\" (Get-Y | Select-Object -First 1).Name.Guid\n$p.Id | Where-Object A -eq b",
        ),
        (2, "17 text with 'quotes' and $dollars"),
    ];
    for (number, (which, text)) in lines.iter().enumerate() {
        seed("command_line", &format!("line-{number}"), &[&[*which], text.as_bytes()].concat())?;
    }
    let script = fs::read(tests.join("../examples/key-roll.txt"))?;
    seed("command_line", "key-roll", &[b"\0", script.as_slice()].concat())?;
    let pairs = [
        r#"[{"Guid": {"$guid": true, "$save": "g"}, "Keys": {"$contains": {"$like": "y*"}}}, {"Guid": "6f9619ff-8b86-d011-b42d-00c04fc964ff", "Keys": ["x", "yz"]}]"#,
        r#"[{"$all": [{"$min": 1}, {"$max": 5}, {"$one-of": [2, 3]}, {"$not": {"$is": 4}}]}, 3]"#,
        r#"[{"$each": {"$date": "2026"}, "$length": 2}, ["2026-11", "2026-12"]]"#,
        r#"["a*b*c", "a-b-b-c"]"#,
    ];
    for (number, pair) in pairs.iter().enumerate() {
        seed("scenario", &format!("pair-{number}"), pair.as_bytes())?;
    }
    Ok(())
}

fn fixtures(data: &Path) -> Result<(), Box<dyn std::error::Error>> {
    Vaults::make(data);
    let folder = tempfile::tempdir()?;
    let inside = FolderSecrets::create(&folder.path().join("inside"), MasterKey::InFolder)?;
    for (name, byte) in SECRETS {
        inside.put(&name, &SecretKey::from_slice(&[byte; 32])?)?;
    }
    let backup = data.join("secrets.backup");
    // A backup never overwrites.
    if backup.exists() {
        fs::remove_file(&backup)?;
    }
    inside.backup(&backup, b"main")?;
    let key = folder.path().join("key");
    write(&key, &MASTER);
    let outside = FolderSecrets::create(&folder.path().join("outside"), MasterKey::File(key))?;
    outside.put(&SecretName::AuditChain, &SecretKey::from_slice(&[0x11; 32])?)?;
    for name in ["store.json", "audit-chain.secret"] {
        fs::copy(folder.path().join("outside").join(name), data.join(name))?;
    }
    Ok(())
}

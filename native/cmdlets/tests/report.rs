//! The report on a tenant: whole or not there, the same numbers as the tenant, and nothing in it
//! that runs or is loaded, looked at by a browser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Shell, text};
use serde_json::{Value, json};

const NASTY: &str = "<script>document.title='hit'</script>\"'&";

/// A tenant with a policy, a mailbox under it and mailboxes under nothing of the customer's.
fn shell() -> Shell {
    let shell = Shell::with_keys();
    let policy = json!({ "Name": "DEP", "AzureKeyIDs": Shell::uris() });
    shell.run("New-DataEncryptionPolicy", policy).ok();
    for name in ["covered", "bare", NASTY] {
        let alias = format!("a{}", name.len());
        shell.run("New-Mailbox", json!({ "Name": name, "Alias": alias })).ok();
    }
    let policy = json!({ "Identity": "covered", "DataEncryptionPolicy": "DEP" });
    shell.run("Set-Mailbox", policy).ok();
    shell.run("Invoke-CustomerKeyJob", json!({})).ok();
    shell
}

fn export(shell: &Shell, name: &str, format: &str) -> (Value, String) {
    let said = shell.run("Export-CustomerKeyReport", json!({ "Path": name, "Format": format }));
    let text = fs::read_to_string(shell.folder.path().join(name)).unwrap();
    (said.ok().one().clone(), text)
}

#[test]
fn the_numbers_of_a_report_are_those_of_the_tenant() {
    let shell = shell();
    let all = shell.run("Get-Mailbox", json!({})).ok().outputs;
    let told = shell.run("Get-MailboxStatistics", json!({ "Identity": "covered" })).ok();
    assert_eq!(told.one()["IsEncrypted"], true);
    let (shown, text) = export(&shell, "r.json", "Json");
    let report: Value = serde_json::from_str(&text).unwrap();
    let sum = &report["summary"];
    assert_eq!(sum["mailboxes"], all.len());
    assert_eq!(shown["Mailboxes"], all.len());
    assert_eq!(sum["mailboxesUnderCustomerKeys"], 1);
    assert_eq!(sum["mailboxesUnderServiceKeys"], all.len() - 1);
    let checks = shell.run("Test-CustomerKeyConfiguration", json!({})).ok().list("Result");
    for (result, name) in [("Failed", "failed"), ("Warning", "warnings"), ("Passed", "passed")] {
        let count = checks.iter().filter(|it| *it == result).count();
        assert_eq!(sum[name], count, "{name}");
    }
    let usage = shell.run("Get-CustomerKeyUsage", json!({})).ok().outputs;
    assert_eq!(sum["keyVersionsInUse"], usage.len());
    let kinds = |kind: &str| {
        let rows = report["protected"].as_array().unwrap();
        rows.iter().filter(|row| row["Kind"] == kind).count()
    };
    assert_eq!((kinds("UserMailbox"), kinds("Workload")), (all.len(), 9));
    let (_, rows) = export(&shell, "r.csv", "Csv");
    assert_eq!(rows.lines().count(), 1 + all.len() + 9);
}

#[test]
fn a_report_holds_no_secret_and_nothing_that_runs() {
    let shell = shell();
    let (_, page) = export(&shell, "r.html", "Html");
    for never in ["<script", "javascript:", "http-equiv=\"refresh", "src=", "<link", "@import"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("default-src &#39;none&#39;"));
    assert!(page.contains("&lt;script&gt;document.title=&#39;hit&#39;"));
}

#[test]
fn a_report_writes_over_a_file_by_force_alone_and_leaves_nothing_beside_it() {
    let shell = shell();
    let file = shell.folder.path().join("there.html");
    fs::write(&file, "theirs").unwrap();
    let given = |force: bool| json!({ "Path": "there.html", "Force": force });
    assert_eq!(shell.run("Export-CustomerKeyReport", given(false)).error(), "FileExists");
    assert_eq!(fs::read_to_string(&file).unwrap(), "theirs");
    shell.run("Export-CustomerKeyReport", given(true)).ok();
    assert!(fs::read_to_string(&file).unwrap().ends_with("</html>\n"));
    let names = fs::read_dir(shell.folder.path()).unwrap().map(|it| it.unwrap().file_name());
    assert!(!names.into_iter().any(|name| name.to_string_lossy().ends_with(".part")));
}

fn browser(page: &Path, profile: &Path) -> Option<(String, String)> {
    let mut chromium = Command::new("chromium");
    chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]);
    chromium.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom"]);
    chromium.arg(format!("--user-data-dir={}", profile.display()));
    let url = format!("file://{}", page.display());
    let done = chromium.arg(url).stdin(Stdio::null()).output().ok()?;
    let said = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Some((said(done.stdout), said(done.stderr)))
}

/// The markup between two marks, the first of each.
fn between<'a>(markup: &'a str, from: &str, to: &str) -> &'a str {
    let rest = markup.split_once(from).unwrap_or_else(|| panic!("no {from:?} in {markup}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to:?} after {from:?}")).0
}

/// What people read of it.
fn words(markup: &str) -> String {
    let pieces = markup.split('<').map(|piece| piece.split_once('>').map_or(piece, |it| it.1));
    pieces.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in the tile with this id, without its tags.
fn tile(dom: &str, id: &str) -> String {
    words(between(dom, &format!("<li id=\"{id}\">"), "</li>"))
}

fn section<'a>(page: &'a str, id: &str) -> &'a str {
    between(page, &format!("<section id=\"{id}\""), "</section>")
}

/// The rows of the table with this caption, as what people read in each cell.
fn rows(markup: &str, caption: &str) -> Vec<Vec<String>> {
    let table = between(markup, &format!("<caption>{caption}</caption>"), "</table>");
    let body = between(table, "<tbody>", "</tbody>");
    let cells = |row: &str| {
        let row = row.replace("</th>", "</td>");
        row.split("</td>").map(words).collect::<Vec<_>>()
    };
    body.split("<tr>").skip(1).map(cells).collect()
}

#[test]
fn the_key_tree_goes_from_vaults_to_versions_and_from_policies_to_what_is_under_each_generation() {
    let shell = shell();
    let more = json!({ "VaultName": "alpha-vault", "Name": "key", "Destination": "Software" });
    let new = text(&shell.run("Add-AzKeyVaultKey", more).one()["Version"]);
    shell.run("Set-DataEncryptionPolicy", json!({ "Identity": "DEP", "Refresh": true })).ok();
    let (_, data) = export(&shell, "r.json", "Json");
    let report: Value = serde_json::from_str(&data).unwrap();
    let vaults = report["vaults"].as_array().unwrap();
    assert_eq!(vaults.len(), 2);
    for (vault, versions) in vaults.iter().zip([2, 1]) {
        assert_eq!(vault["kind"], "Vault");
        let keys = vault["keys"].as_array().unwrap();
        assert_eq!((keys.len(), &keys[0]["name"]), (1, &json!("key")));
        assert_eq!(keys[0]["versions"].as_array().unwrap().len(), versions, "{vault:#}");
        let own = format!("https://{}.vault.azure.net/keys/key/", text(&vault["name"]));
        for version in keys[0]["versions"].as_array().unwrap() {
            assert!(text(&version["uri"]).starts_with(&own), "{version:#}");
        }
    }
    let versions = &vaults[0]["keys"][0]["versions"];
    assert_eq!(versions[0]["version"], new, "newest first");
    let protects = |version: &Value| {
        let one = &version["protects"][0];
        (text(&one["policy"]), one["generation"].as_u64(), one["isNewest"].as_bool())
    };
    assert_eq!(protects(&versions[0]), ("DEP".into(), Some(2), Some(true)));
    assert_eq!(protects(&versions[1]), ("DEP".into(), Some(1), Some(false)));
    assert_eq!(versions[1]["protects"][0]["mailboxes"], 1);
    let policies = report["policies"].as_array().unwrap();
    assert_eq!(policies[0]["name"], "DEP");
    let generations = policies[0]["generations"].as_array().unwrap();
    let told = |at: usize| {
        let one = &generations[at];
        (one["number"].as_u64(), text(&one["state"]), one["mailboxes"].as_u64())
    };
    assert_eq!(told(0), (Some(2), "Newest".into(), Some(0)));
    assert_eq!(told(1), (Some(1), "Still needed".into(), Some(1)));
    assert_eq!(policies.last().unwrap()["kind"], "Service");

    let (_, page) = export(&shell, "r.html", "Html");
    let keys = section(&page, "keys");
    let alpha = between(keys, "Vault</span> alpha-vault ", "</article>");
    let key = between(alpha, "Key</span> key ", "</table>");
    let shown = rows(&format!("{key}</table>"), "Versions of the key key");
    assert_eq!(shown.len(), 2, "{shown:?}");
    for (row, version) in shown.iter().zip(versions.as_array().unwrap()) {
        assert_eq!(row[0], text(&version["version"]));
        assert_eq!(row[1], "Enabled");
    }
    assert!(shown[0][4].starts_with("DEP (generation 2, newest): "), "{shown:?}");
    assert_eq!(shown[1][4], "DEP (generation 1): 1 mailbox key");
    let policies = section(&page, "policies");
    let dep = between(policies, "Policy for mailboxes</span> DEP ", "</article>");
    let shown = rows(dep, "Generations of DEP");
    let told: Vec<_> = shown.iter().map(|row| (&*row[0], &*row[1], &*row[3])).collect();
    assert_eq!(told, [("2", "Newest", "0"), ("1", "Still needed", "1")]);
    for uri in Shell::uris().as_array().unwrap() {
        assert!(dep.contains(uri.as_str().unwrap()), "{dep}");
    }
}

#[test]
fn a_report_says_who_may_use_and_who_may_destroy_each_key() {
    let shell = shell();
    let helper = json!({ "VaultName": "alpha-vault", "UserPrincipalName": "helper@contoso.onmicrosoft.com", "PermissionsToKeys": ["get", "delete"] });
    shell.run("Set-AzKeyVaultAccessPolicy", helper).ok();
    let (_, data) = export(&shell, "r.json", "Json");
    let report: Value = serde_json::from_str(&data).unwrap();
    let access = report["vaults"][0]["access"].as_array().unwrap();
    let of = |name: &str| {
        let one = access.iter().find(|one| text(&one["principal"]).contains(name));
        let one = one.unwrap_or_else(|| panic!("no {name}: {access:#?}"));
        (one["mayUse"].as_bool(), one["mayDestroy"].as_bool(), one["counts"].as_bool())
    };
    assert_eq!(of("Exchange Online"), (Some(true), Some(false), Some(true)));
    assert_eq!(of("helper"), (Some(false), Some(true), Some(true)));
    let (_, page) = export(&shell, "r.html", "Html");
    let shown = rows(section(&page, "access"), "Permissions in the vault alpha-vault");
    assert_eq!(shown.len(), access.len());
    for (row, one) in shown.iter().zip(access) {
        let said = |is: &Value| if is == true { "yes" } else { "no" };
        assert!(row[0].starts_with(&text(&one["principal"])), "{row:?}");
        assert_eq!(row[1], "access policy");
        assert_eq!((&*row[2], &*row[3]), (said(&one["mayUse"]), said(&one["mayDestroy"])));
        let permissions = one["permissions"].as_array().unwrap();
        assert_eq!(row[4], permissions.iter().map(text).collect::<Vec<_>>().join(", "));
    }
}

#[test]
fn a_report_says_what_waits_and_what_happened_last() {
    let shell = shell();
    let geo = json!({ "Name": "NAM", "AdminUrl": "https://contoso-admin.sharepoint.com" });
    shell.run("New-CustomerKeyGeo", geo).ok();
    let site = json!({ "Url": "https://contoso.sharepoint.com/sites/a" });
    shell.run("New-CustomerKeySite", site).ok();
    let id = |vault: &str| {
        let given = json!({ "Subscription": format!("subscription of {vault}") });
        shell.run("Set-AzContext", given).ok();
        let asked = json!({ "VaultName": vault, "Name": "key" });
        text(&shell.run("Get-AzKeyVaultKey", asked).one()["Id"])
    };
    let keys = json!({ "PrimaryKeyVaultUri": id("alpha-vault"), "SecondaryKeyVaultUri": id("beta-vault") });
    shell.run("Register-SPODataEncryptionPolicy", keys).ok();
    let feature = json!({ "FeatureName": "mandatoryRetentionPeriodEnabled", "ProviderNamespace": "Microsoft.Resources" });
    shell.run("Register-AzProviderFeature", feature).ok();
    let last = json!({ "Name": "Last", "AzureKeyIDs": Shell::uris() });
    shell.run("New-DataEncryptionPolicy", last).ok();
    for vault in ["alpha-vault", "beta-vault"] {
        let given = json!({ "Subscription": format!("subscription of {vault}") });
        shell.run("Set-AzContext", given).ok();
        let taken = json!({ "VaultName": vault, "ServicePrincipalName": "00000002-0000-0ff1-ce00-000000000000" });
        shell.run("Remove-AzKeyVaultAccessPolicy", taken).ok();
    }
    let purge = json!({ "Identity": "Last", "PermanentDataPurgeRequested": true, "PermanentDataPurgeReason": "we leave", "PermanentDataPurgeContact": "ann" });
    shell.run("Set-DataEncryptionPolicy", purge).ok();
    let log = shell.run("Search-CustomerKeyAudit", json!({ "ResultSize": 3 })).ok();
    let (_, data) = export(&shell, "r.json", "Json");
    let report: Value = serde_json::from_str(&data).unwrap();
    let waiting = &report["waiting"];
    let jobs = waiting["jobs"].as_array().unwrap();
    assert!(jobs.iter().any(|job| text(&job["subject"]).contains("NAM")), "{waiting:#}");
    let purges = waiting["purges"].as_array().unwrap();
    assert_eq!((purges.len(), &purges[0]["policy"]), (1, &json!("Last")));
    let geo = &waiting["geos"][0];
    assert_eq!((&geo["name"], &geo["status"]), (&json!("NAM"), &json!("Registering")));
    let periods = waiting["retentionPeriods"].as_array().unwrap();
    assert!(periods.iter().any(|one| text(&one["state"]).starts_with("Pending")), "{periods:#?}");

    let (_, page) = export(&shell, "r.html", "Html");
    let waits = section(&page, "waiting");
    let shown = rows(waits, "Jobs");
    assert_eq!(shown.len(), jobs.len());
    assert!(shown.iter().any(|row| row[0].contains("NAM") && row[2].starts_with("0 of ")));
    assert_eq!(rows(waits, "Purges")[0][0], "Last");
    let shown = rows(waits, "SharePoint geos");
    assert_eq!((&*shown[0][0], &*shown[0][1]), ("NAM", "Registering"));
    let shown = rows(waits, "Mandatory retention periods");
    assert!(shown.iter().any(|row| row[1].starts_with("Pending")), "{shown:?}");
    let things = jobs.len() + purges.len();
    assert!(tile(&page, "waits").starts_with(&things.to_string()));

    let timeline = &report["timeline"];
    let newest = timeline["newest"].as_array().unwrap();
    assert!(newest.len() > 10, "{timeline:#}");
    let records: Vec<_> = newest.iter().map(|one| one["record"].as_i64().unwrap()).collect();
    assert!(records.windows(2).all(|two| two[0] == two[1] + 1), "newest first: {records:?}");
    let activities: Vec<_> = newest.iter().map(|one| text(&one["activity"])).collect();
    assert!(log.list("Activity").iter().all(|one| activities.contains(one)), "{activities:?}");
    let at = |name: &str| activities.iter().position(|one| one.contains(name)).unwrap();
    assert!(at("Request data purge") < at("Create mailbox"), "{activities:?}");
    let events: Vec<_> = section(&page, "timeline").split("<li value=").skip(1).collect();
    let written = export(&shell, "r2.json", "Json").1;
    let written: Value = serde_json::from_str(&written).unwrap();
    let most = written["timeline"]["newest"].as_array().unwrap().len();
    assert!((newest.len()..=most).contains(&events.len()), "{} of {most}", events.len());
    let all = section(&page, "timeline");
    for event in newest {
        let time = format!("<time datetime=\"{}\">", text(&event["at"]));
        let activity = format!("<strong>{}</strong>", text(&event["activity"]));
        assert!(all.contains(&time) && all.contains(&activity), "{event:#}");
    }
}

/// The certificates of the holders that the scenarios use.
fn holders(shell: &Shell) {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios/common/holders.json");
    let told: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    for step in told["steps"].as_array().unwrap() {
        fs::write(shell.folder.path().join(text(&step["write"])), text(&step["text"])).unwrap();
    }
}

#[test]
fn a_managed_hsm_is_in_the_key_tree_by_its_name_and_with_its_local_roles() {
    let shell = shell();
    holders(&shell);
    let admin = text(&shell.run("Get-AzADUser", json!({ "SignedIn": true })).one()["Id"]);
    let hsm = json!({ "Name": "gamma-hsm", "ResourceGroupName": "alpha-vault-rg", "Location": "eastus", "Administrator": [admin], "SoftDeleteRetentionInDays": 90 });
    shell.run("New-AzKeyVaultManagedHsm", hsm).ok();
    let domain = json!({ "Name": "gamma-hsm", "Certificates": ["sd1.cer", "sd2.cer", "sd3.cer"], "OutputPath": "d.json", "Quorum": 2 });
    shell.run("Export-AzKeyVaultSecurityDomain", domain).ok();
    let user = json!({ "HsmName": "gamma-hsm", "RoleDefinitionName": "Managed HSM Crypto User", "ObjectId": admin });
    shell.run("New-AzKeyVaultRoleAssignment", user).ok();
    let service = json!({ "HsmName": "gamma-hsm", "RoleDefinitionName": "Managed HSM Crypto Service Encryption User", "ApplicationId": "00000002-0000-0ff1-ce00-000000000000" });
    shell.run("New-AzKeyVaultRoleAssignment", service).ok();
    let key = json!({ "HsmName": "gamma-hsm", "Name": "root", "KeyType": "RSA", "Size": 2048, "KeyOps": ["wrapKey", "unwrapKey"] });
    shell.run("Add-AzKeyVaultKey", key).ok();
    let (_, data) = export(&shell, "r.json", "Json");
    let report: Value = serde_json::from_str(&data).unwrap();
    let vaults = report["vaults"].as_array().unwrap();
    let own = vaults.iter().find(|vault| vault["name"] == "gamma-hsm").unwrap();
    assert_eq!(own["kind"], "ManagedHsm");
    assert_eq!(own["keys"][0]["name"], "root");
    let roles: Vec<_> = own["access"].as_array().unwrap().iter().collect();
    let has = |role: &str, uses: bool| {
        roles
            .iter()
            .any(|one| one["through"] == role && one["mayUse"] == uses && one["counts"] == true)
    };
    assert!(has("Managed HSM Crypto Service Encryption User", true), "{roles:#?}");
    assert!(has("Managed HSM Administrator", false), "{roles:#?}");
    let (_, page) = export(&shell, "r.html", "Html");
    let hsm = between(section(&page, "keys"), "Managed HSM</span> gamma-hsm ", "</article>");
    assert!(words(hsm).contains("Permissions by Local roles"), "{hsm}");
    assert_eq!(rows(hsm, "Versions of the key root").len(), 1);
    let shown = rows(section(&page, "access"), "Permissions in the managed HSM gamma-hsm");
    let service = "role Managed HSM Crypto Service Encryption User";
    assert!(shown.iter().any(|row| row[1] == service && row[2] == "yes"), "{shown:?}");
}

#[test]
fn a_report_is_for_dark_and_light_screens_and_for_paper() {
    let (_, page) = export(&shell(), "r.html", "Html");
    let style = between(&page, "<style>", "</style>");
    assert!(style.contains("@media (prefers-color-scheme: dark)"));
    assert!(between(style, "@media print {", "\n}").contains("--paper: #ffffff"));
    assert!(page.contains("name=\"color-scheme\" content=\"light dark\""));
}

/// A machine without a browser has not shown this: the suite `browser` counts it as skipped there.
#[test]
#[ignore = "needs chromium: ./build test browser"]
fn a_browser_shows_the_page_without_an_error_and_with_the_numbers_of_the_tenant() {
    let shell = shell();
    let (shown, _) = export(&shell, "r.html", "Html");
    let profile = tempfile::tempdir().unwrap();
    let looked = browser(&shell.folder.path().join("r.html"), profile.path());
    let (dom, said) = looked.expect("there is no chromium here; ./build prerequisites installs it");
    assert!(!said.contains("CONSOLE"), "{said}");
    assert!(dom.contains("<title>Customer Key report: "), "{dom}");
    let covered = tile(&dom, "covered");
    let wanted =
        format!("{} of {} mailboxes", shown["MailboxesUnderCustomerKeys"], shown["Mailboxes"]);
    assert!(covered.contains(&wanted), "{covered}");
    let failed = tile(&dom, "failed");
    assert!(failed.trim().starts_with(&shown["Failed"].to_string()), "{failed}");
    assert!(failed.contains(&format!("{} warnings", shown["Warnings"])), "{failed}");
}

#[test]
fn without_a_format_a_report_is_what_the_name_of_its_file_ends_with() {
    let shell = shell();
    for (name, format) in [("r.csv", "Csv"), ("r.JSON", "Json"), ("r.html", "Html"), ("r", "Html")]
    {
        let made = shell.run("Export-CustomerKeyReport", json!({ "Path": name }));
        assert_eq!(made.one()["Format"], format, "{name}");
    }
    let given = json!({ "Path": "page.csv", "Format": "Html" });
    assert_eq!(shell.run("Export-CustomerKeyReport", given).one()["Format"], "Html");
}

#[test]
fn a_damaged_vault_is_a_finding_of_the_report_and_hides_nothing_else() {
    let shell = shell();
    let file = shell.folder.path().join("tenant/vaults/alpha-vault.vault");
    let sound = fs::read(&file).unwrap();
    fs::write(&file, &sound[..100]).unwrap();
    let report: Value = serde_json::from_str(&export(&shell, "r.json", "Json").1).unwrap();
    let found = report["findings"]["found"].as_array().unwrap();
    assert!(
        found.iter().any(|it| it["check"] == "Vault" && it["target"] == "alpha-vault"),
        "{found:#?}"
    );
    let vaults = report["vaults"].as_array().unwrap();
    let states: Vec<_> = vaults.iter().map(|it| (&it["name"], &it["state"])).collect();
    assert_eq!(
        states,
        [(&json!("alpha-vault"), &json!("Damaged")), (&json!("beta-vault"), &json!("Ok"))]
    );
    assert!(export(&shell, "r.html", "Html").1.contains("Damaged"));
}

//! What the benches share: rows, memory, and a tenant with two root keys.

use ckey_engine::directory::well_known::{
    Application, DATA_AT_REST_ENCRYPTION, EXCHANGE_ONLINE, SHAREPOINT_ONLINE,
};
use ckey_engine::{Actor, CreateOptions, JobMode, OpenOptions, SettingsChange, Tenant};
use ckey_vault::{AccessPolicy, Caller, KeyPermission, NewKey, NewVault};
use std::path::Path;
use std::sync::Arc;

const SERVICES: [Application; 3] = [DATA_AT_REST_ENCRYPTION, EXCHANGE_ONLINE, SHAREPOINT_ONLINE];

pub(crate) fn row(name: &str, value: f64, unit: &str, limit: Option<(&str, f64)>) {
    let mut row =
        serde_json::json!({ "name": name, "value": (value * 100.0).round() / 100.0, "unit": unit });
    if let (Some((kind, limit)), Some(object)) = (limit, row.as_object_mut()) {
        object.insert(kind.to_owned(), limit.into());
    }
    println!("bench-row {row}");
}

/// A figure of `/proc/self/status`, in MiB.
pub(crate) fn memory_mib(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

/// A tenant whose jobs run when they are told to.
pub(crate) fn new_tenant(path: &Path, actor: &Actor) -> Arc<Tenant> {
    let tenant = Tenant::create(path, &CreateOptions::default(), OpenOptions::default()).unwrap();
    let manual = SettingsChange { job_mode: Some(JobMode::Manual), ..SettingsChange::default() };
    tenant.change_settings(actor, &manual).unwrap();
    tenant
}

/// Two vaults with a key each, which the services may use. Returns the keys, with their versions.
pub(crate) fn two_keys(tenant: &Tenant) -> [String; 2] {
    let admin = tenant.directory().azure_caller("bench").unwrap();
    let permissions = [KeyPermission::Get, KeyPermission::WrapKey, KeyPermission::UnwrapKey];
    [("benchEast", "eastus"), ("benchWest", "westeurope")].map(|(name, location)| {
        let new = NewVault { subscription: name, ..NewVault::new(name, location, &admin) };
        tenant.vaults().create_vault(&new).unwrap();
        for service in &SERVICES {
            let service = Caller::application(service.object_id, service.app_id, service.name);
            let policy = AccessPolicy::for_caller(&service, &permissions);
            tenant.vaults().set_access_policy(&admin, name, &policy).unwrap();
        }
        new_version(tenant, name)
    })
}

/// A new version of the key of a vault, by its URI.
pub(crate) fn new_version(tenant: &Tenant, vault: &str) -> String {
    let admin = tenant.directory().azure_caller("bench").unwrap();
    tenant.vaults().create_key(&admin, vault, "key", &NewKey::default()).unwrap().uri.to_string()
}

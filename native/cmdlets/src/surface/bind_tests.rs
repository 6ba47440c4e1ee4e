//! Names and values find their parameters by the rules of PowerShell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::generated::az_key_vault::AddAzKeyVaultKey;
use crate::generated::customer_key::{NewCustomerKeyTenant, SetCustomerKeyClock};
use crate::generated::exchange_online::{
    ConnectExchangeOnline, GetMailbox, NewDataEncryptionPolicy, SetDataEncryptionPolicy, SetMailbox,
};
use crate::surface::bind::{Binder, Bound};
use crate::surface::bind_error::{BindError, BindErrorKind};
use crate::surface::value::{Assigned, Moment, MultiValue, Seconds};
use ckey_table::{cmdlets, find};
use serde_json::{Value, json};

fn bind(cmdlet: &str, parameters: Value, positional: &[Value]) -> Result<Bound, BindError> {
    let mut binder = Binder::new(find(cmdlet).expect("the cmdlet exists"));
    for (name, value) in parameters.as_object().expect("an object") {
        binder.named(name, value.clone())?;
    }
    positional.iter().for_each(|value| binder.positional(value.clone()));
    binder.finish()
}

fn refusal(cmdlet: &str, parameters: Value, positional: &[Value]) -> BindErrorKind {
    bind(cmdlet, parameters, positional).expect_err("it is refused").kind
}

#[test]
fn a_name_may_be_shortened_and_is_found_in_any_case() {
    let given = json!({"name": "US", "azurekey": "https://a/keys/k, https://b/keys/k"});
    let given: NewDataEncryptionPolicy =
        bind("new-dataencryptionpolicy", given, &[]).unwrap().into_parameters().unwrap();
    assert_eq!(given.name, "US");
    assert_eq!(
        given.azure_key_ids,
        MultiValue::Whole(vec!["https://a/keys/k".into(), "https://b/keys/k".into()])
    );
    assert_eq!(given.enabled, None);
}

#[test]
fn a_beginning_of_several_names_is_an_error() {
    assert_eq!(
        refusal("Set-DataEncryptionPolicy", json!({"Re": true}), &[]),
        BindErrorKind::AmbiguousParameter
    );
    assert_eq!(
        refusal("Set-DataEncryptionPolicy", json!({"Nope": true}), &[]),
        BindErrorKind::NamedParameterNotFound
    );
    assert_eq!(
        refusal("Set-Mailbox", json!({"Identity": "a", "Id": "b"}), &[]),
        BindErrorKind::ParameterAlreadyBound
    );
}

#[test]
fn a_key_among_the_root_keys_is_its_uri_and_not_its_name() {
    let key = |uri: &str, ty: &str| {
        let properties = ckey_table::find_type(ty).unwrap().properties;
        let mut key: serde_json::Map<_, _> =
            properties.iter().map(|property| (property.name.to_owned(), Value::Null)).collect();
        key.insert("Id".into(), json!(uri));
        key.insert("Name".into(), json!("root"));
        key.insert("VaultName".into(), json!("a"));
        Value::Object(key)
    };
    let (full, short) = (
        key("https://a/keys/k", "KeyVaultKey"),
        key("https://b/keys/k", "KeyVaultKeyIdentityItem"),
    );
    for given in [json!([full, short]), json!([full, "https://b/keys/k"])] {
        let given: NewDataEncryptionPolicy =
            bind("New-DataEncryptionPolicy", json!({"Name": "US", "AzureKeyIDs": given}), &[])
                .unwrap()
                .into_parameters()
                .unwrap();
        let uris = vec!["https://a/keys/k".into(), "https://b/keys/k".into()];
        assert_eq!(given.azure_key_ids, MultiValue::Whole(uris));
    }
}

#[test]
fn values_without_a_name_take_their_places() {
    let bound = bind("Set-DataEncryptionPolicy", json!({"Refresh": true}), &[json!("US")]).unwrap();
    assert_eq!(bound.set(), "RefreshKey");
    let given: SetDataEncryptionPolicy = bound.into_parameters().unwrap();
    assert_eq!((given.identity.as_str(), given.refresh), ("US", true));
    let two = [json!("a"), json!("b")];
    assert_eq!(
        refusal("Get-DataEncryptionPolicy", json!({}), &two),
        BindErrorKind::PositionalParameterNotFound
    );
    assert_eq!(bind("Set-AzContext", json!({}), &[json!("sub")]).unwrap().set(), "Subscription");
    assert_eq!(bind("Set-AzContext", json!({}), &[json!({"Name": "x"})]).unwrap().set(), "Context");
    let policy = json!({"ServicePrincipalName": "c066d759-24ae-40e7-a56f-027002b5d3e4", "PermissionsToKeys": ["get"]});
    assert_eq!(
        bind("Set-AzKeyVaultAccessPolicy", policy, &[json!("VaultA1")]).unwrap().set(),
        "ByServicePrincipalName"
    );
}

#[test]
fn the_parameter_set_follows_from_what_is_given() {
    let set = |cmdlet: &str, parameters: Value| bind(cmdlet, parameters, &[]).unwrap().set();
    assert_eq!(
        set("Set-DataEncryptionPolicy", json!({"Identity": "US", "Enabled": false})),
        "Identity"
    );
    let m365 = "Set-M365DataAtRestEncryptionPolicy";
    assert_eq!(set(m365, json!({"Identity": "x", "Enabled": false})), "TenantAdminPurgeKeyRequest");
    assert_eq!(
        set("Set-Mailbox", json!({"Identity": "a", "DataEncryptionPolicy": "US"})),
        "CloudIdentity"
    );
    let both = json!({"Identity": "x", "Force": true, "Refresh": true});
    assert_eq!(refusal(m365, both, &[]), BindErrorKind::AmbiguousParameterSet);
}

#[test]
fn a_mandatory_parameter_must_be_there_and_not_empty() {
    let problem = refusal("New-DataEncryptionPolicy", json!({"Name": "x"}), &[]);
    assert_eq!(problem, BindErrorKind::MissingMandatoryParameter);
    for empty in [json!(""), json!(null), json!([""]), json!([null]), json!({"Identity": ""})] {
        assert_eq!(
            refusal("Set-Mailbox", json!({"Identity": empty}), &[]),
            BindErrorKind::ParameterArgumentEmpty
        );
    }
}

/// Rule 4.10.10.
#[test]
fn only_null_takes_away_and_says_that_none_is_given() {
    let assigned = |given: Value| {
        let bound = bind("Set-Mailbox", given, &[]).unwrap();
        bound.into_parameters::<SetMailbox>().unwrap().data_encryption_policy
    };
    assert_eq!(assigned(json!({"Identity": "a", "DataEncryptionPolicy": null})), Assigned::Nothing);
    assert_eq!(assigned(json!({"Identity": "a"})), Assigned::Unsaid);
    let to = Assigned::To("b".to_owned());
    assert_eq!(assigned(json!({"Identity": "a", "DataEncryptionPolicy": "b"})), to);
    for empty in [json!(""), json!([""])] {
        for (cmdlet, given) in [
            ("Set-Mailbox", json!({"Identity": "a", "DataEncryptionPolicy": empty})),
            ("Set-M365DataAtRestEncryptionPolicyAssignment", json!({"Policy": empty})),
            ("Get-Mailbox", json!({"Identity": empty})),
            ("Set-CustomerKeyTenant", json!({"Owners": empty})),
            ("Set-CustomerKeyTenant", json!({"Owners": {"Remove": empty}})),
            ("Update-AzKeyVaultKey", json!({"VaultName": "v", "Name": "k", "KeyOps": empty})),
        ] {
            assert_eq!(refusal(cmdlet, given, &[]), BindErrorKind::ParameterArgumentEmpty);
        }
    }
    assert!(!bind("Get-Mailbox", json!({"Identity": null}), &[]).unwrap().has("Identity"));
    assert!(!bind("Get-Mailbox", json!({}), &[json!(null)]).unwrap().has("Identity"));
}

#[test]
fn a_refused_parameter_says_why_and_is_no_refusal_when_switched_off() {
    let given =
        json!({"VaultName": "v", "Name": "k", "Destination": "Software", "ReleasePolicyPath": "p"});
    let problem = bind("Add-AzKeyVaultKey", given, &[]).unwrap_err();
    assert_eq!(problem.kind, BindErrorKind::ParameterRefused);
    assert!(problem.fix.contains("Leave it out"), "{problem:?}");
    let given = json!({"Name": "v", "ResourceGroupName": "g", "Location": "l", "EnableRbacAuthorization": false});
    assert!(bind("New-AzKeyVault", given, &[]).is_ok());
}

#[test]
fn ignored_parameters_are_named_for_the_warning() {
    let given = json!({"UserPrincipalName": "a@b", "PageSize": 10, "PSSessionOption": "x"});
    let bound = bind("Connect-ExchangeOnline", given, &[]).unwrap();
    assert_eq!(bound.ignored(), ["PSSessionOption", "PageSize"]);
    let given: ConnectExchangeOnline = bound.into_parameters().unwrap();
    assert_eq!((given.user_principal_name.as_deref(), given.show_banner), (Some("a@b"), None));
}

#[test]
fn closed_values_are_spelled_as_in_the_table() {
    let bound =
        bind("New-CustomerKeyTenant", json!({"Path": "/t", "Mode": "production"}), &[]).unwrap();
    assert_eq!(
        bound.into_parameters::<NewCustomerKeyTenant>().unwrap().mode.as_deref(),
        Some("Production")
    );
    let problem = refusal("New-CustomerKeyTenant", json!({"Path": "/t", "Mode": "Test"}), &[]);
    assert_eq!(problem, BindErrorKind::ParameterArgumentValidationError);
}

#[test]
fn dates_are_read_as_people_and_hosts_write_them() {
    let expires = |date: &str| {
        let given =
            json!({"VaultName": "v", "Name": "k", "Destination": "software", "Expires": date});
        Ok::<_, BindError>(
            bind("Add-AzureKeyVaultKey", given, &[])?
                .into_parameters::<AddAzKeyVaultKey>()?
                .expires,
        )
    };
    assert_eq!(expires("12/31/9999").unwrap(), Some(Moment(253_402_214_400)));
    assert_eq!(expires("9999-12-30T23:00:00.0000000Z").unwrap(), Some(Moment(253_402_210_800)));
    assert_eq!(expires("12/27/2016 12:01 AM").unwrap(), Some(Moment(1_482_796_860)));
    assert_eq!(
        expires("soon").unwrap_err().kind,
        BindErrorKind::ParameterArgumentTransformationError
    );
}

#[test]
fn a_list_where_one_text_is_wanted_is_refused_with_the_way_to_give_several() {
    let refused = |cmdlet, given| bind(cmdlet, given, &[]).unwrap_err();
    let piped = refused("Get-Mailbox", json!({ "Identity": ["alice", "bob"] }));
    assert_eq!(piped.message, "-Identity takes one text, and 2 were given.");
    assert!(piped.fix.starts_with("Pipe them"), "{}", piped.fix);
    // It is piped by the name of a property alone, which texts do not have.
    let alone = refused("Get-AzKeyVault", json!({ "VaultName": ["one", "two"] }));
    assert_eq!(alone.fix, "Give one of them at a time.");
    let table = refused("New-Mailbox", json!({ "Name": { "a": 1 } }));
    assert_eq!(table.message, "-Name takes a text.");
}

#[test]
fn spans_and_sizes_are_read_as_people_and_hosts_write_them() {
    let advance = |text: Value| {
        let bound = bind("Set-CustomerKeyClock", json!({}), &[text]).unwrap();
        bound.into_parameters::<SetCustomerKeyClock>().unwrap().advance
    };
    assert_eq!(advance(json!("1.02:30:00")), Some(Seconds(95_400)));
    assert_eq!(advance(json!(90)), Some(Seconds(90)));
    let size = |size: Value| {
        let bound = bind("Get-Mailbox", json!({"ResultSize": size}), &[]).unwrap();
        bound.into_parameters::<GetMailbox>().unwrap().result_size.unwrap().limit()
    };
    assert_eq!((size(json!("unlimited")), size(json!("10")), size(json!(7))), (u64::MAX, 10, 7));
}

#[test]
fn no_two_cmdlets_share_a_name() {
    let names = cmdlets()
        .flat_map(|cmdlet| std::iter::once(cmdlet.name).chain(cmdlet.aliases.iter().copied()));
    let mut names: Vec<String> = names.map(str::to_lowercase).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn no_refusal_begins_with_the_name_of_the_cmdlet_which_hosts_put_before_it() {
    let long = vec![json!("x"); 9];
    for cmdlet in cmdlets() {
        let given = cmdlet
            .parameters
            .iter()
            .map(|parameter| bind(cmdlet.name, json!({ parameter.name: [["x"]] }), &[]));
        let others = [
            bind(cmdlet.name, json!({ "Nope": 1 }), &[]),
            bind(cmdlet.name, json!({}), &long),
            bind(cmdlet.name, json!({}), &[]),
        ];
        for error in given.chain(others).filter_map(Result::err) {
            assert!(!error.message.starts_with(cmdlet.name), "{}", error.message);
        }
    }
}

#[test]
fn none_in_the_place_of_a_mandatory_parameter_is_missing() {
    let mut binder = Binder::new(find("Set-CustomerKeyClock").unwrap());
    binder.positional(Value::Null);
    assert_eq!(binder.finish().err().unwrap().kind, BindErrorKind::MissingMandatoryParameter);
}

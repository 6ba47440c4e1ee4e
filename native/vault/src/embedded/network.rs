//! Network rules of a vault: what can be one, and how they change.

use super::refusal;
use crate::error::VaultError;
use crate::vault::{ListChange, NetworkChange, NetworkRules};
use std::net::Ipv4Addr;

/// Most rules of each kind that Azure keeps of a vault.
const MOST_ADDRESSES: usize = 1000;
const MOST_SUBNETS: usize = 200;
/// Rules of each kind that a record names.
const MOST_TOLD: usize = 10;

/// Changes the rules, all or nothing.
pub(super) fn apply(
    rules: &mut NetworkRules,
    change: &NetworkChange,
    uri: &str,
) -> Result<(), VaultError> {
    // What is there already may be taken away whatever it is.
    let removes = |list: &ListChange| matches!(list, ListChange::Remove(_));
    let wrong = change.addresses.named().iter().find(|range| !is_range(range));
    if let Some(wrong) = wrong.filter(|_| !removes(&change.addresses)) {
        return Err(refusal::bad(
            &uri,
            format!("'{wrong}' is no range of IPv4 addresses."),
            "Give an address or a range in CIDR form, as 203.0.113.0/24.",
        ));
    }
    let wrong = change.subnets.named().iter().find(|id| !is_subnet(id));
    if let Some(wrong) = wrong.filter(|_| !removes(&change.subnets)) {
        return Err(refusal::bad(
            &uri,
            format!("'{wrong}' is not the resource id of a subnet."),
            "Give /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NETWORK/subnets/SUBNET.",
        ));
    }
    rules.bypass = change.bypass.unwrap_or(rules.bypass);
    rules.default_action = change.default_action.unwrap_or(rules.default_action);
    change.addresses.apply(&mut rules.ip_rules, is_same_range);
    change
        .subnets
        .apply(&mut rules.virtual_network_rules, |one, other| one.eq_ignore_ascii_case(other));
    if rules.ip_rules.len() > MOST_ADDRESSES || rules.virtual_network_rules.len() > MOST_SUBNETS {
        return Err(refusal::bad(
            &uri,
            format!(
                "A vault has at most {MOST_ADDRESSES} rules for addresses and {MOST_SUBNETS} for subnets."
            ),
            "Join ranges, or take some away with Remove-AzKeyVaultNetworkRule.",
        ));
    }
    Ok(())
}

/// The rules of a new vault, which are such as a change could have made.
pub(super) fn of_new(wanted: &NetworkRules, uri: &str) -> Result<NetworkRules, VaultError> {
    let change = NetworkChange {
        bypass: Some(wanted.bypass),
        default_action: Some(wanted.default_action),
        addresses: ListChange::Set(wanted.ip_rules.clone()),
        subnets: ListChange::Set(wanted.virtual_network_rules.clone()),
    };
    let mut rules = NetworkRules::default();
    apply(&mut rules, &change, uri)?;
    Ok(rules)
}

/// The addresses that a range lets in, as the first of them and how many bits all share.
fn range(text: &str) -> Option<(u32, u32)> {
    let (address, bits) = text.split_once('/').unwrap_or((text, "32"));
    let bits = bits.parse::<u8>().ok().map(u32::from).filter(|bits| *bits <= 32)?;
    let mask = u32::MAX.checked_shl(32_u32.saturating_sub(bits)).unwrap_or(0);
    Some((u32::from(address.parse::<Ipv4Addr>().ok()?) & mask, bits))
}

fn is_range(text: &str) -> bool {
    range(text).is_some()
}

/// Whether two texts let in the same addresses: `203.0.113.7` and `203.0.113.7/32`.
fn is_same_range(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || range(one).is_some_and(|addresses| range(other) == Some(addresses))
}

/// What the record says of the rules.
pub(super) fn told(rules: &NetworkRules) -> String {
    let list = |of: &[String]| {
        let named: Vec<_> = of.iter().take(MOST_TOLD).map(String::as_str).collect();
        let more = of.len().saturating_sub(named.len());
        match (named.is_empty(), more) {
            (true, _) => "none".to_owned(),
            (false, 0) => named.join(", "),
            (false, more) => format!("{} and {more} more", named.join(", ")),
        }
    };
    format!(
        "network {} with bypass {}, addresses {}, subnets {}",
        rules.default_action,
        rules.bypass,
        list(&rules.ip_rules),
        list(&rules.virtual_network_rules)
    )
}

fn is_subnet(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("/subscriptions/")
        && lower.contains("/providers/microsoft.network/virtualnetworks/")
        && lower.split("/subnets/").nth(1).is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{apply, is_range, is_same_range, is_subnet, told};
    use crate::vault::{ListChange, NetworkChange, NetworkRules};

    #[test]
    fn only_addresses_and_subnets_are_rules() {
        for range in ["203.0.113.7", "203.0.113.0/24", "0.0.0.0/0"] {
            assert!(is_range(range), "{range}");
        }
        for range in ["", "office", "203.0.113.0/33", "203.0.113", "::1", "203.0.113.0/"] {
            assert!(!is_range(range), "{range}");
        }
        let network =
            "/subscriptions/1/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n";
        assert!(is_subnet(&format!("{network}/subnets/s")));
        assert!(!is_subnet(network) && !is_subnet(&format!("{network}/subnets/")));
    }

    #[test]
    fn one_range_is_one_rule_however_it_is_written_and_the_record_names_it() {
        assert!(is_same_range("203.0.113.7", "203.0.113.7/32"));
        assert!(is_same_range("203.0.113.7/24", "203.0.113.0/24"));
        assert!(is_same_range("1.2.3.4/0", "0.0.0.0/0"));
        assert!(!is_same_range("203.0.113.0/24", "203.0.113.0/25"));
        assert!(!is_same_range("office", "home") && is_same_range("office", "Office"));
        let mut rules = NetworkRules::default();
        let mut change = |addresses| {
            let change = NetworkChange { addresses, ..NetworkChange::default() };
            apply(&mut rules, &change, "vault").unwrap();
            rules.clone()
        };
        let list = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let added = change(ListChange::Add(list(&["203.0.113.7", "203.0.113.7/32"])));
        assert_eq!(added.ip_rules, ["203.0.113.7"]);
        assert!(told(&added).ends_with("addresses 203.0.113.7, subnets none"), "{}", told(&added));
        let all: Vec<_> = (0..12).map(|number| format!("10.0.0.{number}")).collect();
        assert!(told(&change(ListChange::Set(all))).contains("10.0.0.9 and 2 more"));
        let gone = change(ListChange::Remove(list(&["10.0.0.3/32"])));
        assert_eq!(gone.ip_rules.len(), 11);
    }
}

//! Network rules of a vault: what can be one, and how they change.

use super::refusal;
use crate::error::VaultError;
use crate::vault::{ListChange, NetworkChange, NetworkRules};
use std::net::Ipv4Addr;

/// Most rules of each kind that Azure keeps of a vault.
const MOST_ADDRESSES: usize = 1000;
const MOST_SUBNETS: usize = 200;

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
    change.addresses.apply(&mut rules.ip_rules);
    change.subnets.apply(&mut rules.virtual_network_rules);
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

fn is_range(text: &str) -> bool {
    let (address, bits) = text.split_once('/').unwrap_or((text, "32"));
    address.parse::<Ipv4Addr>().is_ok() && bits.parse::<u8>().is_ok_and(|bits| bits <= 32)
}

fn is_subnet(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with("/subscriptions/")
        && lower.contains("/providers/microsoft.network/virtualnetworks/")
        && lower.split("/subnets/").nth(1).is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{is_range, is_subnet};

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
}

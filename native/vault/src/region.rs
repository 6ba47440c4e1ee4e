//! Azure regions: how their names are compared, and the geography each is in.

/// Geographies with more than one region. A region that is not listed is a geography of its own.
const GEOGRAPHIES: &[(&str, &[&str])] = &[
    (
        "United States",
        &[
            "eastus",
            "eastus2",
            "centralus",
            "northcentralus",
            "southcentralus",
            "westus",
            "westus2",
            "westus3",
            "westcentralus",
            "eastus2euap",
            "centraluseuap",
        ],
    ),
    ("US Government", &["usgovvirginia", "usgovtexas", "usgovarizona", "usgoviowa"]),
    ("Canada", &["canadacentral", "canadaeast"]),
    ("Brazil", &["brazilsouth", "brazilsoutheast"]),
    ("Europe", &["northeurope", "westeurope"]),
    ("United Kingdom", &["uksouth", "ukwest"]),
    ("France", &["francecentral", "francesouth"]),
    ("Germany", &["germanywestcentral", "germanynorth"]),
    ("Norway", &["norwayeast", "norwaywest"]),
    ("Sweden", &["swedencentral", "swedensouth"]),
    ("Switzerland", &["switzerlandnorth", "switzerlandwest"]),
    ("Asia Pacific", &["eastasia", "southeastasia"]),
    (
        "Australia",
        &["australiaeast", "australiasoutheast", "australiacentral", "australiacentral2"],
    ),
    ("India", &["centralindia", "southindia", "westindia", "jioindiacentral", "jioindiawest"]),
    ("Japan", &["japaneast", "japanwest"]),
    ("Korea", &["koreacentral", "koreasouth"]),
    ("South Africa", &["southafricanorth", "southafricawest"]),
    ("UAE", &["uaenorth", "uaecentral"]),
];

/// Azure's pairs of regions: Azure mends and updates them one after the other (rule 5.6.1).
const PAIRS: &[(&str, &str)] = &[
    ("eastus", "westus"),
    ("eastus2", "centralus"),
    ("northcentralus", "southcentralus"),
    ("westus2", "westcentralus"),
    ("westus3", "eastus"),
    ("usgovvirginia", "usgovtexas"),
    ("usgovarizona", "usgovtexas"),
    ("canadacentral", "canadaeast"),
    ("brazilsouth", "southcentralus"),
    ("brazilsoutheast", "brazilsouth"),
    ("northeurope", "westeurope"),
    ("uksouth", "ukwest"),
    ("francecentral", "francesouth"),
    ("germanywestcentral", "germanynorth"),
    ("norwayeast", "norwaywest"),
    ("swedencentral", "swedensouth"),
    ("switzerlandnorth", "switzerlandwest"),
    ("eastasia", "southeastasia"),
    ("australiaeast", "australiasoutheast"),
    ("australiacentral", "australiacentral2"),
    ("centralindia", "southindia"),
    ("westindia", "southindia"),
    ("jioindiawest", "jioindiacentral"),
    ("japaneast", "japanwest"),
    ("koreacentral", "koreasouth"),
    ("southafricanorth", "southafricawest"),
    ("uaenorth", "uaecentral"),
];

/// Whether two regions are an Azure pair, whichever of them is named first.
#[must_use]
pub fn are_paired(one: &str, other: &str) -> bool {
    let (one, other) = (normalized_region(one), normalized_region(other));
    PAIRS.iter().any(|&(left, right)| {
        (left, right) == (one.as_str(), other.as_str())
            || (right, left) == (one.as_str(), other.as_str())
    })
}

/// A region's name as it is compared: `East US` and `eastus` are one region.
#[must_use]
pub fn normalized_region(region: &str) -> String {
    region
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

/// The geography a region is in: a key's backup can be restored only within it (rule 5.12.2).
#[must_use]
pub fn geography(region: &str) -> String {
    let region = normalized_region(region);
    let known = GEOGRAPHIES.iter().find(|(_, regions)| regions.contains(&region.as_str()));
    known.map_or(region, |(name, _)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_compare_without_case_and_spaces_and_lie_in_geographies() {
        assert_eq!(normalized_region("East US 2"), "eastus2");
        assert_eq!(geography("East US"), geography("westus3"));
        assert_ne!(geography("North Europe"), geography("UK South"));
        assert_eq!(geography("Poland Central"), "polandcentral");
    }

    #[test]
    fn a_pair_of_regions_is_one_in_either_order_and_two_of_a_geography_need_not_be_one() {
        assert!(are_paired("North Europe", "westeurope") && are_paired("West US", "East US"));
        assert!(!are_paired("eastus", "eastus2") && !are_paired("eastus", "eastus"));
    }
}

//! Rule profiles (rule 4.8.14): where the documents of the service differ by their date, both
//! exist, and the tenant says which holds. Whatever depends on it asks here.

/// The rules of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RuleProfile {
    /// As the service's articles of 2021 say.
    #[default]
    Of2021,
    /// As they say now.
    Current,
}

impl RuleProfile {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Of2021, Self::Current];

    /// As it is given and shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Of2021 => "2021",
            Self::Current => "current",
        }
    }

    /// Whether a vault is made for roles where nobody says otherwise (rule 5.1.6).
    #[must_use]
    pub const fn makes_vaults_for_roles(self) -> bool {
        matches!(self, Self::Current)
    }

    /// The profile of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name().eq_ignore_ascii_case(name))
    }

    /// Whether the service checks a configuration when a tenant is onboarded; before, it was done by
    /// hand (rules 6.2 and 5.1.4).
    #[must_use]
    pub const fn onboards_by_checks(self) -> bool {
        matches!(self, Self::Current)
    }

    /// Whether subscriptions that are paid by credit card are refused (rule 5.3.1).
    #[must_use]
    pub const fn refuses_credit_cards(self) -> bool {
        matches!(self, Self::Of2021)
    }

    /// Whether vaults of Exchange and of multiple workloads need the recovery level of a mandatory
    /// retention period (rule 5.8).
    #[must_use]
    pub const fn wants_mandatory_retention(self) -> bool {
        matches!(self, Self::Of2021)
    }

    /// Whether the data of a geo of SharePoint can be purged (rules 4.8.6 and 4.8.13).
    #[must_use]
    pub const fn purges_sites(self) -> bool {
        matches!(self, Self::Of2021)
    }
}

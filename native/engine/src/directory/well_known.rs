//! The service's applications, by their published ids (rule 5.1).

/// An application that every tenant knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Application {
    /// The name it is shown by.
    pub name: &'static str,
    /// The application id, the same in every tenant.
    pub app_id: &'static str,
    /// The object id of its service principal in a local tenant. Real tenants each have their own;
    /// a fixed one keeps rehearsals alike.
    pub object_id: &'static str,
}

/// Asks the vaults for mailbox policies (rule 5.1.1).
pub const EXCHANGE_ONLINE: Application = Application {
    name: "Office 365 Exchange Online",
    app_id: "00000002-0000-0ff1-ce00-000000000000",
    object_id: "5c1e5a5e-0000-4000-8000-000000000002",
};

/// Asks the vaults for SharePoint policies (rule 5.1.2).
pub const SHAREPOINT_ONLINE: Application = Application {
    name: "Office 365 SharePoint Online",
    app_id: "00000003-0000-0ff1-ce00-000000000000",
    object_id: "5c1e5a5e-0000-4000-8000-000000000003",
};

/// Asks the vaults for multi-workload policies (rule 5.1.3).
pub const DATA_AT_REST_ENCRYPTION: Application = Application {
    name: "M365DataAtRestEncryption",
    app_id: "c066d759-24ae-40e7-a56f-027002b5d3e4",
    object_id: "5c1e5a5e-0000-4000-8000-000000000759",
};

/// The onboarding service (rule 5.1.4).
pub const ONBOARDING: Application = Application {
    name: "Customer Key Onboarding",
    app_id: "19f7f505-34aa-44a4-9dcc-6a768854d2ea",
    object_id: "5c1e5a5e-0000-4000-8000-000000000505",
};

/// All of them.
pub const ALL: [Application; 4] =
    [EXCHANGE_ONLINE, SHAREPOINT_ONLINE, DATA_AT_REST_ENCRYPTION, ONBOARDING];

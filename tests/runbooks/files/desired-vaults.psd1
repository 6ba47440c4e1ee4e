# What the vaults of Contoso have to be like. Each entry is what its cmdlet is called with.
@{
    AccessPolicies = @(
        @{ VaultName = 'ContosoMailWestUS'; SubscriptionId = '11111111-1111-1111-1111-111111111111'; ServicePrincipalName = '00000002-0000-0ff1-ce00-000000000000'; PermissionsToKeys = 'get', 'wrapKey', 'unwrapKey' }
        @{ VaultName = 'ContosoMailEastUS'; SubscriptionId = '22222222-2222-2222-2222-222222222222'; ServicePrincipalName = '00000002-0000-0ff1-ce00-000000000000'; PermissionsToKeys = 'get', 'wrapKey', 'unwrapKey' }
        @{ VaultName = 'ContosoAllWestUS'; SubscriptionId = '11111111-1111-1111-1111-111111111111'; ServicePrincipalName = 'c066d759-24ae-40e7-a56f-027002b5d3e4'; PermissionsToKeys = 'get', 'wrapKey', 'unwrapKey' }
        @{ VaultName = 'ContosoAllEastUS'; SubscriptionId = '22222222-2222-2222-2222-222222222222'; ServicePrincipalName = 'c066d759-24ae-40e7-a56f-027002b5d3e4'; PermissionsToKeys = 'get', 'wrapKey', 'unwrapKey' }
    )
    Keys = @(
        @{ VaultName = 'ContosoMailWestUS'; Name = 'Mail-01'; Enable = $true; KeyOps = 'wrapKey', 'unwrapKey'; Tag = @{ Owner = 'Messaging' } }
        @{ VaultName = 'ContosoMailEastUS'; Name = 'Mail-02'; Enable = $true; KeyOps = 'wrapKey', 'unwrapKey'; Tag = @{ Owner = 'Messaging' } }
    )
}

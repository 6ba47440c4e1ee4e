#!/bin/sh
# From nothing to encrypted mail: two vaults, two policies, real mail, a key roll, lost keys. Then files of SharePoint, an outage, the
# retirement of a key version, and a purge.
# ./build quickstart runs it. By hand: CUSTOMER_KEY_BIN=... CUSTOMER_KEY_TENANT=/a/new/folder QUICKSTART_MAIL=/a/folder sh examples/quickstart.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ck=${CUSTOMER_KEY_BIN:-customer-key}
CUSTOMER_KEY_TENANT=${CUSTOMER_KEY_TENANT:-$PWD/quickstart-tenant}
export CUSTOMER_KEY_TENANT
mail=${QUICKSTART_MAIL:-$here/mail}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
# Shows a command line as an administrator types it, and what it prints.
run() { printf 'PS> %s\n' "$1"; "$ck" --table -c "$1"; }
# The same for one that must be refused.
refused() { printf 'PS> %s\n' "$1"; if "$ck" --table -c "$1"; then echo "This should have been refused." >&2; exit 1; fi; }
# The same for a check that must find something.
failed() { printf 'PS> %s\n' "$1"; code=0; "$ck" --table -c "$1" || code=$?; [ $code -eq 3 ]; }
# One property of one object, as text.
value() { "$ck" --table -c "$1 | Select-Object -ExpandProperty $2"; }
readable() { run "Export-CustomerKeyItem -Mailbox alice -Identity $item -OutputFile '$out/again.eml' -Force"; cmp "$out/first.eml" "$out/again.eml"; }

exchange=00000002-0000-0ff1-ce00-000000000000      # Office 365 Exchange Online
workloads=c066d759-24ae-40e7-a56f-027002b5d3e4     # M365DataAtRestEncryption
sharepoint=00000003-0000-0ff1-ce00-000000000000    # Office 365 SharePoint Online
vault1=https://contosoEastUSvault01.vault.azure.net/keys
vault2=https://contosoNorthEUvault01.vault.azure.net/keys
[ -t 1 ] || say() { printf '\n# %s\n' "$*"; }

say "A tenant: one folder on this machine. Nothing reaches Microsoft 365."
run "New-CustomerKeyTenant -Path '$CUSTOMER_KEY_TENANT' -Name Contoso"

say "Two vaults in two subscriptions and two regions, a root key in each, and permissions for the service"
for place in "11111111-aaaa-4aaa-8aaa-111111111111 ContosoEast eastus contosoEastUSvault01" "22222222-bbbb-4bbb-8bbb-222222222222 ContosoNorth northeurope contosoNorthEUvault01"; do
    set -- $place
    run "Set-AzContext -Subscription $1 | Format-List Subscription,Account"
    run "New-AzResourceGroup -Name $2 -Location $3 | Format-Table ResourceGroupName,Location"
    run "New-AzKeyVault -Name $4 -ResourceGroupName $2 -Location $3 -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization | Format-Table VaultName,Location,Sku,EnableSoftDelete"
    run "Add-AzKeyVaultKey -VaultName $4 -Name Root -Destination HSM -KeyOps wrapKey,unwrapKey | Format-Table VaultName,Name,Version,KeyType,KeySize"
    run "Set-AzKeyVaultAccessPolicy -VaultName $4 -ServicePrincipalName $exchange -PermissionsToKeys get,wrapKey,unwrapKey"
    run "Set-AzKeyVaultAccessPolicy -VaultName $4 -ServicePrincipalName $workloads -PermissionsToKeys get,wrapKey,unwrapKey"
done

say "A policy for all workloads of the tenant, and one for mailboxes"
run "New-M365DataAtRestEncryptionPolicy -Name Contoso_Global -AzureKeyIDs $vault1/Root, $vault2/Root -Description 'All workloads'"
run "Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Contoso_Global"
run "New-DataEncryptionPolicy -Name USA_mailboxes -AzureKeyIDs $vault1/Root, $vault2/Root -Description 'Mailboxes in the USA'"
run "New-Mailbox -Name alice"
run "New-Mailbox -Name bob"
run "Set-Mailbox -Identity alice -DataEncryptionPolicy USA_mailboxes"
run "Wait-CustomerKeyJob -Timeout 60"
run "Get-Mailbox | Get-MailboxStatistics | Format-Table Identity,IsEncrypted,DataEncryptionPolicy,DataEncryptionPolicyID"

say "Real mail goes in, encrypted: a key for each message, under the key of the mailbox"
run "Import-CustomerKeyItem -Mailbox alice -Path '$mail' | Measure-Object | Format-Table Count"
run "Get-CustomerKeyItem -Mailbox alice | Select-Object -First 5 | Format-Table Name,Size,SealedSize"
item=$(value "Get-CustomerKeyItem -Mailbox alice | Select-Object -First 1" Identity)
name=$(value "Get-CustomerKeyItem -Mailbox alice | Select-Object -First 1" Name)
run "Export-CustomerKeyItem -Mailbox alice -Identity $item -OutputFile '$out/first.eml'"
cmp "$mail/$name" "$out/first.eml" && echo "$name: the same, bit for bit"

say "A key roll: a new version of each key, then a refresh. Mailboxes move to the new generation, content stays as it is"
before=$(value "Get-MailboxStatistics -Identity alice" DataEncryptionPolicyID)
sealed=$(value "Get-CustomerKeyItem -Mailbox alice -Identity '$item'" SealedSHA256)
run "Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Destination HSM -KeyOps wrapKey,unwrapKey | Format-Table VaultName,Name,Version"
run "Add-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Root -Destination HSM -KeyOps wrapKey,unwrapKey | Format-Table VaultName,Name,Version"
run "Set-DataEncryptionPolicy -Identity USA_mailboxes -Refresh -Confirm:\$false"
run "Wait-CustomerKeyJob -Timeout 60"
after=$(value "Get-MailboxStatistics -Identity alice" DataEncryptionPolicyID)
echo "DataEncryptionPolicyID: $before -> $after"
[ "$before" != "$after" ]
[ "$sealed" = "$(value "Get-CustomerKeyItem -Mailbox alice -Identity '$item'" SealedSHA256)" ]
echo "SHA-256 of the sealed message: $sealed, before and after"
readable

say "One key is taken away: the other one opens the mailbox"
run "Remove-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange"
run "Clear-CustomerKeyCache"
readable

say "Both are taken away: refused, with the reason of each"
run "Remove-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange"
run "Clear-CustomerKeyCache"
refused "Export-CustomerKeyItem -Mailbox alice -Identity $item -OutputFile '$out/refused.eml'"
[ ! -e "$out/refused.eml" ]

say "One comes back, and the mail with it"
run "Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange -PermissionsToKeys get,wrapKey,unwrapKey"
run "Clear-CustomerKeyCache"
readable

say "SharePoint: a geo has a policy of its own, under keys of its own, and every part of a file its own key"
run "Add-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Files -Destination HSM -KeyOps wrapKey,unwrapKey | Format-Table VaultName,Name,Version"
run "Add-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Files -Destination HSM -KeyOps wrapKey,unwrapKey | Format-Table VaultName,Name,Version"
run "Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $sharepoint -PermissionsToKeys get,wrapKey,unwrapKey"
run "Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $sharepoint -PermissionsToKeys get,wrapKey,unwrapKey"
run "New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com | Format-Table Name,AdminUrl"
run "New-CustomerKeySite -Url https://contoso.sharepoint.com/sites/finance | Format-Table Url,Geo"
files1=$(value "Get-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Files" Id)
files2=$(value "Get-AzKeyVaultKey -VaultName contosoNorthEUvault01 -Name Files" Id)
run "Register-SPODataEncryptionPolicy -PrimaryKeyVaultUri $files1 -SecondaryKeyVaultUri $files2 | Format-Table Status"
run "Wait-CustomerKeyJob -Timeout 60"
run "Get-SPODataEncryptionPolicy | Format-Table Status,Geo"
run "Import-CustomerKeyItem -Site https://contoso.sharepoint.com/sites/finance -Path '$mail/$name' | Format-Table Name,Size"
run "Export-CustomerKeyItem -Site https://contoso.sharepoint.com/sites/finance -Identity '$name' -OutputFile '$out/file'"
cmp "$mail/$name" "$out/file" && echo "$name: the same, bit for bit"

say "An outage: both vaults are silent. The availability key serves mailboxes, and each use of it is on the record"
run "Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange -PermissionsToKeys get,wrapKey,unwrapKey"
run "Set-CustomerKeyVaultFault -VaultName contosoEastUSvault01 -Fault Unreachable"
run "Set-CustomerKeyVaultFault -VaultName contosoNorthEUvault01 -Fault Unreachable"
run "Clear-CustomerKeyCache"
readable
run "Search-CustomerKeyAudit -RecordType CustomerKeyServiceEncryption -ResultSize 1 | Format-Table Activity,ObjectId,Result"
run "Set-CustomerKeyVaultFault -VaultName contosoEastUSvault01 -Fault None"
run "Set-CustomerKeyVaultFault -VaultName contosoNorthEUvault01 -Fault None"

say "May the first version of a key be retired? No: the policy for all workloads still needs it"
old=$(value "Get-CustomerKeyUsage -Key $vault1/Root | Where-Object Keys -gt 1" Id)
run "Get-CustomerKeyUsage -Key $vault1/Root | Where-Object Keys -gt 1 | Format-List Policies,Keys,Mailboxes,Workloads,Backups"
failed "Test-CustomerKeyRetirement -Key $old | Select-Object -ExpandProperty Detail"
say "What depends on it is moved to the newest versions; then it can be disabled"
run "Set-M365DataAtRestEncryptionPolicy -Identity Contoso_Global -Refresh"
run "Wait-CustomerKeyJob -Timeout 60"
run "Test-CustomerKeyRetirement -Key $old | Format-List Result"
run "Update-AzKeyVaultKey -VaultName contosoEastUSvault01 -Name Root -Version ${old##*/} -Enable \$false"
readable

say "A purge: all data under a policy is destroyed for good, in the documented order, and the evidence is signed"
run "New-DataEncryptionPolicy -Name Leavers -AzureKeyIDs $vault1/Root, $vault2/Root"
run "New-Mailbox -Name carol"
run "Set-Mailbox -Identity carol -DataEncryptionPolicy Leavers"
run "Import-CustomerKeyItem -Mailbox carol -Path '$mail/$name' | Format-Table Name,Size"
run "Remove-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange"
run "Remove-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange"
run "Set-DataEncryptionPolicy -Identity Leavers -PermanentDataPurgeRequested -PermanentDataPurgeReason 'They have left' -PermanentDataPurgeContact 'Alice Ames' -Confirm:\$false"
run "Set-CustomerKeyPurgeApprover -Name 'Alice Ames' -PublicKey '$here/approver/public.pem'"
run "New-CustomerKeyPurgeDocument -Identity Leavers -OutputFile '$out/purge.json' | Format-Table Policy,Approver"
run "Approve-CustomerKeyPurgeDocument -Path '$out/purge.json' -PrivateKey '$here/approver/private.pem' -OutputFile '$out/signed.json' | Format-Table Policy,Approver"
run "Complete-CustomerKeyPurge -Path '$out/signed.json' -Confirm:\$false | Format-Table Identity,State,Mailboxes,OtherMailboxes"
run "Wait-CustomerKeyJob -Timeout 60"
run "Get-CustomerKeyPurge -Identity Leavers | Format-Table Identity,State,DestroyedMailboxes,DestroyedItems"
run "Export-CustomerKeyPurgeEvidence -Identity Leavers -OutputFile '$out/evidence.json' | Format-Table Policy,Mailboxes,Backups"
run "Set-AzKeyVaultAccessPolicy -VaultName contosoEastUSvault01 -SubscriptionId 11111111-aaaa-4aaa-8aaa-111111111111 -ServicePrincipalName $exchange -PermissionsToKeys get,wrapKey,unwrapKey"
run "Set-AzKeyVaultAccessPolicy -VaultName contosoNorthEUvault01 -SubscriptionId 22222222-bbbb-4bbb-8bbb-222222222222 -ServicePrincipalName $exchange -PermissionsToKeys get,wrapKey,unwrapKey"
run "Clear-CustomerKeyCache"
readable

say "What is encrypted under what"
run "Get-Mailbox | Get-MailboxStatistics | Format-Table Identity,ItemCount,DataEncryptionPolicy,IsEncrypted"
run "Get-CustomerKeyWorkload | Format-Table Name,DataCovered,DataEncryptionPolicy,Items"
run "Get-CustomerKeyTenant"
cat <<END
Go on:   export CUSTOMER_KEY_TENANT='$CUSTOMER_KEY_TENANT'
         $ck help
END

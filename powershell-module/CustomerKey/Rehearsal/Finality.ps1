# What cannot be undone: by what the audit log calls it, and by what a cmdlet was told to do.

$script:FinalActivities = @{
    'Destroy wraps of generations' = 'The wraps of earlier generations are destroyed; backups of before keep theirs.'
    'Destroy sites'                = 'The sites are destroyed.'
    'Destroy site'                 = 'The site is destroyed.'
    'Destroy mailboxes'            = 'The mailboxes are destroyed.'
    'Destroy mailbox'              = 'The mailbox is destroyed.'
    'Destroy items'                = 'The items are destroyed.'
    'Destroy keys of policy'       = 'The keys of the policy are destroyed, the availability key with them.'
    'Delete policy'                = 'The policy is deleted.'
    'Refresh policy'               = 'The generation before it does not come back.'
    'Replace keys of policy'       = 'The generation before it does not come back.'
    'Move clock'                   = 'The clock of the tenant does not go back.'
    'Forget backup'                = 'The tenant no longer knows of the backup.'
    'Accept audit loss'            = 'The missing records of the audit log are given up.'
    'Remove tenant'                = 'The tenant is destroyed.'
}

# Where the record of a vault says only that it was changed: by cmdlet, and by parameter where it takes one.
$script:FinalParameters = [ordered]@{
    'Remove-AzKeyVaultKey InRemovedState'               = 'The key is purged with all its versions; only a backup of it brings it back.'
    'Remove-AzKeyVault InRemovedState'                  = 'The vault is purged with all its keys.'
    'New-AzKeyVault EnablePurgeProtection'              = 'Purge protection cannot be switched off.'
    'Update-AzKeyVault EnablePurgeProtection'           = 'Purge protection cannot be switched off.'
    'Remove-AzKeyVaultManagedHsm InRemovedState'        = 'The managed HSM is purged with all its keys.'
    'New-AzKeyVaultManagedHsm EnablePurgeProtection'    = 'Purge protection cannot be switched off.'
    'Update-AzKeyVaultManagedHsm EnablePurgeProtection' = 'Purge protection cannot be switched off.'
    'Add-AzKeyVaultKey'                                 = 'A version of a key cannot be deleted alone, only disabled.'
    'Invoke-AzKeyVaultKeyRotation'                      = 'A version of a key cannot be deleted alone, only disabled.'
}

function script:Add-CkeyFinality([hashtable]$step, [System.Collections.IDictionary]$bound) {
    foreach ($key in $script:FinalParameters.Keys) {
        $cmdlet, $parameter = $key.Split(' ')
        if ($cmdlet -ne $step.Cmdlet -or ($parameter -and -not ($bound.PSBase.Keys -contains $parameter -and $bound[$parameter]))) { continue }
        if (-not $step.Final.Contains($script:FinalParameters[$key])) { $step.Final.Add($script:FinalParameters[$key]) }
    }
}

# Objects from one cmdlet into the next.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot pipes
    $null = New-DataEncryptionPolicy -Name Pipes -AzureKeyIDs $keys
    $script:many = if ($env:CUSTOMER_KEY_LONG) { 100000 } else { 10000 }
    $null = New-Mailbox -Name user -Count $many
}
AfterAll { Remove-TestTenant }

Describe 'pipelines' {
    It 'take mailboxes by property name' {
        Get-Mailbox user1 | Set-Mailbox -DataEncryptionPolicy Pipes
        (Get-Mailbox user1).DataEncryptionPolicy | Should -Be 'Pipes'
        Get-Mailbox user1 | Set-Mailbox -DataEncryptionPolicy $null
        (Get-Mailbox user1).DataEncryptionPolicy | Should -BeNullOrEmpty
    }
    It 'stop when nobody wants more' {
        @(Get-Mailbox -ResultSize Unlimited | Select-Object -First 3).Count | Should -Be 3
    }
    It 'cut a listing off at 1000 and say so' {
        @(Get-Mailbox -WarningAction SilentlyContinue -WarningVariable warned).Count | Should -Be 1000
        "$warned" | Should -Not -BeNullOrEmpty
    }
    It 'put all of many mailboxes under a policy' {
        Get-Mailbox -ResultSize Unlimited | Set-Mailbox -DataEncryptionPolicy Pipes
        $null = Invoke-CustomerKeyJob
        @(Get-Mailbox -ResultSize Unlimited | Where-Object DataEncryptionPolicy -ne Pipes).Count | Should -Be 0
    }
    It 'take vaults and keys as objects' {
        Get-AzKeyVault -VaultName pipesEast | Set-AzKeyVaultAccessPolicy -UserPrincipalName alice@contoso.com -PermissionsToKeys get, list
        (Get-AzKeyVault -VaultName pipesEast).AccessPoliciesText | Should -Match 'list'
        Get-AzKeyVault -VaultName pipesEast | Remove-AzKeyVaultAccessPolicy -UserPrincipalName alice@contoso.com
        (Get-AzKeyVaultKey -VaultName pipesEast -Name root | Update-AzKeyVaultKey -Tag @{ Purpose = 'root' } -PassThru).Tags['purpose'] | Should -Be 'root'
        Get-AzKeyVaultKey -VaultName pipesEast | Update-AzKeyVaultKey -Tag @{}
    }
    It 'take managed HSMs, their keys and their roles as objects' {
        New-TestHsm pipesHsm root 3>$null
        $me = (Get-AzADUser -SignedIn).Id
        (Get-AzKeyVaultManagedHsm pipesHsm | Get-AzKeyVaultKey).Name | Should -Be 'root'
        (Get-AzKeyVaultManagedHsm | Add-AzKeyVaultKey -Name second -KeyType RSA -Size 2048).Id | Should -Match '^https://pipeshsm.managedhsm.azure.net'
        (Get-AzKeyVaultManagedHsm pipesHsm | Get-AzKeyVaultKey -Name second | Update-AzKeyVaultKey -Tag @{ Use = 'root' } -PassThru).Tags['use'] | Should -Be 'root'
        (Get-AzKeyVaultManagedHsm pipesHsm | Get-AzKeyVaultKey -Name second | Backup-AzKeyVaultKey -OutputFile "$testFolder/second.backup").Name | Should -Be 'second'
        (Get-AzKeyVaultManagedHsm pipesHsm | Update-AzKeyVaultManagedHsm -Tag @{ Owner = 'Security' }).Tags['owner'] | Should -Be 'Security'
        # The files are named from where PowerShell is, which is not where the process is.
        Push-Location $testFolder
        try {
            1..3 | ForEach-Object { Copy-Item "$PSScriptRoot/../examples/files/sd$_.*" . }
            $written = Get-AzKeyVaultManagedHsm pipesHsm | Export-AzKeyVaultSecurityDomain -Certificates sd1.cer, sd2.cer, sd3.cer -OutputPath pipes.json -Quorum 2 -PassThru
            $written.Path | Should -Be (Join-Path $testFolder pipes.json)
            $null = New-AzKeyVaultManagedHsm -Name pipesHsm2 -ResourceGroupName pipesHsmRG -Location 'West Europe' -Administrator $me -SoftDeleteRetentionInDays 90
            $holders = @{ PublicKey = 'sd1.cer'; PrivateKey = 'sd1.key' }, [pscustomobject]@{ PublicKey = 'sd2.cer'; PrivateKey = 'sd2.key' }
            (Get-AzKeyVaultManagedHsm pipesHsm2 | Import-AzKeyVaultSecurityDomain -Keys $holders -SecurityDomainPath pipes.json -PassThru).HsmName | Should -Be 'pipesHsm2'
        } finally { Pop-Location }
        $null = New-AzKeyVaultRoleAssignment -HsmName pipesHsm2 -RoleDefinitionName 'Managed HSM Crypto User' -ObjectId $me
        (Get-AzKeyVaultManagedHsm pipesHsm2 | Restore-AzKeyVaultKey -InputFile "$testFolder/second.backup").VaultName | Should -Be 'pipesHsm2'
        Get-AzKeyVaultRoleAssignment -HsmName pipesHsm2 -RoleDefinitionName 'Managed HSM Crypto User' | Remove-AzKeyVaultRoleAssignment
        (Get-AzKeyVaultRoleAssignment -HsmName pipesHsm2).RoleDefinitionName | Should -Be 'Managed HSM Administrator'
        { Get-AzKeyVaultRoleAssignment -HsmName pipesHsm2 | Remove-AzKeyVaultRoleAssignment } | Should -Throw '*last administrator*'
        { Get-AzKeyVaultManagedHsm pipesHsm | Get-AzKeyVault } | Should -Not -Throw
        Get-AzKeyVaultManagedHsm | Remove-AzKeyVaultManagedHsm -Force
        Get-AzKeyVaultManagedHsm | Should -BeNullOrEmpty
        (Get-AzKeyVaultManagedHsm -InRemovedState | Undo-AzKeyVaultManagedHsmRemoval).Name | Sort-Object | Should -Be 'pipesHsm', 'pipesHsm2'
        (Get-AzKeyVaultManagedHsm pipesHsm | Get-AzKeyVaultKey).Name | Sort-Object | Should -Be 'root', 'second'
        Get-AzKeyVaultManagedHsm pipesHsm2 | Remove-AzKeyVaultManagedHsm -Force
        Get-AzKeyVaultManagedHsm -InRemovedState | Remove-AzKeyVaultManagedHsm -InRemovedState -Force
        Get-AzKeyVaultManagedHsm -InRemovedState | Should -BeNullOrEmpty
    }
    It 'take no record of the audit log for a mailbox or mail user, whatever these are called' {
        $one, $two = Search-CustomerKeyAudit -ResultSize 2 -WarningAction SilentlyContinue
        $null = New-Mailbox -Name $one.RecordNumber
        $null = New-MailUser -Name $two.RecordNumber
        $one | Set-Mailbox -DataEncryptionPolicy Pipes -ErrorAction SilentlyContinue
        $two | Set-MailUser -DataEncryptionPolicy Pipes -ErrorAction SilentlyContinue
        (Get-Mailbox $one.RecordNumber).DataEncryptionPolicy | Should -BeNullOrEmpty
        (Get-MailUser $two.RecordNumber).DataEncryptionPolicy | Should -BeNullOrEmpty
        $one.RecordNumber | Should -BeOfType [long]
    }
    It 'take files' {
        $folder = New-Item -ItemType Directory (Join-Path $testFolder items)
        foreach ($name in 'one', 'two') { Set-Content (Join-Path $folder "$name.txt") "text $name" -NoNewline }
        (Get-ChildItem $folder | Import-CustomerKeyItem -Mailbox user1).Name | Sort-Object | Should -Be 'one.txt', 'two.txt'
        $null = Get-CustomerKeyItem -Mailbox user1 | Export-CustomerKeyItem -Destination (Join-Path $testFolder out)
        Get-Content (Join-Path $testFolder out/one.txt) | Should -Be 'text one'
    }
    It 'keep a call open while another runs inside it' {
        $seen = 0
        Get-Mailbox -ResultSize 2500 | ForEach-Object { if ($seen++ % 500 -eq 0) { $null = Get-MailboxStatistics -Identity $_.Identity } }
        $seen | Should -Be 2500
    }
}

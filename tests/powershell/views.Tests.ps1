# What the screen shows, and names in place of objects.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $PSStyle.OutputRendering = 'PlainText'              # no colours between the words of a heading
    Import-CustomerKey
    New-TestTenant
    $script:keys = New-TestRoot views
    $null = New-DataEncryptionPolicy -Name 'US Mailboxes' -AzureKeyIDs $keys
    $null = New-Mailbox -Name alice
    Set-Mailbox alice -DataEncryptionPolicy 'US Mailboxes'
}
AfterAll { Remove-TestTenant }

Describe 'views' {
    It 'show a policy as a table with its name and state' {
        $text = Get-DataEncryptionPolicy | Out-String -Width 200
        $text | Should -Match 'Name\s+Enabled\s+State'
        $text | Should -Match 'US Mailboxes'
    }
    It 'show every property in a list' {
        $text = Get-DataEncryptionPolicy | Format-List | Out-String -Width 200
        foreach ($property in 'DistinguishedName', 'AzureKeyIDs', 'GenerationId', 'WhenCreatedUTC') { $text | Should -Match $property }
    }
    It 'show of a vault what the runbooks read off the screen' {
        $text = Get-AzKeyVault -VaultName viewsEast | Out-String -Width 400
        $text | Should -Match 'Soft Delete Enabled\?\s+: True'
        $text | Should -Match 'Access Policies'
        $text | Should -Match 'unwrapKey'
        (Get-AzKeyVault -VaultName viewsEast | Format-Table | Out-String -Width 200) | Should -Match 'VaultName\s+ResourceGroupName'
    }
    It 'have a table for every type' {
        foreach ($type in ([xml](Get-Content "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.Types.ps1xml" -Raw)).Types.Type.Name) {
            if ($type -like 'Deserialized.*') { continue }
            (Get-FormatData -TypeName $type -PowerShellVersion '7.5').FormatViewDefinition.Count | Should -BeGreaterThan 0 -Because $type
        }
    }
}

Describe 'objects in place of names' {
    It 'become their identity' {
        $policy = Get-DataEncryptionPolicy
        "$policy" | Should -Be 'US Mailboxes'
        (Get-DataEncryptionPolicy -Identity $policy).Guid | Should -Be $policy.Guid
        Set-Mailbox -Identity (Get-Mailbox alice) -DataEncryptionPolicy $policy
        (Get-Mailbox alice).DataEncryptionPolicy | Should -Be 'US Mailboxes'
    }
    It 'do so after a job or a file brought them back' {
        $policy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-DataEncryptionPolicy)))
        (Get-DataEncryptionPolicy -Identity $policy).Name | Should -Be 'US Mailboxes'
    }
}

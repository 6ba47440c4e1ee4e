# The pipelines that people write: filters, loops, files, groups, and an error or an early end in the middle.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant 3>$null
    $script:keys = New-TestRoot shapes 3>$null
    $null = New-DataEncryptionPolicy -Name ShapesDEP -AzureKeyIDs $keys -Description 'of shapes'
    $null = New-DataEncryptionPolicy -Name Off -AzureKeyIDs $keys -Enabled $false
    $null = New-Mailbox -Name user -Count 5
    $null = New-MailUser -Name outside
    function Get-Protected { @(Get-Mailbox | Where-Object DataEncryptionPolicy -eq ShapesDEP).Name -join ' ' }
    function Copy-ByFile($object) { $object | Export-Clixml "$testFolder/copy.xml"; Import-Clixml "$testFolder/copy.xml" }
}
AfterAll { Remove-TestTenant }

Describe 'mailboxes' {
    BeforeEach { Get-Mailbox | Set-Mailbox -DataEncryptionPolicy $null }

    It 'are changed by name, by list and by table' {
        'user1', 'user2' | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Get-Protected | Should -Be 'user1 user2'
        Set-Content "$testFolder/names.csv" "Identity`nuser3"
        Import-Csv "$testFolder/names.csv" | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Set-Content "$testFolder/names.csv" "Name,Note`nuser4,x"
        Import-Csv "$testFolder/names.csv" | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Get-Protected | Should -Be 'user1 user2 user3 user4'
        'outside' | Set-MailUser -DataEncryptionPolicy ShapesDEP
        ('outside' | Get-MailUser).DataEncryptionPolicy | Should -Be 'ShapesDEP'
        Get-MailUser | Get-MailUser | Set-MailUser -DataEncryptionPolicy $null
    }
    It 'are filtered first' {
        Get-Mailbox | Where-Object { $_.Name -like '*[24]' } | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Get-Protected | Should -Be 'user2 user4'
    }
    It 'are given by hand in a loop, whole or by name' {
        Get-Mailbox -ResultSize 1 | ForEach-Object { Set-Mailbox $_ -DataEncryptionPolicy ShapesDEP }
        foreach ($m in Get-Mailbox | Where-Object Name -eq user2) { Set-Mailbox -Identity $m.Name -DataEncryptionPolicy ShapesDEP }
        foreach ($m in Get-Mailbox user3) { Set-Mailbox -Identity $m -DataEncryptionPolicy ShapesDEP }
        Get-Protected | Should -Be 'user1 user2 user3'
    }
    It 'are known by a selected name, and with a member that was added' {
        Get-Mailbox | Select-Object Name -First 2 | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Get-Mailbox user3 | Add-Member -NotePropertyName Wave -NotePropertyValue 1 -PassThru | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Get-Protected | Should -Be 'user1 user2 user3'
    }
    It 'come back from a file of text, a file of objects and a job' {
        Get-Mailbox user1 | Export-Csv "$testFolder/mailboxes.csv"
        Import-Csv "$testFolder/mailboxes.csv" | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Copy-ByFile (Get-Mailbox user2) | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        $module = (Get-Module CustomerKey).Path
        Start-Job { Import-Module $using:module; Get-Mailbox user3 } | Receive-Job -Wait -AutoRemoveJob | Set-Mailbox -DataEncryptionPolicy ShapesDEP
        Get-Protected | Should -Be 'user1 user2 user3'
    }
    It 'are grouped, sorted and summed up' {
        Set-Content "$testFolder/small" x; Set-Content "$testFolder/larger" ('x' * 5000)
        $null = Import-CustomerKeyItem "$testFolder/small" -Mailbox user4
        $null = Import-CustomerKeyItem "$testFolder/larger" -Mailbox user5
        Set-Mailbox user1 -DataEncryptionPolicy ShapesDEP
        Get-Mailbox | Group-Object DataEncryptionPolicy | Sort-Object Count | ForEach-Object Count | Should -Be 1, 4
        (Get-Mailbox | Group-Object DataEncryptionPolicy | Where-Object Name -eq ShapesDEP).Group | Set-Mailbox -DataEncryptionPolicy $null
        $sorted = Get-Mailbox | Get-MailboxStatistics | Sort-Object TotalItemSize -Descending
        $sorted[0].Identity, $sorted[1].Identity | Should -Be 'user5', 'user4'
        ($sorted | Measure-Object ItemCount -Sum).Sum | Should -Be 2
        ($sorted.TotalItemSize | Measure-Object Bytes -Sum).Sum | Should -BeGreaterThan 5000
        "$($sorted[0].TotalItemSize)" | Should -Match '^[\d.]+ KB \([\d,]+ bytes\)$'
        "$($sorted[0].TotalItemSize.Value)" | Should -Be "$($sorted[0].TotalItemSize)"
    }
    It 'stop where a loop is left, and go on after an error in the middle' {
        foreach ($m in Get-Mailbox) { if ($m.Name -eq 'user3') { break }; $m | Set-Mailbox -DataEncryptionPolicy ShapesDEP }
        Get-Protected | Should -Be 'user1 user2'
        { Get-Mailbox | ForEach-Object { if ($_.Name -eq 'user4') { throw 'enough' }; $_ | Set-Mailbox -DataEncryptionPolicy ShapesDEP } } | Should -Throw 'enough'
        Get-Protected | Should -Be 'user1 user2 user3'
        'user4', 'nobody', 'user5' | Set-Mailbox -DataEncryptionPolicy ShapesDEP -ErrorAction SilentlyContinue -ErrorVariable missing
        Get-Protected | Should -Be 'user1 user2 user3 user4 user5'
        $missing.Count | Should -Be 1
        (Get-Mailbox | Select-Object -First 1).Name | Should -Be 'user1'
    }
}

Describe 'policies and keys' {
    It 'are made again from a file of text, their keys and whether they are on with them' {
        Get-DataEncryptionPolicy | Export-Csv "$testFolder/policies.csv"
        $rows = Import-Csv "$testFolder/policies.csv"
        $rows[0].AzureKeyIDs | Should -Be ($keys -join ', ')
        foreach ($row in $rows) { $row.Name += ' again' }
        ($rows | New-DataEncryptionPolicy).Name | Sort-Object | Should -Be 'Off again', 'ShapesDEP again'
        $again = Get-DataEncryptionPolicy 'ShapesDEP again'
        @($again.AzureKeyIDs) | Should -Be $keys
        $again.Description | Should -Be 'of shapes'
        (Get-DataEncryptionPolicy 'Off again').Enabled, $again.Enabled | Should -Be $false, $true
    }
    It 'are root keys as objects: live, short, from a file, and as one text' {
        $live = Get-AzKeyVault -SubscriptionId * | Get-AzKeyVaultKey -Name root
        $short = Get-AzKeyVault -SubscriptionId * | Get-AzKeyVaultKey
        $number = 0
        foreach ($given in $live, $short, (Copy-ByFile $live), ($keys -join ', '), @($live[0], $keys[1])) {
            $made = New-DataEncryptionPolicy -Name "Keys$(($number++))" -AzureKeyIDs $given
            ($made.AzureKeyIDs -join ' ') -replace ':443|/[0-9a-f]{32}' | Should -Be ($keys -join ' ')
        }
    }
}

Describe 'vaults' {
    It 'are named by place, however their principal is named' {
        $spn = '00000002-0000-0ff1-ce00-000000000000'; $object = '99999999-2222-3333-4444-555555555555'
        foreach ($who in @{ UserPrincipalName = 'alice@contoso.com' }, @{ EmailAddress = 'alice@contoso.com' }, @{ ObjectId = $object }, @{ ServicePrincipalName = $spn }) {
            foreach ($vault in 'shapesEast', (Get-AzKeyVault shapesEast), (Get-AzKeyVault shapesEast).ResourceId, (Copy-ByFile (Get-AzKeyVault shapesEast))) {
                (Set-AzKeyVaultAccessPolicy $vault @who -PermissionsToKeys get, wrapKey, unwrapKey -PassThru 3>$null).VaultName | Should -Be 'shapesEast'
            }
        }
        foreach ($who in @{ UserPrincipalName = 'alice@contoso.com' }, @{ EmailAddress = 'alice@contoso.com' }, @{ ObjectId = $object }, @{ ServicePrincipalName = $spn }) {
            $null = Set-AzKeyVaultAccessPolicy shapesEast @who -PermissionsToKeys get 3>$null
            (Remove-AzKeyVaultAccessPolicy shapesEast @who -PassThru 3>$null).VaultName | Should -Be 'shapesEast'
        }
        $null = Set-AzKeyVaultAccessPolicy shapesEast -ServicePrincipalName $spn -PermissionsToKeys get, wrapKey, unwrapKey 3>$null
        (Add-AzKeyVaultKey (Get-AzKeyVault shapesEast) placed -Destination Software).Name | Should -Be 'placed'
        (Update-AzKeyVaultKey (Get-AzKeyVaultKey shapesEast placed) -Tag @{ a = 'b' } -PassThru).Tags['a'] | Should -Be 'b'
        (Get-AzKeyVaultKey shapesEast placed -IncludeVersions).Count | Should -Be 1
    }
    It 'are of the types that the service documents, for scripts that ask' {
        $key = Get-AzKeyVaultKey shapesEast placed
        $key -is [Microsoft.Azure.Commands.KeyVault.Models.PSKeyVaultKey] | Should -BeTrue
        $key -is [Microsoft.Azure.Commands.KeyVault.Models.PSKeyVaultKeyIdentityItem] | Should -BeTrue
        $key -is [Microsoft.Azure.Commands.KeyVault.Models.PSDeletedKeyVaultKey] | Should -BeFalse
        function Get-KeyName([Microsoft.Azure.Commands.KeyVault.Models.PSKeyVaultKey]$of) { $of.Name }
        Get-KeyName $key | Should -Be 'placed'
        { Get-KeyName (Get-AzKeyVault shapesEast) } | Should -Throw '*PSKeyVaultKey*'
        $key.PSObject.TypeNames[0..1] | Should -Be 'CustomerKey.KeyVaultKey', 'Microsoft.Azure.Commands.KeyVault.Models.PSKeyVaultKey'
        (Copy-ByFile $key).PSObject.TypeNames | Should -Contain 'Deserialized.Microsoft.Azure.Commands.KeyVault.Models.PSKeyVaultKey'
        (Get-AzKeyVault shapesEast).GetType().BaseType.FullName | Should -Be 'Microsoft.Azure.Commands.KeyVault.Models.PSKeyVault'
        Get-AzContext | Should -BeOfType ([Microsoft.Azure.Commands.Profile.Models.Core.PSAzureContext])
    }
    It 'come live, short, from a file and from a job' {
        $module = (Get-Module CustomerKey).Path
        $job = Start-Job { Import-Module $using:module; Get-AzKeyVault } | Receive-Job -Wait -AutoRemoveJob
        foreach ($vaults in (Get-AzKeyVault), $job, (Copy-ByFile (Get-AzKeyVault)), (Get-AzKeyVault | Select-Object VaultName), (Get-AzKeyVault | ForEach-Object { Get-AzKeyVault $_ })) {
            ($vaults | Set-AzKeyVaultAccessPolicy -UserPrincipalName bob@contoso.com -PermissionsToKeys get -PassThru 3>$null).VaultName | Should -Be 'shapesEast'
            ($vaults | Get-AzKeyVault).VaultName | Should -Be 'shapesEast'
        }
    }
    It 'are told from other objects, with what came and what is wanted' {
        $wrong = { Get-Mailbox user1 | Set-AzKeyVaultAccessPolicy -UserPrincipalName bob@contoso.com -PermissionsToKeys get }
        $wrong | Should -Throw '*An object of Get-AzKeyVault, Get-AzResource is wanted*this is a CustomerKey.Mailbox.'
        { Set-AzKeyVaultAccessPolicy -InputObject (Copy-ByFile (Get-Mailbox user1)) -UserPrincipalName bob@contoso.com -PermissionsToKeys get } | Should -Throw '*this is a Deserialized.CustomerKey.Mailbox.'
        { Search-CustomerKeyAudit -ResultSize 1 3>$null | Export-CustomerKeyItem -Destination "$testFolder/no" } | Should -Throw '*this is a CustomerKey.CustomerKeyAuditRecord.'
    }
}

Describe 'items' {
    It 'are named by patterns, lists and as they are' {
        $folder = (New-Item -ItemType Directory "$testFolder/files").FullName
        foreach ($name in 'a.eml', 'b.eml', 'c.txt', 'a[1].eml') { Set-Content -LiteralPath "$folder/$name" $name }
        Push-Location -LiteralPath $folder
        try {
            (Import-CustomerKeyItem *.eml -Mailbox user1).Name | Should -Be 'a.eml', 'a[1].eml', 'b.eml'
            (Import-CustomerKeyItem -Path ?.eml, ./c.txt -Mailbox user2).Name | Should -Be 'a.eml', 'b.eml', 'c.txt'
            (Import-CustomerKeyItem -LiteralPath 'a[1].eml' -Mailbox user2).Name | Should -Be 'a[1].eml'
        } finally { Pop-Location }
        (Get-ChildItem $folder | Import-CustomerKeyItem -Mailbox user3).Count | Should -Be 4
        ("$folder/a.eml", "$folder/b.eml" | Import-CustomerKeyItem -Workload TeamsChats).Count | Should -Be 2
        (Get-Mailbox user3 | Import-CustomerKeyItem -LiteralPath "$folder/a[1].eml").Mailbox | Should -Be 'user3'
    }
    It 'come from mailboxes and workloads, and go into files of different names' {
        (Get-Mailbox user3 | Get-CustomerKeyItem).Count | Should -Be 5
        (Copy-ByFile (Get-Mailbox user3) | Get-CustomerKeyItem).Count | Should -Be 5
        (Get-CustomerKeyWorkload TeamsChats | Get-CustomerKeyItem).Count | Should -Be 2
        foreach ($export in @{ By = { Get-Mailbox user3 | Export-CustomerKeyItem -Destination "$testFolder/o1" } }, @{ By = { Get-CustomerKeyItem user3 | Export-CustomerKeyItem -Destination "$testFolder/o2" } }, @{ By = { Copy-ByFile (Get-CustomerKeyItem user3) | Export-CustomerKeyItem -Destination "$testFolder/o3" } }) {
            $files = (& $export.By).OutputFile
            @($files | Sort-Object -Unique).Count | Should -Be 5
            $files | Split-Path -Leaf | Should -Contain 'a[1] (2).eml'
        }
        (Get-CustomerKeyWorkload TeamsChats | Export-CustomerKeyItem -Destination "$testFolder/o4").Count | Should -Be 2
    }
}

Describe 'jobs' {
    It 'are waited for one by one, live and from a file' {
        Set-Mailbox user1 -DataEncryptionPolicy Keys0
        $jobs = Get-CustomerKeyJob
        ($jobs | Wait-CustomerKeyJob -Timeout 60).Identity | Should -Be $jobs.Identity
        (Copy-ByFile $jobs | Wait-CustomerKeyJob -Timeout 60).State | Select-Object -Unique | Should -Be 'Completed'
        ($jobs | Get-CustomerKeyJob).Count | Should -Be @($jobs).Count
    }
}

# Errors as scripts meet them.
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    Import-CustomerKey
    New-TestTenant
}
AfterAll { Remove-TestTenant }

Describe 'an object that does not exist' {
    It 'is a non-terminating error with the reason that scripts compare' {
        $found = Get-DataEncryptionPolicy -Identity 'No such policy' -ErrorAction SilentlyContinue -ErrorVariable problem
        $found | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'PolicyNotFound,Get-DataEncryptionPolicy'
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problem[0].CategoryInfo.Reason | Should -Be 'ManagementObjectNotFoundException'
        $problem[0].Exception.Message | Should -Match "couldn't be found on"
        $problem[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
    It 'stops the script that says so' {
        { Get-DataEncryptionPolicy -Identity 'No such policy' -ErrorAction Stop } | Should -Throw -ErrorId 'PolicyNotFound,Get-DataEncryptionPolicy'
    }
    It 'is one error per object, and the rest goes on' {
        $null = New-DataEncryptionPolicy -Name Real -AzureKeyIDs (New-TestRoot errors)
        $found = 'none1', 'Real', 'none2' | Get-DataEncryptionPolicy -ErrorAction SilentlyContinue -ErrorVariable problem
        $found.Name | Should -Be 'Real'
        $problem.Count | Should -Be 2
    }
}

Describe 'a parameter that is documented but not supported' {
    It 'is an error that says why and what to do' {
        Get-Mailbox -Archive -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -Be 'ParameterNotSupported,Get-Mailbox'
        $problem[0].Exception.Message | Should -Match 'Archive'
    }
    It 'is a warning where it can be passed over' {
        Connect-ExchangeOnline -UserPrincipalName admin@contoso.com -PageSize 100 -WarningAction SilentlyContinue -WarningVariable warned 6>$null
        @($warned).Count | Should -Be 1
        "$warned" | Should -Match 'PageSize'
    }
}

Describe 'values that do not fit' {
    It 'are refused before anything runs' {
        { Set-CustomerKeyVaultFault -VaultName any -Fault Sometimes } | Should -Throw -ErrorId 'ParameterArgumentValidationError,Set-CustomerKeyVaultFault'
        { New-DataEncryptionPolicy -Name '' -AzureKeyIDs x } | Should -Throw -ErrorId 'ParameterArgumentValidationErrorEmptyStringNotAllowed,New-DataEncryptionPolicy'
        { Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy x -WhatIf } | Should -Throw -ErrorId 'NamedParameterNotFound,Set-M365DataAtRestEncryptionPolicyAssignment'
    }
}

Describe 'a question' {
    It 'that nobody can be asked is an error that says how to answer, and $ConfirmPreference answers it' {
        $null = New-M365DataAtRestEncryptionPolicy -Name Whole -AzureKeyIDs (New-TestRoot whole c066d759-24ae-40e7-a56f-027002b5d3e4)
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy Whole
        $problem = $null
        try { Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null } catch { $problem = $_ }
        "$problem" | Should -BeLike '*taken off the whole tenant*Nothing was done.'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*$ConfirmPreference*'
        (Get-M365DataAtRestEncryptionPolicyAssignment).DataEncryptionPolicy | Should -Be 'Whole'
        $ConfirmPreference = 'None'
        Set-M365DataAtRestEncryptionPolicyAssignment -DataEncryptionPolicy $null
        Get-M365DataAtRestEncryptionPolicyAssignment | Should -BeNullOrEmpty
    }
}

# What the module costs, above PowerShell itself: pwsh tests/powershell/bench.ps1 -Library target/release/libcustomerkey.so [-Mailboxes 100000]
# Every figure comes from one run on one machine. Processes of the kinds that are compared take turns; a figure is their median. Each runs
# twice and the second counts: PowerShell notes what a process compiled, and the next one compiles that ahead, beside its own start.
# Machines differ by more than what is measured: what a process costs is also told in starts of an empty PowerShell. One took 410 ms on the
# machine on which the goals in milliseconds were met.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)]
    [string]$Library,

    [int]$Mailboxes = 100000,

    [int]$Rounds = 9
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$module = (Resolve-Path "$PSScriptRoot/../../powershell-module/CustomerKey/CustomerKey.psd1").ProviderPath
$folder = Join-Path ([IO.Path]::GetTempPath()) "customer-key-bench-$PID"
$env:CUSTOMER_KEY_LIBRARY = (Resolve-Path -LiteralPath $Library).ProviderPath
$env:CUSTOMER_KEY_JOBS = 'manual'

function Write-Row([string]$Name, [double]$Value, [string]$Unit, [double]$AtMost) {
    'bench-row ' + (ConvertTo-Json -Compress ([ordered]@{ name = $Name; value = [Math]::Round($Value, 2); unit = $Unit; at_most = $AtMost }))
}
function Get-Median([double[]]$Numbers) { ($Numbers | Sort-Object)[[Math]::Floor($Numbers.Count / 2)] }
function Measure-Process([string[]]$Command) {
    $taken = @{}
    foreach ($one in $Command) { $taken[$one] = [Collections.Generic.List[double]]::new() }
    foreach ($round in 1..$Rounds) {
        foreach ($one in $Command) {
            foreach ($turn in 1..2) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command $one | Out-Null
            }
            $taken[$one].Add($watch.Elapsed.TotalMilliseconds)
        }
    }
    foreach ($one in $Command) { Get-Median $taken[$one] }
}

try {
    Import-Module $module
    $null = New-CustomerKeyTenant -Path "$folder/tenant" -Name Bench
    $null = Connect-AzAccount -AccountId admin@contoso.com 3>$null 6>$null
    $null = Set-CustomerKeyTenant -Owners @{ Add = 'admin@contoso.com' }   # what a process warns of first is no part of a reading cmdlet
    $null = New-Mailbox -Name user -Count $Mailboxes

    $empty, $import, $first = Measure-Process 'exit', "Import-Module $module", "Import-Module $module; Get-Mailbox user1"
    Write-Row 'Import-Module, in starts of an empty PowerShell' ($import / $empty - 1) x (300 / 410)
    Write-Row 'first command of a process with its import and its table, in starts of an empty PowerShell' ($first / $empty - 1) x (500 / 410)
    Write-Row 'Import-Module, above an empty PowerShell' ($import - $empty) ms 300
    Write-Row 'first command of a process with its import and its table, above an empty PowerShell' ($first - $empty) ms 500

    $null = Get-Mailbox -ResultSize 5000                                   # compiled by now
    $count = [Math]::Min($Mailboxes, 20000)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = Get-Mailbox -ResultSize $count 3>$null
    Write-Row 'a mailbox of 23 properties, listed' ($watch.Elapsed.TotalMilliseconds * 1000 / $count) us 25

    foreach ($i in 1..200) { $null = Get-Mailbox user1 }
    $watch.Restart()
    foreach ($i in 1..1000) { $null = Get-Mailbox user1 }
    Write-Row 'a reading cmdlet' ($watch.Elapsed.TotalMilliseconds / 1000) ms 1

    $keys = foreach ($place in 'East US', 'West Europe') {
        $name = "bench$($place -replace '\W')"
        $null = Set-AzContext -Subscription $place.Replace(' ', '') 3>$null
        $null = New-AzResourceGroup -Name $name -Location $place
        $null = New-AzKeyVault -Name $name -ResourceGroupName $name -Location $place -Sku Premium -EnablePurgeProtection -DisableRbacAuthorization
        Set-AzKeyVaultAccessPolicy -VaultName $name -PermissionsToKeys wrapKey, unwrapKey, get -ServicePrincipalName 00000002-0000-0ff1-ce00-000000000000
        $null = Add-AzKeyVaultKey -VaultName $name -Name root -Destination Software
        "https://$name.vault.azure.net/keys/root"
    }
    $null = New-DataEncryptionPolicy -Name Bench -AzureKeyIDs $keys
    foreach ($line in "Set-Mailbox user1", 'Get-DataEncryptionPolicy B', "Get-AzKeyVaultKey $($keys[0].Substring(8).Split('.')[0]) r", 'New-DataEncryptionPolicy x -AzureKeyIDs https://b') {
        $null = TabExpansion2 $line $line.Length
        $taken = foreach ($i in 1..21) { $watch.Restart(); $null = TabExpansion2 $line $line.Length; $watch.Elapsed.TotalMilliseconds }
        Write-Row "the Tab key after '$($line -replace '\S+$')', median" (Get-Median $taken) ms 50
    }
    $watch.Restart()
    Get-Mailbox -ResultSize Unlimited | Set-Mailbox -DataEncryptionPolicy Bench
    Write-Row "$Mailboxes mailboxes piped through Set-Mailbox" $watch.Elapsed.TotalSeconds s (120 * $Mailboxes / 100000)
} finally {
    Remove-Module CustomerKey -ErrorAction Ignore
    Remove-Item -Recurse -Force -LiteralPath $folder -ErrorAction Ignore
}

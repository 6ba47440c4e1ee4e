# What scripts call before they come to Customer Key: functions of the session that answer for the service, and hand everything else on to
# PowerShell's own. They are no advanced functions, so that parameters that they do not know are handed on as they were written.
$global:CustomerKeyStandIns = @{ Root = [IO.Path]::GetDirectoryName($PSScriptRoot); Sessions = [Collections.Generic.List[object]]::new() }

function global:Get-CustomerKeyStandIn([string[]]$Name) { foreach ($one in $Name) { if ($one -eq 'CustomerKey' -or ($one -and (Test-Path -LiteralPath "$($global:CustomerKeyStandIns.Root)/compat/$one"))) { $one } } }

function global:Invoke-CustomerKeyInstall([string]$Command, [string[]]$Name, [object[]]$Rest) {
    $here = @(Get-CustomerKeyStandIn $Name)
    foreach ($one in $here) { Write-Host "$one is already there: it stands in for the service's module on the local tenant." }
    if ($other = @($Name | Where-Object { $_ -and $_ -notin $here })) { & $Command -Name $other @Rest }
}

function global:Install-Module([string[]]$Name) { Invoke-CustomerKeyInstall 'PowerShellGet\Install-Module' $Name $args }
function global:Update-Module([string[]]$Name) { Invoke-CustomerKeyInstall 'PowerShellGet\Update-Module' $Name $args }
function global:Install-PSResource([string[]]$Name) { Invoke-CustomerKeyInstall 'Microsoft.PowerShell.PSResourceGet\Install-PSResource' $Name $args }
function global:Update-PSResource([string[]]$Name) { Invoke-CustomerKeyInstall 'Microsoft.PowerShell.PSResourceGet\Update-PSResource' $Name $args }

function global:Get-InstalledModule([string[]]$Name) {
    $here = @(Get-CustomerKeyStandIn $Name)
    foreach ($one in $here) { Get-Module -ListAvailable $one | Select-Object -First 1 }
    if (-not $Name -or $here.Count -lt $Name.Count) { PowerShellGet\Get-InstalledModule @PSBoundParameters @args }
}

# Remote sessions with Exchange, as scripts made them before the module had its own connection.
function global:New-PSSession([string]$ConfigurationName, [uri]$ConnectionUri, [pscredential]$Credential) {
    if ($ConfigurationName -ne 'Microsoft.Exchange') { return Microsoft.PowerShell.Core\New-PSSession @PSBoundParameters @args }
    $user = if ($Credential) { $Credential.UserName } else { @((Get-CustomerKeyTenant).Owners)[0] }
    if ("$ConnectionUri" -match 'compliance') { Connect-IPPSSession -UserPrincipalName $user } else { Connect-ExchangeOnline -UserPrincipalName $user -ShowBanner:$false }
    $number = $global:CustomerKeyStandIns.Sessions.Count + 1
    $session = [pscustomobject]@{ PSTypeName = 'CustomerKey.ExchangeSession'; Id = $number; Name = "Session$number"
        ComputerName = $(if ($ConnectionUri) { $ConnectionUri.Host } else { 'outlook.office365.com' }); ConfigurationName = $ConfigurationName; State = 'Opened'; Availability = 'Available' }
    $global:CustomerKeyStandIns.Sessions.Add($session)
    $session
}

function global:Import-PSSession([object]$Session, [string]$Prefix) {
    if ('CustomerKey.ExchangeSession' -notin $Session.PSObject.TypeNames) { return Microsoft.PowerShell.Utility\Import-PSSession @PSBoundParameters @args }
    if ($Prefix) { Import-Module "$($global:CustomerKeyStandIns.Root)/CustomerKey.psd1" -Prefix $Prefix -Global -Force -PassThru } else { Get-Module CustomerKey }
}

function global:Get-PSSession {
    $global:CustomerKeyStandIns.Sessions
    Microsoft.PowerShell.Core\Get-PSSession @args
}

function global:Remove-PSSession([object[]]$Session) {
    foreach ($one in @($Session) + @($input)) {
        if (-not $one) { continue }
        if ('CustomerKey.ExchangeSession' -notin $one.PSObject.TypeNames) { Microsoft.PowerShell.Core\Remove-PSSession -Session $one @args; continue }
        $null = $global:CustomerKeyStandIns.Sessions.Remove($one)
        $one.State = 'Closed'
        if (-not $global:CustomerKeyStandIns.Sessions.Count) { Disconnect-ExchangeOnline -Confirm:$false }
    }
}

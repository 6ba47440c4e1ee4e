# What an import does: keeps the real modules out, and defines the cmdlets, which are generated. All that runs a call lies in Kernel and is
# read at the first call, because an import should take no time.
#
# House rules of the kernel, each paid for by a failure seen on real PowerShell (tests/powershell/kernel.Tests.ps1 has them all):
# - nothing at import calls a cmdlet of another module (Join-Path alone would load one, at 100 ms), and later calls name the module,
#   so that a user's function or alias of the same name cannot get in between; private functions have a noun nobody else uses;
# - an import and a first call use few things of PowerShell for the first time, because each takes 1 to 15 ms then: types have their full
#   names (a short one is looked for in every assembly), and `-match` and JSON documents come where they are needed;
# - what may fail inside the kernel stands in `try` and ends the call; outside of `try` PowerShell prints it and runs the next statement;
# - objects leave outside of any `try` that has a `finally`.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "CustomerKey needs PowerShell's full language mode; this session is in $($ExecutionContext.SessionState.LanguageMode). Use the customer-key command line here, or have the module's folder allowed by the machine's application control policy."
}
Set-StrictMode -Version 3.0

$script:Root = $PSScriptRoot
$script:AzModules = 'Az', 'Az.Accounts', 'Az.KeyVault', 'Az.Resources'
$script:KeptOut = 'ExchangeOnlineManagement', 'Microsoft.Online.SharePoint.PowerShell', 'M365CustomerKeyOnboarding', 'AzureRM', 'AzureRM.KeyVault', 'AzureRM.Profile', 'AzureRM.Resources'
$script:Looked = [long]0
$script:Utf8 = [System.Text.UTF8Encoding]::new($false)
$script:Native = $null
$script:Session = [ulong]0

# A rehearsal must never reach production: ours and the service's own modules do not live in one session. Our shims carry their names, and
# say in their manifests what they stand in for; a path would not tell, because it may lead through a link.
function Find-CkeyRealModule([string[]]$names) {
    foreach ($module in (Microsoft.PowerShell.Core\Get-Module -Name $names -All)) {
        if ($module.PrivateData -isnot [hashtable] -or -not $module.PrivateData.ContainsKey('StandsInFor')) { return $module }
    }
}

# Loading a real module takes longer than a quarter of a second; a loop over mailboxes need not look at each object.
function Assert-CkeyAlone {
    if ([System.Environment]::TickCount64 - $script:Looked -le 250) { return }
    $real = Find-CkeyRealModule $script:KeptOut
    if (-not $real) { $script:Looked = [System.Environment]::TickCount64; return }
    $first = if ($real.Name -in $script:AzModules) { " Import $($real.Name) before CustomerKey there, to work on a tenant whose vaults are Azure's." }
    throw (ConvertTo-CkeyErrorRecord @{ id = 'RealModuleLoaded'; category = 'ResourceExists'; target = $real.Name; fix = "Start a new PowerShell.$first"
        message = "$($real.Name) was loaded after CustomerKey. Cmdlets of both have the same names, and it is not certain which tenant the next one would change." })
}

# Where Az is there before us, its cmdlets are left to it, and tenants have Azure's vaults; elsewhere ours have these names. A process is of
# one kind, with all its runspaces and imports: a script that works on embedded vaults never finds Azure's cmdlets later.
function Find-CkeyAzure {
    $real = Find-CkeyRealModule $script:AzModules
    [System.Threading.Monitor]::Enter([System.AppDomain]::CurrentDomain)
    try {
        $kind = [System.AppDomain]::CurrentDomain.GetData('CustomerKey.Azure')
        if ($null -eq $kind) { $kind = if ($real) { $real.Name } else { '' }; [System.AppDomain]::CurrentDomain.SetData('CustomerKey.Azure', $kind) }
    } finally { [System.Threading.Monitor]::Exit([System.AppDomain]::CurrentDomain) }
    if ($real -and -not $kind) { throw "CustomerKey was loaded in this process before $($real.Name) ($($real.ModuleBase)), for tenants with embedded vaults. Start a new PowerShell, and import $($real.Name) first to work on one whose vaults are Azure's." }
    $kind
}

function Assert-CkeyLocal {
    if (-not $script:Azure) { return }
    throw (ConvertTo-CkeyErrorRecord @{ id = 'RealModuleLoaded'; category = 'ResourceExists'; target = $script:Azure; fix = 'Start a new PowerShell, and import CustomerKey alone.'
        message = "$script:Azure was loaded before CustomerKey, and works on Azure's vaults. A rehearsal does not run beside it." })
}

$real = Find-CkeyRealModule $script:KeptOut
if ($real) { throw "CustomerKey works on a local tenant and cannot be loaded beside $($real.Name) ($($real.ModuleBase)), which works on the real one. Start a new PowerShell." }
$script:Azure = Find-CkeyAzure
if (-not $script:Azure) { $script:KeptOut += $script:AzModules }
$script:Looked = [System.Environment]::TickCount64

# The classes of outputs and the functions of the library are an assembly, which the build makes; where it has not, it is made here, and the
# import takes longer. It is loaded from its bytes: PowerShell compiles ahead what the last process compiled, and at a file that it does not
# know it gives up. The process keeps the first one, for every runspace and every import.
# Beside it lies what it was made from: the library may describe other classes, and then they are made anew.
function New-CkeyRegistry([byte[]]$bytes, [string]$from) { @{ Bytes = $bytes; Assembly = [System.Reflection.Assembly]::Load($bytes); From = $from; Module = $null; Named = $null; Bound = $false } }

function Find-CkeyAssembly {
    $file = "$script:Root/lib/net$([System.Environment]::Version.Major)/CustomerKey.Objects"
    if ([System.IO.File]::Exists("$file.dll")) {
        try { return New-CkeyRegistry ([System.IO.File]::ReadAllBytes("$file.dll")) "$file.jsonl" } catch { $file = $null }      # unreadable or damaged: made here
    }
    foreach ($part in 'Types', 'Emit', 'Assembly') { . "$script:Root/Kernel/$part.ps1" }
    New-CkeyRegistry (New-CkeyAssembly) "$script:Root/Types.jsonl"
}

function Initialize-CkeyType {
    [System.Threading.Monitor]::Enter([System.AppDomain]::CurrentDomain)                  # runspaces may import at once
    try {
        $types = [System.AppDomain]::CurrentDomain.GetData('CustomerKey.Objects')
        if (-not $types) { $types = Find-CkeyAssembly; [System.AppDomain]::CurrentDomain.SetData('CustomerKey.Objects', $types) }
        $types
    } finally { [System.Threading.Monitor]::Exit([System.AppDomain]::CurrentDomain) }
}

$script:Types = Initialize-CkeyType

# Objects that a parameter takes: live, back from a file or a job, and rows or selected properties that name what is meant.
function Assert-CkeyInput($value, [string[]]$from, [string[]]$types, [string[]]$names) {
    $given = $value.PSObject.TypeNames[0]
    $type = $given -replace '^(Selected\.|Deserialized\.)*'
    $ours = $type.StartsWith('CustomerKey.', 'Ordinal')
    if ($ours -and $types -ccontains $type.Substring(12) -and -not $given.StartsWith('Selected.', 'Ordinal')) { return $true }
    if (-not $ours -or $types -ccontains $type.Substring(12)) {
        foreach ($name in $names) { if (($value -is [System.Collections.IDictionary] -and $value[$name]) -or ($value.PSObject.Properties[$name] -and $value.$name)) { return $true } }
    }
    throw "An object of $($from -join ', ') is wanted, or one that has $($names -join ' or '); this is a $given."
}

# The first call of a cmdlet reads the kernel, which puts its own function in the place of the one below.
function Initialize-CkeyKernel {
    if ($script:Native) { return }
    foreach ($part in 'Errors', 'Library', 'Types', 'Json', 'Session', 'Arguments', 'Streams') { . "$script:Root/Kernel/$part.ps1" }
    Start-CkeyClass
    $script:Native = Connect-CkeyLibrary
    . "$script:Root/Kernel/Call.ps1"
    # Where this process rehearses a script, whatever runspace or import comes later is watched too.
    if ($rehearsal = [System.AppDomain]::CurrentDomain.GetData('CustomerKey.Rehearsal')) { . "$script:Root/Rehearsal/Observer.ps1"; Join-CkeyRehearsal $rehearsal }
}

function Invoke-CkeyCall {
    try { Initialize-CkeyKernel } catch { $args[0].ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }
    Invoke-CkeyCall @args
}

function Close-CkeySession {
    if ($script:Session -ne 0) { $null = $script:Native::ckey_session_close($script:Session); $script:Session = [ulong]0 }
}

# The Tab key, by [CustomerKey.Completes()] before a parameter: what completes it is read when it is first asked for.
$script:Completers = $null
function Complete-CkeyParameter([string]$command, [string]$parameter, [string]$word, [System.Collections.IDictionary]$bound) {
    if (-not $script:Completers) { foreach ($file in 'Kernel/Completion.ps1', 'Completers.ps1') { . "$script:Root/$file" } }
    Complete-CkeyWord $script:Completers["$command -$parameter"] $word $bound
}

# What concerns PowerShell itself and no library: read when it is first called.
function Invoke-CustomerKeyRehearsal {
    # .EXTERNALHELP CustomerKey.Rehearsal-help.xml
    [CmdletBinding()]
    [OutputType('CustomerKey.Rehearsal')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [Alias('PSPath', 'Path')]
        [string]$FilePath,

        [Parameter(Position = 1)]
        [object[]]$ArgumentList,

        [System.Collections.IDictionary]$Parameters,

        [switch]$Fork,

        [string]$ForkPath
    )
    process {
        try { Initialize-CkeyKernel; Assert-CkeyLocal; foreach ($part in 'Rehearsal', 'Forks', 'View') { . "$script:Root/Rehearsal/$part.ps1" } }
        catch { $PSCmdlet.ThrowTerminatingError($_) }
        Invoke-CkeyRehearsal -Cmdlet $PSCmdlet -FilePath $FilePath -ArgumentList $ArgumentList -Parameters $Parameters -Fork ($Fork -or $ForkPath) -ForkPath $ForkPath
    }
}

function Enable-CustomerKeyCompatibility {
    # .EXTERNALHELP CustomerKey.Rehearsal-help.xml
    [CmdletBinding()]
    [OutputType([void])]
    param()
    end {
        try { . "$script:Root/Kernel/Errors.ps1"; Assert-CkeyLocal; . "$script:Root/Rehearsal/Compatibility.ps1" } catch { $PSCmdlet.ThrowTerminatingError($_) }
        Enable-CkeyCompatibility $PSCmdlet
    }
}

# Not called when a runspace closes, or when the process ends: the library closes what is open then, but not on Windows, where PowerShell has
# to say so. A journal would stay beside a tenant that is then copied to where it cannot be written. The event takes 20 ms of an import.
$ExecutionContext.SessionState.Module.OnRemove = { Close-CkeySession }
if ($IsWindows) {
    $null = $ExecutionContext.Events.SubscribeEvent($null, $null, 'PowerShell.Exiting', $null, { foreach ($own in Microsoft.PowerShell.Core\Get-Module -Name CustomerKey) { & $own { Close-CkeySession } } }, $true, $false)
}

if (-not $script:Azure) { . $PSScriptRoot/Azure.ps1 }
. $PSScriptRoot/Cmdlets.ps1

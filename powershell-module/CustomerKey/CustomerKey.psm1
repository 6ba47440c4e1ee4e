# The hand-written part of the module: binds libcustomerkey, runs one cmdlet call, turns its records into PowerShell's streams.
# Every public cmdlet is generated, and does nothing but call Invoke-CkeyCall.
#
# House rules of this file, each paid for by a failure seen on real PowerShell (tests/powershell/kernel.Tests.ps1 has them all):
# - nothing at import calls a cmdlet of another module (Join-Path alone would load one, at 100 ms), and later calls name the module,
#   so that a user's function or alias of the same name cannot get in between; private functions have a noun nobody else uses;
# - what may fail inside the kernel stands in `try` and ends the call; outside of `try` PowerShell prints it and runs the next statement.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "CustomerKey needs PowerShell's full language mode; this session is in $($ExecutionContext.SessionState.LanguageMode). Use the customer-key command line here, or have the module's folder allowed by the machine's application control policy."
}
Set-StrictMode -Version 3.0

# ---- binding --------------------------------------------------------------------------------------------------------

function Find-CkeyLibrary {
    if ($env:CUSTOMER_KEY_LIBRARY) { return [IO.Path]::GetFullPath($env:CUSTOMER_KEY_LIBRARY) }
    $system, $file = if ($IsWindows) { 'win', 'customerkey.dll' } elseif ($IsMacOS) { 'osx', 'libcustomerkey.dylib' } else { 'linux', 'libcustomerkey.so' }
    $processor = [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
    foreach ($folder in "lib/$system-$processor", '../../target/release', '../../target/debug') {
        $candidate = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, $folder, $file))
        if ([IO.File]::Exists($candidate)) { return $candidate }
    }
    throw "CustomerKey cannot find $file. Build it with './build', or set CUSTOMER_KEY_LIBRARY to its path."
}

# P/Invoke methods defined at run time: no compiler and no .NET SDK; 45 ms where Add-Type takes 250 ms and more.
function Import-CkeyNative([string]$library) {
    $handle = [ulong].MakeByRefType(); $pointer = [IntPtr].MakeByRefType(); $size = [UIntPtr].MakeByRefType()
    $signatures = [ordered]@{
        ckey_abi_version    = [uint32], @()
        ckey_session_open   = [int], @([byte[]], [UIntPtr], $handle, $pointer)
        ckey_session_close  = [int], @([ulong])
        ckey_session_secret = [int], @([ulong], [byte[]], [UIntPtr], [byte[]], [UIntPtr], $pointer)
        ckey_call_start     = [int], @([ulong], [byte[]], [UIntPtr], [byte[]], [UIntPtr], $handle, $pointer)
        ckey_call_next      = [int], @([ulong], [uint32], $pointer, $size, $pointer)
        ckey_call_answer    = [int], @([ulong], [int])
        ckey_call_free      = [int], @([ulong])
        ckey_error_message  = [int], @([IntPtr], $pointer, $size)
        ckey_error_free     = [void], @([IntPtr])
    }
    $assembly = [Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([Reflection.AssemblyName]::new('CustomerKey.Native'), 'Run')
    $script:Types = $assembly.DefineDynamicModule('CustomerKey.Native')
    $type = $script:Types.DefineType('CustomerKey.Native', 'Public,Class,Sealed,Abstract')
    foreach ($name in $signatures.Keys) {
        $returns, $takes = $signatures[$name]
        $method = $type.DefinePInvokeMethod($name, $library, 'Public,Static,PinvokeImpl', 'Standard', $returns, [type[]]$takes, 'Cdecl', 'None')
        $method.SetImplementationFlags('PreserveSig')
    }
    $type.CreateType()
}

function Connect-CkeyLibrary {
    $ErrorActionPreference = 'Stop'
    $library = Find-CkeyLibrary
    $null = [Runtime.InteropServices.NativeLibrary]::Load($library)     # its error names the file and the reason; P/Invoke's names neither
    $native = Import-CkeyNative $library
    if ($native::ckey_abi_version() -ne 1) { throw "CustomerKey needs ABI version 1; $library has version $($native::ckey_abi_version())." }
    $native
}

# A rehearsal must never reach production: ours and the service's own modules do not live in one session. Our shims carry their names.
function Find-CkeyRealModule {
    foreach ($module in (Microsoft.PowerShell.Core\Get-Module -Name $script:RealModules)) {
        if (-not $module.ModuleBase.StartsWith($PSScriptRoot)) { return $module }
    }
}

$script:RealModules = 'ExchangeOnlineManagement', 'Microsoft.Online.SharePoint.PowerShell', 'M365CustomerKeyOnboarding', 'Az.Accounts', 'Az.KeyVault', 'Az.Resources'
$script:Real = Find-CkeyRealModule
if ($script:Real) { throw "CustomerKey works on a local tenant and cannot be loaded beside $($script:Real.Name) ($($script:Real.ModuleBase)), which works on the real one. Start a new PowerShell." }

$script:Native = Connect-CkeyLibrary
$script:Session = [ulong]0
$script:Tenant = $null
# Settings that hold for a session as they were when it began.
$script:Watched = 'CUSTOMER_KEY_PASSPHRASE', 'CUSTOMER_KEY_MASTER_KEY_FILE', 'CUSTOMER_KEY_BACKEND', 'CUSTOMER_KEY_JOBS'
$script:Settings = @()
$script:Answers = $null
$script:Looked = [long]0
$script:Places = 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'HOME', 'LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'USER', 'LOGNAME', 'USERNAME'
$script:Utf8 = [Text.UTF8Encoding]::new($false)
$script:CommonParameters = [Collections.Generic.HashSet[string]]::new(
    [string[]]([Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters), [StringComparer]::OrdinalIgnoreCase)

# Not called when a runspace closes or the process ends: the library must bear that.
$ExecutionContext.SessionState.Module.OnRemove = {
    if ($script:Session -ne 0) { $null = $script:Native::ckey_session_close($script:Session) }
}

# ---- errors ---------------------------------------------------------------------------------------------------------

function Read-CkeyText([IntPtr]$pointer, [UIntPtr]$length) {
    $bytes = [byte[]]::new($length.ToUInt64())
    [Runtime.InteropServices.Marshal]::Copy($pointer, $bytes, 0, $bytes.Length)
    $script:Utf8.GetString($bytes)
}

# An error of the C ABI itself, its JSON document read and freed.
function Read-CkeyError([IntPtr]$failure) {
    if ($failure -eq [IntPtr]::Zero) { return @{ id = 'InternalError'; category = 'NotSpecified'; message = 'The library refused the call and gave no reason.' } }
    $pointer = [IntPtr]::Zero; $length = [UIntPtr]::Zero
    try {
        $null = $script:Native::ckey_error_message($failure, [ref]$pointer, [ref]$length)
        Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject (Read-CkeyText $pointer $length) -AsHashtable
    } finally { $script:Native::ckey_error_free($failure) }
}

# An exception type that scripts catch by name, made at its first use: `catch [Microsoft...KeyVaultErrorException]` finds it by its full name.
function Get-CkeyExceptionType([string]$name) {
    $known = $name -as [type]
    if ($known) { return $known }
    $base = [InvalidOperationException]; $text = [type[]]@([string])
    $type = $script:Types.DefineType($name, 'Public,Class', $base)
    $code = $type.DefineConstructor('Public', 'Standard', $text).GetILGenerator()
    $code.Emit([Reflection.Emit.OpCodes]::Ldarg_0)
    $code.Emit([Reflection.Emit.OpCodes]::Ldarg_1)
    $code.Emit([Reflection.Emit.OpCodes]::Call, $base.GetConstructor($text))
    $code.Emit([Reflection.Emit.OpCodes]::Ret)
    $type.CreateType()
}

function ConvertTo-CkeyErrorRecord($problem) {
    $type = if ($problem['exception']) { Get-CkeyExceptionType $problem['exception'] } else { [InvalidOperationException] }
    $record = [Management.Automation.ErrorRecord]::new($type::new($problem['message']), $problem['id'], $problem['category'], $problem['target'])
    if ($problem['reason']) { $record.CategoryInfo.Reason = $problem['reason'] }     # what scripts compare: ManagementObjectNotFoundException
    if ($problem['fix']) {
        $record.ErrorDetails = [Management.Automation.ErrorDetails]::new($problem['message'])
        $record.ErrorDetails.RecommendedAction = $problem['fix']
    }
    $record
}

# A failure of the kernel itself, as an error of the cmdlet.
function ConvertFrom-CkeyCaught([Management.Automation.ErrorRecord]$caught) {
    $exception = $caught.Exception
    if ($exception -is [Management.Automation.MethodInvocationException] -and $exception.InnerException) { $exception = $exception.InnerException }
    $source = if ($exception -is [Management.Automation.IContainsErrorRecord]) { $exception.ErrorRecord } else { $caught }
    $record = [Management.Automation.ErrorRecord]::new($exception, $source.FullyQualifiedErrorId.Split(',')[0], $source.CategoryInfo.Category, $source.TargetObject)
    $record.CategoryInfo.Reason = $source.CategoryInfo.Reason
    $record.ErrorDetails = $source.ErrorDetails
    $record
}

# ---- session --------------------------------------------------------------------------------------------------------

# Hands a secret over as bytes, outside every JSON document; the engine knows it by its name.
function Send-CkeySecret([Management.Automation.PSCmdlet]$cmdlet, [ulong]$session, [string]$name, [byte[]]$bytes) {
    $utf8 = $script:Utf8.GetBytes($name); $failure = [IntPtr]::Zero
    $status = $script:Native::ckey_session_secret($session, $utf8, [UIntPtr]::new($utf8.Length), $bytes, [UIntPtr]::new($bytes.Length), [ref]$failure)
    [Array]::Clear($bytes, 0, $bytes.Length)
    if ($status -ne 0) { $cmdlet.ThrowTerminatingError((ConvertTo-CkeyErrorRecord (Read-CkeyError $failure))) }
}

function ConvertTo-CkeySecret([securestring]$value) {
    $pointer = [Runtime.InteropServices.Marshal]::SecureStringToGlobalAllocUnicode($value)
    try { , $script:Utf8.GetBytes([Runtime.InteropServices.Marshal]::PtrToStringUni($pointer)) }
    finally { [Runtime.InteropServices.Marshal]::ZeroFreeGlobalAllocUnicode($pointer) }
}

# A setting that was changed since the session began would not count, silently: a tenant would be made without the passphrase just set.
# A new session would forget which tenant was opened. So it is refused, and the way out named.
function Assert-CkeySetting {
    for ($i = 0; $i -lt $script:Watched.Length; $i++) {
        if ($script:Settings[$i] -ceq [Environment]::GetEnvironmentVariable($script:Watched[$i])) { continue }
        throw (ConvertTo-CkeyErrorRecord @{ id = 'SettingChanged'; category = 'InvalidOperation'; target = $script:Watched[$i]
            message = "$($script:Watched[$i]) was changed since the first cmdlet of this PowerShell, and would not count."
            fix = 'Set it back; or begin anew with Import-Module CustomerKey -Force, and open the tenant again.' })
    }
}

# Opens this runspace's session, and leaves an older one when the script has chosen another tenant since.
function Open-CkeySession([Management.Automation.PSCmdlet]$cmdlet) {
    if ($script:Session -ne 0) { $null = $script:Native::ckey_session_close($script:Session); $script:Session = [ulong]0 }

    # Native code does not see what a script sets in $env: on Linux and macOS, so the settings that count are handed over, and no other
    # is read then: the folders of the user and the user's name belong to them. Secrets go apart, and only those that the engine takes.
    $environment = @{}; $secrets = @{}
    foreach ($name in [Environment]::GetEnvironmentVariables().Keys) {
        if ($name -ceq 'CUSTOMER_KEY_PASSPHRASE') { $secrets[$name] = [Environment]::GetEnvironmentVariable($name); continue }
        if ($name -match 'SECRET|PASSWORD|PASSPHRASE|TOKEN' -or ($name -notmatch '^(CUSTOMER_KEY|AZURE)_' -and [Array]::IndexOf($script:Places, $name) -lt 0)) { continue }
        $environment[$name] = [Environment]::GetEnvironmentVariable($name)
    }
    $options = $script:Utf8.GetBytes((Microsoft.PowerShell.Utility\ConvertTo-Json -InputObject @{ environment = $environment } -Compress))
    $session = [ulong]0; $failure = [IntPtr]::Zero
    if ($script:Native::ckey_session_open($options, [UIntPtr]::new($options.Length), [ref]$session, [ref]$failure) -ne 0) {
        $cmdlet.ThrowTerminatingError((ConvertTo-CkeyErrorRecord (Read-CkeyError $failure)))
    }
    foreach ($name in $secrets.PSBase.Keys) { Send-CkeySecret -cmdlet $cmdlet -session $session -name "environment:$name" -bytes $script:Utf8.GetBytes($secrets[$name]) }
    $script:Tenant = $env:CUSTOMER_KEY_TENANT
    $script:Settings = foreach ($name in $script:Watched) { [Environment]::GetEnvironmentVariable($name) }
    $script:Session = $session
    $session
}

# ---- arguments and outputs ------------------------------------------------------------------------------------------

# A value as JSON takes it: texts, numbers, dates, lists, tables and property bags, eight levels deep; anything else by its name.
function ConvertTo-CkeyPlain($value, [int]$depth = 0) {
    if ($null -eq $value) { return $null }
    $base = $value.PSObject.BaseObject
    if ($base -is [string] -or $base -is [bool] -or $base -is [decimal] -or ($base -is [ValueType] -and $base.GetType().IsPrimitive -and $base -isnot [char])) { return $base }
    if ($base -is [switch]) { return [bool]$base }
    if ($base -is [datetime]) { return $base.ToUniversalTime().ToString('O', [cultureinfo]::InvariantCulture) }
    if ($base -is [datetimeoffset]) { return $base.UtcDateTime.ToString('O', [cultureinfo]::InvariantCulture) }
    if ($depth -lt 8) {
        if ($base -is [Collections.IDictionary]) {
            $table = [ordered]@{}
            foreach ($key in $base.PSBase.Keys) { $plain = ConvertTo-CkeyPlain $base[$key] ($depth + 1); $table[[string]$key] = $plain }
            return $table
        }
        if ($base -is [Collections.IEnumerable]) {
            $list = [Collections.Generic.List[object]]::new()
            foreach ($item in $base) { $list.Add((ConvertTo-CkeyPlain $item ($depth + 1))) }
            return , $list.ToArray()
        }
        if ($base -is [Management.Automation.PSCustomObject]) {
            $table = [ordered]@{}
            foreach ($property in $value.PSObject.Properties) { $plain = ConvertTo-CkeyPlain $property.Value ($depth + 1); $table[$property.Name] = $plain }
            return $table
        }
    }
    [string]$value
}

# The bound parameters as the engine takes them. A path is made absolute against PowerShell's location, which is not the process's;
# a secret becomes { secret: name }, a credential { userName, secret }. ($x = if ... would unroll a list of one.)
function ConvertTo-CkeyArgument([Management.Automation.PSCmdlet]$cmdlet, [ulong]$session, [Collections.IDictionary]$bound, [string[]]$paths) {
    $argument = [ordered]@{}
    foreach ($name in $bound.PSBase.Keys) {
        if ($script:CommonParameters.Contains($name)) { continue }
        $value = $bound[$name]
        if ($value -is [string] -and $name -notin $paths) { $argument[$name] = $value; continue }
        if ($value -is [securestring]) {
            Send-CkeySecret -cmdlet $cmdlet -session $session -name "parameter:$name" -bytes (ConvertTo-CkeySecret $value)
            $plain = @{ secret = "parameter:$name" }
        }
        elseif ($value -is [pscredential]) {
            Send-CkeySecret -cmdlet $cmdlet -session $session -name "parameter:$name" -bytes (ConvertTo-CkeySecret $value.Password)
            $plain = @{ userName = $value.UserName; secret = "parameter:$name" }
        }
        elseif ($value -and $name -in $paths) { $plain = $cmdlet.GetUnresolvedProviderPathFromPSPath($value) }
        else { $plain = ConvertTo-CkeyPlain $value }
        $argument[$name] = $plain
    }
    $argument
}

# The objects of a record, typed for views and pipelines. ConvertFrom-Json makes a date of every ISO 8601 text; `members` (path to kind)
# names what JSON cannot say: a date in local time, a text that must stay one (sent behind \u0001), a GUID, a 32-bit number, bytes, a hashtable.
function ConvertTo-CkeyObject([string]$json, $record) {
    $members = if ($record['members']) {
        foreach ($entry in $record['members'].GetEnumerator()) {
            $names = $entry.Key.Split('.')
            [pscustomobject]@{ Name = $names[-1]; Owners = @(if ($names.Length -gt 1) { $names[0..($names.Length - 2)] }); Kind = $entry.Value }
        }
    }
    $types = @($record['type'])                                          # most derived first
    foreach ($item in (Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $json)) {
        foreach ($member in $members) {                                  # inline: a function here costs 40 us a member
            $owner = $item; $name = $member.Name
            foreach ($step in $member.Owners) { if ($null -ne $owner) { $owner = $owner.$step } }
            if ($null -eq $owner -or $null -eq $owner.$name) { continue }
            switch ($member.Kind) {
                'local' { $owner.$name = $owner.$name.ToLocalTime() }
                'text'  { $owner.$name = $owner.$name.Substring(1) }
                'guid'  { $owner.$name = [guid]$owner.$name }
                'int'   { $owner.$name = [int]$owner.$name }
                'bytes' { $owner.$name = [Convert]::FromBase64String($owner.$name) }
                'table' {
                    $table = [hashtable]::new([StringComparer]::OrdinalIgnoreCase)
                    foreach ($entry in $owner.$name.PSObject.Properties) { $table[$entry.Name] = $entry.Value }
                    $owner.$name = $table
                }
            }
        }
        for ($i = $types.Count - 1; $i -ge 0; $i--) { $item.PSTypeNames.Insert(0, $types[$i]) }
        $item
    }
}

# ---- one call -------------------------------------------------------------------------------------------------------

# Runs one call of the engine and forwards each record to the stream it names. A stopped pipeline (Ctrl+C, Select-Object -First) is
# noticed within one timeout of ckey_call_next; freeing an unfinished call cancels it.
#   Given          the names bound on the command line; $PSBoundParameters also keeps what an earlier object of the pipeline bound
#   Piped          the parameters that take pipeline input, with the values that this object gave them
#   ShouldProcess  what the call changes; given only for cmdlets that support -WhatIf and -Confirm
#   Paths          the parameters that hold file system paths
function Invoke-CkeyCall {
    param([Management.Automation.PSCmdlet]$Cmdlet, [Collections.IDictionary]$Bound, [string[]]$Given, [Collections.IDictionary]$Piped = @{}, [string]$ShouldProcess, [string[]]$Paths)

    foreach ($key in @($Bound.PSBase.Keys)) {
        if ($key -notin $Given -and -not ($Piped.Contains($key) -and [object]::Equals($Bound[$key], $Piped[$key]))) { $null = $Bound.Remove($key) }
    }

    # A module's function does not see preferences that a calling script set; a compiled cmdlet does. Take the caller's.
    $caller = $Cmdlet.SessionState.PSVariable
    $force = $Bound.ContainsKey('Force') -and $Bound['Force']
    if (-not $Bound.ContainsKey('ErrorAction')) { $ErrorActionPreference = $caller.GetValue('ErrorActionPreference') }
    if (-not $Bound.ContainsKey('WarningAction')) { $WarningPreference = $caller.GetValue('WarningPreference') }
    if (-not $Bound.ContainsKey('ProgressAction')) { $ProgressPreference = $caller.GetValue('ProgressPreference') }
    if (-not $Bound.ContainsKey('Verbose')) { $VerbosePreference = $caller.GetValue('VerbosePreference') }
    if (-not $Bound.ContainsKey('Confirm')) { $ConfirmPreference = if ($force) { 'None' } else { $caller.GetValue('ConfirmPreference') } }
    if (-not $Bound.ContainsKey('WhatIf')) { $WhatIfPreference = $caller.GetValue('WhatIfPreference') }

    $name = $Cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.Name         # as generated, also when imported with a prefix
    $changes = $PSBoundParameters.ContainsKey('ShouldProcess')
    $whatIf = $changes -and [bool]$WhatIfPreference                     # what only reads runs also under -WhatIf
    $unasked = $force -or ($Bound.ContainsKey('Confirm') -and -not $Bound['Confirm']) -or $ConfirmPreference -eq 'None'
    try {
        # Loading one of them takes longer than a quarter of a second; a loop over mailboxes need not look at each.
        $real = if ([Environment]::TickCount64 - $script:Looked -gt 250) { Find-CkeyRealModule; $script:Looked = [Environment]::TickCount64 }
        if ($real) {
            $script:Looked = 0
            throw (ConvertTo-CkeyErrorRecord @{ id = 'RealModuleLoaded'; category = 'ResourceExists'; target = $real.Name; fix = 'Start a new PowerShell.'
                message = "$($real.Name) was loaded after CustomerKey. Cmdlets of both have the same names, and it is not certain which tenant the next one would change." })
        }
        if ($changes -and -not $whatIf -and -not $Cmdlet.ShouldProcess($ShouldProcess, $name)) { return }
        $session = if ($script:Session -ne 0 -and $script:Tenant -ceq $env:CUSTOMER_KEY_TENANT) { Assert-CkeySetting; $script:Session } else { Open-CkeySession $Cmdlet }
        $cmdletName = $script:Utf8.GetBytes($name)
        $argument = @{
            parameters = ConvertTo-CkeyArgument -cmdlet $Cmdlet -session $session -bound $Bound -paths $Paths
            whatIf     = $whatIf
            location   = $Cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
        }
        $argument = $script:Utf8.GetBytes((Microsoft.PowerShell.Utility\ConvertTo-Json -InputObject $argument -Compress -Depth 12 -EnumsAsStrings))
    } catch { $Cmdlet.ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }

    $left = ''; $call = [ulong]0; $failure = [IntPtr]::Zero; $pointer = [IntPtr]::Zero; $length = [UIntPtr]::Zero
    try {
        $status = $script:Native::ckey_call_start($session, $cmdletName, [UIntPtr]::new($cmdletName.Length), $argument, [UIntPtr]::new($argument.Length), [ref]$call, [ref]$failure)
        while ($status -eq 0) {
            $next = $script:Native::ckey_call_next($call, 100, [ref]$pointer, [ref]$length, [ref]$failure)
            if ($next -eq 2) { continue }                               # nothing yet
            if ($next -ne 1) { $status = $next; break }                 # 0: finished
            try {
                $head, $items = (Read-CkeyText $pointer $length).Split("`n", 2)
                $record = Microsoft.PowerShell.Utility\ConvertFrom-Json -InputObject $head -AsHashtable
                $objects = if ($record['stream'] -eq 'output') { @(ConvertTo-CkeyObject $items $record) }
            } catch { $Cmdlet.ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }
            switch ($record['stream']) {
                'output' {
                    # A `break` or `continue` of a script block further down the pipeline would end a loop of ours. Note it here, pass it on below.
                    $left = 'break'
                    do { $objects; $left = '' } while ($(if ($left) { $left = 'continue' }; $false))
                }
                'warning' { $Cmdlet.WriteWarning($record['message']) }
                'verbose' { $Cmdlet.WriteVerbose($record['message']) }
                'information' { $Cmdlet.WriteInformation([Management.Automation.HostInformationMessage]@{ Message = $record['message'] }, [string[]]@('PSHOST')) }
                'whatif' { $null = $Cmdlet.ShouldProcess($record['message'], $record['message'], $name) }
                'error' {
                    $problem = ConvertTo-CkeyErrorRecord $record
                    if ($record['terminating']) { $Cmdlet.ThrowTerminatingError($problem) } else { $Cmdlet.WriteError($problem) }
                }
                'progress' {
                    $text = if ($record['status']) { $record['status'] } else { ' ' }
                    $progress = [Management.Automation.ProgressRecord]::new($record['id'], $record['activity'], $text)
                    $progress.PercentComplete = [Math]::Clamp([int]$record['percent'], -1, 100)
                    $progress.RecordType = if ($record['done']) { 'Completed' } else { 'Processing' }
                    $Cmdlet.WriteProgress($progress)
                }
                'confirm' {
                    if (-not $script:Answers) { $script:Answers = [Runtime.CompilerServices.ConditionalWeakTable[object, hashtable]]::new() }
                    $answers = $script:Answers.GetValue($Cmdlet, { @{ All = $false; None = $false } })      # "Yes to All" holds for the pipeline
                    $all = $answers.All; $none = $answers.None
                    try { $yes = $unasked -or $Cmdlet.ShouldContinue($record['message'], $record['caption'], [ref]$all, [ref]$none) }
                    catch { $Cmdlet.ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }
                    $answers.All = $all; $answers.None = $none
                    $null = $script:Native::ckey_call_answer($call, [int]$yes)
                }
            }
            if ($left) { break }
        }
        if ($status -ne 0) { $Cmdlet.ThrowTerminatingError((ConvertTo-CkeyErrorRecord (Read-CkeyError $failure))) }
    } finally {
        if ($call -ne 0) { $null = $script:Native::ckey_call_free($call) }
        foreach ($key in @($Bound.PSBase.Keys)) { if ($key -notin $Given) { $null = $Bound.Remove($key) } }
    }
    if ($left -eq 'break') { break } elseif ($left -eq 'continue') { continue }
}

. $PSScriptRoot/Cmdlets.ps1

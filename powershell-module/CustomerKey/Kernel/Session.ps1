# The session of this runspace: which tenant and which settings its calls work with.

$script:Session = [ulong]0
$script:Tenant = $null
# Settings that hold for a session as they were when it began.
$script:Watched = 'CUSTOMER_KEY_PASSPHRASE', 'CUSTOMER_KEY_MASTER_KEY_FILE', 'CUSTOMER_KEY_BACKEND', 'CUSTOMER_KEY_JOBS'
$script:Settings = @()
# How the vaults of Azure are signed in to: changed, a new session of the same tenant signs in anew.
$script:SignIn = 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_TOKEN_CREDENTIALS', 'AZURE_AUTHORITY_HOST', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER'
$script:SignedInBy = ''
$script:SessionOptions = ''          # what a rehearsal adds to the options of a session
$script:Files = @{ CUSTOMER_KEY_TENANT = $true; CUSTOMER_KEY_MASTER_KEY_FILE = $true }
$script:Places = 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'HOME', 'LOCALAPPDATA', 'APPDATA', 'USERPROFILE', 'USER', 'LOGNAME', 'USERNAME'

# Hands a secret over as bytes, outside every JSON document; the engine knows it by its name.
function script:Send-CkeySecret([ulong]$session, [string]$name, [byte[]]$bytes) {
    $utf8 = $script:Utf8.GetBytes($name); $failure = [System.IntPtr]::Zero
    $status = $script:Native::ckey_session_secret($session, $utf8, [System.UIntPtr]::new($utf8.Length), $bytes, [System.UIntPtr]::new($bytes.Length), [ref]$failure)
    [Array]::Clear($bytes, 0, $bytes.Length)
    if ($status -ne 0) { throw (ConvertTo-CkeyErrorRecord (Read-CkeyError $failure)) }
}

function script:ConvertTo-CkeySecret([securestring]$value) {
    $pointer = [System.Runtime.InteropServices.Marshal]::SecureStringToGlobalAllocUnicode($value)
    try { , $script:Utf8.GetBytes([System.Runtime.InteropServices.Marshal]::PtrToStringUni($pointer)) }
    finally { [System.Runtime.InteropServices.Marshal]::ZeroFreeGlobalAllocUnicode($pointer) }
}

# A setting that was changed since the session began would not count, silently: a tenant would be made without the passphrase just set.
# A new session would forget which tenant was opened. So it is refused, and the way out named.
function script:Assert-CkeySetting {
    for ($i = 0; $i -lt $script:Watched.Length; $i++) {
        if ($script:Settings[$i] -ceq [System.Environment]::GetEnvironmentVariable($script:Watched[$i])) { continue }
        throw (ConvertTo-CkeyErrorRecord @{ id = 'SettingChanged'; category = 'InvalidOperation'; target = $script:Watched[$i]
            message = "$($script:Watched[$i]) was changed since the first cmdlet of this PowerShell, and would not count."
            fix = 'Set it back; or begin anew with Import-Module CustomerKey -Force, and open the tenant again.' })
    }
}

function script:Get-CkeySignIn { $values = foreach ($name in $script:SignIn) { [System.Environment]::GetEnvironmentVariable($name) + "`0" }; -join $values }

# This runspace's session. A script that sets the variable chooses another tenant; where another runspace has opened one, this one stays with
# its own: two that work side by side do not move each other.
function script:Get-CkeySession([System.Management.Automation.PSCmdlet]$cmdlet) {
    $named = $env:CUSTOMER_KEY_TENANT
    if ($script:Session -ne 0 -and ($script:Tenant -ceq $named -or $named -ceq [System.AppDomain]::CurrentDomain.GetData('CustomerKey.Opened'))) {
        Assert-CkeySetting
        if ($script:SignedInBy -ceq (Get-CkeySignIn)) { return $script:Session }
    }
    Close-CkeySession
    $script:Session = Open-CkeySession $cmdlet
    $script:Tenant = $named
    $script:Settings = foreach ($name in $script:Watched) { [System.Environment]::GetEnvironmentVariable($name) }
    $script:SignedInBy = Get-CkeySignIn
    $script:Session
}

# Native code does not see what a script sets in $env: on Linux and macOS, so the settings that count are handed over, and no other is read
# then: the folders of the user and the user's name belong to them. Secrets go apart, and only those that the engine takes.
function script:Open-CkeySession([System.Management.Automation.PSCmdlet]$cmdlet) {
    $secrets = @{}
    $names = foreach ($name in [System.Environment]::GetEnvironmentVariables().Keys) {
        if (($name -like 'CUSTOMER_KEY_*' -or $name -like 'AZURE_*') -and
            -not ($name -like '*SECRET*' -or $name -like '*PASSWORD*' -or $name -like '*PASSPHRASE*' -or $name -like '*TOKEN*')) { $name }
    }
    # Names of files and of ways to sign in are no secrets.
    $names = @($names) + @('AZURE_FEDERATED_TOKEN_FILE', 'AZURE_TOKEN_CREDENTIALS', 'IDENTITY_ENDPOINT')
    $environment = foreach ($name in @($names) + $script:Places) {
        $value = [System.Environment]::GetEnvironmentVariable($name)
        if ($null -eq $value) { continue }
        if ($value -and $script:Files[$name]) { $value = ConvertTo-CkeyPath $cmdlet $value }
        [System.Web.HttpUtility]::JavaScriptStringEncode($name, $true) + ':' + [System.Web.HttpUtility]::JavaScriptStringEncode($value, $true)
    }
    if ($env:AZURE_CLIENT_SECRET) { $secrets['AZURE_CLIENT_SECRET'] = $env:AZURE_CLIENT_SECRET }
    if ($null -ne $env:CUSTOMER_KEY_PASSPHRASE) { $secrets['CUSTOMER_KEY_PASSPHRASE'] = $env:CUSTOMER_KEY_PASSPHRASE }
    $beside = if ($script:Azure) { ",`"azureModule`":`"$script:Azure`"" }
    if ($script:Program) { $beside += ",`"program`":" + [System.Web.HttpUtility]::JavaScriptStringEncode($script:Program, $true) }
    # The next PowerShell finds the tenant that is opened here, unless a variable of the user's names the one of this process.
    if (-not $env:CUSTOMER_KEY_TENANT -or $env:CUSTOMER_KEY_TENANT -ceq [System.AppDomain]::CurrentDomain.GetData('CustomerKey.Opened')) { $beside += ',"rememberTenant":true' }
    $options = $script:Utf8.GetBytes("{`"closeAtExit`":true$beside$script:SessionOptions,`"environment`":{$($environment -join ',')}}")
    $session = [ulong]0; $failure = [System.IntPtr]::Zero
    if ($script:Native::ckey_session_open($options, [System.UIntPtr]::new($options.Length), [ref]$session, [ref]$failure) -ne 0) {
        throw (ConvertTo-CkeyErrorRecord (Read-CkeyError $failure))
    }
    foreach ($name in $secrets.PSBase.Keys) { Send-CkeySecret -session $session -name "environment:$name" -bytes $script:Utf8.GetBytes($secrets[$name]) }
    $session
}

# A tenant that a cmdlet has made, opened or restored holds for the process and all that it starts: other runspaces, jobs, a second import.
function script:Set-CkeyTenant([string]$path) {
    $env:CUSTOMER_KEY_TENANT = $script:Tenant = $path
    [System.AppDomain]::CurrentDomain.SetData('CustomerKey.Opened', $path)
}

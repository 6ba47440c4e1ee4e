# The arguments of a call.

# {parameters, whatIf, location} as UTF-8. A path is made absolute against PowerShell's location, which is not the process's; a secret
# becomes {secret: name}, a credential {userName, secret}. Secrets are handed over last, when nothing can fail any more.
function script:ConvertTo-CkeyArgument([System.Management.Automation.PSCmdlet]$cmdlet, [ulong]$session, [System.Collections.IDictionary]$bound, [string[]]$paths, [bool]$whatIf, [bool]$asks) {
    $secrets = [ordered]@{}
    $parameters = @(
        if ($asks) { '"Confirm":true' }
        foreach ($entry in $bound.GetEnumerator()) {
            $name = $entry.Key; $value = $entry.Value
            if ($script:CommonParameters.Contains($name)) { continue }
            if ($value -is [securestring] -or $value -is [pscredential]) {
                $plain = @{ secret = "parameter:$name" }
                if ($value -is [pscredential]) { $plain.userName = $value.UserName; $value = $value.Password }
                $secrets["parameter:$name"] = if ($value) { $value } else { [securestring]::new() }
                $value = $plain
            } elseif ($value -and $name -in $paths) {
                $full = foreach ($path in $value) { ConvertTo-CkeyPath $cmdlet $path }
                $value = if ($value -is [string]) { $full } else { , @($full) }
            }
            # A parameter's name needs no escape, and most values are texts: a call of a function costs more than all else here.
            if ($value -is [string]) { "`"$name`":" + [System.Web.HttpUtility]::JavaScriptStringEncode($value, $true) } else { "`"$name`":" + (Format-CkeyJson $value) }
        }
    )
    $location = [System.Web.HttpUtility]::JavaScriptStringEncode((Get-CkeyLocation $cmdlet), $true)
    $says = if ($whatIf) { 'true' } else { 'false' }
    $document = $script:Utf8.GetBytes("{`"parameters`":{$($parameters -join ',')},`"whatIf`":$says,`"location`":$location}")
    foreach ($name in $secrets.PSBase.Keys) { Send-CkeySecret -session $session -name $name -bytes (ConvertTo-CkeySecret $secrets[$name]) }
    , $document
}

# Where PowerShell is. ProviderPath resolves the path anew at each call, at more than the whole document costs; a drive knows its own.
function script:Get-CkeyLocation([System.Management.Automation.PSCmdlet]$cmdlet) {
    $here = $cmdlet.SessionState.Path.CurrentFileSystemLocation
    if ($here.Drive) { [System.IO.Path]::Join($here.Drive.Root, $here.Drive.CurrentLocation) } else { $here.ProviderPath }
}

function script:ConvertTo-CkeyPath([System.Management.Automation.PSCmdlet]$cmdlet, [string]$path) {
    $provider = $null; $drive = $null
    $full = $cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path, [ref]$provider, [ref]$drive)
    if ($provider.Name -eq 'FileSystem') { return $full }
    throw (ConvertTo-CkeyErrorRecord @{ id = 'NotAFile'; category = 'InvalidArgument'; target = $path; fix = 'Give the path of a file or folder.'
        message = "'$path' names something of the provider $($provider.Name), which is no file." })
}

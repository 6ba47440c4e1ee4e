# The folder where a fork is made and works. It has keys, and a killed process leaves it; so whoever works in it holds a lock there, and the
# next rehearsal removes those that nobody holds.

$script:ForkPrefix = 'customer-key-rehearsal-'
$script:CallerLock = 'caller.lock'
# How long a folder is left alone in which nobody seems to work: between two of them, or before the first, nobody holds a lock.
$script:YoungFork = [timespan]::FromMinutes(1)

function script:Lock-CkeyFork([string]$file) { [System.IO.FileStream]::new($file, 'OpenOrCreate', 'ReadWrite', 'None') }

function script:New-CkeyForkFolder {
    $folder = [System.IO.Directory]::CreateTempSubdirectory($script:ForkPrefix).FullName      # nobody else may read it
    $folder, (Lock-CkeyFork "$folder/$script:CallerLock")
}

# The locks go last: whatever is left, should we be killed meanwhile, can still be told for ours.
function script:Remove-CkeyForkFolder([string]$folder) {
    foreach ($part in [System.IO.Directory]::GetDirectories($folder)) { [System.IO.Directory]::Delete($part, $true) }
    foreach ($file in [System.IO.Directory]::GetFiles($folder)) { if (-not $file.EndsWith('.lock')) { [System.IO.File]::Delete($file) } }
    [System.IO.Directory]::Delete($folder, $true)
}

function script:Test-CkeyDeadFork([string]$folder) {
    $locks = @([System.IO.Directory]::GetFiles($folder, '*.lock'))
    if (-not [System.IO.File]::Exists("$folder/$script:CallerLock")) { return $false }      # none of ours, or just begun
    foreach ($part in @($folder) + $locks) { if ([datetime]::UtcNow - [System.IO.File]::GetLastWriteTimeUtc($part) -lt $script:YoungFork) { return $false } }
    foreach ($file in $locks) { try { (Lock-CkeyFork $file).Dispose() } catch { return $false } }
    $true
}

# Removes what killed rehearsals left, and lets the tenant forget that it was copied there. Best effort: the rehearsal that is asked for needs
# none of it.
function script:Remove-CkeyDeadFork {
    foreach ($folder in [System.IO.Directory]::GetDirectories([System.IO.Path]::GetTempPath(), "$script:ForkPrefix*")) {
        try { if (Test-CkeyDeadFork $folder) { Remove-CkeyForkFolder $folder } } catch { $null = $_ }
    }
    try {
        foreach ($backup in Get-CustomerKeyBackup -ErrorAction Stop) {
            $folder = [System.IO.Path]::GetDirectoryName($backup.OutputFile)
            $ours = [System.IO.Path]::GetFileName($folder).StartsWith($script:ForkPrefix, [System.StringComparison]::Ordinal)
            # A rehearsal that lives has its folder until its own backup is forgotten.
            if ($ours -and -not [System.IO.Directory]::Exists($folder)) { Remove-CustomerKeyBackup -Identity $backup.Identity -Confirm:$false -ErrorAction Stop }
        }
    } catch { $null = $_ }
}

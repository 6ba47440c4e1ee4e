# Runs a script in a PowerShell of its own and reads what that tells, a line for each thing. The other side is Stage.ps1.

# A line that begins like this is of the stage; every other one was written to the console by what the script runs.
$script:Mark = "`u{1}ckey "

function script:Find-CkeyShell {
    $own = [System.Environment]::ProcessPath
    if ([System.IO.Path]::GetFileNameWithoutExtension($own) -eq 'pwsh') { return $own }
    # PowerShell within another program.
    $beside = [System.IO.Path]::Combine($PSHOME, $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' }))
    if ([System.IO.File]::Exists($beside)) { return $beside }
    'pwsh'
}

# A fork is a backup that is restored. It is on the record of the tenant, which knows of it until its files are gone.
function script:Save-CkeyForkSource([string]$folder) {
    (Backup-CustomerKeyTenant -OutputFile "$folder/state" -SecretsFile "$folder/secrets" -Confirm:$false -ErrorAction Stop).Identity
}

function script:Remove-CkeyForkSource([string]$folder, $backup) {
    foreach ($file in "$folder/state", "$folder/secrets") { [System.IO.File]::Delete($file) }
    if ($backup) { Remove-CustomerKeyBackup -Identity $backup -Confirm:$false -ErrorAction Stop }
}

function script:Start-CkeyStage([string]$order) {
    $start = [System.Diagnostics.ProcessStartInfo]::new((Find-CkeyShell))
    foreach ($argument in '-NoProfile', '-NonInteractive', '-NoLogo', '-File', [System.IO.Path]::Combine($script:Root, 'Rehearsal', 'Stage.ps1')) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardInputEncoding = $start.StandardOutputEncoding = $start.StandardErrorEncoding = $script:Utf8
    $start.WorkingDirectory = $PWD.ProviderPath
    $process = [System.Diagnostics.Process]::Start($start)
    # Through a pipe: arguments may be credentials, and a file would keep them.
    try { $process.StandardInput.Write($order); $process.StandardInput.Close() } catch { $null = $_ }     # it has ended: its exit code says so
    $process
}

function script:Read-CkeyStage([System.Diagnostics.Process]$process, [hashtable]$told) {
    $complaints = $process.StandardError.ReadToEndAsync()
    $line = $process.StandardOutput.ReadLineAsync()
    while ($true) {
        while (-not $line.Wait(100)) { $null = $_ }                     # short waits: Ctrl+C counts between them
        if ($null -eq $line.Result) { break }
        if ($line.Result.StartsWith($script:Mark, [System.StringComparison]::Ordinal)) {
            Add-CkeyTold $told (Microsoft.PowerShell.Utility\ConvertFrom-Json $line.Result.Substring($script:Mark.Length) -Depth 20 -DateKind String)
        } else { $told.Output.Add($line.Result) }
        $line = $process.StandardOutput.ReadLineAsync()
    }
    $process.WaitForExit()
    $told.Complaints = $complaints.Result
    Microsoft.PowerShell.Utility\Write-Progress -Activity "Rehearsing $($told.Name)" -Completed
}

function script:Add-CkeyTold([hashtable]$told, $event) {
    switch ($event.kind) {
        'step' {
            $told.Steps.Add((ConvertTo-CkeyStep $event.step))
            Microsoft.PowerShell.Utility\Write-Progress -Activity "Rehearsing $($told.Name)" -Status "Line $($event.step.Line): $($event.step.Cmdlet)"
        }
        'fork' { $told.Fork = $event.path }
        'tenant' { $told.Tenant = $event.name; $told.TenantPath = $event.path }
        'problem' { $told.Problems.Add((ConvertTo-CkeyProblem $event.problem)) }
        'end' { $told.End = $event }
    }
}

function script:ConvertTo-CkeyStep($step) {
    [pscustomobject]@{ PSTypeName = 'CustomerKey.RehearsalStep'; Step = $step.Number; Line = $step.Line; ScriptName = $step.ScriptName; Cmdlet = $step.Cmdlet; Place = $step.Place
        Calls = $step.Calls; Account = $step.Account; Result = $step.Result; Changed = [string[]]@($step.Changed); Lost = [string[]]@($step.Lost); Gained = [string[]]@($step.Gained)
        Final = [string[]]@($step.Final); Warnings = [string[]]@($step.Warnings); Errors = @($step.Errors); Objects = $step.Objects; Duration = [timespan]::FromMilliseconds($step.Milliseconds) }
}

function script:ConvertTo-CkeyProblem($problem) {
    [pscustomobject]@{ PSTypeName = 'CustomerKey.RehearsalError'; Line = $problem.Line; ScriptName = $problem.ScriptName; ErrorId = $problem.ErrorId; Message = $problem.Message; Text = $problem.Text; Terminating = $problem.Terminating }
}

function script:New-CkeyRehearsal([hashtable]$told, [string]$file, [int]$code) {
    if (-not $told.End) {
        # The process ended in the middle: it was killed, or the script ended it.
        $text = "PowerShell ended before the script did, with exit code $code. $(($told.Complaints).Trim())".Trim()
        $told.Problems.Add((ConvertTo-CkeyProblem @{ Line = 0; ScriptName = $file; ErrorId = 'RehearsalEnded'; Message = $text; Text = ''; Terminating = $true }))
    }
    # They are told of as they end, and shown as they began.
    $told.Steps.Sort({ $args[0].Step.CompareTo($args[1].Step) })
    for ($i = 0; $i -lt $told.Steps.Count; $i++) { $told.Steps[$i].Step = $i + 1 }
    $exit = if ($told.End) { $told.End.exitCode } elseif ($code) { $code } else { 1 }
    $printed = @(if ($told.End) { $told.End.output })
    $rehearsal = [pscustomobject]@{ PSTypeName = 'CustomerKey.Rehearsal'; FilePath = $file; Tenant = $told.Tenant; Path = if ($told.Fork) { $told.Fork } else { $told.TenantPath }
        Fork = [bool]$told.Fork; Succeeded = $exit -eq 0 -and -not $told.Problems.Count -and -not $told.Steps.Where({ $_.Errors.Count }).Count
        ExitCode = $exit; Steps = $told.Steps.ToArray(); Errors = $told.Problems.ToArray(); Output = [string[]]($printed + $told.Output); Summary = '' }
    $rehearsal.Summary = Get-CkeySummary $rehearsal
    $rehearsal
}

function script:New-CkeyRehearsalError([string]$id, [string]$message, [string]$target, [string]$fix) {
    ConvertTo-CkeyErrorRecord @{ id = $id; category = 'InvalidArgument'; target = $target; message = $message; fix = $fix }
}

function script:Resolve-CkeyScript([string]$path) {
    $provider = $null; $drive = $null
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path, [ref]$provider, [ref]$drive)
    if ($provider.Name -ne 'FileSystem' -or -not [System.IO.File]::Exists($file)) { throw (New-CkeyRehearsalError 'ScriptNotFound' "There is no script $file." $file 'Name a file that is there.') }
    if ([System.IO.Path]::GetExtension($file) -ne '.ps1') { throw (New-CkeyRehearsalError 'NotAScript' "$file is no PowerShell script." $file 'Name a file with the ending .ps1.') }
    $file
}

function script:Resolve-CkeyForkPath([string]$path) {
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)
    if ([System.IO.Directory]::Exists($file) -and [System.IO.Directory]::GetFileSystemEntries($file).Length) { throw (New-CkeyRehearsalError 'ForkPathInUse' "$file is not empty." $file 'Name a folder that is not there yet.') }
    $file
}

function script:Invoke-CkeyRehearsal {
    param([System.Management.Automation.PSCmdlet]$Cmdlet, [string]$FilePath, [object[]]$ArgumentList, [System.Collections.IDictionary]$Parameters, [bool]$Fork, [string]$ForkPath)
    end {
        $folder = $null; $lock = $null; $backup = $null; $process = $null; $rehearsal = $null
        try {
            Assert-CkeyAlone
            $file = Resolve-CkeyScript $FilePath
            $told = @{ Name = [System.IO.Path]::GetFileName($file); Steps = [System.Collections.Generic.List[object]]::new(); Problems = [System.Collections.Generic.List[object]]::new(); Output = [System.Collections.Generic.List[string]]::new(); Fork = ''; Tenant = ''; TenantPath = ''; End = $null; Complaints = '' }
            $order = @{ File = $file; ArgumentList = $ArgumentList; Parameters = $Parameters; Folder = ''; Fork = ''; State = ''; Secrets = ''; Location = $PWD.ProviderPath; Tenant = $env:CUSTOMER_KEY_TENANT }
            if ($Fork) {
                Remove-CkeyDeadFork
                $folder, $lock = New-CkeyForkFolder
                $order.Folder = $folder
                $order.Fork = if ($ForkPath) { Resolve-CkeyForkPath $ForkPath } else { "$folder/fork" }
                $backup = Save-CkeyForkSource $folder
                $order.State = "$folder/state"; $order.Secrets = "$folder/secrets"
            } else {
                $Cmdlet.WriteWarning("The script works on the tenant itself, and what it changes stays. -Fork runs it on a copy.")
            }
            $process = Start-CkeyStage ([System.Management.Automation.PSSerializer]::Serialize($order, 5))
            Read-CkeyStage $process $told
            $rehearsal = New-CkeyRehearsal $told $file $process.ExitCode
        } catch { $Cmdlet.ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }
        $global:LASTEXITCODE = $rehearsal.ExitCode
        $rehearsal
    }
    clean {
        if ($process) {
            if (-not $process.HasExited) { $process.Kill($true); $process.WaitForExit() }
            $process.Dispose()
        }
        if ($folder) {
            Remove-CkeyForkSource $folder $backup
            $lock.Dispose()
            Remove-CkeyForkFolder $folder
        }
    }
}

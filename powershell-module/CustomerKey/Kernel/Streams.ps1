# The records of a call that are no objects, each to the stream that it names.

$script:Answers = [System.Runtime.CompilerServices.ConditionalWeakTable[object, hashtable]]::new()

# `agreed`: who runs the cmdlet has said yes to every question already.
function script:Write-CkeyRecord([System.Management.Automation.PSCmdlet]$cmdlet, [hashtable]$record, [string]$name, [bool]$agreed, [ulong]$call) {
    switch ($record['stream']) {
        'warning' { $Cmdlet.WriteWarning($record['message']) }
        'verbose' { $Cmdlet.WriteVerbose($record['message']) }
        'information' { $Cmdlet.WriteInformation([System.Management.Automation.HostInformationMessage]@{ Message = $record['message'] }, [string[]]@('PSHOST')) }
        'whatif' { $null = $Cmdlet.ShouldProcess($record['message'], $record['message'], $name) }
        'error' {
            $problem = ConvertTo-CkeyErrorRecord $record
            if ($record['terminating']) { $Cmdlet.ThrowTerminatingError($problem) } else { $Cmdlet.WriteError($problem) }
        }
        'progress' {
            $text = if ($record['status']) { $record['status'] } else { ' ' }
            $progress = [System.Management.Automation.ProgressRecord]::new($record['id'], $record['activity'], $text)
            $progress.PercentComplete = [System.Math]::Clamp([int]$record['percent'], -1, 100)
            $progress.RecordType = if ($record['done']) { 'Completed' } else { 'Processing' }
            $Cmdlet.WriteProgress($progress)
        }
        'confirm' {
            $answers = $script:Answers.GetValue($Cmdlet, { @{ All = $false; None = $false } })      # "Yes to All" holds for the pipeline
            $all = $answers.All; $none = $answers.None
            try { $yes = $agreed -or $Cmdlet.ShouldContinue($record['message'], $record['caption'], [ref]$all, [ref]$none) }
            catch {
                # There is nobody to ask. The message of the host does not say how to answer beforehand.
                $problem = ConvertFrom-CkeyCaught $_
                $problem.ErrorDetails = [System.Management.Automation.ErrorDetails]::new("$($problem.Exception.Message) $($record['message']) Nothing was done.")
                $problem.ErrorDetails.RecommendedAction = "To answer yes beforehand: `$ConfirmPreference = 'None'"
                $Cmdlet.ThrowTerminatingError($problem)
            }
            $answers.All = $all; $answers.None = $none
            $null = $script:Native::ckey_call_answer($call, [int]$yes)
        }
    }
}

# One call of the engine.

$script:CommonParameters = [System.Collections.Generic.HashSet[string]]::new(
    [string[]]([System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters), [System.StringComparer]::OrdinalIgnoreCase)

# Runs one call and forwards each record to the stream it names. A stopped pipeline (Ctrl+C, Select-Object -First) is noticed within one
# timeout of ckey_call_next; freeing an unfinished call cancels it. It is freed in `clean`: a `finally` around the place where objects leave
# would turn an error in a script block further down the pipeline into the end of the whole pipeline.
#   Given          the names bound on the command line; $PSBoundParameters also keeps what an earlier object of the pipeline bound
#   Piped          the parameters that take pipeline input, with the values that this object gave them
#   ShouldProcess  what the call changes; given only for cmdlets that have -WhatIf and -Confirm and change something
#   Paths          the parameters that hold file system paths
#   Obeys          it changes something and has neither; the caller's $WhatIfPreference holds all the same
#   Opens          its output names the tenant of all that follows
function script:Invoke-CkeyCall {
    param([System.Management.Automation.PSCmdlet]$Cmdlet, [System.Collections.IDictionary]$Bound, [string[]]$Given, [System.Collections.IDictionary]$Piped = @{}, [string]$ShouldProcess, [string[]]$Paths, [switch]$Obeys, [switch]$Opens)

    end {
        $left = ''; $call = [ulong]0; $failure = [System.IntPtr]::Zero; $pointer = [System.IntPtr]::Zero; $length = [System.UIntPtr]::Zero
        foreach ($key in @($Bound.PSBase.Keys)) {
            if ($key -notin $Given -and -not ($Piped.Contains($key) -and [object]::Equals($Bound[$key], $Piped[$key]))) { $null = $Bound.Remove($key) }
        }

        # A module's function does not see preferences that a calling script set; a compiled cmdlet does. Take the caller's.
        $caller = $Cmdlet.SessionState.PSVariable
        $force = $Bound.ContainsKey('Force') -and $Bound['Force']
        if (-not $Bound.ContainsKey('ErrorAction')) { $ErrorActionPreference = $caller.GetValue('ErrorActionPreference') }
        if (-not $Bound.ContainsKey('WarningAction')) { $WarningPreference = $caller.GetValue('WarningPreference') }
        if (-not $Bound.ContainsKey('InformationAction')) { $InformationPreference = $caller.GetValue('InformationPreference') }
        if (-not $Bound.ContainsKey('ProgressAction')) { $ProgressPreference = $caller.GetValue('ProgressPreference') }
        if (-not $Bound.ContainsKey('Verbose')) { $VerbosePreference = $caller.GetValue('VerbosePreference') }
        if (-not $Bound.ContainsKey('Confirm')) { $ConfirmPreference = if ($force) { 'None' } else { $caller.GetValue('ConfirmPreference') } }
        if (-not $Bound.ContainsKey('WhatIf')) { $WhatIfPreference = $caller.GetValue('WhatIfPreference') }

        $name = $Cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.Name         # as generated, also when imported with a prefix
        $asks = $PSBoundParameters.ContainsKey('ShouldProcess')
        $whatIf = ($asks -or $Obeys) -and [bool]$WhatIfPreference                     # what only reads runs also under -WhatIf
        $agreed = $force -or ($Bound.ContainsKey('Confirm') -and -not $Bound['Confirm']) -or $ConfirmPreference -eq 'None'
        # The engine asks where PowerShell would, because it knows what would happen. Every cmdlet's impact is Medium.
        $asks = $asks -and -not $agreed -and (($Bound.ContainsKey('Confirm') -and $Bound['Confirm']) -or $ConfirmPreference -in 'Low', 'Medium')
        try {
            Assert-CkeyAlone
            if ($PSBoundParameters.ContainsKey('ShouldProcess') -and -not $whatIf) { $Cmdlet.WriteVerbose("Performing the operation `"$name`" on target `"$ShouldProcess`".") }
            $session = Get-CkeySession $Cmdlet
            $cmdletName = $script:Utf8.GetBytes($name)
            $argument = ConvertTo-CkeyArgument -cmdlet $Cmdlet -session $session -bound $Bound -paths $Paths -whatIf $whatIf -asks $asks
        } catch { $Cmdlet.ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }

        $status = $script:Native::ckey_call_start($session, $cmdletName, [System.UIntPtr]::new($cmdletName.Length), $argument, [System.UIntPtr]::new($argument.Length), [ref]$call, [ref]$failure)
        while ($status -eq 0) {
            $next = $script:Native::ckey_call_next($call, 100, [ref]$pointer, [ref]$length, [ref]$failure)
            if ($next -eq 2) { continue }                               # nothing yet
            if ($next -ne 1) { $status = $next; break }                 # 0: finished
            try {
                $head, $items = (Read-CkeyText $pointer $length).Split("`n", 2)
                if ($null -ne $items) {
                    if (-not ($type = $script:Heads[$head])) { $type = $script:Heads[$head] = Get-CkeyRecordType $head }
                    $objects = Read-CkeyObject $items $type
                    $record = $null
                    if ($Opens) { foreach ($object in $objects) { Set-CkeyTenant $object.Path } }
                } else { $record = Read-CkeyTable $head }
            } catch { $Cmdlet.ThrowTerminatingError((ConvertFrom-CkeyCaught $_)) }
            if ($null -eq $record) {
                # A `break` or `continue` of a script block further down the pipeline would end a loop of ours. Note it here, pass it on below.
                $left = 'break'
                do { $objects; $left = '' } while ($(if ($left) { $left = 'continue' }; $false))
                if ($left) { break }
                continue
            }
            Write-CkeyRecord $Cmdlet $record $name $agreed $call
        }
        if ($status -ne 0) { $Cmdlet.ThrowTerminatingError((ConvertTo-CkeyErrorRecord (Read-CkeyError $failure))) }
        if ($left -eq 'break') { break } elseif ($left -eq 'continue') { continue }
    }
    clean {
        if ($call -ne 0) { $null = $script:Native::ckey_call_free($call) }
        foreach ($key in @($Bound.PSBase.Keys)) { if ($key -notin $Given) { $null = $Bound.Remove($key) } }
    }
}

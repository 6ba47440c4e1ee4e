# A rehearsal on a screen of 80 columns. No import needs to read its views.
Microsoft.PowerShell.Utility\Update-FormatData -AppendPath "$script:Root/Rehearsal/Rehearsal.Format.ps1xml"

# Text that is broken at words, each line within the width of a screen.
function script:Format-CkeyParagraph([string]$text, [int]$indent, [int]$width = 79) {
    $line = ''
    foreach ($word in $text.Split([char[]]" `r`n`t", [System.StringSplitOptions]::RemoveEmptyEntries)) {
        # A word that fits on no line, such as the URI of a key, is broken where the line ends.
        while ($word.Length -gt $width - $indent) {
            if ($line) { $line; $line = '' }
            $word.Substring(0, $width - $indent); $word = $word.Substring($width - $indent)
        }
        if ($line -and $line.Length + 1 + $word.Length -gt $width - $indent) { $line; $line = $word } elseif ($line) { $line += " $word" } else { $line = $word }
    }
    $line
}

function script:Add-CkeyNote([System.Collections.Generic.List[string]]$lines, [string]$label, $texts) {
    foreach ($text in $texts) {
        $first = $true
        foreach ($part in Format-CkeyParagraph $text 17) { $lines.Add('      ' + $(if ($first) { $label.PadRight(11) } else { ' ' * 11 }) + $part); $first = $false }
    }
}

function script:Add-CkeyStepText([System.Collections.Generic.List[string]]$lines, $step, [string]$script) {
    $elsewhere = if ($step.ScriptName -and $step.ScriptName -cne $script) { " ($([System.IO.Path]::GetFileName($step.ScriptName)))" }
    $calls = if ($step.Calls -gt 1) { " x $($step.Calls)" }
    $lines.Add(('{0,4}  {1}{2}{3}{4}' -f $(if ($step.Line) { $step.Line }), $step.Cmdlet, $calls, $elsewhere, $(if ($step.Result -in 'Failed', 'Denied') { ": $($step.Result)" })))
    Add-CkeyNote $lines 'where' @($step.Place).Where({ $_ })
    Add-CkeyNote $lines 'changed' $step.Changed
    Add-CkeyNote $lines 'lost' $step.Lost
    Add-CkeyNote $lines 'gained' $step.Gained
    Add-CkeyNote $lines 'for good' $step.Final
    Add-CkeyNote $lines 'warning' $step.Warnings
    Add-CkeyNote $lines 'error' ($step.Errors.ForEach({ "$($_.ErrorId): $($_.Message)" }))
}

function script:Get-CkeyVerdict($rehearsal) {
    $steps = $rehearsal.Steps; $own = $rehearsal.Errors.Count
    $code = "exit code $($rehearsal.ExitCode)"
    # A script that fails and says that all is well: whoever runs it unattended does not see it.
    $result = if ($rehearsal.Succeeded) { "Succeeded, $code." } elseif ($rehearsal.ExitCode) { "Failed, $code." } else { "Failed, although the $code says otherwise." }
    $text = "$result $($steps.Count) $(if ($steps.Count -eq 1) { 'step' } else { 'steps' }), $($steps.Where({ $_.Changed.Count }).Count) of them changed something, $($steps.Where({ $_.Errors.Count }).Count) had errors."
    if ($own) { $text += " The script itself had $own $(if ($own -eq 1) { 'error' } else { 'errors' })." }
    if ($final = @($steps.Where({ $_.Final.Count }).ForEach({ if ($_.Line) { "line $($_.Line)" } else { "$($_.Cmdlet) $($_.Place)" } }))) { $text += " Not to be undone: $($final -join ', ')." }
    $text
}

function script:Get-CkeySummary($rehearsal) {
    $lines = [System.Collections.Generic.List[string]]::new()
    $place = if ($rehearsal.Fork) { "a fork of '$($rehearsal.Tenant)'" } else { "the tenant '$($rehearsal.Tenant)' itself" }
    foreach ($line in Format-CkeyParagraph "Rehearsal of $([System.IO.Path]::GetFileName($rehearsal.FilePath)) on ${place}: $($rehearsal.Path)" 0) { $lines.Add($line) }
    if ($rehearsal.Steps.Count) { $lines.Add(''); $lines.Add('Line  Cmdlet') }
    foreach ($step in $rehearsal.Steps) { Add-CkeyStepText $lines $step $rehearsal.FilePath }
    if ($rehearsal.Errors.Count) { $lines.Add(''); $lines.Add('Errors of the script') }
    foreach ($problem in $rehearsal.Errors) {
        $first = $true
        foreach ($part in Format-CkeyParagraph "$($problem.Message) ($($problem.ErrorId))" 6) { $lines.Add($(if ($first) { '{0,4}  {1}' -f $problem.Line, $part } else { "      $part" })); $first = $false }
    }
    $lines.Add('')
    foreach ($line in Format-CkeyParagraph (Get-CkeyVerdict $rehearsal) 0) { $lines.Add($line) }
    $lines -join [System.Environment]::NewLine
}

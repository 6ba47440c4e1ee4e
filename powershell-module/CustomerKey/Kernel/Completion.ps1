# What the Tab key offers for a parameter. Completers.ps1 says where its names come from; both are read at the first use.
# A completer reads the tenant that is there. It makes none, warns of nothing and leaves neither an error nor a session behind.

# What the line that is being completed says of these parameters already: NAME, or NAME=OTHER where the line calls it otherwise.
function script:Select-CkeyBound([System.Collections.IDictionary]$bound, [string[]]$names) {
    $with = @{}
    foreach ($name in $names) {
        $to, $from = $name -split '='
        $value = $bound[$(if ($from) { $from } else { $to })]
        if ($value) { $with[$to] = $value }
    }
    $with
}

# What was typed, without the quotes around it. PowerShell has read it already, whatever quotes it was typed in, and puts plain ones around
# it; what quotes stand within belong to the name.
function script:Read-CkeyWord([string]$word) {
    if ($word.Length -ge 2 -and $word[0] -in "'", '"' -and $word[-1] -eq $word[0]) { $word.Substring(1, $word.Length - 2) } else { $word }
}

# The names that begin with what was typed, quoted where PowerShell would read them otherwise. `about` is told beside each.
filter script:Select-CkeyName([string]$word, [string]$property, [string[]]$about) {
    $name = ([string]$(if ($property) { $_.$property } else { $_ })) -replace '^(https://[^/]+):443/', '$1/'     # a key, as -AzureKeyIDs is documented
    if (-not $name -or -not $name.StartsWith($word, 'OrdinalIgnoreCase')) { return }
    $text = if ($name -match '^[\w/][\w.@/:-]*$') { $name } else { "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($name) + "'" }
    $told = foreach ($column in $about) { if ("$($_.$column)" -and $column -ne $property) { "${column}: $($_.$column)" } }
    [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $(if ($told) { $told -join ', ' } else { $name }))
}

# What a completer offers. Where that is nothing, what was typed stands for itself: PowerShell offers the names of files after a completer
# that returns nothing, and fails where it returns $null.
function script:Complete-CkeyWord([scriptblock]$completer, [string]$word, [System.Collections.IDictionary]$bound) {
    $found = @(& $completer (Read-CkeyWord $word) $bound)
    if ($found.Count) { return $found }
    $typed = if ($word) { $word } else { ' ' }
    [System.Management.Automation.CompletionResult]::new($typed, $typed, 'ParameterValue', 'There is no such name.')
}

# Each name once, from the tenant and from the usual ones.
function script:Complete-CkeyName([string]$word, [scriptblock[]]$find, [string[]]$usual) {
    $quiet = @{ ErrorAction = 'Ignore'; WarningAction = 'Ignore' }
    $found = [System.Collections.Specialized.OrderedDictionary]::new([System.StringComparer]::OrdinalIgnoreCase)
    $errors = $Error.Count; $opened = $script:Session
    if ($script:Azure) { $find = $find.Where({ "$_" -notmatch '-Az' }) }                           # they would ask Azure, at the Tab key
    if ($find) {
        foreach ($source in $find) {
            try { foreach ($name in & $source $quiet) { $found[$name.ListItemText] = $name } } catch { continue }
        }
        # A setting that is made after the first cmdlet of a session is refused: what was not the user's cmdlet must not count as one.
        if ($opened -eq 0) { Close-CkeySession }
        while ($Error.Count -gt $errors) { $Error.RemoveAt(0) }
    }
    foreach ($name in $usual | Select-CkeyName $word) { if (-not $found.Contains($name.ListItemText)) { $found[$name.ListItemText] = $name } }
    $found.Values
}

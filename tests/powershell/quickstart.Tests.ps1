# The two quickstarts, examples/quickstart.ps1 in PowerShell and examples/quickstart.sh with the command line, on the same mail: they show
# the same steps and the same values. What must differ is made the same first.
BeforeDiscovery {
    $script:program = Join-Path (Split-Path $env:CUSTOMER_KEY_LIBRARY) customer-key
    $script:lacking = if ($IsWindows) { 'a shell there writes paths in its own way' }
        elseif (-not (Test-Path $script:program)) { "there is no command line beside the library: $script:program" }
        elseif (-not (Get-Command sh -CommandType Application -ErrorAction Ignore)) { 'there is no sh' }
}
BeforeAll {
    # One line for each that says something. Between columns is one blank; a name, a hash, a time, a path and a version have a word in their place.
    function Read-Shown([object[]]$line, [string]$tenant) {
        foreach ($text in $line -replace '\x1b\[[0-9;]*m') {
            if ($text -like 'Go on:*') { break }            # how to go on is the host's own
            if ($text -match '^\d+ jobs? \w+ not finished, ') { continue }      # a command says so when it ends, a session goes on
            $text = $text.Replace($tenant, 'TENANT') -replace '\S*(?:quickstart-\d+|tmp\.\w+)(?=/)', 'OUT' -replace "['""]"
            $text = $text -replace '\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b', { if ($_.Value -match '^(\w)\1{7}-|^(0000000[23]|c066d759|5c1e5a5e)') { $_.Value } else { 'GUID' } }
            $text = $text -replace '\b[0-9a-f]{64}\b', 'SHA256' -replace '\b[0-9a-f]{32}\b', 'VERSION'
            $text = $text -replace '\d+/\d+/\d{4} \d+:\d\d:\d\d( [AP]M)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)', 'TIME'
            $text = ($text -replace ',\s*', ', ' -replace '\s+', ' ' -replace '-{2,}', '--').Trim()
            # Which key is asked first is left to chance.
            if ($text -match '^(.+ refused\. )(https:.+)$') { $text = $Matches[1] + (($Matches[2] -split '; (?=https:)' | Sort-Object) -join '; ') }
            elseif ($text -match '^(.+ answered: )(https:\S+ \(\w+\); https:\S+ \(\w+\))(.+)$') { $text = $Matches[1] + (($Matches[2] -split '; ' | Sort-Object) -join '; ') + $Matches[3] }
            if ($text) { $text }
        }
    }
    $script:folder = Join-Path ([IO.Path]::GetTempPath()) "customer-key-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory $script:folder
    function Invoke-Quickstart([string]$name, [string]$host_, [string[]]$with) {
        $examples = "$PSScriptRoot/../../examples"
        # A job that a background thread has ended before it is waited for is not shown; so whoever waits runs it.
        $set = @{ CUSTOMER_KEY_TENANT = "$script:folder/$name"; QUICKSTART_MAIL = "$examples/mail"; CUSTOMER_KEY_JOBS = 'manual'; CUSTOMER_KEY_MODULE = $null; CUSTOMER_KEY_BIN = $program }
        $before = @{}
        foreach ($one in $set.Keys) { $before[$one] = [Environment]::GetEnvironmentVariable($one); [Environment]::SetEnvironmentVariable($one, $set[$one]) }
        # Through one pipe: PowerShell reads two at once, and what came first by either is then left to chance.
        try { $lines = & sh -c 'exec "$@" 2>&1' sh $host_ @with "$examples/quickstart.$name" } finally { foreach ($one in $before.Keys) { [Environment]::SetEnvironmentVariable($one, $before[$one]) } }
        if ($LASTEXITCODE) { throw "quickstart.$name ended with $LASTEXITCODE`:`n$($lines -join "`n")" }
        @(Read-Shown ($lines | ForEach-Object { "$_" }) $set.CUSTOMER_KEY_TENANT)
    }
}
AfterAll { Remove-Item -Recurse -Force -LiteralPath $folder -ErrorAction Ignore }

Describe 'the quickstarts' {
    It 'show the same in PowerShell and on the command line' -TestCases @{ program = $program; lacking = $lacking } {
        if ($lacking) { Set-ItResult -Skipped -Because $lacking; return }
        $one = Invoke-Quickstart ps1 (Join-Path $PSHOME pwsh) @('-NoProfile', '-NonInteractive', '-File')
        $other = Invoke-Quickstart sh sh @()
        $one.Count | Should -BeGreaterThan 100
        for ($n = 0; $n -lt [Math]::Max($one.Count, $other.Count); $n++) {
            $begins = "$($one[$n])" -replace '\s*…\S*$'      # PowerShell cuts a last column that is too long for the screen, a path at its beginning
            $same = $one[$n] -eq $other[$n] -or ($begins -ne $one[$n] -and "$($other[$n])".StartsWith($begins))
            $same | Should -BeTrue -Because "line $($n + 1) is`n  $($one[$n])`nin PowerShell and`n  $($other[$n])`non the command line"
        }
    }
}

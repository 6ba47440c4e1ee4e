# The examples of the official reference and of the set-up articles, each in a tenant of its own: what works shows what examples.json says,
# what is refused ends with the error that it names. An example that changes sides fails here.
BeforeDiscovery {
    $script:examples = @(Get-Content "$PSScriptRoot/examples.json" -Raw | ConvertFrom-Json -AsHashtable)
    foreach ($example in $script:examples) { $example.title = @($example.line)[-1].Replace('<', '(').Replace('>', ')') }
}
BeforeAll {
    . "$PSScriptRoot/common.ps1"
    . "$PSScriptRoot/AnsweringHost.ps1"
    . "$PSScriptRoot/ExampleStage.ps1"
    Import-CustomerKey
    New-ExampleStage
    $script:done = @{ work = 0; partly = 0; refused = 0 }
}
AfterAll {
    $total = @(Get-Content "$PSScriptRoot/examples.json" -Raw | ConvertFrom-Json).Count
    Write-Host "examples: $($done.work) work ($($done.partly) with a warning that a parameter has no effect), $($done.refused) refused for a reason, of $total"
    Remove-ExampleStage
}

Describe 'an example' {
    It '<title>' -ForEach $examples {
        $played = Invoke-Example $needs @($before) @($line) $then.line
        if ($refused) {
            $played.Error | Should -Not -BeNullOrEmpty -Because "it is listed as refused: $($refused.why)"
            $played.Error | Should -BeLike "$($refused.id)*"
            $refused.why | Should -Not -BeNullOrEmpty
            $done.refused++
            return
        }
        $played.Error | Should -BeNullOrEmpty -Because $played.Message
        $left = $played.Warning | Select-String 'ignores ((?:-\w+(?:, )?)+)' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Select-Object -Unique
        "$left" | Should -Be "$ignores" -Because 'what an example has no effect with is listed'
        if ($shows.ContainsKey('count')) { $played.Output.Count | Should -Be $shows.count }
        if ($shows.type) { foreach ($object in $played.Output) { $object.PSObject.TypeNames | Should -Contain "CustomerKey.$($shows.type)" } }
        foreach ($name in $shows.properties.Keys) { "$($played.Output[-1].$name)" | Should -BeLike $shows.properties[$name] -Because $name }
        foreach ($text in $shows.text) { $played.Text | Should -BeLike "*$text*" }
        if ($then) { $played.Then | Should -BeLike $then.shows -Because $then.line }
        $done.work++
        if ($ignores) { $done.partly++ }
    }
}

Describe 'the examples' {
    It 'leave out no documented cmdlet' {
        $played = (Get-Content "$PSScriptRoot/examples.json" -Raw | ConvertFrom-Json).cmdlet
        foreach ($cmdlet in Get-Content "$PSScriptRoot/../reference/cmdlets.json" -Raw | ConvertFrom-Json) { $cmdlet.name | Should -BeIn $played }
    }
}

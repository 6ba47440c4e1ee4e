# JSON both ways, by System.Text.Json: ConvertTo-Json and ConvertFrom-Json load a module and a library at 200 to 400 ms.

# A value as JSON: texts, numbers, dates, lists, tables and objects, eight levels deep; anything else by its text. Objects are written with
# every property that PowerShell sees, so with those that a script added.
function script:Format-CkeyJson($value, [int]$depth = 0) {
    if ($null -eq $value) { return 'null' }
    # An object that leads back to itself, or a list without an end, would be written for ever.
    if ($depth -eq 0) { $script:Written = 0 }
    if (++$script:Written -gt 20000) {
        throw (ConvertTo-CkeyErrorRecord @{ id = 'ArgumentTooLarge'; category = 'LimitsExceeded'; target = $null; fix = 'Give the name of the object, or fewer.'
            message = 'An argument holds more than 20,000 values.' })
    }
    $base = $value.PSObject.BaseObject
    if ($base -is [string]) { return Format-CkeyText $base }
    if ($base -is [bool] -or $base -is [switch]) { return "$([bool]$base)".ToLowerInvariant() }
    if ($base -is [int] -or $base -is [long] -or $base -is [uint] -or $base -is [ulong] -or $base -is [decimal] -or $base -is [byte] -or $base -is [sbyte] -or
        $base -is [int16] -or $base -is [uint16] -or (($base -is [double] -or $base -is [float]) -and [double]::IsFinite($base))) { return "$base" }
    if ($base -is [datetime]) { return Format-CkeyText ($base.ToUniversalTime().ToString('O', [cultureinfo]::InvariantCulture)) }
    if ($base -is [System.DateTimeOffset]) { return Format-CkeyText ($base.UtcDateTime.ToString('O', [cultureinfo]::InvariantCulture)) }
    if ($depth -lt 8) {
        if ($base -is [System.Collections.IDictionary]) {
            return '{' + (@(foreach ($entry in $base.GetEnumerator()) { "$(Format-CkeyText $entry.Key):$(Format-CkeyJson $entry.Value ($depth + 1))" }) -join ',') + '}'
        }
        if ($base -is [System.Collections.IEnumerable]) { return '[' + (@(foreach ($item in $base) { Format-CkeyJson $item ($depth + 1) }) -join ',') + ']' }
        if ($base -is [System.Management.Automation.PSCustomObject] -or $base.GetType().FullName.StartsWith('CustomerKey.', 'Ordinal')) {
            return '{' + (@(foreach ($property in $value.PSObject.Properties) { "$(Format-CkeyText $property.Name):$(Format-CkeyJson $property.Value ($depth + 1))" }) -join ',') + '}'
        }
    }
    Format-CkeyText "$value"
}

function script:Format-CkeyText([string]$text) { [System.Web.HttpUtility]::JavaScriptStringEncode($text, $true) }

# A parsed value as PowerShell has it.
function script:Read-CkeyJson([System.Text.Json.JsonElement]$value) {
    switch ($value.ValueKind) {
        'Object' {
            $table = [ordered]@{}
            foreach ($member in $value.EnumerateObject()) { $one = Read-CkeyJson $member.Value; $table[$member.Name] = $one }
            return [pscustomobject]$table
        }
        'Array' {
            $list = [System.Activator]::CreateInstance((Get-CkeyListType ([object])))
            foreach ($item in $value.EnumerateArray()) { $one = Read-CkeyJson $item; $list.Add($one) }
            return , $list
        }
        'String' { return $value.GetString() }
        'Number' { $whole = [long]0; return $(if ($value.TryGetInt64([ref]$whole)) { $whole } else { $value.GetDouble() }) }
        'True' { return $true }
        'False' { return $false }
    }
}

# A document's top level as a table.
function script:Read-CkeyTable([string]$document) {
    $parsed = [System.Text.Json.JsonDocument]::Parse($document)
    try {
        $table = @{}
        foreach ($member in $parsed.RootElement.EnumerateObject()) { $one = Read-CkeyJson $member.Value; $table[$member.Name] = $one }
        $table
    } finally { $parsed.Dispose() }
}

# The classes of output records by their heads.
$script:Heads = [System.Collections.Hashtable]::new()

# The class of an output record's objects: a description makes it; later records of the call give its name alone. A scalar has none.
function script:Get-CkeyRecordType([string]$line) {
    $type = Find-CkeyKnown $line
    if ($type) { return $type }
    $head = Read-CkeyHead $line
    if ($head.columns) { Get-CkeyType $line $head } elseif ($type = $script:Types.Named[$head.type[0]]) { $type } else { [object] }
}

# The objects of an output record.
function script:Read-CkeyObject([string]$items, [type]$type) {
    $objects = [System.Text.Json.JsonSerializer]::Deserialize($items, $type.MakeArrayType(), $script:Types.Read)
    if ($type -eq [object]) { for ($i = 0; $i -lt $objects.Length; $i++) { if ($null -ne $objects[$i]) { $one = Read-CkeyJson $objects[$i]; $objects[$i] = $one } } }
    elseif ($columns = $script:Types.Json[$type.FullName]) {
        foreach ($object in $objects) {
            foreach ($column in $columns) {
                if ($object.$column -is [System.Text.Json.JsonElement]) { $one = Read-CkeyJson $object.$column; $object.$column = $one }
            }
        }
    }
    , $objects
}

# Output objects as real .NET classes, made from the columns that the library describes. Classes are kept for the whole process: runspaces
# share them, and a second import makes none again.

# A class of the assembly. A description must be the one that it was made from: a library may say more than the one it was built beside.
function script:Find-CkeyClass([string]$name, [string]$description) {
    $types = $script:Types
    if ($types.Assembly -and (-not $description -or $types.Known -ccontains $description)) { $types.Assembly.GetType($name) }
}

# The class that was made of exactly this description, found by its name alone: the first document that a process reads takes 30 ms.
# Columns that hold any JSON are told by the description.
function script:Find-CkeyKnown([string]$description) {
    $types = $script:Types
    if (-not $types.Assembly -or $description.Contains(':"json"') -or $types.Known -cnotcontains $description) { return }
    $name = $description.Split('"', 9)[7]                                  # {"stream":"output","type":["name"
    $types.Named[$name] = $types.Assembly.GetType($name)
    $types.Named[$name]
}

# What the first line of a record says; a class of ours is read faster than a document is asked.
function script:Read-CkeyHead([string]$line) { [System.Text.Json.JsonSerializer]::Deserialize($line, $script:Types.Head, $script:Types.Read) }

# The class of a description, kept by its text: {type: names, most derived first; shown; ordered; columns: name to kind}.
function script:Get-CkeyType([string]$description, $head) {
    if ($made = $script:Types.Made[$description]) { return $made }
    [System.Threading.Monitor]::Enter($script:Types)
    try {
        if (-not ($made = $script:Types.Made[$description])) { $made = $script:Types.Made[$description] = New-CkeyType $description $head }
        $made
    } finally { [System.Threading.Monitor]::Exit($script:Types) }
}

function script:New-CkeyType([string]$text, $description) {
    $names = $description.type
    if ($text.Contains(':"json"')) {                                       # rare, and columns take long to go through
        $script:Types.Json[$names[0]] = [string[]]@(foreach ($column in $description.columns.GetEnumerator()) { if ($column.Value -eq 'json') { $column.Key } })
    }
    $made = Find-CkeyClass $names[0] $text
    if ($made) { $script:Types.Named[$names[0]] = $made; return $made }
    Add-CkeyClass $description
}

# What makes classes is read when one is missing, and puts its own functions in the place of these.
function script:Add-CkeyClass { . "$script:Root/Kernel/Emit.ps1"; Add-CkeyClass @args }
function script:Get-CkeyListType { . "$script:Root/Kernel/Emit.ps1"; Get-CkeyListType @args }
function script:Get-CkeyExceptionType { . "$script:Root/Kernel/Emit.ps1"; Get-CkeyExceptionType @args }

# A table that runspaces share, case counting. PowerShell takes 3 ms to find the first of each kind of generic one.
function script:New-CkeyTable { , [System.Collections.Hashtable]::Synchronized([System.Collections.Hashtable]::new()) }

# What classes are found by: those of an assembly, and those that are made in a module.
function script:New-CkeyClassTable($types, $head) {
    $types.Read = [System.Text.Json.JsonSerializerOptions]::new()
    $types.Read.IncludeFields = $true
    $types.Made = New-CkeyTable            # by description
    $types.Json = New-CkeyTable            # columns that hold any JSON, by type
    $types.Head = $head
    $types.Named = New-CkeyTable           # by name; the newest
}

# Once a process, at the first call.
function script:Start-CkeyClass {
    $types = $script:Types
    [System.Threading.Monitor]::Enter($types)
    try {
        if ($null -ne $types.Named) { return }
        $types.Known = [System.IO.File]::ReadAllLines($types.From)
        New-CkeyClassTable $types $types.Assembly.GetType('CustomerKey.Head')
    } finally { [System.Threading.Monitor]::Exit($types) }
}

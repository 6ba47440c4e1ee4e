# Makes CustomerKey/lib/net<version>/CustomerKey.Objects.dll, for the .NET of this PowerShell: what an import makes itself where it is missing.
$ErrorActionPreference = 'Stop'
$folder = "$PSScriptRoot/CustomerKey/lib/net$([System.Environment]::Version.Major)"
$file = "$folder/CustomerKey.Objects"
Remove-Item -LiteralPath "$file.dll" -ErrorAction Ignore
Import-Module "$PSScriptRoot/CustomerKey/CustomerKey.psd1"
$bytes = & (Get-Module CustomerKey) { , $script:Types.Bytes }
$null = New-Item -ItemType Directory -Force $folder
Copy-Item -LiteralPath "$PSScriptRoot/CustomerKey/Types.jsonl" -Destination "$file.jsonl"
[System.IO.File]::WriteAllBytes("$file.$PID", $bytes)
Move-Item -Force -LiteralPath "$file.$PID" -Destination "$file.dll"      # a module that is imported now finds all of it, or none

Push-Location $PSScriptRoot; try { cargo run -q -p xtask -- @args } finally { Pop-Location }; exit $LASTEXITCODE

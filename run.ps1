# Opens the window on a practice vault with fictional cases. With arguments it is the command line: .\run.ps1 --help

. (Join-Path $PSScriptRoot 'packaging\environment.ps1')

if ($args.Count -gt 0) {
    & $python -m adviser_desk @args
    exit $LASTEXITCODE
}

$vault = Join-Path $root 'practice\vault'
if (-not (Test-Path $vault)) {
    # Made beside its place, so that one that was broken off is never taken for a whole one.
    $new = Join-Path $root 'practice\new'
    if (Test-Path $new) { Remove-Item -Recurse -Force $new }
    & $python -m adviser_desk demo --vault $new --cases 60 --seed 1
    Stop-OnFailure
    Move-Item $new $vault
}
& $python -m adviser_desk --vault $vault
exit $LASTEXITCODE

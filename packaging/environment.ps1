# For run.ps1 and test.ps1: sets $python to the interpreter of .venv, made or renewed when needed. Dot-source it.
# Touches the network only when requirements.lock has changed.

$root = Split-Path -Parent $PSScriptRoot
$env:PYTHONPATH = $root
$python = Join-Path $root '.venv\Scripts\python.exe'

function Stop-OnFailure {
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

if (-not (Test-Path $python)) {
    $found = $null
    foreach ($version in '3.13', '3.14', '3.12', '3.11') {
        if (Get-Command py -ErrorAction SilentlyContinue) {
            & py "-$version" -c 'import venv' 2>$null
            if ($LASTEXITCODE -eq 0) { $found = $version; break }
        }
    }
    if ($found) {
        & py "-$found" -m venv --clear (Join-Path $root '.venv')
    } elseif (Get-Command python -ErrorAction SilentlyContinue) {
        & python -m venv --clear (Join-Path $root '.venv')
    } else {
        Write-Host 'Adviser Desk needs Python 3.11, 3.12, 3.13 or 3.14.'
        exit 1
    }
    Stop-OnFailure
}

# The stamp says which lock the environment holds; it is written last, so a broken install is done again.
$lock = Join-Path $root 'requirements.lock'
$stamp = Join-Path $root '.venv\lock.sha256'
$hash = (Get-FileHash -Algorithm SHA256 $lock).Hash
if (-not (Test-Path $stamp) -or (Get-Content $stamp) -ne $hash) {
    Write-Host 'Installing the Python packages of requirements.lock...'
    & $python -m pip install -q --disable-pip-version-check --require-hashes -r $lock
    Stop-OnFailure
    Set-Content -Path $stamp -Value $hash
}

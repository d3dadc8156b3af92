# Everything that must hold before a change goes in. Arguments go to pytest.

. (Join-Path $PSScriptRoot 'packaging\environment.ps1')

Set-Location $root
& $python -m ruff check .
Stop-OnFailure
& $python -m ruff format --check .
Stop-OnFailure
& $python -m mypy
Stop-OnFailure
& (Join-Path $root '.venv\Scripts\lint-imports.exe') --no-cache
Stop-OnFailure
& $python -m pytest -n 2 @args
exit $LASTEXITCODE

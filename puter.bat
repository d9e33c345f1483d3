@echo off
rem The system launcher of the founding documents: starts BAT OS and opens it.
rem What it is given is handed on: puter status
cd /d "%~dp0"
if exist .venv\Scripts\batos.exe (
    .venv\Scripts\batos.exe %*
) else (
    batos %*
)
if errorlevel 1 pause

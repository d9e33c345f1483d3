@echo off
rem BAT OS, kept up for one user by the Task Scheduler. Run these lines in a command prompt.
$environment
schtasks /Create /F /SC ONLOGON /TN batos /TR "\"$program\" watchdog"
schtasks /Run /TN batos
rem To end it: batos down. To remove it: schtasks /Delete /F /TN batos

# PowerShell completion for hv. Set up: hv completion powershell >> $PROFILE
# Commands and flags stand here. Names come from `hv __complete`, which reads one file.

Register-ArgumentCompleter -Native -CommandName hv -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $global_ = [ordered]@{
            '--sandbox' = 'Use the embedded Harvest account'
            '--profile' = 'Use this profile'
            '--json' = 'Print one JSON document'
            '--plain' = 'Print as for a pipe'
            '--color' = 'auto, always or never'
            '--no-color' = 'The same as --color never'
            '--quiet' = 'Print ids or nothing'
            '-q' = 'Print ids or nothing'
            '--no-input' = 'Never ask'
            '--no-pager' = 'Print long lists without a pager'
            '--queue-ok' = 'Exit 0, not 75, while an entry is pending'
            '--timeout' = 'Limit on network time'
            '--jitter' = 'Wait a random time up to TIME: 60s'
            '--output' = 'Write the whole answer to FILE'
            '-o' = 'Write the whole answer to FILE'
            '--version' = 'Print the version'
            '-V' = 'Print the version'
            '--help' = 'Show this message and exit'
            '-h' = 'Show this message and exit'
    }
    $verbs = @{
        '' = [ordered]@{
            'log' = 'Log finished time from one sentence'
            'start' = 'Start a timer; stops the running one and shows it'
            'stop' = 'Stop the running timer, now or at an earlier time'
            'restart' = 'Resume an entry: the last one, or the one you name'
            'edit' = 'Change entries; shows before and after'
            'delete' = 'Delete entries, after asking'
            'copy' = 'Copy the entries of a day or a week to another one'
            'fill' = 'Log recurring entries that are missing'
            'suggest' = 'Propose entries for what is missing, from your commits and meetings'
            'import' = 'Import entries from a file of another time tracker, or from a sheet'
            'undo' = 'Undo the last command, or the last few'
            'sync' = 'Send pending entries and resolve unconfirmed ones'
            'outbox' = 'Show pending and rejected entries'
            'history' = 'List the changes that hv made in this account, newest first'
            'status' = 'Show the running timer, today against its target, and the week'
            'entries' = 'List my entries of a period, by default today'
            'week' = 'Show weeks as a grid: projects and tasks by days, with targets'
            'gaps' = 'List workdays below target; leave counts'
            'balance' = 'Show how many hours you are ahead or behind'
            'report' = 'Sum hours and money over a period, by default this month by project'
            'export' = 'Write entries as a file of another program, by default this month''s as CSV'
            'projects' = 'List the projects and tasks that I may track to'
            'parse' = 'Show how hv reads a sentence without sending it'
            'open' = 'Open a day, a project or a reference in the browser'
            'login' = 'Log in to Harvest with a token or in the browser'
            'logout' = 'Forget the login of a profile'
            'whoami' = 'Show who is logged in, to which account, with which role'
            'doctor' = 'Find problems; its output is safe to paste in a bug report'
            'help' = 'Explain a topic on one screen, or list the topics'
            'completion' = 'Print the completion script of a shell'
            'alias' = 'Let one word stand for a sentence'
            'config' = 'Show and change settings; list profiles'
            'people' = 'List the people of the account, invite and change them'
            'tasks' = 'List the tasks of a project, add and change them'
            'api' = 'Send any request of Harvest''s API v2'
            'sandbox' = 'Manage the embedded Harvest account: no token, no network'
            'mcp' = 'Serve an AI assistant over standard input and output (MCP)'
        }
        'outbox' = [ordered]@{
            'list' = 'Show pending and rejected entries'
            'retry' = 'Send one entry now, after looking for it'
            'edit' = 'Replace the sentence of an entry, and send it'
            'drop' = 'Discard one entry, after asking'
            'import' = 'Take over entries that are only in the backup log'
        }
        'alias' = [ordered]@{
            'list' = 'List every alias with its sentence'
            'show' = 'Print the sentence of one alias'
            'set' = 'Save a sentence under a name'
            'delete' = 'Delete an alias'
        }
        'config' = [ordered]@{
            'list' = 'List every setting with its current value'
            'get' = 'Print the value of one setting'
            'set' = 'Set one key in config.toml; with --profile, for that profile alone'
            'unset' = 'Remove one key from config.toml'
            'edit' = 'Open config.toml in an editor, and check it afterwards'
            'profiles' = 'List the profiles and their accounts; `*` is the one in use'
            'path' = 'Print where config.toml is'
        }
        'sandbox' = [ordered]@{
            'path' = 'Print the file that holds the account'
            'reset' = 'Reset it to the example company with two weeks of history'
            'serve' = 'Serve the account over HTTP on this machine until Ctrl-C'
        }
        'mcp' = [ordered]@{
            'config' = 'Print what a host needs to start hv; no file is written'
        }
    }
    $flags = @{
        'log' = [ordered]@{
            '--project' = 'Project: name, code, slug or id'
            '--client' = 'Client, to tell projects apart'
            '--task' = 'Task; none ignores a default'
            '--date' = 'Day: a date or words'
            '--hours' = 'Length: 1h30, 1:30, 90m, 1.5'
            '--from' = 'Time of day it began'
            '--to' = 'Time of day it ended'
            '--note' = 'Notes, used as typed; "" for none'
            '--ref' = 'Link to an issue or card'
            '--user' = 'Book it for somebody else: name or id'
            '--round' = 'Round the length: "15m up", "6m nearest", none'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--explain' = 'Show how each word is read without sending it'
            '--strict' = 'Refuse whatever would be inferred'
            '--all-or-nothing' = 'With -: send only if every line is understood'
            '--once' = 'Skip entries that hv has already logged'
            '--again' = 'Log again what was logged before'
            '--edit' = 'Edit the notes in your editor'
            '--editor' = 'Edit the notes in your editor'
            '-e' = 'Edit the notes in your editor'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
            '--csv' = 'Log the entries of a CSV file'
            '--from-calendar' = 'Log the events of a calendar file'
        }
        'start' = [ordered]@{
            '--project' = 'Project: name, code, slug or id'
            '--client' = 'Client, to tell projects apart'
            '--task' = 'Task; none ignores a default'
            '--date' = 'Day: a date or words'
            '--at' = 'Time of day it began'
            '--note' = 'Notes, used as typed; "" for none'
            '--ref' = 'Link to an issue or card'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'stop' = [ordered]@{
            '--note' = 'Notes, used as typed; "" for none'
            '--date' = 'Move the entry to this day'
            '--split' = 'Divide it at midnight'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'restart' = [ordered]@{
            '--same' = 'Resume the entry itself'
            '--new' = 'Begin a new entry'
            '--queue' = 'Without a network: queue a start of hv''s last entry'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'edit' = [ordered]@{
            '--hours' = '1:30, or more or less: +15m, -0:15'
            '--note' = 'New notes; "" clears them'
            '--append' = 'Add a line to the notes'
            '--project' = 'Project: name, code, slug or id'
            '--client' = 'Client, to tell projects apart'
            '--task' = 'Task; none ignores a default'
            '--date' = 'Day: a date or words'
            '--from' = 'Time of day it began'
            '--start' = 'Time of day it began'
            '--to' = 'Time of day it ended'
            '--end' = 'Time of day it ended'
            '--ref' = 'Link to an issue or card; none removes it'
            '--edit' = 'Edit the notes in your editor'
            '--editor' = 'Edit the notes in your editor'
            '-e' = 'Edit the notes in your editor'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'delete' = [ordered]@{
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'copy' = [ordered]@{
            '--to' = 'Last day: a date, a period'
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client; may be repeated'
            '--task' = 'Only this task; may be repeated'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'fill' = [ordered]@{
            '--last-week' = 'Propose the entries of the same weekday last week too'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'suggest' = [ordered]@{
            '--header' = 'Name the columns (plain output)'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'import' = [ordered]@{
            '--as' = 'Read it as toggl, klog, sheet or another: hv help imports'
            '--map' = 'Rules in place of import.toml'
            '--zone' = 'Zone that moments are read in'
            '--encoding' = 'Encoding of the file, such as cp1252'
            '--again' = 'Send again what is gone since; try approved weeks'
            '--skip-wrong' = 'Leave out rows that cannot be read'
            '--split-midnight' = 'Two entries for a row past midnight'
            '--negative' = 'Breaks by themselves: skip or subtract'
            '--me' = 'My name or address in the file; may be repeated'
            '--private' = 'Take private events of a calendar too'
            '--expect' = 'Send only the plan of this id, from --dry-run --json'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'undo' = [ordered]@{
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'sync' = [ordered]@{
            '--wait' = 'Wait out retry delays'
        }
        'outbox list' = [ordered]@{
            '--header' = 'Name the columns (plain output)'
        }
        'outbox drop' = [ordered]@{
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'history' = [ordered]@{
            '--header' = 'Name the columns (plain output)'
        }
        'status' = [ordered]@{
            '--format' = 'Fill in a template, for prompts'
            '--idle' = 'With --format: print this when no timer runs'
            '--watch' = 'Keep showing it until Ctrl-C'
            '--header' = 'Name the columns (plain output)'
        }
        'entries' = [ordered]@{
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client; may be repeated'
            '--task' = 'Only this task; may be repeated'
            '--from' = 'First day: a date, a period'
            '--to' = 'Last day: a date, a period'
            '--billable' = 'Only billable time, or the rest'
            '--no-billable' = 'Only billable time, or the rest'
            '--everyone' = 'Everybody''s time that your role may see'
            '--user' = 'Somebody else: name or id; may be repeated'
            '--search' = 'Only notes that hold this'
            '--fields' = 'Which fields: id,hours,notes'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'Print CSV without the guard against formulas'
            '--bom' = 'Begin CSV with a mark that makes Excel read UTF-8'
            '--jsonl' = 'Print one JSON object per entry'
            '--header' = 'Name the columns (plain output)'
        }
        'week' = [ordered]@{
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client; may be repeated'
            '--task' = 'Only this task; may be repeated'
            '--user' = 'Somebody else: name or id; may be repeated'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'Print CSV without the guard against formulas'
            '--bom' = 'Begin CSV with a mark that makes Excel read UTF-8'
            '--header' = 'Name the columns (plain output)'
        }
        'gaps' = [ordered]@{
            '--user' = 'Somebody else: name or id; may be repeated'
            '--header' = 'Name the columns (plain output)'
        }
        'balance' = [ordered]@{
            '--by' = 'day, week, month, quarter or half'
            '--chart' = 'Draw a bar beside each line'
            '--ascii' = 'Draw with ASCII characters only'
            '--explain' = 'Say what the balance follows from'
            '--html' = 'Write one HTML page; - is stdout'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'Print CSV without the guard against formulas'
            '--bom' = 'Begin CSV with a mark that makes Excel read UTF-8'
            '--header' = 'Name the columns (plain output)'
        }
        'report' = [ordered]@{
            '--by' = 'One to three groups: client,week'
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client; may be repeated'
            '--task' = 'Only this task; may be repeated'
            '--from' = 'First day: a date, a period'
            '--to' = 'Last day: a date, a period'
            '--billable' = 'Only billable time, or the rest'
            '--no-billable' = 'Only billable time, or the rest'
            '--everyone' = 'Everybody''s time that your role may see'
            '--user' = 'Somebody else: name or id; may be repeated'
            '--search' = 'Only notes that hold this'
            '--compare' = 'Compare with the period before, or year'
            '--chart' = 'Draw a bar beside each line'
            '--trend' = 'Draw each line''s hours over time, of the first group'
            '--calendar' = 'Draw the hours of each day'
            '--ascii' = 'Draw with ASCII characters only'
            '--html' = 'Write one HTML page; - is stdout'
            '--markdown' = 'Print a Markdown table'
            '--timesheet' = 'List every entry, for a client'
            '--amounts' = 'With --timesheet: show what entries cost'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'Print CSV without the guard against formulas'
            '--bom' = 'Begin CSV with a mark that makes Excel read UTF-8'
            '--header' = 'Name the columns (plain output)'
        }
        'export' = [ordered]@{
            '--to' = 'The format: klog, ics'
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client; may be repeated'
            '--task' = 'Only this task; may be repeated'
            '--from' = 'First day: a date, a period'
            '--until' = 'Last day: a date, a period'
            '--billable' = 'Only billable time, or the rest'
            '--no-billable' = 'Only billable time, or the rest'
            '--everyone' = 'Everybody''s time that your role may see'
            '--user' = 'Somebody else: name or id; may be repeated'
            '--search' = 'Only notes that hold this'
            '--start-at' = 'Where there are no times: when each day begins'
            '--delimiter' = 'Separator of CSV cells'
            '--decimal' = 'The decimal sign of CSV'
            '--dates' = 'Days of CSV: iso, dmy, mdy'
            '--bom' = 'Begin CSV with a mark that makes Excel read UTF-8'
            '--since-last' = 'Update the folder of -o with what changed'
        }
        'projects' = [ordered]@{
            '--refresh' = 'Ask Harvest again'
            '--all' = 'Every project of the account, for those who manage'
            '--remembered' = 'List what hv remembers'
            '--forget' = 'Forget a choice for words, or a project'
            '--forget-all' = 'Forget everything that is remembered'
            '--header' = 'Name the columns (plain output)'
        }
        'parse' = [ordered]@{
            '--as' = 'Read it as log, start or period'
        }
        'open' = [ordered]@{
            '--print' = 'Print the address instead of opening it'
        }
        'login' = [ordered]@{
            '--with-token' = 'Read the token from stdin'
            '--web' = 'Log in with the browser'
            '--account' = 'Id of the account'
            '--client-id' = 'Your app, for --web'
            '--keyring' = 'Store it in the system''s keyring'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'logout' = [ordered]@{
            '--everything' = 'All profiles, and the cache'
        }
        'doctor' = [ordered]@{
            '--paths' = 'Show only where hv keeps its files'
        }
        'help' = [ordered]@{
            '--json-schema' = 'Print the JSON Schema of a document'
            '--man' = 'Print the manual page'
        }
        'config list' = [ordered]@{
            '--origin' = 'Say where each value comes from'
        }
        'config get' = [ordered]@{
            '--origin' = 'Say where each value comes from'
        }
        'people' = [ordered]@{
            '--name' = 'First and last name'
            '--email' = 'E-mail address'
            '--role' = 'Roles by commas, such as manager,project_creator'
            '--title' = 'Job titles, by commas'
            '--capacity' = 'Hours a week: 35h'
            '--rate' = 'Billable rate of an hour'
            '--cost' = 'Cost of an hour'
            '--contractor' = 'A contractor, or an employee'
            '--employee' = 'A contractor, or an employee'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--csv' = 'Print CSV for spreadsheets'
            '--header' = 'Name the columns (plain output)'
        }
        'tasks' = [ordered]@{
            '--project' = 'Project: name, code, slug or id'
            '--billable' = 'Time on it is billable, or not'
            '--no-billable' = 'Time on it is billable, or not'
            '--rate' = 'Rate of an hour; none for none'
            '--budget' = 'Budget of the task; none for none'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
            '--csv' = 'Print CSV for spreadsheets'
            '--header' = 'Name the columns (plain output)'
        }
        'api' = [ordered]@{
            '--field' = 'A field, as KEY=VALUE without the flag'
            '-f' = 'A field whose value stays text'
            '--raw-field' = 'A field whose value stays text'
            '--input' = 'JSON to send as the body; - for input'
            '--all' = 'Read every page of a list'
            '--jsonl' = 'With --all: one JSON object per row'
            '--include' = 'Print the status and headers first'
            '-i' = 'Print the status and headers first'
            '--dry-run' = 'Show what would be sent without sending it'
            '-n' = 'Show what would be sent without sending it'
        }
        'sandbox reset' = [ordered]@{
            '--timestamp' = 'By start and end, or by hours'
            '--duration' = 'By start and end, or by hours'
            '--clock' = '12h or 24h'
            '--role' = 'member, manager or administrator'
            '--yes' = 'Skip confirmation'
            '-y' = 'Skip confirmation'
        }
        'sandbox serve' = [ordered]@{
            '--port' = 'Port on 127.0.0.1; 0 takes a free one'
        }
        'mcp config' = [ordered]@{
            '--read-only' = 'Offer only the tools that send nothing'
        }
    }
    $values = @('--account', '--append', '--as', '--at', '--budget', '--by', '--capacity', '--client', '--client-id', '--clock', '--color', '--compare', '--cost', '--date', '--dates', '--decimal', '--delimiter', '--email', '--encoding', '--end', '--expect', '--field', '--fields', '--forget', '--format', '--from', '--from-calendar', '--hours', '--html', '--idle', '--input', '--jitter', '--json-schema', '--map', '--me', '--name', '--negative', '--note', '--output', '--port', '--profile', '--project', '--rate', '--raw-field', '--ref', '--role', '--round', '--search', '--start', '--start-at', '--task', '--timeout', '--title', '--to', '--until', '--user', '--zone', '-F', '-f', '-o')

    $typed = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    $verb = ''
    $sub = ''
    $waiting = ''
    foreach ($word in $typed) {
        if ($waiting) { $waiting = '' }
        elseif ($word -like '--*=*') { }
        elseif ($word -eq '--csv') { if ($verb -eq 'log') { $waiting = $word } }
        elseif ($values -contains $word) { $waiting = $word }
        elseif ($word -like '-*') { }
        elseif (-not $verb) { $verb = $word }
        elseif (-not $sub) { $sub = $word }
    }
    if (@('--csv', '--html') -contains $waiting) { return }

    $offers = [ordered]@{}
    if (-not $waiting -and $wordToComplete -like '-*' -and $wordToComplete -notlike '*=*') {
        $of = if ($verbs.Contains($verb) -and $verb) { "$verb $sub" } else { $verb }
        foreach ($some in @($flags[$of], $global_)) {
            if ($some) { foreach ($name in $some.Keys) { $offers[$name] = $some[$name] } }
        }
    } elseif (-not $waiting -and -not $sub -and $verbs.Contains($verb)) {
        $offers = $verbs[$verb]
    } else {
        $program = Get-Command hv -CommandType Application -ErrorAction SilentlyContinue |
            Select-Object -First 1
        if (-not $program) { return }
        # An empty last word would be dropped on the way: the sign in front keeps it.
        & $program __complete powershell @typed "=$wordToComplete" 2>$null | ForEach-Object {
            $name, $text = $_ -split "`t", 2
            $offers[$name] = $text
        }
    }
    foreach ($name in $offers.Keys) {
        if ($name -like "$([WildcardPattern]::Escape($wordToComplete))*") {
            $text = if ($offers[$name]) { $offers[$name] } else { $name }
            [System.Management.Automation.CompletionResult]::new(
                $name, $name, 'ParameterValue', $text)
        }
    }
}

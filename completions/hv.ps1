# PowerShell completion for hv; `hv completion powershell` prints it.
# Commands and flags stand here. Names come from `hv __complete`, which reads one file.

Register-ArgumentCompleter -Native -CommandName hv -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $global_ = [ordered]@{
            '--sandbox' = 'Use the embedded Harvest account'
            '--profile' = 'Which profile'
            '--json' = 'Print one JSON document'
            '--plain' = 'Print as into a pipe'
            '--color' = 'auto, always or never'
            '--no-color' = 'The same as --color never'
            '--quiet' = 'Print ids or nothing'
            '-q' = 'Print ids or nothing'
            '--no-input' = 'Never ask'
            '--no-pager' = 'Print long lists at once'
            '--queue-ok' = 'Exit 0, not 75, while an entry waits here'
            '--timeout' = 'Seconds for the network'
            '--jitter' = 'Wait up to so long first, by chance: 60s'
            '--output' = 'Write the answer to a file, whole or not'
            '-o' = 'Write the answer to a file, whole or not'
            '--version' = 'Print the version'
            '-V' = 'Print the version'
            '-h' = 'Show this message and exit.'
            '--help' = 'Show this message and exit.'
    }
    $verbs = @{
        '' = [ordered]@{
            'log' = 'Log finished time from one sentence'
            'start' = 'Start a timer; the one that runs is stopped, and hv says which'
            'stop' = 'Stop my timer, now or at a time that is past'
            'restart' = 'Go on with an entry: the last one, or the one that is named'
            'edit' = 'Change an entry; prints what was and what is'
            'delete' = 'Delete an entry, after asking'
            'copy' = 'Log the entries of a day or a week once more'
            'undo' = 'Take back the last write, or the last few'
            'sync' = 'Send what waits, and settle what is unconfirmed'
            'history' = 'List what hv wrote in this account, newest first'
            'status' = 'Show what runs, today against its target, and the week'
            'entries' = 'List my entries of a period, today when none is named'
            'week' = 'Show a week as a grid: projects and tasks by days, against what is due'
            'gaps' = 'List the workdays that have less than is due, leave counted'
            'report' = 'Sum hours and money over a period, this month by project if nothing is said'
            'projects' = 'List the projects and tasks that I may track to'
            'parse' = 'Show how a sentence is read; nothing is sent'
            'login' = 'Log in to Harvest with a token or in the browser'
            'logout' = 'Forget the login of a profile'
            'whoami' = 'Show who is logged in, to which account, with which role'
            'doctor' = 'Find what is wrong; safe to paste in a bug report'
            'open' = 'Open a day, a project or a reference in the browser'
            'help' = 'Explain a topic on one screen, or list the topics'
            'completion' = 'Print the completion script of a shell'
            'outbox' = 'Show what waits here to reach Harvest, and what Harvest refused'
            'alias' = 'Let one word stand for a sentence'
            'config' = 'Show and change settings'
            'sandbox' = 'The embedded Harvest account behind --sandbox: no token, no network'
        }
        'outbox' = [ordered]@{
            'list' = 'Show what waits here'
            'retry' = 'Send one row now, after looking for it'
            'edit' = 'Put another sentence in its place, and send that'
            'drop' = 'Let one row go for good, after asking'
            'import' = 'Take over entries that are only in the backup log'
        }
        'alias' = [ordered]@{
            'list' = 'List every alias with its sentence'
            'show' = 'Print the sentence of one alias'
            'set' = 'Keep a sentence under a name'
            'delete' = 'Forget an alias'
        }
        'config' = [ordered]@{
            'list' = 'Show every setting with the value that counts'
            'get' = 'Print the value of one setting'
            'set' = 'Set one key in config.toml; with --profile, for that profile alone'
            'unset' = 'Take one key out of config.toml'
            'edit' = 'Open config.toml in an editor, and check it afterwards'
            'path' = 'Print where config.toml is'
        }
        'sandbox' = [ordered]@{
            'path' = 'Print the file that holds the account'
            'reset' = 'Begin again with the example company and two weeks of history'
            'serve' = 'Serve the account over HTTP on this machine until Ctrl-C'
        }
    }
    $flags = @{
        'log' = [ordered]@{
            '--project' = 'Project: name, code, slug or number'
            '--client' = 'Client, to tell projects apart'
            '--task' = 'Task by name; none: no default'
            '--date' = 'Day: a date or words'
            '--hours' = 'Length: 1h30, 1:30, 90m, 1.5'
            '--from' = 'Time of day it began'
            '--to' = 'Time of day it ended'
            '--note' = 'Notes, taken as they are; "" for none'
            '--ref' = 'Link to an issue or card'
            '--round' = 'Round the length: "15m up", "6m nearest", none'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
            '--explain' = 'Show what each word was taken for; send nothing'
            '--strict' = 'Refuse whatever would be inferred'
            '--all-or-nothing' = 'With -: send only if every line is understood'
            '--once' = 'Not again what hv logged already; for scripts'
            '--edit' = 'Edit the notes in your editor'
            '--editor' = 'Edit the notes in your editor'
            '-e' = 'Edit the notes in your editor'
            '--yes' = 'Yes, it is meant'
            '-y' = 'Yes, it is meant'
            '--csv' = 'Log the entries of a CSV file'
        }
        'start' = [ordered]@{
            '--project' = 'Project: name, code, slug or number'
            '--client' = 'Client, to tell projects apart'
            '--task' = 'Task by name; none: no default'
            '--date' = 'Day: a date or words'
            '--at' = 'Time of day it began'
            '--note' = 'Notes, taken as they are; "" for none'
            '--ref' = 'Link to an issue or card'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
        }
        'stop' = [ordered]@{
            '--note' = 'Notes, taken as they are; "" for none'
            '--date' = 'Move the entry to this day'
            '--split' = 'Divide it at midnight'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
        }
        'restart' = [ordered]@{
            '--same' = 'Resume the entry itself'
            '--new' = 'Begin a new entry'
            '--queue' = 'Without a network: keep a start of what hv wrote last'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
        }
        'edit' = [ordered]@{
            '--hours' = '1:30, or more or less: +15m, -0:15'
            '--note' = 'New notes; "" clears them'
            '--append' = 'Add a line to the notes'
            '--project' = 'Project: name, code, slug or number'
            '--client' = 'Client, to tell projects apart'
            '--task' = 'Task by name; none: no default'
            '--date' = 'Day: a date or words'
            '--from' = 'Time of day it began'
            '--start' = 'Time of day it began'
            '--to' = 'Time of day it ended'
            '--end' = 'Time of day it ended'
            '--edit' = 'Edit the notes in your editor'
            '--editor' = 'Edit the notes in your editor'
            '-e' = 'Edit the notes in your editor'
            '--yes' = 'Yes, it is meant'
            '-y' = 'Yes, it is meant'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
        }
        'delete' = [ordered]@{
            '--yes' = 'Yes, it is meant'
            '-y' = 'Yes, it is meant'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
        }
        'copy' = [ordered]@{
            '--to' = 'Last day: a date or words'
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client'
            '--task' = 'Only this task'
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
            '--yes' = 'Yes, it is meant'
            '-y' = 'Yes, it is meant'
        }
        'undo' = [ordered]@{
            '--dry-run' = 'Show what would be sent; send nothing'
            '-n' = 'Show what would be sent; send nothing'
        }
        'sync' = [ordered]@{
            '--wait' = 'Sit out the pauses that safety asks for'
        }
        'history' = [ordered]@{
            '--header' = 'Name the columns (plain output)'
        }
        'status' = [ordered]@{
            '--format' = 'Fill in a template, for prompts'
            '--watch' = 'Keep showing it until Ctrl-C'
            '--header' = 'Name the columns (plain output)'
        }
        'entries' = [ordered]@{
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client'
            '--task' = 'Only this task'
            '--from' = 'First day: a date or words'
            '--to' = 'Last day: a date or words'
            '--billable' = 'Only time that can be billed'
            '--no-billable' = 'Only time that can be billed'
            '--everyone' = 'All that your role may see'
            '--user' = 'Somebody else: name or id'
            '--fields' = 'Which fields: id,hours,notes'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'CSV without the guard on formulas'
            '--bom' = 'CSV that Excel takes for UTF-8'
            '--jsonl' = 'Print one JSON object per entry'
            '--header' = 'Name the columns (plain output)'
        }
        'week' = [ordered]@{
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client'
            '--task' = 'Only this task'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'CSV without the guard on formulas'
            '--bom' = 'CSV that Excel takes for UTF-8'
            '--header' = 'Name the columns (plain output)'
        }
        'gaps' = [ordered]@{
            '--header' = 'Name the columns (plain output)'
        }
        'report' = [ordered]@{
            '--by' = 'One or two groups: client,week'
            '--project' = 'Only this project; may be repeated'
            '--client' = 'Only this client'
            '--task' = 'Only this task'
            '--from' = 'First day: a date or words'
            '--to' = 'Last day: a date or words'
            '--billable' = 'Only time that can be billed'
            '--no-billable' = 'Only time that can be billed'
            '--everyone' = 'All that your role may see'
            '--user' = 'Somebody else: name or id'
            '--compare' = 'With the period before, or year'
            '--chart' = 'Draw a bar beside each line'
            '--trend' = 'Draw each line''s hours over time; of two groups, the first'
            '--calendar' = 'Draw the hours of each day'
            '--ascii' = 'Draw with ASCII characters only'
            '--html' = 'Write one HTML page; - is stdout'
            '--markdown' = 'Print a Markdown table'
            '--csv' = 'Print CSV for spreadsheets'
            '--csv-raw' = 'CSV without the guard on formulas'
            '--bom' = 'CSV that Excel takes for UTF-8'
            '--header' = 'Name the columns (plain output)'
        }
        'projects' = [ordered]@{
            '--refresh' = 'Ask Harvest anew'
            '--remembered' = 'What hv remembers'
            '--forget' = 'Forget words that were chosen, or a project'
            '--forget-all' = 'Forget all that is remembered'
            '--header' = 'Name the columns (plain output)'
        }
        'parse' = [ordered]@{
            '--as' = 'Read it as: log, start or period'
        }
        'login' = [ordered]@{
            '--with-token' = 'Read the token from stdin'
            '--web' = 'Sign in with the browser'
            '--account' = 'Number of the account'
            '--client-id' = 'Your app, for --web'
            '--keyring' = 'Keep it in the system''s keyring'
            '--yes' = 'Yes, it is meant'
            '-y' = 'Yes, it is meant'
        }
        'logout' = [ordered]@{
            '--everything' = 'All profiles, and the cache'
        }
        'doctor' = [ordered]@{
            '--paths' = 'Only where things are kept'
        }
        'open' = [ordered]@{
            '--print' = 'Print the address, open nothing'
        }
        'help' = [ordered]@{
            '--json-schema' = 'Print the JSON Schema of a document'
            '--man' = 'Print the manual page'
        }
        'outbox list' = [ordered]@{
            '--header' = 'Name the columns (plain output)'
        }
        'outbox drop' = [ordered]@{
            '--yes' = 'Yes, it is meant'
            '-y' = 'Yes, it is meant'
        }
        'config list' = [ordered]@{
            '--origin' = 'Say where each value comes from'
        }
        'config get' = [ordered]@{
            '--origin' = 'Say where each value comes from'
        }
        'sandbox reset' = [ordered]@{
            '--timestamp' = 'By start and end, or by hours'
            '--duration' = 'By start and end, or by hours'
            '--clock' = '12h or 24h'
            '--role' = 'member, manager or administrator'
        }
        'sandbox serve' = [ordered]@{
            '--port' = 'Port on 127.0.0.1; 0 takes a free one'
        }
    }
    $values = @('--account', '--append', '--as', '--at', '--by', '--client', '--client-id', '--clock', '--color', '--compare', '--date', '--end', '--fields', '--forget', '--format', '--from', '--hours', '--html', '--jitter', '--json-schema', '--note', '--output', '--port', '--profile', '--project', '--ref', '--role', '--round', '--start', '--task', '--timeout', '--to', '--user', '-o')

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

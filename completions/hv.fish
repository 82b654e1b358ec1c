# fish completion for hv. Set up: hv completion fish > ~/.config/fish/completions/hv.fish
# Commands and flags stand here. Names come from `hv __complete`, which reads one file.

function __hv_bare --description "The words of the line that are no flags, behind hv"
    set -l words (commandline -opc)
    set -l waiting no
    set -l verb
    for word in $words[2..-1]
        if test $waiting = yes
            set waiting no
            continue
        end
        switch $word
            case '--*=*'
            case --csv
                test "$verb" = log; and set waiting yes
            case --account --append --as --at --by --client --client-id --clock --color --compare --date --end --field --fields --forget --format --from --hours --html --input --jitter --json-schema --note --output --port --profile --project --raw-field --ref --role --round --start --task --timeout --to --user -F -f -o
                set waiting yes
            case '-*'
            case '*'
                set verb $verb $word
        end
    end
    string join \n -- $verb
end

function __hv_no_verb
    test -z "$(__hv_bare)"
end

function __hv_verb
    set -l words (__hv_bare)
    test "$words[1]" = "$argv[1]"
    and begin
        not set -q argv[2]
        or test "$words[2]" = "$argv[2]"
    end
end

function __hv_no_sub
    set -l words (__hv_bare)
    test (count $words) -eq 1
end

function __hv_names
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    command hv __complete fish $typed[2..-1] "$current" 2>/dev/null
end

complete -c hv -e
complete -c hv -f
complete -c hv -n 'not __hv_no_verb' -k -a '(__hv_names)'
complete -c hv -n __hv_no_verb -a log -d 'Log finished time from one sentence'
complete -c hv -n __hv_no_verb -a start -d 'Start a timer; stops the running one and shows it'
complete -c hv -n __hv_no_verb -a stop -d 'Stop the running timer, now or at an earlier time'
complete -c hv -n __hv_no_verb -a restart -d 'Resume an entry: the last one, or the one you name'
complete -c hv -n __hv_no_verb -a edit -d 'Change an entry; shows before and after'
complete -c hv -n __hv_no_verb -a delete -d 'Delete an entry, after asking'
complete -c hv -n __hv_no_verb -a copy -d 'Copy the entries of a day or a week to another one'
complete -c hv -n __hv_no_verb -a undo -d 'Undo the last command, or the last few'
complete -c hv -n __hv_no_verb -a sync -d 'Send pending entries and resolve unconfirmed ones'
complete -c hv -n __hv_no_verb -a outbox -d 'Show pending and rejected entries'
complete -c hv -n '__hv_verb outbox; and __hv_no_sub' -a list -d 'Show pending and rejected entries'
complete -c hv -n '__hv_verb outbox; and __hv_no_sub' -a retry -d 'Send one entry now, after looking for it'
complete -c hv -n '__hv_verb outbox; and __hv_no_sub' -a edit -d 'Replace the sentence of an entry, and send it'
complete -c hv -n '__hv_verb outbox; and __hv_no_sub' -a drop -d 'Discard one entry, after asking'
complete -c hv -n '__hv_verb outbox; and __hv_no_sub' -a import -d 'Take over entries that are only in the backup log'
complete -c hv -n __hv_no_verb -a history -d 'List the changes that hv made in this account, newest first'
complete -c hv -n __hv_no_verb -a status -d 'Show the running timer, today against its target, and the week'
complete -c hv -n __hv_no_verb -a entries -d 'List my entries of a period, by default today'
complete -c hv -n __hv_no_verb -a week -d 'Show a week as a grid: projects and tasks by days, with targets'
complete -c hv -n __hv_no_verb -a gaps -d 'List workdays below target; leave counts'
complete -c hv -n __hv_no_verb -a report -d 'Sum hours and money over a period, by default this month by project'
complete -c hv -n __hv_no_verb -a projects -d 'List the projects and tasks that I may track to'
complete -c hv -n __hv_no_verb -a parse -d 'Show how hv reads a sentence without sending it'
complete -c hv -n __hv_no_verb -a open -d 'Open a day, a project or a reference in the browser'
complete -c hv -n __hv_no_verb -a login -d 'Log in to Harvest with a token or in the browser'
complete -c hv -n __hv_no_verb -a logout -d 'Forget the login of a profile'
complete -c hv -n __hv_no_verb -a whoami -d 'Show who is logged in, to which account, with which role'
complete -c hv -n __hv_no_verb -a doctor -d 'Find problems; its output is safe to paste in a bug report'
complete -c hv -n __hv_no_verb -a help -d 'Explain a topic on one screen, or list the topics'
complete -c hv -n __hv_no_verb -a completion -d 'Print the completion script of a shell'
complete -c hv -n __hv_no_verb -a alias -d 'Let one word stand for a sentence'
complete -c hv -n '__hv_verb alias; and __hv_no_sub' -a list -d 'List every alias with its sentence'
complete -c hv -n '__hv_verb alias; and __hv_no_sub' -a show -d 'Print the sentence of one alias'
complete -c hv -n '__hv_verb alias; and __hv_no_sub' -a set -d 'Save a sentence under a name'
complete -c hv -n '__hv_verb alias; and __hv_no_sub' -a delete -d 'Delete an alias'
complete -c hv -n __hv_no_verb -a config -d 'Show and change settings'
complete -c hv -n '__hv_verb config; and __hv_no_sub' -a list -d 'List every setting with its current value'
complete -c hv -n '__hv_verb config; and __hv_no_sub' -a get -d 'Print the value of one setting'
complete -c hv -n '__hv_verb config; and __hv_no_sub' -a set -d 'Set one key in config.toml; with --profile, for that profile alone'
complete -c hv -n '__hv_verb config; and __hv_no_sub' -a unset -d 'Remove one key from config.toml'
complete -c hv -n '__hv_verb config; and __hv_no_sub' -a edit -d 'Open config.toml in an editor, and check it afterwards'
complete -c hv -n '__hv_verb config; and __hv_no_sub' -a path -d 'Print where config.toml is'
complete -c hv -n __hv_no_verb -a api -d 'Send any request of Harvest\'s API v2'
complete -c hv -n __hv_no_verb -a sandbox -d 'Manage the embedded Harvest account: no token, no network'
complete -c hv -n '__hv_verb sandbox; and __hv_no_sub' -a path -d 'Print the file that holds the account'
complete -c hv -n '__hv_verb sandbox; and __hv_no_sub' -a reset -d 'Reset it to the example company with two weeks of history'
complete -c hv -n '__hv_verb sandbox; and __hv_no_sub' -a serve -d 'Serve the account over HTTP on this machine until Ctrl-C'
complete -c hv -l sandbox -d 'Use the embedded Harvest account'
complete -c hv -l profile -x -k -a '(__hv_names)' -d 'Use this profile'
complete -c hv -l json -d 'Print one JSON document'
complete -c hv -l plain -d 'Print as for a pipe'
complete -c hv -l color -x -k -a '(__hv_names)' -d 'auto, always or never'
complete -c hv -l no-color -d 'The same as --color never'
complete -c hv -l quiet -s q -d 'Print ids or nothing'
complete -c hv -l no-input -d 'Never ask'
complete -c hv -l no-pager -d 'Print long lists without a pager'
complete -c hv -l queue-ok -d 'Exit 0, not 75, while an entry is pending'
complete -c hv -l timeout -x -k -a '(__hv_names)' -d 'Limit on network time'
complete -c hv -l jitter -x -k -a '(__hv_names)' -d 'Wait a random time up to TIME: 60s'
complete -c hv -l output -s o -r -F -d 'Write the whole answer to FILE'
complete -c hv -l version -s V -d 'Print the version'
complete -c hv -l help -s h -d 'Show this message and exit'
complete -c hv -n '__hv_verb log' -l project -x -k -a '(__hv_names)' -d 'Project: name, code, slug or id'
complete -c hv -n '__hv_verb log' -l client -x -k -a '(__hv_names)' -d 'Client, to tell projects apart'
complete -c hv -n '__hv_verb log' -l task -x -k -a '(__hv_names)' -d 'Task; none ignores a default'
complete -c hv -n '__hv_verb log' -l date -x -k -a '(__hv_names)' -d 'Day: a date or words'
complete -c hv -n '__hv_verb log' -l hours -x -k -a '(__hv_names)' -d 'Length: 1h30, 1:30, 90m, 1.5'
complete -c hv -n '__hv_verb log' -l from -x -k -a '(__hv_names)' -d 'Time of day it began'
complete -c hv -n '__hv_verb log' -l to -x -k -a '(__hv_names)' -d 'Time of day it ended'
complete -c hv -n '__hv_verb log' -l note -x -k -a '(__hv_names)' -d 'Notes, used as typed; "" for none'
complete -c hv -n '__hv_verb log' -l ref -x -k -a '(__hv_names)' -d 'Link to an issue or card'
complete -c hv -n '__hv_verb log' -l round -x -k -a '(__hv_names)' -d 'Round the length: "15m up", "6m nearest", none'
complete -c hv -n '__hv_verb log' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb log' -l explain -d 'Show how each word is read without sending it'
complete -c hv -n '__hv_verb log' -l strict -d 'Refuse whatever would be inferred'
complete -c hv -n '__hv_verb log' -l all-or-nothing -d 'With -: send only if every line is understood'
complete -c hv -n '__hv_verb log' -l once -d 'Skip entries that hv has already logged'
complete -c hv -n '__hv_verb log' -l edit -l editor -s e -d 'Edit the notes in your editor'
complete -c hv -n '__hv_verb log' -l yes -s y -d 'Skip confirmation'
complete -c hv -n '__hv_verb log' -l csv -r -F -d 'Log the entries of a CSV file'
complete -c hv -n '__hv_verb start' -l project -x -k -a '(__hv_names)' -d 'Project: name, code, slug or id'
complete -c hv -n '__hv_verb start' -l client -x -k -a '(__hv_names)' -d 'Client, to tell projects apart'
complete -c hv -n '__hv_verb start' -l task -x -k -a '(__hv_names)' -d 'Task; none ignores a default'
complete -c hv -n '__hv_verb start' -l date -x -k -a '(__hv_names)' -d 'Day: a date or words'
complete -c hv -n '__hv_verb start' -l at -x -k -a '(__hv_names)' -d 'Time of day it began'
complete -c hv -n '__hv_verb start' -l note -x -k -a '(__hv_names)' -d 'Notes, used as typed; "" for none'
complete -c hv -n '__hv_verb start' -l ref -x -k -a '(__hv_names)' -d 'Link to an issue or card'
complete -c hv -n '__hv_verb start' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb stop' -l note -x -k -a '(__hv_names)' -d 'Notes, used as typed; "" for none'
complete -c hv -n '__hv_verb stop' -l date -x -k -a '(__hv_names)' -d 'Move the entry to this day'
complete -c hv -n '__hv_verb stop' -l split -d 'Divide it at midnight'
complete -c hv -n '__hv_verb stop' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb restart' -l same -d 'Resume the entry itself'
complete -c hv -n '__hv_verb restart' -l new -d 'Begin a new entry'
complete -c hv -n '__hv_verb restart' -l queue -d 'Without a network: queue a start of hv\'s last entry'
complete -c hv -n '__hv_verb restart' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb edit' -l hours -x -k -a '(__hv_names)' -d '1:30, or more or less: +15m, -0:15'
complete -c hv -n '__hv_verb edit' -l note -x -k -a '(__hv_names)' -d 'New notes; "" clears them'
complete -c hv -n '__hv_verb edit' -l append -x -k -a '(__hv_names)' -d 'Add a line to the notes'
complete -c hv -n '__hv_verb edit' -l project -x -k -a '(__hv_names)' -d 'Project: name, code, slug or id'
complete -c hv -n '__hv_verb edit' -l client -x -k -a '(__hv_names)' -d 'Client, to tell projects apart'
complete -c hv -n '__hv_verb edit' -l task -x -k -a '(__hv_names)' -d 'Task; none ignores a default'
complete -c hv -n '__hv_verb edit' -l date -x -k -a '(__hv_names)' -d 'Day: a date or words'
complete -c hv -n '__hv_verb edit' -l from -l start -x -k -a '(__hv_names)' -d 'Time of day it began'
complete -c hv -n '__hv_verb edit' -l to -l end -x -k -a '(__hv_names)' -d 'Time of day it ended'
complete -c hv -n '__hv_verb edit' -l edit -l editor -s e -d 'Edit the notes in your editor'
complete -c hv -n '__hv_verb edit' -l yes -s y -d 'Skip confirmation'
complete -c hv -n '__hv_verb edit' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb delete' -l yes -s y -d 'Skip confirmation'
complete -c hv -n '__hv_verb delete' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb copy' -l to -x -k -a '(__hv_names)' -d 'Last day: a date or words'
complete -c hv -n '__hv_verb copy' -l project -x -k -a '(__hv_names)' -d 'Only this project; may be repeated'
complete -c hv -n '__hv_verb copy' -l client -x -k -a '(__hv_names)' -d 'Only this client'
complete -c hv -n '__hv_verb copy' -l task -x -k -a '(__hv_names)' -d 'Only this task'
complete -c hv -n '__hv_verb copy' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb copy' -l yes -s y -d 'Skip confirmation'
complete -c hv -n '__hv_verb undo' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb sync' -l wait -d 'Wait out retry delays'
complete -c hv -n '__hv_verb outbox list' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb outbox drop' -l yes -s y -d 'Skip confirmation'
complete -c hv -n '__hv_verb history' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb status' -l format -x -k -a '(__hv_names)' -d 'Fill in a template, for prompts'
complete -c hv -n '__hv_verb status' -l watch -d 'Keep showing it until Ctrl-C'
complete -c hv -n '__hv_verb status' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb entries' -l project -x -k -a '(__hv_names)' -d 'Only this project; may be repeated'
complete -c hv -n '__hv_verb entries' -l client -x -k -a '(__hv_names)' -d 'Only this client'
complete -c hv -n '__hv_verb entries' -l task -x -k -a '(__hv_names)' -d 'Only this task'
complete -c hv -n '__hv_verb entries' -l from -x -k -a '(__hv_names)' -d 'First day: a date or words'
complete -c hv -n '__hv_verb entries' -l to -x -k -a '(__hv_names)' -d 'Last day: a date or words'
complete -c hv -n '__hv_verb entries' -l billable -l no-billable -d 'Only billable time, or the rest'
complete -c hv -n '__hv_verb entries' -l everyone -d 'Everybody\'s time that your role may see'
complete -c hv -n '__hv_verb entries' -l user -x -k -a '(__hv_names)' -d 'Somebody else: name or id'
complete -c hv -n '__hv_verb entries' -l fields -x -k -a '(__hv_names)' -d 'Which fields: id,hours,notes'
complete -c hv -n '__hv_verb entries' -l csv -d 'Print CSV for spreadsheets'
complete -c hv -n '__hv_verb entries' -l csv-raw -d 'Print CSV without the guard against formulas'
complete -c hv -n '__hv_verb entries' -l bom -d 'Begin CSV with a mark that makes Excel read UTF-8'
complete -c hv -n '__hv_verb entries' -l jsonl -d 'Print one JSON object per entry'
complete -c hv -n '__hv_verb entries' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb week' -l project -x -k -a '(__hv_names)' -d 'Only this project; may be repeated'
complete -c hv -n '__hv_verb week' -l client -x -k -a '(__hv_names)' -d 'Only this client'
complete -c hv -n '__hv_verb week' -l task -x -k -a '(__hv_names)' -d 'Only this task'
complete -c hv -n '__hv_verb week' -l csv -d 'Print CSV for spreadsheets'
complete -c hv -n '__hv_verb week' -l csv-raw -d 'Print CSV without the guard against formulas'
complete -c hv -n '__hv_verb week' -l bom -d 'Begin CSV with a mark that makes Excel read UTF-8'
complete -c hv -n '__hv_verb week' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb gaps' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb report' -l by -x -k -a '(__hv_names)' -d 'One or two groups: client,week'
complete -c hv -n '__hv_verb report' -l project -x -k -a '(__hv_names)' -d 'Only this project; may be repeated'
complete -c hv -n '__hv_verb report' -l client -x -k -a '(__hv_names)' -d 'Only this client'
complete -c hv -n '__hv_verb report' -l task -x -k -a '(__hv_names)' -d 'Only this task'
complete -c hv -n '__hv_verb report' -l from -x -k -a '(__hv_names)' -d 'First day: a date or words'
complete -c hv -n '__hv_verb report' -l to -x -k -a '(__hv_names)' -d 'Last day: a date or words'
complete -c hv -n '__hv_verb report' -l billable -l no-billable -d 'Only billable time, or the rest'
complete -c hv -n '__hv_verb report' -l everyone -d 'Everybody\'s time that your role may see'
complete -c hv -n '__hv_verb report' -l user -x -k -a '(__hv_names)' -d 'Somebody else: name or id'
complete -c hv -n '__hv_verb report' -l compare -x -k -a '(__hv_names)' -d 'Compare with the period before, or year'
complete -c hv -n '__hv_verb report' -l chart -d 'Draw a bar beside each line'
complete -c hv -n '__hv_verb report' -l trend -d 'Draw each line\'s hours over time, of the first group'
complete -c hv -n '__hv_verb report' -l calendar -d 'Draw the hours of each day'
complete -c hv -n '__hv_verb report' -l ascii -d 'Draw with ASCII characters only'
complete -c hv -n '__hv_verb report' -l html -r -F -d 'Write one HTML page; - is stdout'
complete -c hv -n '__hv_verb report' -l markdown -d 'Print a Markdown table'
complete -c hv -n '__hv_verb report' -l csv -d 'Print CSV for spreadsheets'
complete -c hv -n '__hv_verb report' -l csv-raw -d 'Print CSV without the guard against formulas'
complete -c hv -n '__hv_verb report' -l bom -d 'Begin CSV with a mark that makes Excel read UTF-8'
complete -c hv -n '__hv_verb report' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb projects' -l refresh -d 'Ask Harvest again'
complete -c hv -n '__hv_verb projects' -l remembered -d 'List what hv remembers'
complete -c hv -n '__hv_verb projects' -l forget -x -k -a '(__hv_names)' -d 'Forget a choice for words, or a project'
complete -c hv -n '__hv_verb projects' -l forget-all -d 'Forget everything that is remembered'
complete -c hv -n '__hv_verb projects' -l header -d 'Name the columns (plain output)'
complete -c hv -n '__hv_verb parse' -l as -x -k -a '(__hv_names)' -d 'Read it as log, start or period'
complete -c hv -n '__hv_verb open' -l print -d 'Print the address instead of opening it'
complete -c hv -n '__hv_verb login' -l with-token -d 'Read the token from stdin'
complete -c hv -n '__hv_verb login' -l web -d 'Log in with the browser'
complete -c hv -n '__hv_verb login' -l account -x -k -a '(__hv_names)' -d 'Id of the account'
complete -c hv -n '__hv_verb login' -l client-id -x -k -a '(__hv_names)' -d 'Your app, for --web'
complete -c hv -n '__hv_verb login' -l keyring -d 'Store it in the system\'s keyring'
complete -c hv -n '__hv_verb login' -l yes -s y -d 'Skip confirmation'
complete -c hv -n '__hv_verb logout' -l everything -d 'All profiles, and the cache'
complete -c hv -n '__hv_verb doctor' -l paths -d 'Show only where hv keeps its files'
complete -c hv -n '__hv_verb help' -l json-schema -x -k -a '(__hv_names)' -d 'Print the JSON Schema of a document'
complete -c hv -n '__hv_verb help' -l man -d 'Print the manual page'
complete -c hv -n '__hv_verb config list' -l origin -d 'Say where each value comes from'
complete -c hv -n '__hv_verb config get' -l origin -d 'Say where each value comes from'
complete -c hv -n '__hv_verb api' -l field -s F -x -k -a '(__hv_names)' -d 'A field, as KEY=VALUE without the flag'
complete -c hv -n '__hv_verb api' -l raw-field -s f -x -k -a '(__hv_names)' -d 'A field whose value stays text'
complete -c hv -n '__hv_verb api' -l input -r -F -d 'JSON to send as the body; - for input'
complete -c hv -n '__hv_verb api' -l all -d 'Read every page of a list'
complete -c hv -n '__hv_verb api' -l jsonl -d 'With --all: one JSON object per row'
complete -c hv -n '__hv_verb api' -l include -s i -d 'Print the status and headers first'
complete -c hv -n '__hv_verb api' -l dry-run -s n -d 'Show what would be sent without sending it'
complete -c hv -n '__hv_verb sandbox reset' -l timestamp -l duration -d 'By start and end, or by hours'
complete -c hv -n '__hv_verb sandbox reset' -l clock -x -k -a '(__hv_names)' -d '12h or 24h'
complete -c hv -n '__hv_verb sandbox reset' -l role -x -k -a '(__hv_names)' -d 'member, manager or administrator'
complete -c hv -n '__hv_verb sandbox serve' -l port -x -k -a '(__hv_names)' -d 'Port on 127.0.0.1; 0 takes a free one'

"""Every command, its flags and help; written by `python -m tests.shells.ship`.

A line is read, completed and explained by it without loading the functions that declare it.
"""

# fmt: off
# ruff: noqa: E501, RUF100

from harvest_cli.commands.cli.declaration import Argument, Command, Flag

_sandbox = Flag('--sandbox', help='Use the embedded Harvest account')
_profile = Flag('--profile NAME', help='Use this profile', offers='$profiles')
_json = Flag('--json', help='Print one JSON document')
_plain = Flag('--plain', help='Print as for a pipe')
_color = Flag('--color WHEN', default='auto', help='auto, always or never', offers='auto always never')
_no_color = Flag('--no-color', help='The same as --color never')
_quiet = Flag('--quiet', '-q', help='Print ids or nothing')
_no_input = Flag('--no-input', help='Never ask')
_no_pager = Flag('--no-pager', help='Print long lists without a pager')
_queue_ok = Flag('--queue-ok', help='Exit 0, not 75, while an entry is pending')
_timeout = Flag('--timeout SECONDS', help='Limit on network time', offers='5 10 30 60')
_jitter = Flag('--jitter TIME', help='Wait a random time up to TIME: 60s', offers='30s 60s 5m')
_output = Flag('--output FILE', '-o', help='Write the whole answer to FILE', offers='$file')
_version = Flag('--version', '-V', help='Print the version')
_log_words = Argument('SENTENCE', dest='words', kind='texts', lines=True, offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h $aliases $words today yesterday monday tuesday wednesday thursday friday saturday sunday sick vacation', then='$tasks $words today yesterday monday tuesday wednesday thursday friday saturday sunday')
_log_project = Flag('--project PROJECT', help='Project: name, code, slug or id', offers='$projects')
_log_client = Flag('--client CLIENT', help='Client, to tell projects apart', offers='$clients')
_log_task = Flag('--task TASK', help='Task; none ignores a default', offers='$tasks')
_log_date = Flag('--date DAY', help='Day: a date or words', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_log_hours = Flag('--hours LENGTH', help='Length: 1h30, 1:30, 90m, 1.5', offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h')
_log_from_ = Flag('--from TIME', help='Time of day it began', offers='9:00 10:00 12:00 13:00 17:00', dest='from_')
_log_to = Flag('--to TIME', help='Time of day it ended', offers='9:00 10:00 12:00 13:00 17:00')
_log_note = Flag('--note TEXT', help='Notes, used as typed; "" for none')
_log_ref = Flag('--ref LINK', help='Link to an issue or card')
_log_user = Flag('--user PERSON', help='Book it for somebody else: name or id', offers='$people')
_log_round_ = Flag('--round RULE', help='Round the length: "15m up", "6m nearest", none', offers='none 6m 15m 30m', dest='round_')
_log_dry_run = Flag('--dry-run', '-n', help='Show what would be sent without sending it')
_log_explain = Flag('--explain', help='Show how each word is read without sending it')
_log_strict = Flag('--strict', help='Refuse whatever would be inferred')
_log_all_or_nothing = Flag('--all-or-nothing', help='With -: send only if every line is understood')
_log_once = Flag('--once', help='Skip entries that hv has already logged')
_log_again = Flag('--again', help='Log again what was logged before')
_log_edit = Flag('--edit', '--editor', '-e', help='Edit the notes in your editor')
_log_yes = Flag('--yes', '-y', help='Skip confirmation')
_log_csv = Flag('--csv FILE', help='Log the entries of a CSV file', offers='$file')
_log_from_calendar = Flag('--from-calendar FILE', help='Log the events of a calendar file', offers='$file')
_start_words = Argument('SENTENCE', dest='words', kind='texts', offers='$aliases $words at since', then='$tasks $words at since')
_start_at = Flag('--at TIME', help='Time of day it began', offers='9:00 10:00 12:00 13:00 17:00')
_stop_words = Argument('WORDS', dest='words', kind='texts', offers='at 5m 10m 15m 30m', then='ago yesterday')
_stop_date = Flag('--date DAY', help='Move the entry to this day', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_stop_split = Flag('--split', help='Divide it at midnight')
_restart_words = Argument('ENTRY', dest='words', kind='texts', offers='last $entries $words')
_restart_same = Flag('--same', help='Resume the entry itself')
_restart_new = Flag('--new', help='Begin a new entry')
_restart_queue = Flag('--queue', help="Without a network: queue a start of hv's last entry")
_edit_words = Argument('ENTRY', dest='words', kind='texts', offers='last running $entries')
_edit_hours = Flag('--hours LENGTH', help='1:30, or more or less: +15m, -0:15', offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h')
_edit_note = Flag('--note TEXT', help='New notes; "" clears them')
_edit_append = Flag('--append TEXT', help='Add a line to the notes')
_edit_from_ = Flag('--from TIME', '--start', help='Time of day it began', offers='9:00 10:00 12:00 13:00 17:00', dest='from_')
_edit_to = Flag('--to TIME', '--end', help='Time of day it ended', offers='9:00 10:00 12:00 13:00 17:00')
_edit_ref = Flag('--ref LINK', help='Link to an issue or card; none removes it')
_edit_in_editor = Flag('--edit', '--editor', '-e', help='Edit the notes in your editor', dest='in_editor')
_copy_words = Argument('PERIOD', dest='words', kind='texts', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday last', then='to week')
_copy_to = Flag('--to DAY', help='Last day: a date, a period', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_copy_project = Flag('--project PROJECT', help='Only this project; may be repeated', kind='texts', offers='$projects')
_copy_client = Flag('--client CLIENT', help='Only this client; may be repeated', kind='texts', offers='$clients')
_copy_task = Flag('--task TASK', help='Only this task; may be repeated', kind='texts', offers='$tasks')
_fill_words = Argument('PERIOD', dest='words', kind='texts', offers='week day today yesterday last')
_fill_last_week = Flag('--last-week', help='Propose the entries of the same weekday last week too')
_suggest_header = Flag('--header', help='Name the columns (plain output)')
_import_files = Argument('FILE', dest='files', kind='texts', lines=True, offers='$file', then='$file')
_import_as_ = Flag('--as KIND', help='Read it as toggl, klog, sheet or another: hv help imports', offers='harvest hv sheet klog clockify toggl kimai timely tempo solidtime solidtime-generic org-clock-csv watson timetrap everhour tick noko timecamp timewarrior jira jrnl bartib org timeclock gtimelog hamster ics taxi timedot', dest='as_')
_import_map_ = Flag('--map FILE', help='Rules in place of import.toml', offers='$file', dest='map_')
_import_zone = Flag('--zone ZONE', help='Zone that moments are read in')
_import_encoding = Flag('--encoding NAME', help='Encoding of the file, such as cp1252')
_import_again = Flag('--again', help='Send again what is gone since; try approved weeks')
_import_skip_wrong = Flag('--skip-wrong', help='Leave out rows that cannot be read')
_import_split_midnight = Flag('--split-midnight', help='Two entries for a row past midnight')
_import_negative = Flag('--negative HOW', default='skip', help='Breaks by themselves: skip or subtract', offers='skip subtract')
_import_me = Flag('--me NAME', help='My name or address in the file; may be repeated', kind='texts')
_import_private = Flag('--private', help='Take private events of a calendar too')
_import_expect = Flag('--expect PLAN', help='Send only the plan of this id, from --dry-run --json')
_undo_count = Argument('COUNT', dest='count', help='How many commands, or the name of one', kind='texts', offers='1 2 3')
_sync_wait = Flag('--wait', help='Wait out retry delays')
_outbox_retry_key = Argument('KEY', dest='key', required=True)
_outbox_edit_sentence = Argument('SENTENCE', dest='sentence', kind='texts', required=True)
_history_count = Argument('COUNT', default='20', dest='count', help='How many', high=100, kind='number', low=1, offers='10 20 50')
_status_format_ = Flag('--format TEMPLATE', help='Fill in a template, for prompts', dest='format_')
_status_idle = Flag('--idle TEMPLATE', help='With --format: print this when no timer runs')
_status_watch = Flag('--watch', help='Keep showing it until Ctrl-C')
_entries_words = Argument('PERIOD', dest='words', kind='texts', offers='today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february march april may june july august september october november december', then='by for billable non-billable to')
_entries_from_ = Flag('--from DAY', help='First day: a date, a period', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday', dest='from_')
_entries_billable = Flag('--billable', help='Only billable time, or the rest', off='--no-billable')
_entries_everyone = Flag('--everyone', help="Everybody's time that your role may see")
_entries_user = Flag('--user PERSON', help='Somebody else: name or id; may be repeated', kind='texts', offers='$people')
_entries_search = Flag('--search TEXT', help='Only notes that hold this')
_entries_fields = Flag('--fields FIELDS', help='Which fields: id,hours,notes', offers='id,spent_date,hours,client,project,task,notes')
_entries_csv = Flag('--csv', help='Print CSV for spreadsheets')
_entries_csv_raw = Flag('--csv-raw', help='Print CSV without the guard against formulas')
_entries_bom = Flag('--bom', help='Begin CSV with a mark that makes Excel read UTF-8')
_entries_jsonl = Flag('--jsonl', help='Print one JSON object per entry')
_week_words = Argument('WEEK', dest='words', kind='texts', offers='last this')
_gaps_words = Argument('PERIOD', dest='words', kind='texts', offers='this last')
_balance_words = Argument('PERIOD', dest='words', kind='texts', offers='today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february march april may june july august september october november december')
_balance_by = Flag('--by STEP', help='day, week, month, quarter or half', offers='day week month quarter half')
_balance_chart = Flag('--chart', help='Draw a bar beside each line')
_balance_ascii_ = Flag('--ascii', help='Draw with ASCII characters only', dest='ascii_')
_balance_explain = Flag('--explain', help='Say what the balance follows from')
_balance_html = Flag('--html FILE', help='Write one HTML page; - is stdout', offers='$file')
_report_words = Argument('PERIOD', dest='words', kind='texts', offers='today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february march april may june july august september october november december budget uninvoiced', then='by for billable non-billable to')
_report_by = Flag('--by GROUPS', help='One to three groups: client,week', offers='client project task person day week month quarter half')
_report_compare = Flag('--compare WITH', help='Compare with the period before, or year', offers='before year')
_report_trend = Flag('--trend', help="Draw each line's hours over time, of the first group")
_report_calendar = Flag('--calendar', help='Draw the hours of each day')
_report_markdown = Flag('--markdown', help='Print a Markdown table')
_report_timesheet = Flag('--timesheet', help='List every entry, for a client')
_report_amounts = Flag('--amounts', help='With --timesheet: show what entries cost')
_export_to = Flag('--to FORMAT', default='csv', help='The format: klog, ics', offers='csv jsonl parquet klog timeclock timedot ics harvest toggl clockify tempo')
_export_until = Flag('--until DAY', help='Last day: a date, a period', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_export_start_at = Flag('--start-at TIME', help='Where there are no times: when each day begins', offers='8:00 9:00')
_export_delimiter = Flag('--delimiter SIGN', help='Separator of CSV cells', offers='comma semicolon tab')
_export_decimal = Flag('--decimal SIGN', help='The decimal sign of CSV', offers='. ,')
_export_dates = Flag('--dates ORDER', help='Days of CSV: iso, dmy, mdy', offers='iso dmy mdy dots')
_export_since_last = Flag('--since-last', help='Update the folder of -o with what changed')
_projects_words = Argument('FILTER', dest='words', kind='texts', offers='$projects $clients')
_projects_refresh = Flag('--refresh', help='Ask Harvest again')
_projects_all_ = Flag('--all', help='Every project of the account, for those who manage', dest='all_')
_projects_remembered = Flag('--remembered', help='List what hv remembers')
_projects_forget = Flag('--forget WORDS', help='Forget a choice for words, or a project', offers='$projects')
_projects_forget_all = Flag('--forget-all', help='Forget everything that is remembered')
_parse_words = Argument('SENTENCE', dest='words', kind='texts', lines=True, offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h $words today yesterday monday tuesday wednesday thursday friday saturday sunday', then='$tasks $words today yesterday monday tuesday wednesday thursday friday saturday sunday')
_parse_as_ = Flag('--as KIND', default='log', help='Read it as log, start or period', offers='log start period', dest='as_')
_open_words = Argument('WHAT', dest='words', kind='texts', offers='$projects today yesterday monday tuesday wednesday thursday friday saturday sunday last running')
_open_print_ = Flag('--print', help='Print the address instead of opening it', dest='print_')
_login_with_token = Flag('--with-token', help='Read the token from stdin')
_login_web = Flag('--web', help='Log in with the browser')
_login_account = Flag('--account ID', help='Id of the account')
_login_client_id = Flag('--client-id ID', help='Your app, for --web')
_login_keyring = Flag('--keyring', help="Store it in the system's keyring")
_logout_everything = Flag('--everything', help='All profiles, and the cache')
_doctor_paths = Flag('--paths', help='Show only where hv keeps its files')
_help_words = Argument('TOPIC', dest='words', kind='texts', offers='$topics $verbs')
_help_json_schema = Flag('--json-schema DOCUMENT', help='Print the JSON Schema of a document', offers='$schemas')
_help_man = Flag('--man', help='Print the manual page')
_completion_shell = Argument('SHELL', dest='shell', offers='bash zsh fish powershell', required=True)
_alias_show_name = Argument('NAME', dest='name', offers='$aliases', required=True)
_config_origin = Flag('--origin', help='Say where each value comes from')
_config_get_key = Argument('KEY', dest='key', offers='$settings', required=True)
_config_set_value = Argument('VALUE', dest='value', kind='texts', offers='$values', required=True)
_people_words = Argument('[ACTION] [PERSON]', dest='words', kind='texts', offers='add edit archive restore delete $people', then='$people')
_people_name = Flag('--name NAME', help='First and last name')
_people_email = Flag('--email EMAIL', help='E-mail address')
_people_role = Flag('--role ROLES', help='Roles by commas, such as manager,project_creator', offers='administrator manager member manager,project_creator')
_people_title = Flag('--title TITLES', help='Job titles, by commas')
_people_capacity = Flag('--capacity HOURS', help='Hours a week: 35h')
_people_rate = Flag('--rate AMOUNT', help='Billable rate of an hour')
_people_cost = Flag('--cost AMOUNT', help='Cost of an hour')
_people_contractor = Flag('--contractor', help='A contractor, or an employee', off='--employee')
_tasks_words = Argument('[ACTION] PROJECT [TASK]', dest='words', kind='texts', offers='$projects add edit archive restore remove', then='$projects $tasks')
_tasks_billable = Flag('--billable', help='Time on it is billable, or not', off='--no-billable')
_tasks_rate = Flag('--rate AMOUNT', help='Rate of an hour; none for none')
_tasks_budget = Flag('--budget AMOUNT', help='Budget of the task; none for none')
_api_words = Argument('METHOD PATH [KEY=VALUE]', dest='words', kind='texts', offers='get post patch delete', then='users/me company time_entries projects clients tasks users roles')
_api_field = Flag('--field KEY=VALUE', '-F', help='A field, as KEY=VALUE without the flag', kind='texts')
_api_raw_field = Flag('--raw-field KEY=VALUE', '-f', help='A field whose value stays text', kind='texts')
_api_input_ = Flag('--input FILE', help='JSON to send as the body; - for input', offers='$file', dest='input_')
_api_all_ = Flag('--all', help='Read every page of a list', dest='all_')
_api_jsonl = Flag('--jsonl', help='With --all: one JSON object per row')
_api_include = Flag('--include', '-i', help='Print the status and headers first')
_sandbox_reset_timestamp = Flag('--timestamp', help='By start and end, or by hours', off='--duration')
_sandbox_reset_clock = Flag('--clock CLOCK', default='12h', help='12h or 24h', offers='12h 24h')
_sandbox_reset_role = Flag('--role ROLE', default='administrator', help='member, manager or administrator', offers='member manager administrator')
_sandbox_serve_port = Flag('--port PORT', default='0', help='Port on 127.0.0.1; 0 takes a free one', kind='number')
_mcp_read_only = Flag('--read-only', help='Offer only the tools that send nothing')
_mcp_config_host = Argument('HOST', dest='host', offers='claude-code claude-desktop codex cursor gemini vscode', required=True)
COMMANDS = {
    '': Command('', '', panel='', topic='output', flags=(_sandbox, _profile, _json, _plain, _color, _no_color, _quiet, _no_input, _no_pager, _queue_ok, _timeout, _jitter, _output, _version,), help='Track time in Harvest from a terminal.\n\n  hv log "2h on Marketing Website yesterday: hero mockups"\n  hv entries "last week"\n  hv --sandbox log "1h30 TF: interviews"   (try it without an account)'),
    'log': Command('log', 'log:log', panel='Track', topic='sentences', drains='after', asks=1, arguments=(_log_words,), flags=(_log_project, _log_client, _log_task, _log_date, _log_hours, _log_from_, _log_to, _log_note, _log_ref, _log_user, _log_round_, _log_dry_run, _log_explain, _log_strict, _log_all_or_nothing, _log_once, _log_again, _log_edit, _log_yes, _log_csv, _log_from_calendar,), help='Log finished time from one sentence.\n\n  hv log "2h on Marketing Website yesterday: hero mockups"\n  hv log 1h30 TF: interviews\n  hv log "9-11:30am Programming on Online Store - Phase 1"\n  hv log --project MW --hours 0:45 --note "call with ABC"\n\nQuotes are needed only for characters that a shell reads itself: \' ! * # & ; ( ) $.\nNotes follow a colon, a comma or a dash, or stand in quotes. Without a date it is\ntoday. `-` reads one sentence per line from standard input. `--csv` reads what\n`hv entries --csv` writes: every line is checked before anything is sent, and\nentries that exist already are skipped, unless `--again` is there. Without words,\non a terminal, it offers what you did lately, with its notes.'),
    'start': Command('start', 'start:start', panel='Track', topic='timers', drains='first', asks=1, arguments=(_start_words,), flags=(_log_project, _log_client, _log_task, _log_date, _start_at, _log_note, _log_ref, _log_dry_run,), help='Start a timer; stops the running one and shows it.\n\n  hv start Marketing Website: hero mockups\n  hv start TF at 9:15\n  hv start TF Research 20m ago\n  hv start MW with 30m already\n\nWithout words, on a terminal, it offers what you did lately, with its notes.'),
    'stop': Command('stop', 'stop:stop', panel='Track', topic='timers', drains='itself', asks=1, arguments=(_stop_words,), flags=(_log_note, _stop_date, _stop_split, _log_dry_run,), help='Stop the running timer, now or at an earlier time.\n\n  hv stop\n  hv stop: sent to review         (adds to the notes)\n  hv stop 10m ago\n  hv stop at 18:30 yesterday\n\nA timer that ran past midnight stays one entry; with --split each day gets its part.'),
    'restart': Command('restart', 'restart:restart', panel='Track', topic='timers', drains='first', asks=1, arguments=(_restart_words,), flags=(_restart_same, _restart_new, _restart_queue, _log_dry_run,), help="Resume an entry: the last one, or the one you name.\n\n  hv restart\n  hv restart 2               (row 2 of the last list)\n  hv restart website\n  hv restart ^2              (the one before the last)\n\nToday's entry runs on. One of an earlier day is copied into a new entry today;\n--same and --new decide otherwise."),
    'edit': Command('edit', 'edit:edit', panel='Track', topic='editing', drains='first', asks=1, arguments=(_edit_words,), flags=(_edit_hours, _edit_note, _edit_append, _log_project, _log_client, _log_task, _log_date, _edit_from_, _edit_to, _edit_ref, _edit_in_editor, _log_yes, _log_dry_run,), help='Change entries; shows before and after.\n\n  hv edit last +15m\n  hv edit 2 1h30 yesterday: hero mockups\n  hv edit 1-3 --project TF --task Research\n  hv edit last -e            (the notes in your editor)\n\nName entries by their rows in the last list, `last`, `running`, `^2` (the one\nbefore the last), an id, words that fit one entry, or days. `last` is the entry\nthat you made or changed last. A length, a day, times, a project, a task and,\nbehind a colon, notes can follow.'),
    'delete': Command('delete', 'delete:delete', panel='Track', topic='editing', drains='first', asks=1, arguments=(_edit_words,), flags=(_log_yes, _log_dry_run,), help='Delete entries, after asking.\n\n  hv delete 2\n  hv delete 2 3\n  hv delete last --yes\n\nName them as for `hv edit`. Off a terminal --yes is needed.'),
    'copy': Command('copy', 'copy:copy', panel='Track', topic='looking-back', asks=1, arguments=(_copy_words,), flags=(_copy_to, _copy_project, _copy_client, _copy_task, _log_dry_run, _log_yes,), help='Copy the entries of a day or a week to another one.\n\n  hv copy yesterday\n  hv copy "last week"\n  hv copy "monday to yesterday"\n  hv copy "last week to this week" --project MW --dry-run\n\nIt shows the new entries first; off a terminal --yes is needed. Entries that\nexist already are skipped.'),
    'fill': Command('fill', 'fill:fill', panel='Track', topic='recurring', asks=1, arguments=(_fill_words,), flags=(_fill_last_week, _log_dry_run, _log_yes,), help='Log recurring entries that are missing.\n\n  hv fill\n  hv fill day\n  hv fill "last week" --dry-run\n  hv fill week --last-week --yes\n\nRecurring entries are written in `config.toml`, `[[recurring]]`. It proposes those\nthat are missing, of this week so far without a period, never on holidays or leave.\nOn a terminal you tick them; elsewhere they are logged only with --yes.'),
    'suggest': Command('suggest', 'suggest:suggest', panel='Track', topic='suggestions', asks=1, arguments=(_fill_words,), flags=(_suggest_header, _log_dry_run, _log_yes,), help='Propose entries for what is missing, from your commits and meetings.\n\n  hv suggest\n  hv suggest today\n  hv suggest "last week" --json\n  hv suggest yesterday --yes\n\nIt looks at the repositories of `[suggest] folders`, at calendars, and at timers\nthat were undone, of this week so far without a period. On a terminal you tick what\nyou want; elsewhere only --yes logs anything, which is what would be ticked.'),
    'import': Command('import', 'import_:import_', panel='Track', topic='imports', drains='after', arguments=(_import_files,), flags=(_import_as_, _import_map_, _import_zone, _import_encoding, _import_again, _import_skip_wrong, _import_split_midnight, _import_negative, _import_me, _import_private, _import_expect, _log_dry_run, _log_yes,), help='Import entries from a file of another time tracker, or from a sheet.\n\n  hv import FILE --dry-run\n  hv import FILE FILE --yes\n  hv import FILE --as clockify --map FILE\n  hv import - < FILE\n\nThe kind of a file is recognised: Toggl, Clockify, Kimai, Harvest, Jira, klog, Org\nand many more (`hv help imports`). It shows what would become of each row first; off\na terminal --yes is needed. What was imported before is never sent twice.'),
    'undo': Command('undo', 'undo:undo', panel='Track', topic='editing', arguments=(_undo_count,), flags=(_log_dry_run,), help='Undo the last command, or the last few.\n\n  hv undo\n  hv undo 3\n  hv undo --dry-run\n\nEverything that the command did is undone, and shown: a created entry is deleted,\na changed one restored, a deleted one created again (with a new id), a stopped\ntimer restarted. The timer that a start had stopped runs on; hv tells how many\nminutes lie in between and does not invent them. An entry that was changed since\nis left alone and named; the next hv undo undoes the command before it.\nWhat hv people and hv tasks did is undone too; a deleted person stays deleted.\nThe name of one command may be given in place of a count (hv history shows it).'),
    'sync': Command('sync', 'sync:sync', panel='Track', topic='offline', asks=1, flags=(_sync_wait,), help='Send pending entries and resolve unconfirmed ones.\n\n  hv sync\n  hv sync --wait              (waits out retry delays)\n  hv sync --json\n\nhv looks for an unconfirmed entry before it sends it again. One that is still not\non Harvest after a quarter of an hour stays pending; on a terminal hv asks.'),
    'outbox': Command('outbox', 'outbox:outbox', panel='Track', topic='offline', is_group=True, flags=(_suggest_header,), help='Show pending and rejected entries.\n\n  hv outbox\n  hv outbox retry 3f9c      (looks for it, then sends it)\n  hv outbox edit 3f9c "1h30 on TF: interviews"\n  hv outbox drop 3f9c       (discards it)\n\nEvery command that asks Harvest sends a few pending entries; `hv sync` sends all.\nName a row by its place in the list, or by the start of its key.'),
    'outbox list': Command('outbox list', 'outbox:list_', panel='', topic='offline', flags=(_suggest_header,), help='Show pending and rejected entries.\n\n  hv outbox list\n  hv outbox list --json'),
    'outbox retry': Command('outbox retry', 'outbox:retry', panel='', topic='offline', arguments=(_outbox_retry_key,), help='Send one entry now, after looking for it.\n\n  hv outbox retry 3f9c\n  hv outbox retry 3f9c --json'),
    'outbox edit': Command('outbox edit', 'outbox:edit', panel='', topic='offline', arguments=(_outbox_retry_key, _outbox_edit_sentence,), help='Replace the sentence of an entry, and send it.\n\n  hv outbox edit 3f9c "1h30 on TF: interviews"\n  hv outbox edit 3f9c 45m MW: call with ABC'),
    'outbox drop': Command('outbox drop', 'outbox:drop', panel='', topic='offline', arguments=(_outbox_retry_key,), flags=(_log_yes,), help='Discard one entry, after asking.\n\n  hv outbox drop 3f9c\n  hv outbox drop 3f9c --yes      (does not ask)'),
    'outbox import': Command('outbox import', 'outbox:import_', panel='', topic='offline', help='Take over entries that are only in the backup log.\n\n  hv outbox import\n  hv outbox import --json'),
    'history': Command('history', 'history:history', panel='Look', topic='editing', arguments=(_history_count,), flags=(_suggest_header,), help='List the changes that hv made in this account, newest first.\n\n  hv history\n  hv history 50\n  hv history --json'),
    'status': Command('status', 'status:status', panel='Look', topic='timers', drains='first', asks=2, flags=(_status_format_, _status_idle, _status_watch, _suggest_header,), help='Show the running timer, today against its target, and the week.\n\n  hv\n  hv status --format "{project} {hours}"\n  hv status --watch\n  hv status -q || echo "no timer"\n\nWithout a network it shows the last known state and pending entries; status 7.\n\n--format is for prompts and bars: it answers from data up to a minute old, and\nprints nothing (status 4) when no timer runs, or what --idle says. Fields: id\nclient project code task notes hours since today target left week capacity done\nbalance missing (of the last workday) unsent rejected as_of (the time of the data,\nwhile Harvest is out of reach).'),
    'entries': Command('entries', 'entries:entries', panel='Look', topic='periods', drains='first', asks=1, arguments=(_entries_words,), flags=(_copy_project, _copy_client, _copy_task, _entries_from_, _copy_to, _entries_billable, _entries_everyone, _entries_user, _entries_search, _entries_fields, _entries_csv, _entries_csv_raw, _entries_bom, _entries_jsonl, _suggest_header,), help='List my entries of a period, by default today.\n\n  hv entries yesterday\n  hv entries "last week for ABC Corp"\n  hv entries "this month" --csv\n  hv entries "this month" --everyone --fields spent_date,user,hours,notes\n\nRows are numbered: `hv edit 2` and `hv delete 2` mean the second of them.'),
    'week': Command('week', 'week:week', panel='Look', topic='looking-back', drains='first', asks=1, arguments=(_week_words,), flags=(_copy_project, _copy_client, _copy_task, _entries_user, _entries_csv, _entries_csv_raw, _entries_bom, _suggest_header,), help='Show weeks as a grid: projects and tasks by days, with targets.\n\n  hv week\n  hv week last\n  hv week "nov 2"\n  hv week october --csv\n\nWeeks begin as in the account; the running timer is in them. --user, names and\n"everyone" show others\', person by person, if your role may see them.'),
    'gaps': Command('gaps', 'gaps:gaps', panel='Look', topic='looking-back', drains='first', asks=1, arguments=(_gaps_words,), flags=(_entries_user, _suggest_header,), help='List workdays below target; leave counts.\n\n  hv gaps\n  hv gaps "this month"\n  hv gaps "everyone last week"\n  hv gaps yesterday --quiet\n\nWithout a period it is the last 30 days up to yesterday. The exit status is 8 when\nhours are missing, 0 when none are. With --quiet, for cron and shells, it is one\nline and 4 when hours are missing, and nothing and 0 when none are.'),
    'balance': Command('balance', 'balance:balance', panel='Look', topic='targets', drains='first', arguments=(_balance_words,), flags=(_balance_by, _balance_chart, _balance_ascii_, _balance_explain, _balance_html, _entries_csv, _entries_csv_raw, _entries_bom, _suggest_header,), help='Show how many hours you are ahead or behind.\n\n  hv balance\n  hv balance october --by week\n  hv balance "this year" --chart\n  hv balance --explain\n\nIt counts since `balance_since` (without it, this year\'s first entry), from\n`balance_start` hours. Leave counts as worked, and nothing is due on holidays. Of\ntoday no more is due than you have done so far.'),
    'report': Command('report', 'report:report', panel='Look', topic='reports', drains='first', asks=1, arguments=(_report_words,), flags=(_report_by, _copy_project, _copy_client, _copy_task, _entries_from_, _copy_to, _entries_billable, _entries_everyone, _entries_user, _entries_search, _report_compare, _balance_chart, _report_trend, _report_calendar, _balance_ascii_, _balance_html, _report_markdown, _report_timesheet, _report_amounts, _entries_csv, _entries_csv_raw, _entries_bom, _suggest_header,), help='Sum hours and money over a period, by default this month by project.\n\n  hv report "last month by client"\n  hv report "last week by day" --chart\n  hv report "october for ABC Corp" --timesheet --html october.html\n  hv report budget\n\n--timesheet lists every entry with totals by day and task, in the account\'s date\nand number formats; --amounts adds what they cost. `hv report uninvoiced "q3"` sums\ntime that is on no invoice, for those who may create invoices.\n\nGroups are client, project, task, person, day, week, month, quarter and half, up to\nthree of them. It sums your own entries; --everyone asks for everybody\'s.'),
    'export': Command('export', 'export:export', panel='Look', topic='exports', drains='first', asks=1, arguments=(_entries_words,), flags=(_export_to, _copy_project, _copy_client, _copy_task, _entries_from_, _export_until, _entries_billable, _entries_everyone, _entries_user, _entries_search, _export_start_at, _export_delimiter, _export_decimal, _export_dates, _entries_bom, _export_since_last,), help='Write entries as a file of another program, by default this month\'s as CSV.\n\n  hv export november -o november.csv\n  hv export "last month for ABC Corp" --to klog\n  hv export "this week" --to toggl --start-at 9:00\n  hv export --everyone --to jsonl --since-last -o hours\n\n`hv help exports` lists the formats, and what each of them cannot hold: what was lost\nis said. --since-last updates a folder, one file a month.'),
    'projects': Command('projects', 'projects:projects', panel='Look', topic='reading', asks=1, arguments=(_projects_words,), flags=(_projects_refresh, _projects_all_, _projects_remembered, _projects_forget, _projects_forget_all, _suggest_header,), help='List the projects and tasks that I may track to.\n\n  hv projects website\n  hv projects --refresh\n  hv projects --all\n  hv projects --forget website\n\nhv remembers the last task you used on a project, and your choices for words that\nfit several. `--remembered` lists them, `--forget` takes words or a project,\n`--forget-all` forgets everything.'),
    'parse': Command('parse', 'parse:parse', panel='Look', topic='reading', arguments=(_parse_words,), flags=(_parse_as_,), help='Show how hv reads a sentence without sending it.\n\n  hv parse "2h on Marketing Website yesterday: hero mockups"\n  hv parse --as start TF at 9:15\n  hv parse --as period last month by client\n  hv parse --json 1h30 TF: interviews\n\nEach piece is underlined and named. `-` reads one sentence per line from standard\ninput. `hv help sentences` and `hv help periods` teach the language.'),
    'open': Command('open', 'open:open_', panel='Look', topic='issues', arguments=(_open_words,), flags=(_open_print_,), help='Open a day, a project or a reference in the browser.\n\n  hv open\n  hv open yesterday\n  hv open MW\n  hv open last\n\nWithout a browser, or with --print, it prints the address.'),
    'login': Command('login', 'login:login', panel='Set up', topic='accounts', flags=(_login_with_token, _login_web, _login_account, _login_client_id, _login_keyring, _log_yes,), help='Log in to Harvest with a token or in the browser.\n\n  hv login\n  hv login --profile work\n  hv login --with-token < token.txt\n  hv login --web --client-id ID\n\nA token comes from a hidden prompt or from standard input, never from the command\nline. hv tries it first, and says where it will be kept before it writes it.'),
    'logout': Command('logout', 'logout:logout', panel='Set up', topic='accounts', flags=(_logout_everything,), help='Forget the login of a profile.\n\n  hv logout\n  hv logout --profile work\n  hv logout --everything'),
    'whoami': Command('whoami', 'whoami:whoami', panel='Set up', topic='accounts', help='Show who is logged in, to which account, with which role.\n\n  hv whoami\n  hv whoami --json'),
    'doctor': Command('doctor', 'doctor:doctor', panel='Set up', topic='accounts', flags=(_doctor_paths,), help='Find problems; its output is safe to paste in a bug report.\n\n  hv doctor\n  hv doctor --json\n  hv doctor --paths\n\nExit status: 0 no problems, 3 no login, 7 Harvest is out of reach, 78 a setting.'),
    'help': Command('help', 'help:help_', panel='Set up', topic='flags', arguments=(_help_words,), flags=(_help_json_schema, _help_man,), help='Explain a topic on one screen, or list the topics.\n\n  hv help\n  hv help sentences\n  hv help output --json-schema entries\n  hv help --man            (the manual page, for man -l -)\n\n`hv help COMMAND` is the same as `hv COMMAND --help`. --json-schema describes what a\ncommand prints with --json; `list` names all of them.'),
    'completion': Command('completion', 'completion:completion', panel='Set up', topic='shell', arguments=(_completion_shell,), help='Print the completion script of a shell.\n\n  hv completion bash >> ~/.bash_completion\n  hv completion zsh > "${fpath[1]}/_hv"\n  hv completion fish > ~/.config/fish/completions/hv.fish\n  hv completion powershell >> $PROFILE\n\nThe script knows commands and flags. Names of projects, clients, tasks, aliases and\nentries come from a file of this machine: never from the network, and never spelled\nso that a shell could take them for anything else. Its first lines say where it goes.'),
    'alias': Command('alias', 'alias:alias', panel='Set up', topic='aliases', is_group=True, help='Let one word stand for a sentence.\n\n  hv alias set standup "15m Project Management on TF: stand-up"\n  hv log standup yesterday\n  hv log standup 30m: with the client\n  hv alias\n\n`hv alias` lists the projects and tasks you use most too: candidates for a word.\n\nWhat is typed behind the word is added in front of the notes; a length, a day, a\ntask or notes replace those of the alias. Aliases stand in `config.toml`, `[alias]`.'),
    'alias list': Command('alias list', 'alias:list_', panel='', topic='aliases', help='List every alias with its sentence.\n\n  hv alias list\n  hv alias list --json'),
    'alias show': Command('alias show', 'alias:show', panel='', topic='aliases', arguments=(_alias_show_name,), help='Print the sentence of one alias.\n\n  hv alias show standup\n  hv alias show standup --json'),
    'alias set': Command('alias set', 'alias:set_', panel='', topic='aliases', arguments=(_alias_show_name, _outbox_edit_sentence,), help='Save a sentence under a name.\n\n  hv alias set standup "15m Project Management on TF: stand-up"\n  hv alias set review 1h MW Research: review'),
    'alias delete': Command('alias delete', 'alias:delete', panel='', topic='aliases', arguments=(_alias_show_name,), help='Delete an alias.\n\n  hv alias delete standup\n  hv alias delete standup --quiet'),
    'config': Command('config', 'config:config', panel='Set up', topic='configuration', is_group=True, flags=(_config_origin,), help="Show and change settings; list profiles.\n\n  hv config\n  hv config list --origin\n  hv config set round 15m up\n  hv config edit\n\nThey are written in `config.toml`, a folder's own in `.hv.toml`."),
    'config list': Command('config list', 'config:list_', panel='', topic='configuration', flags=(_config_origin,), help='List every setting with its current value.\n\n  hv config list\n  hv config list --origin'),
    'config get': Command('config get', 'config:get', panel='', topic='configuration', arguments=(_config_get_key,), flags=(_config_origin,), help='Print the value of one setting.\n\n  hv config get timezone\n  hv config get round --origin'),
    'config set': Command('config set', 'config:set_', panel='', topic='configuration', arguments=(_config_get_key, _config_set_value,), help='Set one key in config.toml; with --profile, for that profile alone.\n\n  hv config set round 15m up\n  hv config set timeout 10 --profile work'),
    'config unset': Command('config unset', 'config:unset', panel='', topic='configuration', arguments=(_config_get_key,), help='Remove one key from config.toml.\n\n  hv config unset round\n  hv config unset round --json'),
    'config edit': Command('config edit', 'config:edit', panel='', topic='configuration', help='Open config.toml in an editor, and check it afterwards.\n\n  hv config edit\n  hv config path      (where it is, for another editor)'),
    'config profiles': Command('config profiles', 'config:profiles', panel='', topic='accounts', help='List the profiles and their accounts; `*` is the one in use.\n\n  hv config profiles\n  hv config profiles --json'),
    'config path': Command('config path', 'config:path', panel='', topic='configuration', help='Print where config.toml is.\n\n  hv config path\n  hv config path --json'),
    'people': Command('people', 'people:people', panel='Set up', topic='managing', arguments=(_people_words,), flags=(_people_name, _people_email, _people_role, _people_title, _people_capacity, _people_rate, _people_cost, _people_contractor, _log_yes, _log_dry_run, _entries_csv, _suggest_header,), help='List the people of the account, invite and change them.\n\n  hv people smith\n  hv people add ada@example.com --name "Ada Byron" --role manager\n  hv people edit jane --capacity 35h\n  hv people archive jane --yes\n\nFor administrators; managers list and edit their teammates. `restore` makes somebody\nactive again, `delete` is for people without time. --json shows all fields.'),
    'tasks': Command('tasks', 'tasks:tasks', panel='Set up', topic='managing', arguments=(_tasks_words,), flags=(_log_project, _tasks_billable, _tasks_rate, _tasks_budget, _log_yes, _log_dry_run, _entries_csv, _suggest_header,), help='List the tasks of a project, add and change them.\n\n  hv tasks Website\n  hv tasks add Website "Business Development" --billable --rate 75\n  hv tasks edit Website Research --budget 120\n  hv tasks archive Website Research --yes\n\nFor administrators and managers of the project. Names of several words are quoted.\n`restore` lets time be tracked again, `remove` is for tasks without time.'),
    'api': Command('api', 'api:api', panel='Set up', topic='requests', arguments=(_api_words,), flags=(_api_field, _api_raw_field, _api_input_, _api_all_, _api_jsonl, _api_include, _log_dry_run,), help="Send any request of Harvest's API v2.\n\n  hv api get users/me\n  hv api get time_entries from=2026-11-01 --all --jsonl\n  hv api post tasks name=Research billable_by_default=false -n\n  hv api patch clients/5735776 --input FILE\n\nFields are parameters of a GET and the JSON body of the rest. true, false, null and\nnumbers become that; -f keeps text. Nested: `a[b]=1`, lists: `ids[]=1 ids[]=2`.\nThe answer is Harvest's own JSON. A write is sent once, and `hv undo` cannot undo it."),
    'sandbox': Command('sandbox', '', panel='Set up', topic='clients', is_group=True, help='Manage the embedded Harvest account: no token, no network.\n\n  hv sandbox path\n  hv sandbox reset --timestamp --clock 24h\n  hv sandbox serve --port 8765\n\n`hv --sandbox COMMAND` uses it.'),
    'sandbox path': Command('sandbox path', 'sandbox:path', panel='', topic='clients', help='Print the file that holds the account.\n\n  hv sandbox path\n  hv sandbox path --json'),
    'sandbox reset': Command('sandbox reset', 'sandbox:reset', panel='', topic='clients', flags=(_sandbox_reset_timestamp, _sandbox_reset_clock, _sandbox_reset_role, _log_yes,), help='Reset it to the example company with two weeks of history.\n\n  hv sandbox reset\n  hv sandbox reset --timestamp --clock 24h\n  hv sandbox reset --role member\n\nOn a terminal hv asks first; elsewhere it begins again at once.'),
    'sandbox serve': Command('sandbox serve', 'sandbox:serve', panel='', topic='clients', flags=(_sandbox_serve_port,), help='Serve the account over HTTP on this machine until Ctrl-C.\n\n  hv sandbox serve\n  hv sandbox serve --port 8765'),
    'mcp': Command('mcp', 'mcp:mcp', panel='Set up', topic='assistants', is_group=True, flags=(_mcp_read_only,), help="Serve an AI assistant over standard input and output (MCP).\n\n  hv mcp config claude-desktop\n  hv --profile work mcp --read-only\n\nThe assistant's program (its host) starts it; hv mcp config prints what the host\nneeds. It takes the login of hv, and no token stands in any configuration.\nWhere packages are missing for it, it says how to install them."),
    'mcp config': Command('mcp config', 'mcp:config', panel='', topic='assistants', arguments=(_mcp_config_host,), flags=(_mcp_read_only,), help='Print what a host needs to start hv; no file is written.\n\n  hv mcp config claude-code\n  hv --profile work mcp config cursor\n  hv mcp config vscode --read-only'),
}

"""Every command, its flags and help; written by `python -m tests.shells.ship`.

A line is read, completed and explained by it without loading the functions that declare it.
"""

# fmt: off
# ruff: noqa: E501, RUF100

from harvest_cli.commands.cli.declaration import Argument, Command, Flag

_0 = Flag('--sandbox', dest='sandbox', help='Use the embedded Harvest account')
_1 = Flag('--profile', dest='profile', help='Use this profile', kind='text', metavar='NAME', offers='$profiles')
_2 = Flag('--json', dest='json', help='Print one JSON document')
_3 = Flag('--plain', dest='plain', help='Print as for a pipe')
_4 = Flag('--color', default='auto', dest='color', help='auto, always or never', kind='text', metavar='WHEN', offers='auto always never')
_5 = Flag('--no-color', dest='no_color', help='The same as --color never')
_6 = Flag('--quiet', '-q', dest='quiet', help='Print ids or nothing')
_7 = Flag('--no-input', dest='no_input', help='Never ask')
_8 = Flag('--no-pager', dest='no_pager', help='Print long lists without a pager')
_9 = Flag('--queue-ok', dest='queue_ok', help='Exit 0, not 75, while an entry is pending')
_10 = Flag('--timeout', dest='timeout', help='Limit on network time', kind='text', metavar='SECONDS', offers='5 10 30 60')
_11 = Flag('--jitter', dest='jitter', help='Wait a random time up to TIME: 60s', kind='text', metavar='TIME', offers='30s 60s 5m')
_12 = Flag('--output', '-o', dest='output', help='Write the whole answer to FILE', kind='text', metavar='FILE', offers='$file')
_13 = Flag('--version', '-V', dest='version', help='Print the version')
_14 = Argument('SENTENCE', dest='words', help='', kind='texts', lines=True, offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h $aliases $words today yesterday monday tuesday wednesday thursday friday saturday sunday sick vacation', then='$tasks $words today yesterday monday tuesday wednesday thursday friday saturday sunday')
_15 = Flag('--project', dest='project', help='Project: name, code, slug or id', kind='text', metavar='PROJECT', offers='$projects')
_16 = Flag('--client', dest='client', help='Client, to tell projects apart', kind='text', metavar='CLIENT', offers='$clients')
_17 = Flag('--task', dest='task', help='Task; none ignores a default', kind='text', metavar='TASK', offers='$tasks')
_18 = Flag('--date', dest='date', help='Day: a date or words', kind='text', metavar='DAY', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_19 = Flag('--hours', dest='hours', help='Length: 1h30, 1:30, 90m, 1.5', kind='text', metavar='LENGTH', offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h')
_20 = Flag('--from', dest='from_', help='Time of day it began', kind='text', metavar='TIME', offers='9:00 10:00 12:00 13:00 17:00')
_21 = Flag('--to', dest='to', help='Time of day it ended', kind='text', metavar='TIME', offers='9:00 10:00 12:00 13:00 17:00')
_22 = Flag('--note', dest='note', help='Notes, used as typed; "" for none', kind='text', metavar='TEXT')
_23 = Flag('--ref', dest='ref', help='Link to an issue or card', kind='text', metavar='LINK')
_24 = Flag('--user', dest='user', help='Book it for somebody else: name or id', kind='text', metavar='PERSON', offers='$people')
_25 = Flag('--round', dest='round_', help='Round the length: "15m up", "6m nearest", none', kind='text', metavar='RULE', offers='none 6m 15m 30m')
_26 = Flag('--dry-run', '-n', dest='dry_run', help='Show what would be sent without sending it')
_27 = Flag('--explain', dest='explain', help='Show how each word is read without sending it')
_28 = Flag('--strict', dest='strict', help='Refuse whatever would be inferred')
_29 = Flag('--all-or-nothing', dest='all_or_nothing', help='With -: send only if every line is understood')
_30 = Flag('--once', dest='once', help='Skip entries that hv has already logged')
_31 = Flag('--again', dest='again', help='Log again what was logged before')
_32 = Flag('--edit', '--editor', '-e', dest='edit', help='Edit the notes in your editor')
_33 = Flag('--yes', '-y', dest='yes', help='Skip confirmation')
_34 = Flag('--csv', dest='csv', help='Log the entries of a CSV file', kind='text', metavar='FILE', offers='$file')
_35 = Flag('--from-calendar', dest='from_calendar', help='Log the events of a calendar file', kind='text', metavar='FILE', offers='$file')
_36 = Argument('SENTENCE', dest='words', help='', kind='texts', offers='$aliases $words at since', then='$tasks $words at since')
_37 = Flag('--at', dest='at', help='Time of day it began', kind='text', metavar='TIME', offers='9:00 10:00 12:00 13:00 17:00')
_38 = Argument('WORDS', dest='words', help='', kind='texts', offers='at 5m 10m 15m 30m', then='ago yesterday')
_39 = Flag('--date', dest='date', help='Move the entry to this day', kind='text', metavar='DAY', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_40 = Flag('--split', dest='split', help='Divide it at midnight')
_41 = Argument('ENTRY', dest='words', help='', kind='texts', offers='last $entries $words')
_42 = Flag('--same', dest='same', help='Resume the entry itself')
_43 = Flag('--new', dest='new', help='Begin a new entry')
_44 = Flag('--queue', dest='queue', help="Without a network: queue a start of hv's last entry")
_45 = Argument('ENTRY', dest='words', help='', kind='texts', offers='last running $entries')
_46 = Flag('--hours', dest='hours', help='1:30, or more or less: +15m, -0:15', kind='text', metavar='LENGTH', offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h')
_47 = Flag('--note', dest='note', help='New notes; "" clears them', kind='text', metavar='TEXT')
_48 = Flag('--append', dest='append', help='Add a line to the notes', kind='text', metavar='TEXT')
_49 = Flag('--from', '--start', dest='from_', help='Time of day it began', kind='text', metavar='TIME', offers='9:00 10:00 12:00 13:00 17:00')
_50 = Flag('--to', '--end', dest='to', help='Time of day it ended', kind='text', metavar='TIME', offers='9:00 10:00 12:00 13:00 17:00')
_51 = Flag('--ref', dest='ref', help='Link to an issue or card; none removes it', kind='text', metavar='LINK')
_52 = Flag('--edit', '--editor', '-e', dest='in_editor', help='Edit the notes in your editor')
_53 = Argument('PERIOD', dest='words', help='', kind='texts', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday last', then='to week')
_54 = Flag('--to', dest='to', help='Last day: a date, a period', kind='text', metavar='DAY', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_55 = Flag('--project', dest='project', help='Only this project; may be repeated', kind='texts', metavar='PROJECT', offers='$projects')
_56 = Flag('--client', dest='client', help='Only this client; may be repeated', kind='texts', metavar='CLIENT', offers='$clients')
_57 = Flag('--task', dest='task', help='Only this task; may be repeated', kind='texts', metavar='TASK', offers='$tasks')
_58 = Argument('PERIOD', dest='words', help='', kind='texts', offers='week day today yesterday last')
_59 = Flag('--last-week', dest='last_week', help='Propose the entries of the same weekday last week too')
_60 = Flag('--header', dest='header', help='Name the columns (plain output)')
_61 = Argument('FILE', dest='files', help='', kind='texts', lines=True, offers='$file', then='$file')
_62 = Flag('--as', dest='as_', help='Read it as toggl, klog, sheet or another: hv help imports', kind='text', metavar='KIND', offers='harvest hv sheet klog clockify toggl kimai timely tempo solidtime solidtime-generic org-clock-csv watson timetrap everhour tick noko timecamp timewarrior jira jrnl bartib org timeclock gtimelog hamster ics taxi timedot')
_63 = Flag('--map', dest='map_', help='Rules in place of import.toml', kind='text', metavar='FILE', offers='$file')
_64 = Flag('--zone', dest='zone', help='Zone that moments are read in', kind='text', metavar='ZONE')
_65 = Flag('--encoding', dest='encoding', help='Encoding of the file, such as cp1252', kind='text', metavar='NAME')
_66 = Flag('--again', dest='again', help='Send again what is gone since; try approved weeks')
_67 = Flag('--skip-wrong', dest='skip_wrong', help='Leave out rows that cannot be read')
_68 = Flag('--split-midnight', dest='split_midnight', help='Two entries for a row past midnight')
_69 = Flag('--negative', default='skip', dest='negative', help='Breaks by themselves: skip or subtract', kind='text', metavar='HOW', offers='skip subtract')
_70 = Flag('--me', dest='me', help='My name or address in the file; may be repeated', kind='texts', metavar='NAME')
_71 = Flag('--private', dest='private', help='Take private events of a calendar too')
_72 = Flag('--expect', dest='expect', help='Send only the plan of this id, from --dry-run --json', kind='text', metavar='PLAN')
_73 = Argument('COUNT', default='1', dest='count', help='How many commands, or the name of one', offers='1 2 3')
_74 = Flag('--wait', dest='wait', help='Wait out retry delays')
_75 = Argument('KEY', dest='key', help='', required=True)
_76 = Argument('SENTENCE', dest='sentence', help='', kind='texts', required=True)
_77 = Argument('COUNT', default='20', dest='count', help='How many', high=100, kind='number', low=1, offers='10 20 50')
_78 = Flag('--format', dest='format_', help='Fill in a template, for prompts', kind='text', metavar='TEMPLATE')
_79 = Flag('--idle', dest='idle', help='With --format: print this when no timer runs', kind='text', metavar='TEMPLATE')
_80 = Flag('--watch', dest='watch', help='Keep showing it until Ctrl-C')
_81 = Argument('PERIOD', dest='words', help='', kind='texts', offers='today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february march april may june july august september october november december', then='by for billable non-billable to')
_82 = Flag('--from', dest='from_', help='First day: a date, a period', kind='text', metavar='DAY', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_83 = Flag('--billable', dest='billable', help='Only billable time, or the rest', off='--no-billable')
_84 = Flag('--everyone', dest='everyone', help="Everybody's time that your role may see")
_85 = Flag('--user', dest='user', help='Somebody else: name or id; may be repeated', kind='texts', metavar='PERSON', offers='$people')
_86 = Flag('--search', dest='search', help='Only notes that hold this', kind='text', metavar='TEXT')
_87 = Flag('--fields', dest='fields', help='Which fields: id,hours,notes', kind='text', metavar='FIELDS', offers='id,spent_date,hours,client,project,task,notes')
_88 = Flag('--csv', dest='csv', help='Print CSV for spreadsheets')
_89 = Flag('--csv-raw', dest='csv_raw', help='Print CSV without the guard against formulas')
_90 = Flag('--bom', dest='bom', help='Begin CSV with a mark that makes Excel read UTF-8')
_91 = Flag('--jsonl', dest='jsonl', help='Print one JSON object per entry')
_92 = Argument('WEEK', dest='words', help='', kind='texts', offers='last this')
_93 = Argument('PERIOD', dest='words', help='', kind='texts', offers='this last')
_94 = Argument('PERIOD', dest='words', help='', kind='texts', offers='today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february march april may june july august september october november december')
_95 = Flag('--by', dest='by', help='day, week, month, quarter or half', kind='text', metavar='STEP', offers='day week month quarter half')
_96 = Flag('--chart', dest='chart', help='Draw a bar beside each line')
_97 = Flag('--ascii', dest='ascii_', help='Draw with ASCII characters only')
_98 = Flag('--explain', dest='explain', help='Say what the balance follows from')
_99 = Flag('--html', dest='html', help='Write one HTML page; - is stdout', kind='text', metavar='FILE', offers='$file')
_100 = Argument('PERIOD', dest='words', help='', kind='texts', offers='today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february march april may june july august september october november december budget uninvoiced', then='by for billable non-billable to')
_101 = Flag('--by', dest='by', help='One to three groups: client,week', kind='text', metavar='GROUPS', offers='client project task person day week month quarter half')
_102 = Flag('--compare', dest='compare', help='Compare with the period before, or year', kind='text', metavar='WITH', offers='before year')
_103 = Flag('--trend', dest='trend', help="Draw each line's hours over time, of the first group")
_104 = Flag('--calendar', dest='calendar', help='Draw the hours of each day')
_105 = Flag('--markdown', dest='markdown', help='Print a Markdown table')
_106 = Flag('--timesheet', dest='timesheet', help='List every entry, for a client')
_107 = Flag('--amounts', dest='amounts', help='With --timesheet: show what entries cost')
_108 = Flag('--to', default='csv', dest='to', help='The format: klog, ics', kind='text', metavar='FORMAT', offers='csv jsonl parquet klog timeclock timedot ics harvest toggl clockify tempo')
_109 = Flag('--until', dest='until', help='Last day: a date, a period', kind='text', metavar='DAY', offers='today yesterday monday tuesday wednesday thursday friday saturday sunday')
_110 = Flag('--start-at', dest='start_at', help='Where there are no times: when each day begins', kind='text', metavar='TIME', offers='8:00 9:00')
_111 = Flag('--delimiter', dest='delimiter', help='Separator of CSV cells', kind='text', metavar='SIGN', offers='comma semicolon tab')
_112 = Flag('--decimal', dest='decimal', help='The decimal sign of CSV', kind='text', metavar='SIGN', offers='. ,')
_113 = Flag('--dates', dest='dates', help='Days of CSV: iso, dmy, mdy', kind='text', metavar='ORDER', offers='iso dmy mdy dots')
_114 = Flag('--since-last', dest='since_last', help='Update the folder of -o with what changed')
_115 = Argument('FILTER', dest='words', help='', kind='texts', offers='$projects $clients')
_116 = Flag('--refresh', dest='refresh', help='Ask Harvest again')
_117 = Flag('--all', dest='all_', help='Every project of the account, for those who manage')
_118 = Flag('--remembered', dest='remembered', help='List what hv remembers')
_119 = Flag('--forget', dest='forget', help='Forget a choice for words, or a project', kind='text', metavar='WORDS', offers='$projects')
_120 = Flag('--forget-all', dest='forget_all', help='Forget everything that is remembered')
_121 = Argument('SENTENCE', dest='words', help='', kind='texts', lines=True, offers='15m 30m 45m 1h 1h30 2h 3h 4h 8h $words today yesterday monday tuesday wednesday thursday friday saturday sunday', then='$tasks $words today yesterday monday tuesday wednesday thursday friday saturday sunday')
_122 = Flag('--as', default='log', dest='as_', help='Read it as log, start or period', kind='text', metavar='KIND', offers='log start period')
_123 = Argument('WHAT', dest='words', help='', kind='texts', offers='$projects today yesterday monday tuesday wednesday thursday friday saturday sunday last running')
_124 = Flag('--print', dest='print_', help='Print the address instead of opening it')
_125 = Flag('--with-token', dest='with_token', help='Read the token from stdin')
_126 = Flag('--web', dest='web', help='Log in with the browser')
_127 = Flag('--account', dest='account', help='Id of the account', kind='text', metavar='ID')
_128 = Flag('--client-id', dest='client_id', help='Your app, for --web', kind='text', metavar='ID')
_129 = Flag('--keyring', dest='keyring', help="Store it in the system's keyring")
_130 = Flag('--everything', dest='everything', help='All profiles, and the cache')
_131 = Flag('--paths', dest='paths', help='Show only where hv keeps its files')
_132 = Argument('TOPIC', dest='words', help='', kind='texts', offers='$topics $verbs')
_133 = Flag('--json-schema', dest='json_schema', help='Print the JSON Schema of a document', kind='text', metavar='DOCUMENT', offers='$schemas')
_134 = Flag('--man', dest='man', help='Print the manual page')
_135 = Argument('SHELL', dest='shell', help='', offers='bash zsh fish powershell', required=True)
_136 = Argument('NAME', dest='name', help='', offers='$aliases', required=True)
_137 = Flag('--origin', dest='origin', help='Say where each value comes from')
_138 = Argument('KEY', dest='key', help='', offers='$settings', required=True)
_139 = Argument('VALUE', dest='value', help='', kind='texts', offers='$values', required=True)
_140 = Argument('[ACTION] [PERSON]', dest='words', help='', kind='texts', offers='add edit archive restore delete $people', then='$people')
_141 = Flag('--name', dest='name', help='First and last name', kind='text', metavar='NAME')
_142 = Flag('--email', dest='email', help='E-mail address', kind='text', metavar='EMAIL')
_143 = Flag('--role', dest='role', help='Roles by commas, such as manager,project_creator', kind='text', metavar='ROLES', offers='administrator manager member manager,project_creator')
_144 = Flag('--title', dest='title', help='Job titles, by commas', kind='text', metavar='TITLES')
_145 = Flag('--capacity', dest='capacity', help='Hours a week: 35h', kind='text', metavar='HOURS')
_146 = Flag('--rate', dest='rate', help='Billable rate of an hour', kind='text', metavar='AMOUNT')
_147 = Flag('--cost', dest='cost', help='Cost of an hour', kind='text', metavar='AMOUNT')
_148 = Flag('--contractor', dest='contractor', help='A contractor, or an employee', off='--employee')
_149 = Argument('[ACTION] PROJECT [TASK]', dest='words', help='', kind='texts', offers='$projects add edit archive restore remove', then='$projects $tasks')
_150 = Flag('--billable', dest='billable', help='Time on it is billable, or not', off='--no-billable')
_151 = Flag('--rate', dest='rate', help='Rate of an hour; none for none', kind='text', metavar='AMOUNT')
_152 = Flag('--budget', dest='budget', help='Budget of the task; none for none', kind='text', metavar='AMOUNT')
_153 = Argument('METHOD PATH [KEY=VALUE]', dest='words', help='', kind='texts', offers='get post patch delete', then='users/me company time_entries projects clients tasks users roles')
_154 = Flag('--field', '-F', dest='field', help='A field, as KEY=VALUE without the flag', kind='texts', metavar='KEY=VALUE')
_155 = Flag('--raw-field', '-f', dest='raw_field', help='A field whose value stays text', kind='texts', metavar='KEY=VALUE')
_156 = Flag('--input', dest='input_', help='JSON to send as the body; - for input', kind='text', metavar='FILE', offers='$file')
_157 = Flag('--all', dest='all_', help='Read every page of a list')
_158 = Flag('--jsonl', dest='jsonl', help='With --all: one JSON object per row')
_159 = Flag('--include', '-i', dest='include', help='Print the status and headers first')
_160 = Flag('--timestamp', dest='timestamp', help='By start and end, or by hours', off='--duration')
_161 = Flag('--clock', default='12h', dest='clock', help='12h or 24h', kind='text', metavar='CLOCK', offers='12h 24h')
_162 = Flag('--role', default='administrator', dest='role', help='member, manager or administrator', kind='text', metavar='ROLE', offers='member manager administrator')
_163 = Flag('--port', default='0', dest='port', help='Port on 127.0.0.1; 0 takes a free one', kind='number', metavar='PORT')
_164 = Flag('--read-only', dest='read_only', help='Offer only the tools that send nothing')
_165 = Argument('HOST', dest='host', help='', offers='claude-code claude-desktop codex cursor gemini vscode', required=True)
COMMANDS = {
    '': Command('', '', panel='', topic='output', flags=(_0, _1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13,), help='Track time in Harvest from a terminal.\n\n  hv log "2h on Marketing Website yesterday: hero mockups"\n  hv entries "last week"\n  hv --sandbox log "1h30 TF: interviews"   (try it without an account)'),
    'log': Command('log', 'log:log', panel='Track', topic='sentences', drains='after', asks=1, arguments=(_14,), flags=(_15, _16, _17, _18, _19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32, _33, _34, _35,), help='Log finished time from one sentence.\n\n  hv log "2h on Marketing Website yesterday: hero mockups"\n  hv log 1h30 TF: interviews\n  hv log "9-11:30am Programming on Online Store - Phase 1"\n  hv log --project MW --hours 0:45 --note "call with ABC"\n\nQuotes are needed only for characters that a shell reads itself: \' ! * # & ; ( ) $.\nNotes follow a colon, a comma or a dash, or stand in quotes. Without a date it is\ntoday. `-` reads one sentence per line from standard input. `--csv` reads what\n`hv entries --csv` writes: every line is checked before anything is sent, and\nentries that exist already are skipped, unless `--again` is there. Without words,\non a terminal, it offers what you did lately, with its notes.'),
    'start': Command('start', 'start:start', panel='Track', topic='timers', drains='first', asks=1, arguments=(_36,), flags=(_15, _16, _17, _18, _37, _22, _23, _26,), help='Start a timer; stops the running one and shows it.\n\n  hv start Marketing Website: hero mockups\n  hv start TF at 9:15\n  hv start TF Research 20m ago\n  hv start MW with 30m already\n\nWithout words, on a terminal, it offers what you did lately, with its notes.'),
    'stop': Command('stop', 'stop:stop', panel='Track', topic='timers', drains='itself', asks=1, arguments=(_38,), flags=(_22, _39, _40, _26,), help='Stop the running timer, now or at an earlier time.\n\n  hv stop\n  hv stop: sent to review         (adds to the notes)\n  hv stop 10m ago\n  hv stop at 18:30 yesterday\n\nA timer that ran past midnight stays one entry; with --split each day gets its part.'),
    'restart': Command('restart', 'restart:restart', panel='Track', topic='timers', drains='first', asks=1, arguments=(_41,), flags=(_42, _43, _44, _26,), help="Resume an entry: the last one, or the one you name.\n\n  hv restart\n  hv restart 2                    (row 2 of the last list)\n  hv restart website\n  hv restart ^2                   (the one before the last)\n\nToday's entry runs on. One of an earlier day is copied into a new entry today;\n--same and --new decide otherwise."),
    'edit': Command('edit', 'edit:edit', panel='Track', topic='editing', drains='first', asks=1, arguments=(_45,), flags=(_46, _47, _48, _15, _16, _17, _18, _49, _50, _51, _52, _33, _26,), help='Change entries; shows before and after.\n\n  hv edit last +15m\n  hv edit 2 1h30 yesterday: hero mockups\n  hv edit 1-3 --project TF --task Research\n  hv edit last -e                 (the notes in your editor)\n\nName entries by their rows in the last list, `last`, `running`, `^2` (the one\nbefore the last), an id, words that fit one entry, or days. `last` is the entry\nthat you made or changed last. A length, a day, times, a project, a task and,\nbehind a colon, notes can follow.'),
    'delete': Command('delete', 'delete:delete', panel='Track', topic='editing', drains='first', asks=1, arguments=(_45,), flags=(_33, _26,), help='Delete entries, after asking.\n\n  hv delete 2\n  hv delete 2 3\n  hv delete last --yes\n\nName them as for `hv edit`. Off a terminal --yes is needed.'),
    'copy': Command('copy', 'copy:copy', panel='Track', topic='looking-back', asks=1, arguments=(_53,), flags=(_54, _55, _56, _57, _26, _33,), help='Copy the entries of a day or a week to another one.\n\n  hv copy yesterday\n  hv copy "last week"\n  hv copy "monday to yesterday"\n  hv copy "last week to this week" --project MW --dry-run\n\nIt shows the new entries first; off a terminal --yes is needed. Entries that\nexist already are skipped.'),
    'fill': Command('fill', 'fill:fill', panel='Track', topic='recurring', asks=1, arguments=(_58,), flags=(_59, _26, _33,), help='Log what is due and not there yet: recurring entries.\n\n  hv fill\n  hv fill day\n  hv fill "last week" --dry-run\n  hv fill week --last-week --yes\n\nRecurring entries are written in `config.toml`, `[[recurring]]`. It proposes those\nthat are missing, of this week so far without a period, never on holidays or leave.\nOn a terminal you tick them; elsewhere they are logged only with --yes.'),
    'suggest': Command('suggest', 'suggest:suggest', panel='Track', topic='suggestions', asks=1, arguments=(_58,), flags=(_60, _26, _33,), help='Propose entries for what is missing, from your commits and meetings.\n\n  hv suggest\n  hv suggest today\n  hv suggest "last week" --json\n  hv suggest yesterday --yes\n\nIt looks at the repositories of `[suggest] folders`, at calendars, and at timers\nthat were undone, of this week so far without a period. On a terminal you tick what\nyou want; elsewhere only --yes logs anything, which is what would be ticked.'),
    'import': Command('import', 'import_:import_', panel='Track', topic='imports', drains='after', arguments=(_61,), flags=(_62, _63, _64, _65, _66, _67, _68, _69, _70, _71, _72, _26, _33,), help='Import entries from a file of another time tracker, or from a sheet.\n\n  hv import FILE --dry-run\n  hv import FILE FILE --yes\n  hv import FILE --as clockify --map FILE\n  hv import - < FILE\n\nThe kind of a file is recognised: Toggl, Clockify, Kimai, Harvest, Jira, klog, Org\nand many more (`hv help imports`). It shows what would become of each row first; off\na terminal --yes is needed. What was imported before is never sent twice.'),
    'undo': Command('undo', 'undo:undo', panel='Track', topic='editing', arguments=(_73,), flags=(_26,), help='Undo the last command, or the last few.\n\n  hv undo\n  hv undo 3\n  hv undo --dry-run\n\nEverything that the command did is undone, and shown: a created entry is deleted,\na changed one restored, a deleted one created again (with a new id), a stopped\ntimer restarted. The timer that a start had stopped runs on; hv tells how many\nminutes lie in between and does not invent them. An entry that was changed since\nis left alone and named; the next hv undo undoes the command before it.\nWhat hv people and hv tasks did is undone too; a deleted person stays deleted.\nThe name of one command may be given in place of a count (hv history shows it).'),
    'sync': Command('sync', 'sync:sync', panel='Track', topic='offline', asks=1, flags=(_74,), help='Send pending entries and resolve unconfirmed ones.\n\n  hv sync\n  hv sync --wait              (waits out retry delays)\n  hv sync --json\n\nhv looks for an unconfirmed entry before it sends it again. One that is still not\non Harvest after a quarter of an hour stays pending; on a terminal hv asks.'),
    'outbox': Command('outbox', 'outbox:outbox', panel='Track', topic='offline', is_group=True, flags=(_60,), help='Show pending and rejected entries.\n\n  hv outbox\n  hv outbox retry 3f9c        (looks for it, then sends it)\n  hv outbox edit 3f9c "1h30 on TF: interviews"\n  hv outbox drop 3f9c         (discards it)\n\nEvery command that asks Harvest sends a few pending entries; `hv sync` sends all.\nName a row by its place in the list, or by the start of its key.'),
    'outbox list': Command('outbox list', 'outbox:list_', panel='', topic='offline', flags=(_60,), help='Show pending and rejected entries.\n\n  hv outbox list\n  hv outbox list --json'),
    'outbox retry': Command('outbox retry', 'outbox:retry', panel='', topic='offline', arguments=(_75,), help='Send one entry now, after looking for it.\n\n  hv outbox retry 3f9c\n  hv outbox retry 3f9c --json'),
    'outbox edit': Command('outbox edit', 'outbox:edit', panel='', topic='offline', arguments=(_75, _76,), help='Replace the sentence of an entry, and send it.\n\n  hv outbox edit 3f9c "1h30 on TF: interviews"\n  hv outbox edit 3f9c 45m MW: call with ABC'),
    'outbox drop': Command('outbox drop', 'outbox:drop', panel='', topic='offline', arguments=(_75,), flags=(_33,), help='Discard one entry, after asking.\n\n  hv outbox drop 3f9c\n  hv outbox drop 3f9c --yes      (does not ask)'),
    'outbox import': Command('outbox import', 'outbox:import_', panel='', topic='offline', help='Take over entries that are only in the backup log.\n\n  hv outbox import\n  hv outbox import --json'),
    'history': Command('history', 'history:history', panel='Look', topic='editing', arguments=(_77,), flags=(_60,), help='List the changes that hv made in this account, newest first.\n\n  hv history\n  hv history 50\n  hv history --json'),
    'status': Command('status', 'status:status', panel='Look', topic='timers', drains='first', asks=2, flags=(_78, _79, _80, _60,), help='Show the running timer, today against its target, and the week.\n\n  hv\n  hv status --format "{project} {hours}"\n  hv status --watch\n  hv status -q || echo "no timer"\n\nWithout a network it shows the last known state and pending entries; status 7.\n\n--format is for prompts and bars: it answers from data up to a minute old, and\nprints nothing (status 4) when no timer runs, or what --idle says. Fields: id\nclient project code task notes hours since today target left week capacity done\nbalance missing (of the last workday) unsent rejected as_of (the time of the data,\nwhile Harvest is out of reach).'),
    'entries': Command('entries', 'entries:entries', panel='Look', topic='periods', drains='first', asks=1, arguments=(_81,), flags=(_55, _56, _57, _82, _54, _83, _84, _85, _86, _87, _88, _89, _90, _91, _60,), help='List my entries of a period, by default today.\n\n  hv entries yesterday\n  hv entries "last week for ABC Corp"\n  hv entries "this month" --csv\n  hv entries "this month" --everyone --fields spent_date,user,hours,notes\n\nRows are numbered: `hv edit 2` and `hv delete 2` mean the second of them.'),
    'week': Command('week', 'week:week', panel='Look', topic='looking-back', drains='first', asks=1, arguments=(_92,), flags=(_55, _56, _57, _85, _88, _89, _90, _60,), help='Show weeks as a grid: projects and tasks by days, with targets.\n\n  hv week\n  hv week last\n  hv week "nov 2"\n  hv week october --csv\n\nWeeks begin as in the account; the running timer is in them. --user shows\nsomebody else\'s, if your role may see it.'),
    'gaps': Command('gaps', 'gaps:gaps', panel='Look', topic='looking-back', drains='first', asks=1, arguments=(_93,), flags=(_85, _60,), help='List workdays below target; leave counts.\n\n  hv gaps\n  hv gaps "this month"\n  hv gaps yesterday --quiet\n\nWithout a period it is the last 30 days up to yesterday. The exit status is 8 when\nhours are missing, 0 when none are. With --quiet, for cron and shells, it is one\nline and 4 when hours are missing, and nothing and 0 when none are.'),
    'balance': Command('balance', 'balance:balance', panel='Look', topic='targets', drains='first', arguments=(_94,), flags=(_95, _96, _97, _98, _99, _88, _89, _90, _60,), help='Show how many hours you are ahead or behind.\n\n  hv balance\n  hv balance october --by week\n  hv balance "this year" --chart\n  hv balance --explain\n\nIt counts since `balance_since` (without it, this year\'s first entry), from\n`balance_start` hours. Leave counts as worked, and nothing is due on holidays. Of\ntoday no more is due than you have done so far.'),
    'report': Command('report', 'report:report', panel='Look', topic='reports', drains='first', asks=1, arguments=(_100,), flags=(_101, _55, _56, _57, _82, _54, _83, _84, _85, _86, _102, _96, _103, _104, _97, _99, _105, _106, _107, _88, _89, _90, _60,), help='Sum hours and money over a period, by default this month by project.\n\n  hv report "last month by client"\n  hv report "last week by day" --chart\n  hv report "october for ABC Corp" --timesheet --html october.html\n  hv report budget\n\n--timesheet lists every entry with totals by day and task, in the account\'s date\nand number formats; --amounts adds what they cost. `hv report uninvoiced "q3"` sums\ntime that is on no invoice, for those who may create invoices.\n\nGroups are client, project, task, person, day, week, month, quarter and half, up to\nthree of them. It sums your own entries; --everyone asks for everybody\'s.'),
    'export': Command('export', 'export:export', panel='Look', topic='exports', drains='first', asks=1, arguments=(_81,), flags=(_108, _55, _56, _57, _82, _109, _83, _84, _85, _86, _110, _111, _112, _113, _90, _114,), help='Write entries as a file of another program, by default this month\'s as CSV.\n\n  hv export november -o november.csv\n  hv export "last month for ABC Corp" --to klog\n  hv export "this week" --to toggl --start-at 9:00\n  hv export --everyone --to jsonl --since-last -o hours\n\n`hv help exports` lists the formats, and what each of them cannot hold: what was lost\nis said. --since-last updates a folder, one file a month.'),
    'projects': Command('projects', 'projects:projects', panel='Look', topic='reading', asks=1, arguments=(_115,), flags=(_116, _117, _118, _119, _120, _60,), help='List the projects and tasks that I may track to.\n\n  hv projects website\n  hv projects --refresh\n  hv projects --all\n  hv projects --forget website\n\nhv remembers the last task you used on a project, and your choices for words that\nfit several. `--remembered` lists them, `--forget` takes words or a project,\n`--forget-all` forgets everything.'),
    'parse': Command('parse', 'parse:parse', panel='Look', topic='reading', arguments=(_121,), flags=(_122,), help='Show how hv reads a sentence without sending it.\n\n  hv parse "2h on Marketing Website yesterday: hero mockups"\n  hv parse --as start TF at 9:15\n  hv parse --as period last month by client\n  hv parse --json 1h30 TF: interviews\n\nEach piece is underlined and named. `-` reads one sentence per line from standard\ninput. `hv help sentences` and `hv help periods` teach the language.'),
    'open': Command('open', 'open:open_', panel='Look', topic='issues', arguments=(_123,), flags=(_124,), help='Open a day, a project or a reference in the browser.\n\n  hv open\n  hv open yesterday\n  hv open MW\n  hv open last\n\nWithout a browser, or with --print, it prints the address.'),
    'login': Command('login', 'login:login', panel='Set up', topic='accounts', flags=(_125, _126, _127, _128, _129, _33,), help='Log in to Harvest with a token or in the browser.\n\n  hv login\n  hv login --profile work\n  hv login --with-token < token.txt\n  hv login --web --client-id ID\n\nA token comes from a hidden prompt or from standard input, never from the command\nline. hv tries it first, and says where it will be kept before it writes it.'),
    'logout': Command('logout', 'logout:logout', panel='Set up', topic='accounts', flags=(_130,), help='Forget the login of a profile.\n\n  hv logout\n  hv logout --profile work\n  hv logout --everything'),
    'whoami': Command('whoami', 'whoami:whoami', panel='Set up', topic='accounts', help='Show who is logged in, to which account, with which role.\n\n  hv whoami\n  hv whoami --json'),
    'doctor': Command('doctor', 'doctor:doctor', panel='Set up', topic='accounts', flags=(_131,), help='Find problems; its output is safe to paste in a bug report.\n\n  hv doctor\n  hv doctor --json\n  hv doctor --paths\n\nExit status: 0 no problems, 3 no login, 7 Harvest is out of reach, 78 a setting.'),
    'help': Command('help', 'help:help_', panel='Set up', topic='flags', arguments=(_132,), flags=(_133, _134,), help='Explain a topic on one screen, or list the topics.\n\n  hv help\n  hv help sentences\n  hv help output --json-schema entries\n  hv help --man                    (the manual page, for man -l -)\n\n`hv help COMMAND` is the same as `hv COMMAND --help`. --json-schema describes what a\ncommand prints with --json; `list` names all of them.'),
    'completion': Command('completion', 'completion:completion', panel='Set up', topic='shell', arguments=(_135,), help='Print the completion script of a shell.\n\n  hv completion bash >> ~/.bash_completion\n  hv completion zsh > "${fpath[1]}/_hv"\n  hv completion fish > ~/.config/fish/completions/hv.fish\n  hv completion powershell >> $PROFILE\n\nThe script knows commands and flags. Names of projects, clients, tasks, aliases and\nentries come from a file of this machine: never from the network, and never spelled\nso that a shell could take them for anything else. Its first lines say where it goes.'),
    'alias': Command('alias', 'alias:alias', panel='Set up', topic='aliases', is_group=True, help='Let one word stand for a sentence.\n\n  hv alias set standup "15m Project Management on TF: stand-up"\n  hv log standup yesterday\n  hv log standup 30m: with the client\n  hv alias\n\n`hv alias` lists the projects and tasks you use most too: candidates for a word.\n\nWhat is typed behind the word is added in front of the notes; a length, a day, a\ntask or notes replace those of the alias. Aliases stand in `config.toml`, `[alias]`.'),
    'alias list': Command('alias list', 'alias:list_', panel='', topic='aliases', help='List every alias with its sentence.\n\n  hv alias list\n  hv alias list --json'),
    'alias show': Command('alias show', 'alias:show', panel='', topic='aliases', arguments=(_136,), help='Print the sentence of one alias.\n\n  hv alias show standup\n  hv alias show standup --json'),
    'alias set': Command('alias set', 'alias:set_', panel='', topic='aliases', arguments=(_136, _76,), help='Save a sentence under a name.\n\n  hv alias set standup "15m Project Management on TF: stand-up"\n  hv alias set review 1h MW Research: review'),
    'alias delete': Command('alias delete', 'alias:delete', panel='', topic='aliases', arguments=(_136,), help='Delete an alias.\n\n  hv alias delete standup\n  hv alias delete standup --quiet'),
    'config': Command('config', 'config:config', panel='Set up', topic='configuration', is_group=True, flags=(_137,), help="Show and change settings.\n\n  hv config\n  hv config list --origin\n  hv config set round 15m up\n  hv config edit\n\nThey are written in `config.toml`, a folder's own in `.hv.toml`."),
    'config list': Command('config list', 'config:list_', panel='', topic='configuration', flags=(_137,), help='List every setting with its current value.\n\n  hv config list\n  hv config list --origin'),
    'config get': Command('config get', 'config:get', panel='', topic='configuration', arguments=(_138,), flags=(_137,), help='Print the value of one setting.\n\n  hv config get timezone\n  hv config get round --origin'),
    'config set': Command('config set', 'config:set_', panel='', topic='configuration', arguments=(_138, _139,), help='Set one key in config.toml; with --profile, for that profile alone.\n\n  hv config set round 15m up\n  hv config set timeout 10 --profile work'),
    'config unset': Command('config unset', 'config:unset', panel='', topic='configuration', arguments=(_138,), help='Remove one key from config.toml.\n\n  hv config unset round\n  hv config unset round --json'),
    'config edit': Command('config edit', 'config:edit', panel='', topic='configuration', help='Open config.toml in an editor, and check it afterwards.\n\n  hv config edit\n  hv config path                  (where it is, for an editor of its own)'),
    'config path': Command('config path', 'config:path', panel='', topic='configuration', help='Print where config.toml is.\n\n  hv config path\n  hv config path --json'),
    'people': Command('people', 'people:people', panel='Set up', topic='managing', arguments=(_140,), flags=(_141, _142, _143, _144, _145, _146, _147, _148, _33, _26, _88, _60,), help='List the people of the account, invite and change them.\n\n  hv people smith\n  hv people add ada@example.com --name "Ada Byron" --role manager\n  hv people edit jane --capacity 35h\n  hv people archive jane --yes\n\nFor administrators; managers list and edit their teammates. `restore` makes somebody\nactive again, `delete` is for people without time. --json shows all fields.'),
    'tasks': Command('tasks', 'tasks:tasks', panel='Set up', topic='managing', arguments=(_149,), flags=(_15, _150, _151, _152, _33, _26, _88, _60,), help='List the tasks of a project, add and change them.\n\n  hv tasks Website\n  hv tasks add Website "Business Development" --billable --rate 75\n  hv tasks edit Website Research --budget 120\n  hv tasks archive Website Research --yes\n\nFor administrators and managers of the project. Names of several words are quoted.\n`restore` lets time be tracked again, `remove` is for tasks without time.'),
    'api': Command('api', 'api:api', panel='Set up', topic='requests', arguments=(_153,), flags=(_154, _155, _156, _157, _158, _159, _26,), help="Send any request of Harvest's API v2.\n\n  hv api get users/me\n  hv api get time_entries from=2026-11-01 --all --jsonl\n  hv api post tasks name=Research billable_by_default=false -n\n  hv api patch clients/5735776 --input FILE\n\nFields are parameters of a GET and the JSON body of the rest. true, false, null and\nnumbers become that; -f keeps text. Nested: `a[b]=1`, lists: `ids[]=1 ids[]=2`.\nThe answer is Harvest's own JSON. A write is sent once, and `hv undo` cannot undo it."),
    'sandbox': Command('sandbox', '', panel='Set up', topic='clients', is_group=True, help='Manage the embedded Harvest account: no token, no network.\n\n  hv sandbox path\n  hv sandbox reset --timestamp --clock 24h\n  hv sandbox serve --port 8765\n\n`hv --sandbox COMMAND` uses it.'),
    'sandbox path': Command('sandbox path', 'sandbox:path', panel='', topic='clients', help='Print the file that holds the account.\n\n  hv sandbox path\n  hv sandbox path --json'),
    'sandbox reset': Command('sandbox reset', 'sandbox:reset', panel='', topic='clients', flags=(_160, _161, _162, _33,), help='Reset it to the example company with two weeks of history.\n\n  hv sandbox reset\n  hv sandbox reset --timestamp --clock 24h\n  hv sandbox reset --role member\n\nOn a terminal hv asks first; elsewhere it begins again at once.'),
    'sandbox serve': Command('sandbox serve', 'sandbox:serve', panel='', topic='clients', flags=(_163,), help='Serve the account over HTTP on this machine until Ctrl-C.\n\n  hv sandbox serve\n  hv sandbox serve --port 8765'),
    'mcp': Command('mcp', 'mcp:mcp', panel='Set up', topic='assistants', is_group=True, flags=(_164,), help="Serve an AI assistant over standard input and output (MCP).\n\n  hv mcp config claude-desktop\n  hv --profile work mcp --read-only\n\nThe assistant's program (its host) starts it; hv mcp config prints what the host\nneeds. It takes the login of hv, and no token stands in any configuration.\nWhere packages are missing for it, it says how to install them."),
    'mcp config': Command('mcp config', 'mcp:config', panel='', topic='assistants', arguments=(_165,), flags=(_164,), help='Print what a host needs to start hv; no file is written.\n\n  hv mcp config claude-code\n  hv --profile work mcp config cursor\n  hv mcp config vscode --read-only'),
}

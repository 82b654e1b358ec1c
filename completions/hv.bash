# bash completion for hv (bash 3.2 and newer). Set up: hv completion bash >> ~/.bash_completion
# Commands and flags stand here. Names come from `hv __complete`, which reads one file.

_hv_flags() {
    case $1 in
        "log") list="--project --client --task --date --hours --from --to --note --ref --user --round --dry-run -n --explain --strict --all-or-nothing --once --again --edit --editor -e --yes -y --csv --from-calendar --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "start") list="--project --client --task --date --at --note --ref --dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "stop") list="--note --date --split --dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "restart") list="--same --new --queue --dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "edit") list="--hours --note --append --project --client --task --date --from --start --to --end --ref --edit --editor -e --yes -y --dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "delete") list="--yes -y --dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "copy") list="--to --project --client --task --dry-run -n --yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "fill") list="--last-week --dry-run -n --yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "suggest") list="--header --dry-run -n --yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "import") list="--as --map --zone --encoding --again --skip-wrong --split-midnight --negative --me --private --expect --dry-run -n --yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "undo") list="--dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "sync") list="--wait --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "outbox list") list="--header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "outbox drop") list="--yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "history") list="--header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "status") list="--format --idle --watch --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "entries") list="--project --client --task --from --to --billable --no-billable --everyone --user --search --fields --csv --csv-raw --bom --jsonl --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "week") list="--project --client --task --user --csv --csv-raw --bom --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "gaps") list="--user --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "balance") list="--by --chart --ascii --explain --html --csv --csv-raw --bom --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "report") list="--by --project --client --task --from --to --billable --no-billable --everyone --user --search --compare --chart --trend --calendar --ascii --html --markdown --timesheet --amounts --csv --csv-raw --bom --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "export") list="--to --project --client --task --from --until --billable --no-billable --everyone --user --search --start-at --delimiter --decimal --dates --bom --since-last --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "projects") list="--refresh --all --remembered --forget --forget-all --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "parse") list="--as --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "open") list="--print --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "login") list="--with-token --web --account --client-id --keyring --yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "logout") list="--everything --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "doctor") list="--paths --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "help") list="--json-schema --man --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "config list") list="--origin --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "config get") list="--origin --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "people") list="--name --email --role --title --capacity --rate --cost --contractor --employee --yes -y --dry-run -n --csv --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "tasks") list="--project --billable --no-billable --rate --budget --yes -y --dry-run -n --csv --header --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "api") list="--field -F --raw-field -f --input --all --jsonl --include -i --dry-run -n --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "sandbox reset") list="--timestamp --duration --clock --role --yes -y --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "sandbox serve") list="--port --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        "mcp config") list="--read-only --sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
        *) list="--sandbox --profile --json --plain --color --no-color --quiet -q --no-input --no-pager --queue-ok --timeout --jitter --output -o --version -V --help -h" ;;
    esac
}

_hv_verbs() {
    case $1 in
        "") list="log start stop restart edit delete copy fill suggest import undo sync outbox history status entries week gaps balance report export projects parse open login logout whoami doctor help completion alias config people tasks api sandbox mcp" ;;
        outbox) list="list retry edit drop import" ;;
        alias) list="list show set delete" ;;
        config) list="list get set unset edit profiles path" ;;
        sandbox) list="path reset serve" ;;
        mcp) list="config" ;;
        *) list="" ;;
    esac
}

_hv() {
    local IFS=$' \t\n' line=${COMP_LINE:0:COMP_POINT} current="" before="" glued=""
    local word verb="" sub="" waiting="" list="" at
    local -a words
    COMPREPLY=()

    # Split at blanks, not at the signs that readline adds: 1:30 and --project=web are one word.
    read -r -d "" -a words <<< "$line" || true
    case $line in
        *[[:space:]]) ;;
        *)
            at=$(( ${#words[@]} - 1 ))
            current=${words[at]}
            unset "words[$at]"
            ;;
    esac

    for (( at = 1; at < ${#words[@]}; at++ )); do
        word=${words[at]}
        if [[ -n $waiting ]]; then
            waiting=""
            continue
        fi
        case $word in
            --*=*) ;;
            --csv) [[ $verb == log ]] && waiting=$word ;;
            --account|--append|--as|--at|--budget|--by|--capacity|--client|--client-id|--clock|--color|--compare|--cost|--date|--dates|--decimal|--delimiter|--email|--encoding|--end|--expect|--field|--fields|--forget|--format|--from|--from-calendar|--hours|--html|--idle|--input|--jitter|--json-schema|--map|--me|--name|--negative|--note|--output|--port|--profile|--project|--rate|--raw-field|--ref|--role|--round|--search|--start|--start-at|--task|--timeout|--title|--to|--until|--user|--zone|-F|-f|-o)
                waiting=$word ;;
            -*) ;;
            *) if [[ -z $verb ]]; then verb=$word; elif [[ -z $sub ]]; then sub=$word; fi ;;
        esac
    done

    case $waiting in
        --csv|--html)
            while IFS= read -r word; do
                printf -v word '%q' "$word"
                COMPREPLY+=("$word")
            done < <(compgen -f -- "$current")
            return
            ;;
    esac
    if [[ -n $waiting ]]; then
        list=""
    elif [[ $current == -* && $current != *=* ]]; then
        case $verb in
            alias|config|mcp|outbox|sandbox) _hv_flags "$verb $sub" ;;
            *) _hv_flags "$verb" ;;
        esac
    elif [[ -z $sub ]]; then
        _hv_verbs "$verb"
    fi

    for word in $list; do
        [[ $word == "$current"* ]] && COMPREPLY+=("$word")
    done
    if [[ -z $list ]]; then
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done < <(command hv __complete bash ${words[@]+"${words[@]:1}"} "$current" 2>/dev/null)
    fi

    # Readline replaces only what stands behind its own word breaks, or a whole quoted sentence.
    word=${COMP_WORDS[COMP_CWORD]}
    case $word in
        [\"\']*[[:space:]]*)
            word=${word#?}
            before=${word%"${word##*[[:space:]]}"}
            ;;
        [=:]) glued=$current ;;
        *) [[ $current == *"$word" ]] && glued=${current%"$word"} ;;
    esac
    # Of an @ in front it makes a part of the word again.
    glued=${glued%@}
    for at in ${COMPREPLY[@]+"${!COMPREPLY[@]}"}; do
        COMPREPLY[at]=$before${COMPREPLY[at]#"$glued"}
    done
    return 0
}

# The order is by use; bash before 4.4 cannot keep it.
complete -o nosort -F _hv hv 2>/dev/null || complete -F _hv hv

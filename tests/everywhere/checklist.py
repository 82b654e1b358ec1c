"""What a terminal program owes its users, point by point, and the test that shows each.

Numbers are those of the checklist that hv follows (help, arguments, interactivity, output, colour,
files, life cycle). MUST holds now, SHOULD where it fits; NO was decided against.
"""

from typing import NamedTuple

E = "tests/everywhere"
HELP, FACES, STREAMS = f"{E}/test_help.py", f"{E}/test_faces.py", f"{E}/test_streams.py"
NOBODY, SCHEMAS, SCRIPTS = (
    f"{E}/test_nobody_there.py",
    f"{E}/test_schemas.py",
    f"{E}/test_scripts.py",
)


class Point(NamedTuple):
    """One point; `shown_by` names a test, or says why there is none."""

    number: int
    what: str
    shown_by: str
    weight: str = "MUST"


POINTS = (
    Point(1, "-h anywhere", f"{HELP}::test_help_is_shown_whatever_else_stands_there"),
    Point(2, "bare command", "tests/commands/test_standing.py"),
    Point(3, "examples first", f"{HELP}::test_an_example_runs"),
    Point(4, "grouped", f"{HELP}::test_the_help_of_hv_names_all_commands_in_groups"),
    Point(5, "--version", "tests/test_startup.py::test_the_version_is_told_before_typer_is_loaded"),
    Point(6, "did you mean", f"{HELP}::test_a_slip_is_answered_with_what_was_meant"),
    Point(7, "no abbreviation", f"{HELP}::test_no_beginning_of_a_command_is_taken_for_it"),
    Point(8, "manual page", f"{E}/test_manual.py", "SHOULD"),
    Point(9, "support in help", f"{HELP}::test_the_help_of_hv_names_all_commands_in_groups"),
    Point(10, "80 columns", f"{HELP}::test_help_fits_80_columns_without_boxes_or_colour"),
    Point(11, "topics", "tests/sentences/test_help.py::test_a_topic_is_one_screen"),
    Point(
        12, "offline help", "tests/test_startup.py::test_help_and_usage_errors_load_nothing_heavy"
    ),
    Point(13, "long forms", f"{HELP}::test_every_flag_has_a_long_form_and_help"),
    Point(14, "standard names", f"{HELP}::test_every_flag_has_a_long_form_and_help"),
    Point(15, "one positional", f"{SCRIPTS}::test_the_aliases_take_a_sentence_without_quotes"),
    Point(16, "order", "tests/commands/test_arguments.py::test_pieces_are_put_in_order"),
    Point(17, "--", "tests/commands/test_arguments.py::test_pieces_are_put_in_order"),
    Point(18, "- is stdin", f"{NOBODY}::test_stdin_is_read_only_where_it_is_asked_for"),
    Point(19, "none", "tests/commands/test_defaults.py"),
    Point(
        20,
        "given once",
        "tests/commands/test_arguments.py::test_a_flag_with_a_value_may_be_given_once",
    ),
    Point(21, "pairs", f"{HELP}::test_help_fits_80_columns_without_boxes_or_colour"),
    Point(22, "no secrets", f"{HELP}::test_a_slip_is_answered_with_what_was_meant"),
    Point(
        23,
        "ids and names",
        "tests/shells/test_completing_safely.py::test_every_slug_that_is_offered_names_its_project",
    ),
    Point(24, "checked first", "tests/commands/test_log.py"),
    Point(25, "no quotes", f"{SCRIPTS}::test_the_aliases_take_a_sentence_without_quotes"),
    Point(26, "both terminals", f"{NOBODY}::test_a_prompt_becomes_a_refusal_that_names_the_flag"),
    Point(27, "a flag for each", f"{NOBODY}::test_a_prompt_becomes_a_refusal_that_names_the_flag"),
    Point(28, "no input", f"{NOBODY}::test_questions_can_be_forbidden_on_a_terminal"),
    Point(
        29, "candidates", f"{NOBODY}::test_candidates_are_listed_one_per_line_and_in_the_document"
    ),
    Point(30, "danger", "tests/timers/test_edit.py"),
    Point(31, "--yes", f"{NOBODY}::test_a_prompt_becomes_a_refusal_that_names_the_flag"),
    Point(32, "dry run", "tests/commands/test_log.py::test_a_dry_run_sends_nothing"),
    Point(33, "undo", f"{SCHEMAS}::test_a_document_fits_its_schema"),
    Point(34, "typed twice", "with the outbox: tests/reliability"),
    Point(35, "hidden token", "tests/commands/test_login_terminal.py"),
    Point(36, "Ctrl-C", "tests/commands/test_boundary.py"),
    Point(37, "editor", "tests/timers/test_edit.py"),
    Point(38, "stdout is data", f"{STREAMS}::test_what_is_no_result_goes_to_stderr"),
    Point(39, "pipe is rows", f"{FACES}::test_a_pipe_has_a_row_for_each_element"),
    Point(40, "width", f"{STREAMS}::test_a_width_that_makes_no_sense_is_not_heard"),
    Point(41, "--json", f"{FACES}::test_as_json"),
    Point(42, "--fields", "tests/looking_back/test_faces.py", "SHOULD"),
    Point(43, "--jq", f"{HELP}::test_a_slip_is_answered_with_what_was_meant", "NO"),
    Point(44, "--format", "tests/local/test_glance.py"),
    Point(45, "--csv", f"{FACES}::test_as_csv"),
    Point(46, "--jsonl", "tests/looking_back/test_faces.py", "SHOULD"),
    Point(47, "quiet", f"{STREAMS}::test_quiet_prints_ids_or_nothing"),
    Point(48, "HV_DEBUG", "tests/reliability/test_canary.py"),
    Point(49, "JSON is an interface", f"{SCHEMAS}::test_no_key_is_taken_away_or_changed"),
    Point(50, "emptiness", f"{STREAMS}::test_what_is_no_result_goes_to_stderr"),
    Point(51, "what changed", "tests/timers/test_start.py"),
    Point(52, "next command", "hv prints no such hints, so there is nothing to switch off"),
    Point(53, "order", "tests/looking_back/test_agreement.py"),
    Point(54, "hours", "tests/show/test_hours_text.py"),
    Point(55, "ISO dates", f"{FACES}::test_in_a_pipe"),
    Point(56, "colour off", f"{STREAMS}::test_colour_follows_its_table"),
    Point(57, "colour on", f"{STREAMS}::test_colour_follows_its_table"),
    Point(58, "colour alone", f"{STREAMS}::test_forced_colour_changes_colour_alone"),
    Point(59, "meaning", "tests/show/test_tables.py"),
    Point(60, "16 colours", "tests/show/test_color.py"),
    Point(61, "encodings", f"{FACES}::test_in_any_encoding"),
    Point(62, "animation", "tests/show/test_imports.py"),
    Point(63, "hyperlinks", "hv prints none"),
    Point(64, "pager", f"{E}/test_pager.py::test_what_is_longer_than_the_terminal_is_paged"),
    Point(65, "cleaned", "tests/show/test_hostile.py"),
    Point(66, "--plain", f"{FACES}::test_in_a_pipe"),
    Point(67, "places", "tests/local/test_places.py"),
    Point(68, "HV_HOME", f"{SCRIPTS}::test_an_empty_environment_and_a_home_are_enough"),
    Point(69, "relative XDG", "tests/local/test_quick_places.py"),
    Point(70, "your files", "tests/local/test_configuration_writing.py"),
    Point(71, "unknown keys", "tests/commands/test_config.py"),
    Point(72, "profiles", "tests/commands/test_login.py"),
    Point(73, "folder", "tests/local/test_folder_file.py"),
    Point(74, "environment", "tests/test_environment_docs.py"),
    Point(75, "uninstall", "tests/commands/test_login.py"),
    Point(76, "first run", "tests/commands/test_login_terminal.py"),
    Point(77, "doctor", "tests/commands/test_doctor.py"),
    Point(78, "update notice", "there is no such check", "NO"),
    Point(79, "telemetry", "there is none"),
    Point(80, "deprecations", "no flag was renamed yet"),
    Point(81, "responsive", "tests/measuring/__main__.py"),
    Point(82, "timeouts", "tests/harvest/test_dialing.py"),
    Point(83, "crash-only", "tests/local/test_files.py"),
    Point(84, "cron", f"{SCRIPTS}::test_cron"),
    Point(85, "completions", "tests/shells/test_real_shells.py"),
    Point(86, "notes", "tests/shells/test_completing_safely.py::test_no_note_is_kept_in_it"),
)

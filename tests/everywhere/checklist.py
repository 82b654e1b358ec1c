"""What a terminal program owes its users, point by point, and the tests that show each.

Numbers are those of the checklist that hv follows (help, arguments, interactivity, output, colour,
files, life cycle). MUST holds now, SHOULD where it fits; NO was decided against.
"""

from typing import NamedTuple

E = "tests/everywhere"
SHORT, FIRST = "tests/commands/cli/test_short_flags.py", "tests/setup/test_first_entry.py"
HELP, SLIPS = "tests/commands/help/test_help.py", "tests/commands/help/test_slips.py"
FACES, STREAMS, WIDTHS = f"{E}/test_faces.py", f"{E}/test_streams.py", f"{E}/test_widths.py"
NOBODY, SCHEMAS, SCRIPTS = (
    f"{E}/test_nobody_there.py",
    f"{E}/test_json_contract.py",
    f"{E}/test_scripts.py",
)
ARGUMENTS, WRITES = f"{E}/test_checklist_arguments.py", f"{E}/test_checklist_writes.py"
OUTPUT, LIFE = f"{E}/test_checklist_output.py", f"{E}/test_checklist_life.py"
STARTUP, SHELLS = "tests/test_startup.py", "tests/shells/test_real_shells.py"
SAFELY, SCRIPT = "tests/shells/test_completing_safely.py", "tests/shells/test_completion_scripts.py"


class Point(NamedTuple):
    """One point. `shown_by` are test functions; where there are none, `why` says the reason.

    `lacks` says what of it does not hold yet.
    """

    number: int
    what: str
    shown_by: tuple[str, ...]
    weight: str = "MUST"
    why: str = ""
    lacks: str = ""


def shown(number: int, what: str, *tests: str, weight: str = "MUST", lacks: str = "") -> Point:
    """A point that tests show."""
    return Point(number, what, tests, weight, lacks=lacks)


def told(number: int, what: str, why: str, weight: str = "MUST") -> Point:
    """A point that no test can show."""
    return Point(number, what, (), weight, why)


POINTS = (
    shown(
        1,
        "-h anywhere",
        f"{HELP}::test_help_is_shown_whatever_else_stands_there",
        f"{SLIPS}::test_help_of_hv_is_shown_with_any_junk",
        f"{SLIPS}::test_help_of_a_command_is_shown_with_any_junk",
        f"{SHORT}::test_help_of_a_group_is_shown_behind_a_word_that_is_none",
    ),
    shown(
        2,
        "bare command",
        "tests/status/test_status.py::test_bare_hv_is_the_status",
        f"{LIFE}::test_a_command_makes_no_request_but_its_own",
        f"{FIRST}::test_a_newcomer_is_told_how_to_begin_in_six_lines_that_fit",
    ),
    shown(
        3,
        "examples first",
        f"{HELP}::test_help_opens_with_examples",
        f"{HELP}::test_an_example_runs",
    ),
    shown(4, "grouped", f"{HELP}::test_the_help_of_hv_names_all_commands_in_groups"),
    shown(
        5,
        "--version",
        "tests/commands/cli/test_boundary.py::test_the_version_is_one_line",
        f"{STARTUP}::test_the_version_is_told_before_typer_is_loaded",
        "tests/setup/test_doctor.py::test_all_is_well",
    ),
    shown(
        6,
        "did you mean",
        f"{HELP}::test_a_slip_is_answered_with_what_was_meant",
        f"{SLIPS}::test_the_command_that_was_meant_stands_first",
        f"{SLIPS}::test_a_slip_in_a_flag_or_a_second_word_is_met_with_what_was_meant",
        f"{HELP}::test_a_slip_in_a_name_is_proposed_and_not_taken",
    ),
    shown(
        7,
        "no abbreviation",
        f"{HELP}::test_no_beginning_of_a_command_is_taken_for_it",
        "tests/resolve/test_alias.py::test_names_that_mean_something_else_are_refused",
    ),
    shown(
        8,
        "manual page",
        "tests/commands/help/test_man_page.py::test_the_page_that_is_shipped_is_the_one_that_hv_prints",
        f"{LIFE}::test_the_manual_page_is_one_that_man_can_show",
        weight="SHOULD",
    ),
    shown(9, "support in help", f"{HELP}::test_the_help_of_hv_names_all_commands_in_groups"),
    shown(10, "80 columns", f"{HELP}::test_help_fits_80_columns_without_boxes_or_colour"),
    shown(
        11,
        "topics",
        "tests/commands/help/test_topics.py::test_a_topic_is_one_screen",
        f"{HELP}::test_topics_are_in_ascii_so_that_any_terminal_shows_them",
        f"{HELP}::test_help_ends_with_where_more_is_said",
    ),
    shown(
        12,
        "offline help",
        f"{STARTUP}::test_help_and_usage_errors_load_nothing_heavy",
        f"{SLIPS}::test_help_needs_no_files_of_hv",
    ),
    shown(13, "long forms", f"{HELP}::test_every_flag_has_a_long_form_and_help"),
    shown(
        14,
        "standard names",
        f"{ARGUMENTS}::test_the_flags_of_every_command_have_their_usual_names",
        f"{ARGUMENTS}::test_what_writes_can_be_tried_first",
        f"{ARGUMENTS}::test_what_asks_can_be_answered_by_a_flag",
        f"{ARGUMENTS}::test_tables_can_be_had_as_csv",
        f"{ARGUMENTS}::test_one_letter_stands_for_one_flag_everywhere",
    ),
    shown(15, "one positional", f"{ARGUMENTS}::test_a_sentence_is_the_one_thing_that_has_no_flag"),
    shown(
        16,
        "order",
        f"{ARGUMENTS}::test_flags_of_every_command_stand_anywhere",
        f"{ARGUMENTS}::test_flags_of_a_command_stand_among_its_words",
        f"{LIFE}::test_every_command_takes_the_flags_of_all",
        f"{SHORT}::test_two_letters_do_what_two_flags_do",
        f"{SHORT}::test_the_version_is_told_wherever_it_is_asked_for",
    ),
    shown(
        17,
        "--",
        f"{ARGUMENTS}::test_behind_two_dashes_everything_is_a_word",
        f"{ARGUMENTS}::test_a_length_with_a_dash_is_told_what_is_wrong_with_it",
    ),
    shown(
        18,
        "- is stdin",
        f"{NOBODY}::test_stdin_is_read_only_where_it_is_asked_for",
        f"{NOBODY}::test_a_terminal_as_stdin_is_not_waited_for",
        "tests/entries/test_log.py::test_lines_are_logged_one_by_one_and_a_bad_one_stops_no_other",
    ),
    shown(
        19,
        "none",
        "tests/resolve/test_defaults.py::test_none_lets_the_default_go_for_once",
        f"{ARGUMENTS}::test_none_is_said_with_a_word",
    ),
    shown(
        20,
        "given once",
        f"{ARGUMENTS}::test_what_has_one_value_is_given_once",
        f"{ARGUMENTS}::test_where_it_may_be_repeated_help_says_so",
        "tests/reports/test_narrowed.py::test_a_report_sums_the_projects_that_are_named",
    ),
    shown(
        21,
        "pairs",
        f"{ARGUMENTS}::test_what_takes_a_side_has_both_sides",
        f"{ARGUMENTS}::test_both_sides_of_billable_divide_the_whole",
    ),
    shown(
        22,
        "no secrets",
        f"{ARGUMENTS}::test_a_token_on_the_command_line_is_refused_and_not_repeated",
        "tests/reliability/test_canary.py::test_the_list_of_processes_never_shows_the_token",
    ),
    shown(
        23,
        "ids and names",
        f"{ARGUMENTS}::test_a_project_is_named_in_any_way_that_is_known",
        f"{ARGUMENTS}::test_a_task_is_named_in_any_way_that_is_known",
        f"{SAFELY}::test_every_slug_that_is_offered_names_its_project",
        "tests/reports/test_ids.py::test_a_number_means_what_the_name_means",
    ),
    shown(
        24,
        "checked first",
        f"{ARGUMENTS}::test_a_slip_sends_nothing",
        f"{ARGUMENTS}::test_what_can_be_read_here_is_read_before_harvest_is_asked",
        f"{ARGUMENTS}::test_a_file_is_checked_whole_before_its_first_line_is_sent",
        f"{ARGUMENTS}::test_lines_are_checked_whole_where_that_is_asked_for",
        "tests/commands/cli/test_usage_errors.py::test_every_wrong_value_is_told_at_once",
        lacks="of slips in a sentence, and beside one in a flag, the first is told",
    ),
    shown(
        25,
        "no quotes",
        f"{ARGUMENTS}::test_a_sentence_may_come_in_any_number_of_words",
        f"{ARGUMENTS}::test_help_says_which_characters_need_quotes",
        f"{SCRIPTS}::test_the_aliases_take_a_sentence_without_quotes",
    ),
    shown(
        26,
        "both terminals",
        f"{NOBODY}::test_a_prompt_becomes_a_refusal_that_names_the_flag",
        f"{NOBODY}::test_where_somebody_sits_there_hv_asks",
        f"{NOBODY}::test_a_question_needs_both_ends_and_leaves_stdout_alone",
    ),
    shown(
        27,
        "a flag for each",
        f"{NOBODY}::test_a_prompt_becomes_a_refusal_that_names_the_flag",
        f"{NOBODY}::test_a_real_process_without_a_terminal_stops_within_a_second",
    ),
    shown(28, "no input", f"{NOBODY}::test_questions_can_be_forbidden_on_a_terminal"),
    shown(
        29,
        "candidates",
        f"{NOBODY}::test_candidates_are_listed_one_per_line_and_in_the_document",
        f"{NOBODY}::test_projects_that_fit_are_listed_with_their_clients",
        "tests/resolve/test_candidates.py::test_a_pipe_is_told_all_of_them_with_their_short_words",
    ),
    shown(
        30,
        "danger",
        f"{WRITES}::test_what_is_done_all_day_is_never_asked_about",
        f"{WRITES}::test_what_is_dangerous_is_asked_on_a_terminal_and_needs_yes_elsewhere",
        f"{WRITES}::test_a_copy_is_shown_and_asked_about_once_for_all",
        "tests/outbox/test_drop.py::test_on_a_terminal_it_is_asked_and_may_stay",
    ),
    shown(
        31,
        "--yes",
        f"{WRITES}::test_what_is_dangerous_is_asked_on_a_terminal_and_needs_yes_elsewhere",
        "tests/outbox/test_drop.py::test_off_a_terminal_it_needs_yes",
    ),
    shown(
        32,
        "dry run",
        f"{WRITES}::test_a_dry_run_says_what_would_be_and_sends_nothing",
        f"{WRITES}::test_what_is_not_a_dry_run_is_sent",
        "tests/resolve/test_explain.py::test_the_document_holds_pieces_and_requests",
        "tests/entries/test_dry_run.py::test_the_request_is_told_and_not_sent",
    ),
    shown(
        33,
        "undo",
        "tests/undo/test_undo.py::test_what_was_logged_is_deleted",
        "tests/undo/test_undo.py::test_what_somebody_changed_since_is_left_and_the_difference_told",
    ),
    shown(
        34,
        "typed twice",
        "tests/entries/test_repeat.py::test_on_a_terminal_it_is_asked_about",
        "tests/entries/test_repeat.py::test_in_a_pipe_it_is_logged_and_said",
        "tests/entries/test_repeat.py::test_once_leaves_it_at_the_first",
    ),
    shown(
        35,
        "hidden token",
        "tests/setup/test_login_terminal.py::test_a_token_is_pasted_unseen_and_stored_after_a_yes",
        "tests/setup/test_login.py::test_a_terminal_that_would_show_the_token_is_not_typed_into",
    ),
    shown(
        36,
        "Ctrl-C",
        "tests/commands/cli/test_boundary.py::test_ctrl_c_is_130",
        "tests/reliability/test_deaths.py::test_f31_ctrl_c_while_waiting_says_what_it_left",
        "tests/reliability/test_deaths.py::test_f32_a_second_ctrl_c_ends_at_once_with_a_valid_state",
        f"{NOBODY}::test_ctrl_c_at_a_question_begins_a_line_of_its_own",
    ),
    shown(
        37,
        "editor",
        "tests/commands/cli/test_editor.py::test_the_editor_is_a_list_of_words_from_the_nearest_place",
        "tests/commands/cli/test_editor.py::test_notes_that_come_out_empty_are_none",
        "tests/commands/cli/test_editor.py::test_an_entry_is_logged_with_what_the_editor_left",
    ),
    shown(38, "stdout is data", f"{STREAMS}::test_what_is_no_result_goes_to_stderr"),
    shown(
        39,
        "pipe is rows",
        f"{FACES}::test_a_pipe_has_a_row_for_each_element",
        f"{FACES}::test_nothing_is_cut_in_a_pipe",
    ),
    shown(
        40,
        "width",
        f"{STREAMS}::test_a_width_that_makes_no_sense_is_not_heard",
        f"{FACES}::test_a_table_is_no_wider_than_its_terminal",
        "tests/show/answers/test_tables.py::test_notes_shrink_before_anything_else",
        f"{WIDTHS}::test_no_name_in_a_report_is_cut_while_a_column_can_go",
        f"{WIDTHS}::test_no_name_in_a_week_is_cut_while_an_idle_day_can_go",
        f"{WIDTHS}::test_a_picture_that_was_asked_for_is_drawn_at_any_width",
        f"{WIDTHS}::test_lists_of_what_hv_did_are_cut_in_the_notes_alone",
    ),
    shown(
        41,
        "--json",
        f"{FACES}::test_as_json",
        f"{SCHEMAS}::test_every_command_has_a_document",
        f"{OUTPUT}::test_an_empty_list_still_has_its_heading_and_its_keys",
    ),
    shown(
        42,
        "--fields",
        "tests/entries/test_list.py::test_fields_pick_and_order_what_is_shown",
        "tests/entries/test_list.py::test_an_unknown_field_lists_the_known_ones",
        weight="SHOULD",
    ),
    shown(43, "--jq", f"{HELP}::test_a_slip_is_answered_with_what_was_meant", weight="NO"),
    shown(
        44,
        "--format",
        f"{LIFE}::test_a_template_has_tabs_and_lines_and_only_the_known_fields",
        "tests/local/cache/test_status_cache.py::test_only_known_fields_are_filled_in",
    ),
    shown(
        45,
        "--csv",
        f"{FACES}::test_as_csv",
        "tests/entries/test_csv_import.py::test_a_round_trip_gives_equal_entries",
        "tests/show/machine/test_rows.py::test_a_csv_cell",
    ),
    shown(
        46,
        "--jsonl",
        "tests/entries/test_list.py::test_fields_pick_and_order_what_is_shown",
        "tests/entries/test_list.py::test_emptiness_is_valid_in_every_format",
        weight="SHOULD",
    ),
    shown(
        47,
        "quiet",
        f"{OUTPUT}::test_quiet_is_ids_or_nothing",
        f"{OUTPUT}::test_quiet_hides_no_error",
    ),
    shown(
        48,
        "HV_DEBUG",
        f"{LIFE}::test_each_request_is_one_line_on_stderr",
        "tests/reliability/test_canary.py::test_no_command_shows_or_keeps_the_token",
    ),
    shown(
        49,
        "JSON is an interface",
        f"{SCHEMAS}::test_no_key_is_taken_away_or_changed",
        f"{SCHEMAS}::test_a_document_fits_its_schema",
    ),
    shown(50, "emptiness", f"{OUTPUT}::test_an_empty_answer_is_a_remark_on_stderr"),
    shown(51, "what changed", f"{WRITES}::test_one_change_says_what_it_changed"),
    shown(
        52,
        "next command",
        f"{OUTPUT}::test_the_next_command_is_told_to_people_alone",
        f"{OUTPUT}::test_at_most_one_thing_to_do_is_told",
    ),
    shown(
        53,
        "order",
        f"{OUTPUT}::test_entries_stand_in_the_same_order_in_every_face",
        f"{OUTPUT}::test_entries_are_ordered_by_day_then_start_or_creation_then_id",
    ),
    shown(
        54,
        "hours",
        f"{OUTPUT}::test_machines_get_decimal_hours_whatever_the_account_shows",
        "tests/show/terminal/test_formats.py::test_hours_follow_the_account",
    ),
    shown(55, "ISO dates", f"{OUTPUT}::test_dates_are_iso_in_a_pipe_and_in_a_document"),
    shown(
        56,
        "colour off",
        f"{STREAMS}::test_colour_follows_its_table",
        f"{STREAMS}::test_each_stream_is_asked_for_itself",
        f"{STREAMS}::test_no_color_flag_beats_every_variable",
    ),
    shown(57, "colour on", f"{STREAMS}::test_colour_follows_its_table"),
    shown(
        58,
        "colour alone",
        f"{STREAMS}::test_forced_colour_changes_colour_alone",
        f"{E}/test_pager.py::test_forced_colour_brings_no_pager_into_a_pipe",
    ),
    shown(
        59,
        "meaning",
        f"{LIFE}::test_nothing_is_meant_by_colour_alone",
        "tests/show/answers/test_tables.py::test_running_is_green_and_locked_is_a_letter",
    ),
    shown(
        60,
        "16 colours",
        f"{LIFE}::test_a_terminal_is_sent_colours_of_the_palette_and_nothing_else",
        f"{LIFE}::test_styles_have_names_of_the_palette",
    ),
    shown(
        61,
        "encodings",
        f"{FACES}::test_in_any_encoding",
        f"{FACES}::test_real_processes_in_other_encodings",
        "tests/show/answers/test_tables.py::test_ascii_terminals_get_ascii_tables",
    ),
    shown(
        62,
        "animation",
        "tests/show/terminal/test_progress.py::test_a_long_wait_counts_and_leaves_no_trace",
        "tests/show/terminal/test_progress.py::test_pipes_and_quiet_see_nothing",
        "tests/show/terminal/test_waiting.py::test_a_long_wait_is_said_and_the_line_is_erased",
        "tests/show/terminal/test_waiting.py::test_a_command_says_that_it_waits",
    ),
    shown(
        63,
        "hyperlinks",
        f"{LIFE}::test_a_terminal_is_sent_colours_of_the_palette_and_nothing_else",
    ),
    shown(
        64,
        "pager",
        f"{E}/test_pager.py::test_what_is_longer_than_the_terminal_is_paged",
        f"{E}/test_pager.py::test_everything_else_is_printed",
        f"{E}/test_pager.py::test_a_pager_that_is_missing_costs_no_line",
        f"{E}/test_pager.py::test_the_persons_own_flags_for_less_stay",
    ),
    shown(
        65,
        "cleaned",
        "tests/show/answers/test_hostile.py::test_no_entry_can_harm_any_face",
        "tests/show/answers/test_hostile.py::test_no_project_and_no_identity_can_harm_any_face",
        "tests/show/answers/test_hostile.py::test_no_answer_to_a_sentence_can_harm_any_face",
    ),
    shown(66, "--plain", f"{LIFE}::test_a_screen_reader_can_have_the_face_of_a_pipe"),
    shown(67, "places", f"{LIFE}::test_configuration_state_and_cache_lie_apart"),
    shown(68, "HV_HOME", f"{SCRIPTS}::test_an_empty_environment_and_a_home_are_enough"),
    shown(
        69,
        "relative XDG",
        f"{LIFE}::test_a_folder_that_is_relative_or_empty_is_not_used",
        "tests/local/disk/test_paths_fast.py::test_b83_a_relative_or_empty_xdg_folder_is_ignored",
    ),
    shown(
        70,
        "your files",
        f"{LIFE}::test_no_command_writes_where_it_was_not_asked_to",
        "tests/local/config/test_config_writer.py::test_comments_order_and_other_tables_stay",
    ),
    shown(
        71,
        "unknown keys",
        "tests/setup/test_config.py::test_unknown_keys_are_warned_of_once_and_stop_nothing",
        "tests/local/config/test_loading.py::test_unknown_keys_are_told_with_what_was_meant",
    ),
    shown(
        72,
        "profiles",
        "tests/setup/test_config.py::test_a_profile_has_settings_of_its_own",
        "tests/setup/test_login_accounts.py::test_two_profiles_are_named_in_confirmations",
        "tests/setup/test_login_accounts.py::test_profiles_do_not_share_names_or_totals",
    ),
    shown(
        73,
        "folder",
        "tests/local/config/test_folder_file.py::test_the_nearest_file_upwards_counts",
        "tests/local/config/test_folder_file.py::test_everything_else_is_ignored_and_said",
        "tests/resolve/test_defaults.py::test_a_folder_gives_project_task_and_notes",
    ),
    shown(
        74,
        "environment",
        "tests/test_environment_docs.py::test_every_setting_stands_in_the_table_as_the_registry_has_it",
        "tests/test_environment_docs.py::test_every_variable_is_explained_once",
        "tests/commands/help/test_environment.py::test_every_variable_is_told_with_its_meaning",
    ),
    shown(
        75,
        "uninstall",
        f"{LIFE}::test_what_is_kept_is_told_and_can_be_left",
        "tests/setup/test_login_accounts.py::test_logging_out_of_everything_leaves_no_token_and_no_names",
    ),
    shown(
        76,
        "first run",
        f"{FIRST}::test_a_newcomer_is_told_how_to_begin_in_six_lines_that_fit",
        f"{FIRST}::test_the_line_that_login_suggests_works_as_it_stands",
        "tests/setup/test_login_terminal.py::test_a_token_is_pasted_unseen_and_stored_after_a_yes",
        "tests/setup/test_login_accounts.py::test_of_two_accounts_one_must_be_named",
    ),
    shown(
        77,
        "doctor",
        "tests/setup/test_doctor.py::test_all_is_well",
        "tests/setup/test_doctor.py::test_nothing_in_it_is_secret_or_private",
        "tests/setup/test_doctor.py::test_no_login_is_3",
        "tests/setup/test_doctor.py::test_nobody_answering_is_7",
        "tests/setup/test_doctor.py::test_a_broken_configuration_is_78_and_the_rest_is_still_looked_at",
    ),
    shown(78, "update notice", f"{LIFE}::test_no_other_host_is_named_in_the_program", weight="NO"),
    shown(
        79,
        "telemetry",
        f"{LIFE}::test_no_other_host_is_named_in_the_program",
        f"{LIFE}::test_a_command_makes_no_request_but_its_own",
    ),
    told(80, "deprecations", "no flag has been renamed since the first release"),
    shown(
        81,
        "responsive",
        f"{STARTUP}::test_help_and_usage_errors_load_nothing_heavy",
        f"{STARTUP}::test_a_sentence_that_is_not_understood_loads_nothing_heavy",
        f"{SAFELY}::test_completion_loads_next_to_nothing",
        "tests/show/terminal/test_waiting.py::test_a_command_says_that_it_waits",
    ),
    shown(
        82,
        "timeouts",
        f"{LIFE}::test_a_command_waits_no_longer_than_it_was_told",
        "tests/commands/cli/test_flags.py::test_a_timeout_is_in_seconds",
    ),
    shown(
        83,
        "crash-only",
        "tests/reliability/test_kills.py::test_p1_f27_a_log_that_is_killed_before_any_of_its_calls_loses_nothing",
        "tests/reliability/test_kills.py::test_f72_a_setting_that_is_killed_while_saved_is_the_old_or_the_new_one",
    ),
    shown(
        84,
        "cron",
        f"{SCRIPTS}::test_cron",
        f"{SCRIPTS}::test_systemd",
        f"{SCRIPTS}::test_launchd",
        "tests/reports/test_cron.py::test_the_recipes_of_the_help_run_as_they_stand",
    ),
    shown(
        85,
        "completions",
        f"{SCRIPT}::test_the_script_that_is_shipped_is_the_one_that_hv_prints",
        f"{SHELLS}::test_bash_offers",
        f"{SHELLS}::test_fish_offers",
        f"{SHELLS}::test_zsh_completes_on_the_line",
        f"{LIFE}::test_no_command_writes_where_it_was_not_asked_to",
    ),
    shown(
        86,
        "notes",
        f"{SAFELY}::test_no_note_is_kept_in_it",
        "tests/outbox/test_rows.py::test_what_is_settled_goes_after_a_month_and_what_waits_stays",
    ),
)

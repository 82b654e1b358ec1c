"""Render an answer: the renderer of its type writes it in the format that was asked for."""

from importlib import import_module

from harvest_cli.domain.records import Any
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, render_with
from harvest_cli.show.terminal.output import Output

__all__ = ["Layout", "render", "renderer_of"]
SHELVES = {
    "answers.log_text": "Logged",
    "answers.parse_text": "Parsed",
    "answers.timer_text": "TimerResult",
    "answers.change_text": "Changed Deleted Several",
    "answers.bulk_text": "BulkResult",
    "answers.import_text": "ImportPreview ImportResult",
    "answers.suggest_text": "Proposed Suggested",
    "answers.undo_text": "Undoing History",
    "answers.entry_tables": "EntryList ProjectList",
    "answers.outbox_text": "Outgoing Synced Discarded Imported",
    "answers.status_text": "Status",
    "answers.manage_text": "People PersonChanged ProjectTasks TaskChanged",
    "answers.api_text": "ApiAnswer ApiPages ApiPreview",
    "reports.report_text": "Report",
    "exports.month_files": "FolderExport",
    "reports.balance_text": "Balance",
    "reports.money_text": "BudgetReport UninvoicedReport",
    "reports.timesheet_text": "Timesheet",
    "reports.week_grid": "Week Gaps",
    "setup.help_text": "Topic Topics Script Manual SchemaText SchemaNames",
    "setup.login_text": "LoggedIn LoggedOut Identity PageShown SandboxPath SandboxReset Served "
    "HostSnippet",
    "setup.names_text": "Aliases Alias AliasChange Memories Forgotten",
    "setup.settings_text": "SettingList SettingValue SettingChange ConfigPath ProfileList "
    "Examination Paths",
}
"""The types of answers that each module renders. It is loaded once such an answer is there."""
MODULES = {name: module for module, names in SHELVES.items() for name in names.split()}


def render(answer: object, output: Output, layout: Layout = USUAL) -> None:
    """Write an answer and its remarks."""
    render_with(renderer_of(type(answer)), answer, output, layout)


def renderer_of(kind: type[Any]) -> Renderer:
    """The renderer of a type of answers; raises KeyError for one that has none."""
    module = import_module(f"harvest_cli.show.{MODULES[kind.__name__]}")
    found: Renderer = module.RENDERERS[kind]
    return found

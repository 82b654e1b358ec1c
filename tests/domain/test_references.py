"""Links as Harvest's integrations fill them, and what is no link."""

import pytest

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.references import reference_to
from tests.rows import for_each


@for_each(
    ("link", "id_", "group", "permalink"),
    [
        ("https://github.com/acme/site/issues/17", "17", "site", None),
        ("https://github.com/acme/site/pull/18/files?w=1#diff", "18", "site", None),
        ("https://gitlab.com/acme/web/site/-/issues/17", "17", "site", None),
        ("https://gitlab.com/acme/site/-/merge_requests/3/diffs", "3", "site", None),
        ("https://acme.atlassian.net/browse/SITE-17", "SITE-17", "SITE", None),
        (
            "https://acme.atlassian.net/jira/software/projects/SITE/boards/1/backlog",
            "backlog",
            "1",
            None,
        ),
        (
            "https://trello.com/c/nC8QJJoZ/12-footer",
            "nC8QJJoZ",
            None,
            "https://trello.com/c/nC8QJJoZ",
        ),
        ("https://trello.com/c/nC8QJJoZ", "nC8QJJoZ", None, None),
        ("https://app.asana.com/0/1111/2222", "2222", "1111", None),
        ("https://app.asana.com/0/1111/2222/f", "2222", "1111", None),
        ("https://app.asana.com/1/9/project/1111/task/2222?focus=true", "2222", "1111", None),
        ("https://issues.example.com/show_bug/17", "17", "show_bug", None),
        ("https://issues.example.com/17", "17", None, None),
        ("HTTPS://GitHub.com/acme/site/issues/17", "17", "site", None),
        ("https://github.com.evil.example/acme/site/issues/17", "17", "issues", None),
        ("https://github.com/acme/site", "site", "acme", None),
    ],
)
def test_a_link_is_filled_in_as_its_integration_does(
    link: str, id_: str, group: str | None, permalink: str | None
) -> None:
    found = reference_to(f" {link} ")
    assert (found.id, found.group_id, found.permalink) == (id_, group, permalink or link)
    assert found.account_id is None


@for_each(
    "link",
    [
        "",
        "17",
        "SITE-17",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://x",
        "https://[",
        "//github.com/acme/site/issues/17",
        "https://github.com/acme/site/issues/17 and 18",
        "https://github.com/acme/\x1b[2Jsite/issues/17",
        "https://github.com/acme/site\n/issues/17",
        f"https://x/{'a' * 3000}",
    ],
    ids=lambda link: link[:30],
)
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(UsageError, match="Expected a link"):
        reference_to(link)

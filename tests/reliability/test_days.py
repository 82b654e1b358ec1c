"""Days that once ended with minutes off, each with no more in it than that took.

`python -m tests.reliability.days` thinks of such days, and prints the least that is wrong.
"""

import os

import pytest

from tests.reliability.days import main, played, read
from tests.rows import by_turns, few, sweep

if os.name != "posix":
    pytest.skip("the soaks are of POSIX", allow_module_level=True)

DAYS = {
    "a stop without a network ends the timer that was sent late, not the one before": """
        09:00 start i0001
        09:54 away: start i0005
        10:13 log i0006 30
        10:24 away: stop i0007
        10:52 fair weather
        """,
    "so it does where the answer of the start was lost": """
        10:15 start i0005
        11:13 start i0008
        11:39 restart i0005 (1: close)
        12:43 fair weather
        12:47 away: stop i0013
        13:06 fair weather
        """,
    "a timer that was sent late began when it was typed for the next one too": """
        12:10 start i0011 (1: half)
        12:29 fair weather
        12:32 away: start i0013 5
        13:05 fair weather
        """,
    "what runs on as a copy has no hours from before": """
        09:49 log i0004 45
        12:16 restart i0004 (1: commit,kill)
        12:31 away: start i0013
        13:01 fair weather
        """,
    "a copy that runs is no other timer in the way": """
        10:05 start i0180
        10:12 log i0181 30
        10:52 restart i0181 (1: late 5,504)
        11:09 fair weather
        """,
    "an earlier start waits until it is known what it ends": """
        10:53 start i0007
        11:12 start i0008 5 (0: 500, 1: close, 2: close)
        13:08 fair weather
        """,
    "a start that arrives after a later one does not end it": """
        11:55 start i0012 5 (2: html)
        12:20 start i0015 (3: late 5,504)
        12:49 fair weather
        """,
    "nor does one whose entry is created late": """
        11:55 start i0012 (1: 502)
        12:20 start i0015 (4: late 5,504)
        12:49 fair weather
        """,
    "a start in doubt that an earlier one ended late runs on": """
        10:29 log i0006 30 (0: half)
        11:24 away: start i0009
        11:34 start i0010 (6: late 5,504, 9: commit,kill)
        13:16 fair weather
        """,
    "a timer ends where the first of two unsettled starts began": """
        09:11 start i0002
        12:35 fair weather
        12:39 start i0012 5 (1: commit,garbage, 3: half)
        12:54 start i0013 5 (3: late 5,504, 8: late 5,504)
        13:06 fair weather
        """,
    "a timer is not ended by its own start, which is in doubt": """
        15:48 start i0097 5 (1: late 5,504)
        16:09 start i0098 (0: 500, 1: 500, 2: 500)
        16:40 fair weather
        """,
    "what is added to hours waits until those are there": """
        09:30 log i0002 45
        11:38 restart i0002
        12:03 away: stop i0011
        12:28 edit i0002 (3: html)
        12:59 fair weather
        """,
    "a timer whose start is not settled is not let run again": """
        09:01 start i0001 5 (2: 502)
        09:19 away: start i0002
        09:42 restart i0001 (2: reset)
        09:53 fair weather
        """,
    "a stop that waited is corrected to no later end than it was typed": """
        10:35 start i0007
        11:21 away: stop i0009
        11:46 stop i0010 5
        12:50 fair weather
        """,
    "a timer whose stop waits is not ended later by the next start": """
        09:00 start i0001
        10:00 stop i0002 (0: html)
        10:30 start i0003 5 (1: late 5,504, 5: html)
        11:00 fair weather
        """,
    "nor by a restart after the start that ended it": """
        09:00 start i0001
        09:40 start i0002 5 (1: garbage)
        10:05 away: start i0003 5
        10:30 restart i0002 (6: close, 9: 429 soon)
        11:00 fair weather
        """,
    "what is deleted may have got its end from hv meanwhile": """
        09:00 start i0001
        10:00 start i0002 (1: 502)
        10:20 delete i0001 (6: 429 soon, 8: close)
        11:00 fair weather
        """,
    "a timer that is to run on and was stopped here runs no more": """
        11:55 start i0012 (1: 502)
        12:20 start i0015 (4: late 5,504)
        12:30 log i0016 30 (6: 502, 7: 502, 8: 502)
        12:33 away: stop i0017
        12:40 away: stop i0018 5
        13:30 fair weather
        """,
    "a restart that was killed before it was committed ended what ran": """
        09:00 log i0001 45
        09:20 start i0002
        09:30 restart i0001 (900: kill)
        09:43 start i0003
        10:10 fair weather
        """,
    "a stop without a network is of the timer of a restart that was killed behind its answer": """
        09:01 log i0001 45
        09:26 start i0002
        11:20 restart i0001 (901: kill)
        11:56 away: stop i0010
        13:20 fair weather
        """,
    "a timer that a kept start ended is not stopped again": """
        09:26 start i0003
        09:57 away: start i0005
        10:13 away: stop i0006
        10:23 away: stop i0007
        12:42 fair weather
        """,
    "a stop that was killed behind its answer is none to be kept again": """
        11:12 start i0009
        12:02 stop i0011 (901: kill)
        12:30 away: stop i0013
        13:13 fair weather
        """,
    "what a start ended that was killed and stopped since runs no more": """
        10:34 start i0006
        11:12 start i0008 (1: commit,kill)
        11:50 stop i0010
        12:10 away: stop i0011
        12:48 fair weather
        """,
    "nor does one that was ended by a start whose stop was killed too": """
        09:44 start i0004
        10:05 start i0005 (901: kill)
        10:31 stop i0006 (901: kill)
        10:54 away: stop i0007
        13:09 fair weather
        """,
    "a copy that was stopped by hv is found though it runs no more": """
        09:48 log i0003 15 (0: html)
        10:21 copied m0005 45
        11:43 restart m0005 (2: commit,kill)
        12:01 stop i0010 5 (4: commit,kill)
        12:47 fair weather
        """,
    "what is added to the hours of a timer waits for the start that ends it": """
        11:16 start i0007 (1: 502)
        11:26 fair weather
        12:52 away: start i0012
        13:26 edit i0007 (4: close, 7: garbage)
        13:41 fair weather
        """,
}


@few(4)
@sweep
@pytest.mark.promise("P2", "P13")
@pytest.mark.parametrize(("day", "by_times"), by_turns([*DAYS], [False, True]))
def test_a_day_ends_to_the_minute(day: str, by_times: bool) -> None:
    wrong, story = played(read(DAYS[day]), by_times=by_times)
    assert not wrong, "\n".join([*wrong, *story])


@pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
@pytest.mark.parametrize("days", [2, pytest.param(150, marks=pytest.mark.slow)])
def test_days_that_come_to_mind_end_to_the_minute(days: int, by_times: bool) -> None:
    assert main(days, 1, by_times=by_times) == 0

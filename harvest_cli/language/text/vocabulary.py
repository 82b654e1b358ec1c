"""Word tables of the grammar: units, numbers, months, weekdays, joining words and filler."""


def listed(words: str) -> list[str]:
    """The words of a table written as one text."""
    return words.split()


def numbered(names: str, first: int = 0) -> dict[str, int]:
    """Each name and its number; a bar stands between those of two numbers."""
    each = enumerate(names.split("|"), first)
    return {name: number for number, several in each for name in several.split()}


WEEKDAYS = numbered(
    "monday mon|tuesday tue tues|wednesday wed weds|thursday thu thur thurs|friday fri|"
    "saturday sat|sunday sun"
)
WEEKDAYS_MANY = {name + "s": day for name, day in WEEKDAYS.items() if name.endswith("day")}
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = numbered(
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
    "september sep sept|october oct|november nov|december dec",
    1,
)
EVENINGS = ("evening", "eve", "night", "tonight", "pm")
GIVEN = ("april", "may", "june", "august")
"""Months that people are called."""
MONTH_NAMES = tuple(
    listed("January February March April May June July August September October November December")
)
ONES = numbered(
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen"
)
TENS = {
    word: 10 * number
    for word, number in numbered("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety", 2).items()
}
ORDINALS = numbered(
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    "thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth",
    1,
)
ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
HOURS = frozenset(listed("h hr hrs hour hours"))
MINUTES = frozenset(listed("m min mins minute minutes"))
DAYS = frozenset(listed("d day days workday workdays"))
UNITS = HOURS | MINUTES | DAYS
TIME_NOUNS = UNITS | frozenset(
    listed(
        "week weeks month months year years quarter quarters fortnight fortnights second "
        "seconds sec secs weekend weekends"
    )
)
LAST = frozenset(listed("last past previous prior"))
THIS = frozenset(listed("this current present"))
NEXT = frozenset(listed("next coming following"))
UNTIL = frozenset(listed("to until till til through thru"))
AGO = frozenset(listed("ago back"))
DAYPARTS = frozenset(listed("morning afternoon evening night lunchtime"))
HALVES = frozenset(listed("am pm eve"))
"""Parts of a day in short, behind the day."""
ENDS_OF_A_DAY = frozenset(listed("early late eod"))
"""Parts of a day that may be said of other things as well."""
SEPARATORS = frozenset(",;|")
LEAD = frozenset(
    listed(
        "hey hi hello thanks thx pls almost nearly "
        "log logged spent spend worked work working add added put book booked record recorded "
        "track tracked enter please i we my did do done have had i've ive has been was were "
        "am just about around approximately approx roughly ca circa some another took take "
        "taken can could you start started starting begin began resume continue timer right"
    )
)
LINKS = frozenset(
    listed(
        "on for in at to the a an of with into onto towards under from total time project "
        "task client it this all both is as by hv now "
        "re regarding morning afternoon evening"
    )
)
FILLER = LEAD | LINKS
PUNCTUATION = frozenset("@.,;|:-!?()[]~=+&/*…›→'\"><•‣◦·")
ARTICLES = frozenset(listed("the a an my our"))
LISTING = frozenset(listed("and or plus & + ,"))
"""What stands between two things of a list."""
_PLAIN = frozenset(listed("on for in at to with of by per from except")) | UNTIL
PREPOSITIONS = _PLAIN | frozenset(
    listed("into onto towards under during across between within about re regarding as")
)
"""Words that mean nothing where nothing follows them."""
LEADING = _PLAIN | frozenset(listed("since starting beginning"))
"""Words that begin something, which no preposition stands before."""
AHEAD = UNTIL | frozenset(
    listed(
        "on the these of in during from between at since starting started beginning start end "
        "ending"
    )
)
"""Words that only lead to what says when, or how long."""
DAYS_BEGIN = frozenset(
    listed(
        "every each weekdays all week month day today tonight earlier yesterday yday tomorrow "
        "first last a an"
    )
).union(WEEKDAYS, MONTHS, LAST, THIS, NEXT, ONES, TENS, ORDINALS, ENDS_OF_A_DAY)
PERIODS_BEGIN = frozenset(
    listed(
        "first last so whole full entire q h wk w kw cw fortnight day days week weeks month months "
        "quarter quarters half year years weekend weekends ytd mtd wtd qtd htd"
    )
).union(MONTHS, ORDINALS, LAST, THIS, NEXT)
"""The words that days, and periods, begin with behind those that lead to them."""
STARTERS = frozenset(listed("doing because"))
VERBS = frozenset(
    listed(
        "adding analysing analyzing answering attending building calling chasing checking "
        "cleaning coding configuring creating cutting debugging deploying designing "
        "discussing documenting drafting drawing editing exploring finishing fixing helping "
        "implementing improving installing interviewing investigating learning looking making "
        "meeting merging moving optimising optimizing pairing patching polishing prepping "
        "preparing proofreading reading refactoring refining releasing removing renaming "
        "replacing researching reviewing rewriting scoping setting shooting sketching sorting "
        "speaking talking testing triaging trying tuning tweaking updating upgrading "
        "wireframing wiring working writing"
    )
)
ACTIVITIES = frozenset(
    listed(
        "meeting meetings call calls standup standups sync syncs email emails planning workshop "
        "workshops interview interviews demo demos retro retros review reviews prep chores"
    )
)
"""What is done on a project, where its name is followed by nothing else."""
BREAKS = frozenset(listed("lunch break breaks pause"))
TAKES_OFF = ("minus", "less", "excluding", "excl", "without")
"""Words that take a break off."""
EXCEPT = frozenset(listed("except excluding excl besides apart"))
"""Words that take something out of what was said before them."""
STRUCTURE = (
    frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | frozenset(ONES)
    | UNITS
    | FILLER
    | LAST
    | THIS
    | NEXT
    | UNTIL
    | DAYPARTS
    | frozenset(listed("today yesterday tomorrow now noon midnight and half since week month year"))
)
"""Words that mean something by themselves; a name that is only such a word is weak."""

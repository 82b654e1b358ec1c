"""The sentences with which Harvest refuses (422).

Only the four of the required fields are proven. The rest states the rule in our words; live,
print what Harvest says and never tell cases apart by it.
"""

NO_PROJECT = "Project can't be blank"


NO_TASK = "Task can't be blank"


NO_DATE = "Spent date can't be blank"


BAD_DATE = "Spent date is not a valid date"


# Unverified: every sentence below.
BAD_HOURS = "Hours is not a number"


HOURS_RANGE = "Hours must be between 0 and 24"


BAD_START = "Started time is not a valid time"


BAD_END = "Ended time is not a valid time"


NO_NOTES = "Notes can't be blank"


NO_USER = "User can't be blank"


NOT_ON_PROJECT = "User is not assigned to this project"


PROJECT_ARCHIVED = "Project is archived"


TASK_NOT_ASSIGNED = "Task is not assigned to this project"


TASK_ARCHIVED = "Task is archived"


WEEK_APPROVED = "Spent date is in a week that has been approved"


RANGE_INVOICED = "Spent date is in a period that has been invoiced"


LOCKED = "Time entry is locked"


LOCKED_FIELDS = "Project, task and date of a locked time entry cannot be changed"


NOT_RUNNING = "Time entry is not running"


ALREADY_RUNNING = "Time entry is already running"


NOT_A_MANAGER = "User is not a manager"


BAD_STATUS = "Approval status is not included in the list"


BAD_CAPACITY = "Weekly capacity is not a number"


BAD_PAGE_SIZE = "Per page must be between 1 and 2000"


BAD_PAGE = "Page must be a positive number"


BAD_CURSOR = "Cursor is invalid"


WRONG_ORDER = "To must be on or after from"


TOO_LONG = "The date range can't be longer than 365 days"

"""The tables that services and trackers export, each by its heads."""

import re

from harvest_cli.domain.errors import UsageError
from harvest_cli.language.trackers.cells import clock, said
from harvest_cli.language.trackers.columns import Cells, Layout, heads
from harvest_cli.language.trackers.rows import Skip


def _columns(told: str) -> dict[str, tuple[str, ...]]:
    """The heads of each meaning, as `length: Duration, Hours; user: Member`."""
    pairs = (part.split(": ") for part in told.split("; "))
    return {name: tuple(known.split(", ")) for name, known in pairs}


_NAMES = _columns(
    "client: Client; project: Project; task: Task; notes: Description; "
    "tags: Tags; user: User; email: Email; billable: Billable"
)


# -- Toggl, Clockify ---------------------------------------------------------------------------


def _running(cells: Cells) -> Skip | None:
    """What has no end yet, though it began."""
    return Skip.RUNNING if said(cells.get("start", "")) and not said(cells.get("end", "")) else None


def _clockify(cells: Cells) -> Skip | None:
    if said(cells.get("type", "")).casefold() in ("break", "time off", "holiday"):
        return Skip.BREAK
    if "@" in cells.get("user", "") and not cells.get("email"):
        cells["email"] = cells["user"]
    return _running(cells)


TOGGL = Layout(
    "toggl",
    heads("Start date", "Start time", "Duration"),
    _NAMES
    | _columns(
        "user: User, Member; date: Start date; start: Start time; "
        "end_date: End date, Stop date; end: End time, Stop time; length: Duration"
    ),
    lacks=heads("Duration (h)"),
    tidy=_running,
)
CLOCKIFY = Layout(
    "clockify",
    heads("Start Date", "Start Time", "Duration (h)"),
    _NAMES
    | _columns(
        "task: Task, Activity; type: Type; date: Start Date; start: Start Time; "
        "end_date: End Date; end: End Time; "
        "length: Duration (h), Duration (decimal)"
    ),
    tidy=_clockify,
)

# -- Kimai: its heads in the languages that it speaks ------------------------------------------


_COLUMNS = ("date", "start", "end", "length", "client", "project", "task", "notes", "user")
_KIMAI_HEADS = """
Date|From|To|Duration|Customer|Project|Activity|Description|Name|User|Billable
Дата|От|До|Продължителност|Клиент|Проект|Дейност|Описание|Име|Потребител|Таксувано
Data|De|A|Duració|Client|Projecte|Activitat|Descripció|Nom|Usuari|Facturable
Datum|Od|Do|Doba trvání|Zákazník|Projekt|Aktivita|Popis|Jméno|Uživatel|Zpoplatnitelné
Dato|Fra|Til|Varighed|Kunde|Projekt|Aktivitet|Beskrivelse|Navn|Bruger|Fakturérbar
Datum|Von|Bis|Dauer|Kunde|Projekt|Tätigkeit|Beschreibung|Name|Benutzer|Abrechenbar
Ημερομηνία|Από|Σε|Διάρκεια|Πελάτης|Έργο|Δραστηριότητα|Περιγραφή|Όνομα|Χρήστης|Τιμολογήσιμο
Fecha|De|Para|Duración|Cliente|Proyecto|Actividad|Descripción|Nombre|Usuario|Facturable
Kuupäev|Alates|Kuni|Kestvus|Klient|Projekt|Tegevus|Kirjeldus|Nimi|Kasutaja|Arveldatav
Päivämäärä|Alkaen|Saakka|Kesto|Asiakas|Projekti|Työtehtävä|Kuvaus|Nimi|Käyttäjä|Laskutettava
Date|De|À|Durée|Client|Projet|Activité|Description|Nom|Utilisateur|Facturable
Datum|Od|Do|Trajanje|Kupac|Projekt|Aktivnost|Opis|Ime|Korisnik|Naplativo
Dátum|Kezdés|Befejezés|Időtartam|Ügyfél|Projekt|Tevékenység|Leírás|Név|Felhasználó|Számlázható
Data|Da|A|Durata|Cliente|Progetto|Attività|Descrizione|Nome|Utente|Fatturabile
Dato|Fra|Til|Varighet|Kunde|Prosjekt|Aktivitet|Beskrivelse|Navn|Bruker|Fakturerbar
Datum|Van|Tot|Duur|Klant|Project|Activiteit|Beschrijving|Naam|Gebruiker|Factureerbaar
Data|Od|Do|Czas trwania|Klient|Projekt|Aktywność|Opis|Nazwa|Użytkownik|Płatne
Data|De|Para|Duração|Cliente|Projeto|Atividade|Descrição|Nome|Utilizador|Faturável
Data|De|Para|Duração|Cliente|Projeto|Atividade|Descrição|Nome|Usuário|Faturável
Data|De la|Până la|Durata|Client|Proiect|Activitate|Descriere|Nume|Utilizator|Facturabil
Дата|С|До|Длительность|Клиент|Проект|Активность|Описание|Имя|Пользователь|Подлежащий оплате
Dátum|Od|Do|Trvanie|Zákazník|Projekt|Činnosti|Popis|Meno|Používateľ|Zúčtovateľný
Datum|Od|Za|Trajanje|Stranka|Projekt|Aktivnost|Opis|Ime|Uporabnik|Plačljivo
Datum|Från|till|Längd|Kund|Projekt|Aktivitet|Beskrivning|Namn|Användare|Debiterbar
Tarih|Başlangıç|Bitiş|Süre|Müşteri|Proje|Etkinlik|Açıklama|Ad|Kullanıcı|Faturalandırılabilir
Дата|З|До|Тривалість|Клієнт|Проєкт|Діяльність|Опис|Ім'я|Користувач|Підлягає оплаті
日付|From|To|期間|得意先|プロジェクト|アクティビティ|説明|名前|ユーザー|Billable
日期|始于|至|持续时间|客户|项目|活动|描述|名称|用户|计费
"""
"""As Kimai 2 names them, the words of one language a line."""


def _kimai(cells: Cells) -> Skip | None:
    """Kimai puts a mark before text that a spreadsheet could take for a formula, or holds "dde".

    Its first version wrote seconds.
    """
    for name in ("client", "project", "task", "notes"):
        cells[name] = cells.get(name, "").removeprefix("' ")
    written = cells.get("length", "").strip()
    if re.fullmatch(r"\d+", written) and int(written) > 24:
        cells["length"] = f"{written} s"
    cells["user"] = said(cells.get("user", "")) or cells.get("login", "")
    return _running(cells)


def _kimai_layout(words: str) -> Layout:
    names = words.split("|")
    columns: dict[str, tuple[str, ...]] = {
        name: (word,) for name, word in zip((*_COLUMNS, "login", "billable"), names, strict=True)
    }
    columns |= _columns("email: E-mail; tags: Tags, Schlagworte")
    columns["billable"] += ("Billable",)
    needed = (*names[:4], names[5], names[6])
    return Layout("kimai", heads(*needed), columns, tidy=_kimai)


KIMAI = tuple(map(_kimai_layout, _KIMAI_HEADS.split("\n")[1:-1]))


# -- others ------------------------------------------------------------------------------------


def _timely(cells: Cells) -> Skip | None:
    """Clients and projects are summed up in rows without a day."""
    return None if said(cells.get("date", "")) else Skip.TOTAL


def _tempo(cells: Cells) -> Skip | None:
    day, _, at = cells.get("date", "").strip().partition(" ")
    cells["date"], start = day, clock(at)
    cells["start"] = at if start is not None and start.strftime("%H%M") != "0000" else ""
    named = " ".join(filter(None, (said(cells.get("key", "")), said(cells.get("summary", "")))))
    notes = said(cells.get("notes", ""))
    cells["notes"] = ": ".join(filter(None, (named, notes)))
    cells["project"] = said(cells.get("project", "")) or cells.get("project_key", "")
    return None


_TEMPO = (
    "Issue Key|Issue summary|Hours|Work date|Full name|Project Name|Project Key|Work Description",
    "Ключ запроса|Тема запроса|Часов|Дата работы|Полное имя|Имя проекта|Ключ проекта"
    "|Описание работы",
)
"""The heads of Tempo, in the languages in which they were seen."""


def _tempo_layout(words: str) -> Layout:
    names = ("key", "summary", "length", "date", "user", "project", "project_key", "notes")
    columns: dict[str, tuple[str, ...]] = {
        name: (word,) for name, word in zip(names, words.split("|"), strict=True)
    }
    columns["user"] += ("Username", "Имя пользователя")
    needed = (columns[name][0] for name in ("key", "length", "date"))
    return Layout("tempo", heads(*needed), columns, tidy=_tempo)


def _noko(cells: Cells) -> Skip | None:
    """Minutes are exact, hours are rounded."""
    if written := said(cells.get("length", "")):
        cells["length"] = f"{written}m"
    return None


def _timecamp(cells: Cells) -> Skip | None:
    """`Timestamp` has both ends; what a row is for stands under `Task`."""
    begin, _, end = cells.get("both", "").partition("-")
    cells["start"], cells["end"] = begin, end
    cells["project"] = said(cells.get("project", ""))
    return None


def _org_clock(cells: Cells) -> Skip | None:
    """The headings above, outermost first; the outermost is the project."""
    above = [each for each in cells.get("parents", "").split("/") if each.strip()]
    named = [*above, cells.get("task", "")]
    cells["project"], cells["task"] = named[0].strip(), ""
    cells["notes"] = re.sub(r"\s+", " ", named[-1]).strip() if len(named) > 1 else ""
    cells["tags"] = cells.get("tags", "").strip(":").replace(":", ",")
    return Skip.RUNNING if not said(cells.get("finish", "")) else None


def _open(cells: Cells) -> Skip | None:
    """What runs has no end, or, with `watson log -c`, an id that says so."""
    if cells.get("id", "").strip() == "current":
        return Skip.RUNNING
    return Skip.RUNNING if not said(cells.get("finish", "")) else None


TABLES: tuple[Layout, ...] = (
    CLOCKIFY,
    TOGGL,
    *KIMAI,
    Layout(
        "timely",
        heads("Logged Hours", "Planned Hours"),
        _columns(
            "client: Client; project: Project; date: Date; user: Name; email: Email; "
            "length: Logged Hours; tags: Tags; billable: Billable; notes: Notes, Note; "
            "start: From; end: To"
        ),
        tidy=_timely,
    ),
    *map(_tempo_layout, _TEMPO),
    Layout(
        "solidtime",
        heads("Description", "Start", "End", "Duration (decimal)"),
        _NAMES | _columns("begin: Start; finish: End; length: Duration, Duration (decimal)"),
        total="begin",
        tidy=_open,
    ),
    Layout(
        "solidtime-generic",
        heads("start", "end", "user_name", "user_email"),
        _columns(
            "begin: start; finish: end; user: user_name; email: user_email; "
            "client: client, client_name; project: project, project_name; "
            "task: task, task_name; notes: description; billable: billable; "
            "tags: tags; id: id"
        ),
        total="begin",
        tidy=_open,
        instants=True,
    ),
    Layout(
        "org-clock-csv",
        heads("task", "parents", "start", "end"),
        _columns("task: task; parents: parents; begin: start; finish: end; tags: tags"),
        total="begin",
        tidy=_org_clock,
    ),
    Layout(
        "watson",
        frozenset(),
        _columns("id: id; begin: start; finish: stop; project: project; tags: tags"),
        exactly=("id", "start", "stop", "project", "tags"),
        total="begin",
        tidy=_open,
        tagged=True,
    ),
    Layout(
        "timetrap",
        frozenset(),
        _columns("begin: start; finish: end; notes: note; project: sheet"),
        exactly=("start", "end", "note", "sheet"),
        total="begin",
        tidy=_open,
    ),
    Layout(
        "everhour",
        heads("Date", "Member", "Time", "Comment"),
        _columns(
            "date: Date; user: Member; client: Client; project: Project; task: Task; "
            "length: Time; notes: Comment"
        ),
    ),
    Layout(
        "tick",
        heads("Date", "Hours", "Project Owner", "Task ID"),
        _NAMES | _columns("notes: Notes; date: Date; length: Hours; id: Id"),
    ),
    Layout(
        "noko",
        heads("Date", "Person", "Group/Client", "Minutes"),
        _NAMES | _columns("client: Group/Client; user: Person; date: Date; length: Minutes"),
        tidy=_noko,
    ),
    Layout(
        "timecamp",
        heads("Day", "User", "Time", "Timestamp"),
        _columns(
            "date: Day; user: User; project: Task; tags: Tags; length: Time; "
            "both: Timestamp; notes: Notes"
        ),
        tidy=_timecamp,
    ),
)
"""The narrowest first."""
_SUMS = {
    "RescueTime": (
        heads("Time Spent (seconds)", "Activity"),
        "it tells which programs were used, and no project",
    ),
    "Watson report": (
        heads("from", "to", "project", "tag", "time"),
        "it holds sums; `watson log --csv` has the entries",
    ),
    "TimeCamp summary": (
        heads("Name", "Hours", "Total"),
        "it holds sums; its Excel export has the entries",
    ),
}


def refuse_sums(found: frozenset[str]) -> None:
    """Raises UsageError for tables of which nothing can be booked."""
    for name, (needed, why) in _SUMS.items():
        if needed <= found:
            message = f"This is a {name} file, which cannot be booked: {why}"
            hint = 'Log the time by hand: `hv log "2h on MW: hero mockups"`'
            raise UsageError(message, code="not_bookable", hint=hint)

"""Kimai's export: its heads in the languages that it speaks, and what is odd about its cells."""

import re

from harvest_cli.language.timesheets.cells import said
from harvest_cli.language.timesheets.rows import Skip
from harvest_cli.language.trackers.columns import Cells, Layout, heads

_MEANINGS = ("date", "start", "end", "length", "client", "project", "task", "notes", "user")
_HEADS = """
Date|From|To|Duration|Customer|Project|Activity|Description|Name|User
Дата|От|До|Продължителност|Клиент|Проект|Дейност|Описание|Име|Потребител
Data|De|A|Duració|Client|Projecte|Activitat|Descripció|Nom|Usuari
Datum|Od|Do|Doba trvání|Zákazník|Projekt|Aktivita|Popis|Jméno|Uživatel
Dato|Fra|Til|Varighed|Kunde|Projekt|Aktivitet|Beskrivelse|Navn|Bruger
Datum|Von|Bis|Dauer|Kunde|Projekt|Tätigkeit|Beschreibung|Name|Benutzer
Ημερομηνία|Από|Σε|Διάρκεια|Πελάτης|Έργο|Δραστηριότητα|Περιγραφή|Όνομα|Χρήστης
Fecha|De|Para|Duración|Cliente|Proyecto|Actividad|Descripción|Nombre|Usuario
Kuupäev|Alates|Kuni|Kestvus|Klient|Projekt|Tegevus|Kirjeldus|Nimi|Kasutaja
Päivämäärä|Alkaen|Saakka|Kesto|Asiakas|Projekti|Työtehtävä|Kuvaus|Nimi|Käyttäjä
Date|De|À|Durée|Client|Projet|Activité|Description|Nom|Utilisateur
Datum|Od|Do|Trajanje|Kupac|Projekt|Aktivnost|Opis|Ime|Korisnik
Dátum|Kezdés|Befejezés|Időtartam|Ügyfél|Projekt|Tevékenység|Leírás|Név|Felhasználó
Data|Da|A|Durata|Cliente|Progetto|Attività|Descrizione|Nome|Utente
Dato|Fra|Til|Varighet|Kunde|Prosjekt|Aktivitet|Beskrivelse|Navn|Bruker
Datum|Van|Tot|Duur|Klant|Project|Activiteit|Beschrijving|Naam|Gebruiker
Data|Od|Do|Czas trwania|Klient|Projekt|Aktywność|Opis|Nazwa|Użytkownik
Data|De|Para|Duração|Cliente|Projeto|Atividade|Descrição|Nome|Utilizador
Data|De|Para|Duração|Cliente|Projeto|Atividade|Descrição|Nome|Usuário
Data|De la|Până la|Durata|Client|Proiect|Activitate|Descriere|Nume|Utilizator
Дата|С|До|Длительность|Клиент|Проект|Активность|Описание|Имя|Пользователь
Dátum|Od|Do|Trvanie|Zákazník|Projekt|Činnosti|Popis|Meno|Používateľ
Datum|Od|Za|Trajanje|Stranka|Projekt|Aktivnost|Opis|Ime|Uporabnik
Datum|Från|till|Längd|Kund|Projekt|Aktivitet|Beskrivning|Namn|Användare
Tarih|Başlangıç|Bitiş|Süre|Müşteri|Proje|Etkinlik|Açıklama|Ad|Kullanıcı
Дата|З|До|Тривалість|Клієнт|Проєкт|Діяльність|Опис|Ім'я|Користувач
日付|From|To|期間|得意先|プロジェクト|アクティビティ|説明|名前|ユーザー
日期|始于|至|持续时间|客户|项目|活动|描述|名称|用户
"""
"""As Kimai 2 names them, the words of one language a line."""


def _tidy(cells: Cells) -> Skip | None:
    """Kimai puts a mark before text that a spreadsheet could take for a formula, or holds "dde".

    Its first version wrote seconds.
    """
    for name in ("client", "project", "task", "notes"):
        cells[name] = cells.get(name, "").removeprefix("' ")
    written = cells.get("length", "").strip()
    if re.fullmatch(r"\d+", written) and int(written) > 24:
        cells["length"] = f"{written} s"
    cells["user"] = said(cells.get("user", "")) or cells.get("login", "")
    open_ = said(cells.get("start", "")) and not said(cells.get("end", ""))
    return Skip.RUNNING if open_ else None


def _layout(words: str) -> Layout:
    names = words.split("|")
    columns: dict[str, tuple[str, ...]] = {
        name: (word,) for name, word in zip((*_MEANINGS, "login"), names, strict=True)
    }
    columns |= {"email": ("E-mail",), "tags": ("Tags", "Schlagworte")}
    columns["billable"] = ("Billable", "Abrechenbar")
    needed = (*names[:4], names[5], names[6])
    return Layout("kimai", heads(*needed), columns, tidy=_tidy)


LAYOUTS = tuple(map(_layout, _HEADS.split("\n")[1:-1]))

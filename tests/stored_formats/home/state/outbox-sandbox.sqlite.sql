PRAGMA application_id = 1752584002;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "facts" VALUES('reference','on');
INSERT INTO "facts" VALUES('tidied','1795028580.0');
CREATE TABLE journal (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, run TEXT NOT NULL, server TEXT NOT NULL,
    account_id INTEGER NOT NULL, user_id INTEGER, deed TEXT NOT NULL, entry_id INTEGER NOT NULL,
    before_json TEXT, after_json TEXT, text TEXT NOT NULL, undone_at REAL
);
INSERT INTO "journal" VALUES(1,1795028580.0,'cea18acd6c262636','https://sandbox.invalid/v2',1000000,1782959,'created',636718192,NULL,'{"id": 636718192, "spent_date": "2026-11-18", "hours": "1.0", "client": [5735776, "123 Industries", "EUR"], "project": [14808188, "Task Force", "TF"], "task": [8083369, "Research"], "user": [1782959, "Kim Allen"], "notes": "embedded", "is_running": false, "hours_without_timer": "1.0", "rounded_hours": "1.0", "is_locked": false, "is_closed": false, "approval_status": "unsubmitted", "is_billed": false, "billable": false, "budgeted": false, "cost_rate": "50.0", "created_at": "2026-11-18T19:10:00+00:00", "updated_at": "2026-11-18T19:10:00+00:00", "external_reference": ["hv-2d44396fe63ff5a54884985eaeb979d8", "hv", null, null, null]}','1h Research on TF: embedded',NULL);
CREATE TABLE outbox (
    key TEXT PRIMARY KEY, server TEXT NOT NULL, account_id INTEGER NOT NULL, user_id INTEGER,
    op TEXT NOT NULL, body_json TEXT NOT NULL, body_sha256 TEXT NOT NULL, spent_date TEXT,
    base_json TEXT, text TEXT NOT NULL, shown TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, resends INTEGER NOT NULL, sent_at REAL, sent_mono REAL,
    boot_id TEXT, next_at REAL NOT NULL, lease_until REAL NOT NULL, lease_pid INTEGER NOT NULL,
    lease_start TEXT NOT NULL, entry_id INTEGER, verify_until REAL, last_error TEXT,
    created_at REAL NOT NULL, hv_version TEXT NOT NULL
);
INSERT INTO "outbox" VALUES('hv-2d44396fe63ff5a54884985eaeb979d8','https://sandbox.invalid/v2',1000000,1782959,'create','{"project_id": 14808188, "task_id": 8083369, "spent_date": "2026-11-18", "hours": "1.00", "notes": "embedded", "external_reference": ["hv-2d44396fe63ff5a54884985eaeb979d8", "hv", null, null, null]}','e7227d3e53d95c4da75ab59a335d4fff9cdd8cbe01ef1fda0926b7b4e200e32b','2026-11-18',NULL,'1h Research on TF: embedded','123 Industries › Task Force › Research','done',1,0,1795028580.0,1000.0,'00000000-0000-4000-8000-000000000000',0.0,1795028640.0,0,'1000',636718192,NULL,NULL,1795028580.0,'0.1.0');
CREATE INDEX outbox_open ON outbox (created_at) WHERE state != 'done' OR verify_until IS NOT NULL;
COMMIT;

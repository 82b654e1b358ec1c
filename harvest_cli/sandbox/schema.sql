CREATE TABLE company (id INTEGER PRIMARY KEY CHECK (id = 1), settings TEXT NOT NULL);
CREATE TABLE users (
    id INTEGER PRIMARY KEY, token TEXT UNIQUE NOT NULL, first_name TEXT NOT NULL,
    last_name TEXT NOT NULL, email TEXT NOT NULL, timezone TEXT NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1, is_contractor INTEGER NOT NULL DEFAULT 0,
    all_projects INTEGER NOT NULL DEFAULT 0, weekly_capacity INTEGER NOT NULL DEFAULT 126000,
    default_hourly_rate INTEGER, cost_rate INTEGER, roles TEXT NOT NULL,
    access_roles TEXT NOT NULL, avatar_url TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE teammates (manager_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    PRIMARY KEY (manager_id, user_id)) WITHOUT ROWID;
CREATE TABLE clients (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, currency TEXT NOT NULL, address TEXT,
    is_active INTEGER NOT NULL DEFAULT 1, statement_key TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, title TEXT, first_name TEXT NOT NULL,
    last_name TEXT, email TEXT, phone_office TEXT, phone_mobile TEXT, fax TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE titles (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE rates (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL,
    start_date TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE projects (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, name TEXT NOT NULL, code TEXT,
    is_active INTEGER NOT NULL DEFAULT 1, is_billable INTEGER NOT NULL DEFAULT 1,
    is_fixed_fee INTEGER NOT NULL DEFAULT 0, bill_by TEXT NOT NULL DEFAULT 'Project',
    hourly_rate INTEGER, budget INTEGER, budget_by TEXT NOT NULL DEFAULT 'none',
    budget_is_monthly INTEGER NOT NULL DEFAULT 0, cost_budget INTEGER, fee INTEGER,
    show_budget_to_all INTEGER NOT NULL DEFAULT 0, notes TEXT, starts_on TEXT, ends_on TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_active INTEGER NOT NULL DEFAULT 1,
    billable_by_default INTEGER NOT NULL DEFAULT 1, default_hourly_rate INTEGER,
    is_default INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE task_assignments (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, task_id INTEGER NOT NULL,
    billable INTEGER NOT NULL DEFAULT 1, is_active INTEGER NOT NULL DEFAULT 1,
    hourly_rate INTEGER, budget INTEGER,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (project_id, task_id));
CREATE TABLE user_assignments (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1, is_project_manager INTEGER NOT NULL DEFAULT 0,
    use_default_rates INTEGER NOT NULL DEFAULT 1, hourly_rate INTEGER, budget INTEGER,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (user_id, project_id));
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, project_id INTEGER NOT NULL,
    task_id INTEGER NOT NULL, spent_date TEXT NOT NULL, hours INTEGER NOT NULL DEFAULT 0,
    notes TEXT, started INTEGER, ended INTEGER, timer_started_at INTEGER,
    approval_status TEXT NOT NULL DEFAULT 'unsubmitted', invoice_id INTEGER, invoice_number TEXT,
    billable INTEGER NOT NULL DEFAULT 1, reference_id TEXT, reference_group TEXT,
    reference_account TEXT, permalink TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE INDEX entries_by_day ON entries (spent_date, id);
CREATE INDEX entries_by_user ON entries (user_id, spent_date, id);
CREATE INDEX entries_by_reference ON entries (reference_id) WHERE reference_id IS NOT NULL;
CREATE INDEX entries_running ON entries (user_id) WHERE timer_started_at IS NOT NULL;
CREATE INDEX entries_invoiced ON entries (project_id, spent_date) WHERE invoice_id IS NOT NULL;
CREATE TABLE approvals (user_id INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL);
CREATE INDEX approvals_by_user ON approvals (user_id, first);
CREATE TABLE hits (bucket TEXT NOT NULL, at REAL NOT NULL);
CREATE VIEW entry_details AS SELECT
    e.*, u.first_name || ' ' || u.last_name AS user_name, u.cost_rate,
    p.name AS project_name, p.code AS project_code, p.client_id, p.budget_by, p.is_fixed_fee,
    c.name AS client_name, c.currency, t.name AS task_name,
    NOT (p.is_active AND c.is_active AND t.is_active AND u.is_active) AS is_archived,
    EXISTS (SELECT 1 FROM approvals a WHERE a.user_id = e.user_id
            AND e.spent_date BETWEEN a.first AND a.last) AS is_period_locked,
    ta.id AS ta_id, ta.billable AS ta_billable, ta.is_active AS ta_is_active,
    ta.hourly_rate AS ta_hourly_rate, ta.budget AS ta_budget,
    ta.created_at AS ta_created_at, ta.updated_at AS ta_updated_at,
    ua.id AS ua_id, ua.is_active AS ua_is_active, ua.is_project_manager,
    ua.use_default_rates, ua.hourly_rate AS ua_hourly_rate, ua.budget AS ua_budget,
    ua.created_at AS ua_created_at, ua.updated_at AS ua_updated_at,
    CASE WHEN NOT e.billable THEN NULL
         WHEN p.bill_by = 'Project' THEN p.hourly_rate
         WHEN p.bill_by = 'Tasks' THEN ta.hourly_rate
         WHEN p.bill_by = 'People' AND ua.use_default_rates THEN u.default_hourly_rate
         WHEN p.bill_by = 'People' THEN ua.hourly_rate END AS billable_rate
FROM entries e JOIN users u ON u.id = e.user_id JOIN projects p ON p.id = e.project_id
JOIN clients c ON c.id = p.client_id JOIN tasks t ON t.id = e.task_id
LEFT JOIN task_assignments ta ON ta.project_id = e.project_id AND ta.task_id = e.task_id
LEFT JOIN user_assignments ua ON ua.project_id = e.project_id AND ua.user_id = e.user_id;

-- Accounts, the year's programme, audits with their checklist copies, the journal, minutes and the activity log.
create table setting (key varchar primary key, value varchar not null);
create table account (
    id varchar primary key,
    username varchar not null,
    name varchar not null,
    password_hash varchar,
    role varchar not null,
    language varchar not null default 'vi',
    active boolean not null default true,
    created_at timestamp not null
);
create table sign_in_session (
    token_hash varchar primary key,
    account_id varchar not null,
    created_at timestamp not null,
    last_seen_at timestamp not null,
    ended_at timestamp,
    ended_reason varchar,
    device varchar
);
create table programme (
    id varchar primary key,
    year integer not null,
    parent_body varchar not null,
    issuing_body varchar not null,
    place varchar not null,
    plan_number varchar not null,
    plan_issued_on date,
    plan_issuer varchar not null,
    plan_about varchar not null,
    team_number varchar not null,
    team_issued_on date,
    team_issuer varchar not null,
    team_about varchar not null,
    standard varchar not null,
    wording varchar not null default 'grades',
    uses_score boolean not null default false,
    is_sample boolean not null default false,
    revision integer not null default 0
);
create table agency (
    id varchar primary key,
    name varchar not null,
    kind varchar not null,
    parent varchar not null default '',
    address varchar not null default '',
    is_sample boolean not null default false,
    revision integer not null default 0
);
create table team_member (
    id varchar primary key,
    programme_id varchar not null,
    name varchar not null,
    position varchar not null default '',
    organisation varchar not null default '',
    role varchar not null,
    account_id varchar,
    revision integer not null default 0
);
create table audit (
    id varchar primary key,
    programme_id varchar not null,
    agency_id varchar not null,
    code varchar not null,
    planned_on date,
    form varchar not null,
    checklist_form varchar not null,
    leader_id varchar,
    sections varchar not null default '{}',
    cancelled_reason varchar,
    is_sample boolean not null default false,
    revision integer not null default 0
);
create table audit_member (
    audit_id varchar not null,
    member_id varchar not null,
    primary key (audit_id, member_id)
);
create table audit_checklist (
    audit_id varchar primary key,
    content varchar not null,
    content_hash varchar not null,
    taken_at timestamp not null
);
create table event (
    id varchar primary key,
    position bigint not null,
    audit_id varchar not null,
    subject varchar not null,
    field varchar not null,
    value varchar,
    account_id varchar not null,
    device varchar not null,
    made_at timestamp not null,
    received_at timestamp not null
);
create table event_replacement (
    event_id varchar not null,
    replaced_id varchar not null,
    audit_id varchar not null,
    primary key (event_id, replaced_id)
);
create table minutes (
    id varchar primary key,
    audit_id varchar not null,
    number varchar not null,
    version integer not null,
    state varchar not null,
    language varchar not null,
    content varchar not null,
    text_hash varchar not null,
    pdf blob,
    pdf_hash varchar not null,
    pages integer not null,
    journal_position bigint not null,
    created_at timestamp not null,
    issued_at timestamp,
    issued_by varchar
);
create table activity (
    id varchar primary key,
    recorded_at timestamp not null,
    account_id varchar,
    action varchar not null,
    subject varchar not null,
    detail varchar not null default '{}'
);

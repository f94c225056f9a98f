-- Versions of the question bank of each edition, which of them is asked by, and drafts with their changes part by part.
create table bank_version (
    id varchar primary key,
    standard varchar not null,
    number integer not null,
    content varchar not null,
    content_hash varchar not null,
    is_shipped boolean not null,
    made_at timestamp not null,
    made_by varchar not null
);
create table bank_in_force (
    id varchar primary key,
    standard varchar not null,
    bank_version_id varchar not null,
    recorded_at timestamp not null,
    account_id varchar not null,
    reason varchar not null
);
create table bank_draft (
    id varchar primary key,
    standard varchar not null,
    base_id varchar not null,
    name varchar not null,
    made_at timestamp not null,
    made_by varchar not null,
    closed_at timestamp,
    became_id varchar
);
create table bank_change (
    id varchar primary key,
    draft_id varchar not null,
    part varchar not null,
    content varchar,
    recorded_at timestamp not null,
    account_id varchar not null
);

-- Locking, signing and issuing: what a version was locked with, its signatures, attachments and reopenings.
alter table minutes add column content_hash varchar default '';
alter table minutes add column short_code varchar default '';
alter table minutes add column locked_by varchar;
alter table minutes add column voided_at timestamp;
alter table minutes add column voided_by varchar;
alter table minutes add column void_reason varchar default '';
update minutes set content_hash = text_hash, locked_by = issued_by;
create table minutes_image (
    sha256 varchar primary key,
    data blob not null
);
create table minutes_reopening (
    id varchar primary key,
    audit_id varchar not null,
    version integer not null,
    reason varchar not null,
    account_id varchar not null,
    reopened_at timestamp not null
);
create table signature_event (
    id varchar primary key,
    minutes_id varchar not null,
    place varchar not null,
    kind varchar not null,
    attempt varchar not null,
    value varchar not null default '{}',
    text_hash varchar not null,
    account_id varchar not null,
    device varchar not null,
    made_at timestamp not null,
    received_at timestamp not null
);
create table minutes_attachment (
    id varchar primary key,
    minutes_id varchar not null,
    kind varchar not null,
    name varchar not null,
    media_type varchar not null,
    size bigint not null,
    sha256 varchar not null,
    data blob not null,
    added_by varchar not null,
    added_at timestamp not null,
    withdrawn_reason varchar
);

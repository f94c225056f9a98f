-- The state of every field of the journal, kept in the transaction that appends to it; made anew from the journal at any time.
create table field_state (
    audit_id varchar not null,
    subject varchar not null,
    field varchar not null,
    position bigint not null,
    event_id varchar not null,
    value varchar,
    account_id varchar not null,
    device varchar not null,
    made_at timestamp not null,
    received_at timestamp not null,
    disputed boolean not null,
    circular boolean not null,
    others varchar not null,
    awaited varchar not null,
    primary key (audit_id, subject, field)
);
insert into setting (key, value) values ('field_states_wanted', 'yes') on conflict do nothing;

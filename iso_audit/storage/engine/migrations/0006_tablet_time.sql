-- The tablet's own clock beside each act's corrected moment, and how far each tablet's clock is off.
alter table event add column tablet_at timestamp;
alter table signature_event add column tablet_at timestamp;
create table tablet (
    account_id varchar not null,
    device varchar not null,
    off_by_seconds bigint not null,
    seen_at timestamp not null,
    primary key (account_id, device)
);

-- Lists of case files by audit, compact, and the days off that were changed on screen.
create table case_list (
    id varchar primary key,
    audit_id varchar not null,
    file_name varchar not null,
    content_hash varchar not null,
    row_count integer not null,
    as_of date not null,
    left_out varchar not null default '[]',
    imported_at timestamp not null,
    imported_by varchar not null,
    content blob not null
);
create table special_day (
    day date primary key,
    kind varchar not null,
    name varchar not null default '',
    revision integer not null default 0
);

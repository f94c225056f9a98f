-- Photographs by audit and content; their bytes in small parts, since DuckDB reads a column 2,048 rows at a time.
create table photo (
    audit_id varchar not null,
    sha256 varchar not null,
    size integer not null,
    width integer not null,
    height integer not null,
    thumbnail blob not null,
    received_at timestamp not null,
    received_by varchar not null,
    primary key (audit_id, sha256)
);
create table photo_part (
    audit_id varchar not null,
    sha256 varchar not null,
    part integer not null,
    data blob not null,
    primary key (audit_id, sha256, part)
);

-- The SHA-256 of every file that was laid out of a version of minutes: to be signed, in another language, as issued;
-- and whether this database's app laid it out, or only a carried file says that another one did.
create table minutes_rendering (
    minutes_id varchar not null,
    sha256 varchar not null,
    purpose varchar not null,
    language varchar not null,
    made_here boolean not null,
    primary key (minutes_id, sha256)
);
insert into minutes_rendering
select m.id, m.pdf_hash, case when m.state = 'issued' then 'issued' else 'for_signing' end, m.language,
    coalesce((select c.made_again from carried_minutes c where c.minutes_id = m.id), true)
from minutes m;

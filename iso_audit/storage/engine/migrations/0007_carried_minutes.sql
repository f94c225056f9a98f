-- Which versions of minutes came in a carried file: made when and by which version of the app, taken in by whom and when,
-- and whether their text gives the issued bytes again here.
create table carried_minutes (
    minutes_id varchar primary key,
    made_at timestamp not null,
    app varchar not null,
    taken_by varchar,
    taken_at timestamp not null,
    made_again boolean not null
);

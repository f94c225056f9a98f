-- How many rows of a list were left out, by why (JSON); missing of lists taken in before that was noted.
alter table case_list add column rows_left_out varchar;

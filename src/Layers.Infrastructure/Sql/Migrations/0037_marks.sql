-- What extensions have noted of a container, for their gate rules: an object of texts, null where there is nothing.
alter table containers add column marks json;

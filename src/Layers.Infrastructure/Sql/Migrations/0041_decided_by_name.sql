-- The name that a decider had when it decided: keys may lose theirs later. Null for keys without one, for the server itself, and for older decisions.
alter table containers add column decided_by_name text;

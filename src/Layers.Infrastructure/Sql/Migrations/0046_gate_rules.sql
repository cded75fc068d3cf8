-- The rules of the gate, by name, as nodes had them when they started. A node that lacks one hands over no posts: it would let out what the rule holds back.
create table gate_rules (
  name text primary key,
  added_at timestamptz not null
);

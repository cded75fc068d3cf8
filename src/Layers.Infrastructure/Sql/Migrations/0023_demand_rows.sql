-- A write that has to touch a certain number of rows asks this, in the same statement: where it touched others, the whole transaction fails, and a
-- commit that was sent along with it does not happen. The code is the product's own, so that the server can tell a lost update from other failures.
create function demand_rows(touched bigint, expected bigint) returns boolean language plpgsql as $$
begin
  if touched <> expected then
    raise exception 'a write touched % rows instead of %', touched, expected using errcode = 'LR001';
  end if;
  return true;
end $$;

-- Accounts that are being changed meanwhile are waited for in the order in which everybody locks them.
with relays as (
  select organization_id, social_account_id
  from social_accounts
  where relay_url is not null and settings is null
  order by organization_id, social_account_id
  for update)
update social_accounts s
set settings = json_build_object('url', s.relay_url)
from relays r
where s.organization_id = r.organization_id and s.social_account_id = r.social_account_id;

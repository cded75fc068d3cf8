-- Publishers are known by their names: extensions bring their own. What an account's publisher needs to know of it is JSON, an object of texts. Servers of the
-- release before go on reading and writing the address of a relay in its own column meanwhile, so both are written; the column goes in a later release.
alter table social_accounts add column settings json;
alter table social_accounts drop constraint social_accounts_publisher_check;
alter table social_accounts add constraint social_accounts_publisher_check check (publisher ~ '^[a-z][a-z0-9-]{0,31}$') not valid;
alter table social_accounts add constraint settings_are_an_object check (json_typeof(settings) = 'object') not valid;

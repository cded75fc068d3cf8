-- How each file of a container is encoded, in the order of its assets; null for files that came before, and in place of a codec that is not known.
-- What platforms make of the files is judged whenever it is shown: platform_fit is written for servers of the release before, and goes with the next.
alter table containers add column asset_codecs text[];

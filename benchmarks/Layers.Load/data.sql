-- A hundred organizations with ten projects each. One project holds a fifth of all containers, the others share the rest. Times lie in the last sixty
-- days and windows are longer than half a year, so that nothing falls due while it is measured.

create schema bench;

create function bench.id_at(at timestamptz, seed text) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(seed), 1, 3) || '8' || substr(md5(seed), 4, 15))::uuid
$$;

insert into organizations (organization_id, name, environment, created_at)
select bench.id_at(now() - interval '90 days', 'organization' || n), 'Organization ' || n, 'live', now() - interval '90 days'
from generate_series(0, 99) n;

create table bench.projects as
select n, bench.id_at(now() - interval '90 days', 'organization' || n % 100) as organization_id, bench.id_at(now() - interval '89 days', 'project' || n) as project_id
from generate_series(0, 999) n;

insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
select organization_id, project_id, 'Project ' || n, 'Europe/Berlin', '{}', now() - interval '89 days', now() - interval '89 days' from bench.projects;

insert into approval_policies
  (organization_id, project_id, requires_approval, first_n_posts_blocked, auto_approve_after, auto_approve_seconds, updated_at)
select organization_id, project_id, true, 5, 'P250D', 250 * 86400, now() - interval '89 days' from bench.projects;

create function bench.medium(id uuid, n int) returns text language sql immutable as $$
  select 'media:content-container/' || id || '/media/upload-' || n || '.jpg'
$$;

create function bench.assets(id uuid) returns json language sql immutable as $$
  select json_agg(json_build_object('assetId', 'asset-' || n, 'kind', 'image', 'url', bench.medium(id, n), 'thumbnailUrl', bench.medium(id, n),
    'width', 1080, 'height', 1920, 'durationMs', null, 'mimeType', 'image/jpeg', 'sizeBytes', 60933)) from generate_series(1, 2) n
$$;

create function bench.preview(id uuid) returns json language sql immutable as $$
  select json_build_object('kind', 'slideshow', 'primaryUrl', bench.medium(id, 1), 'thumbnailUrl', bench.medium(id, 1),
    'imageUrls', json_build_array(bench.medium(id, 1), bench.medium(id, 2)), 'aspectRatio', '9:16')
$$;

create procedure bench.fill(first bigint, last bigint, total bigint) language sql as $$
  insert into containers (
    organization_id, container_id, project_id, creative_type, format, hook, status, approval_status, revision, caption, created_at, review_since,
    completed_at, failed_at, error_code, error_message, decided_at, decided_by, decision_source, decision_remark,
    assets, preview, primary_asset, platform_fit)
  select
    p.organization_id, d.id, p.project_id, d.type, case when d.type = 'generated' then (array['slideshow-builder', 'ugc-remix', 'video-remix'])[1 + i % 3] end,
    'Five brews for rainy days.', d.status, d.approval, 3, 'The roast that started it all, number ' || i || '.', d.at, d.at,
    case when d.is_done then d.at + interval '40 seconds' end,
    case when d.status = 'failed' then d.at end, case when d.status = 'failed' then 'GENERATION' end, case when d.status = 'failed' then 'It failed.' end,
    case when d.is_decided then d.at + interval '1 hour' end, case when d.is_decided then 'usr_reviewer' end, case when d.is_decided then 'person' end,
    case when d.is_decided then 'Looks good.' end,
    case when d.is_done then bench.assets(d.id) end,
    case when d.is_done then bench.preview(d.id) end,
    case when d.is_done then json_build_object('assetId', 'asset-1', 'kind', 'image', 'thumbnailUrl', bench.medium(d.id, 1)) end,
    case when d.is_done then '[]'::json end
  from generate_series(first, last) i
  cross join lateral (select
    date_trunc('milliseconds', now() - interval '60 days' * (total - i) / total) as at,
    hashint8extended(i, 1) & 1023 as dice, hashint8extended(i, 2) & 1023 as coin, case when hashint8extended(i, 3) % 5 = 0 then 0 else 1 + i % 999 end as project) r
  cross join lateral (select
    case when r.dice < 942 then 'completed' when r.dice < 983 then 'failed' when r.dice < 1003 then 'queued' when r.dice < 1013 then 'processing' else 'canceled' end as status,
    case when i % 3 = 0 then 'uploaded' else 'generated' end as type) s
  cross join lateral (select
    r.at, bench.id_at(r.at, 'container' || i) as id, s.status, s.type, s.status = 'completed' as is_done,
    case when s.status <> 'completed' then 'pending' when r.coin < 450 then 'pending' when r.coin < 870 then 'approved' when r.coin < 922 then 'rejected' else 'not_required' end as approval,
    s.status = 'completed' and r.coin between 450 and 921 as is_decided) d
  join bench.projects p on p.n = r.project
$$;

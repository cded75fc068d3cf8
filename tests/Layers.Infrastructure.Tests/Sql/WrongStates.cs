namespace Layers.Infrastructure.Tests.Sql;

/// <summary>One state that must not be for every check and every foreign key, as a change of a database in which all is well.</summary>
internal static class WrongStates
{
    /// <summary>An organization with one of everything: an approved, a queued and a failed container, a generated one, a post and its account.</summary>
    public const string AllIsWell =
        """
        insert into organizations (organization_id, name, environment, created_at) values ('00000000-0000-0000-0000-000000000001', 'Acme', 'live', 'epoch');
        insert into api_keys (api_key_id, organization_id, key_id, secret_hash, name, scopes, tier, actor_type, created_at)
          select gen_random_uuid(), organization_id, 'ABCDEFGHIJKLMNOP', sha256(''), 'key', '{*}', 'standard', 'person', 'epoch' from organizations;
        insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at)
          select organization_id, gen_random_uuid(), 'Acme Coffee', 'UTC', '{}', 'epoch', 'epoch' from organizations;
        insert into approval_policies (organization_id, project_id, requires_approval, first_n_posts_blocked, updated_at)
          select organization_id, project_id, true, 0, 'epoch' from projects;
        insert into containers (organization_id, container_id, project_id, creative_type, format, status, approval_status, revision, created_at, review_since)
          select organization_id, gen_random_uuid(), project_id, t, f, s, 'pending', 1, 'epoch', 'epoch'
          from projects, (values ('uploaded', null, 'queued'), ('generated', 'ugc-remix', 'processing')) states (t, f, s);
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
            failed_at, error_code, error_message)
          select organization_id, gen_random_uuid(), project_id, 'uploaded', 'failed', 'not_required', 2, 'epoch', 'epoch', 'epoch', 'X', 'x' from projects;
        insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since,
            completed_at, decided_at, decided_by, decision_source, decision_remark, assets, preview, primary_asset, platform_fit)
          select organization_id, gen_random_uuid(), project_id, 'uploaded', 'completed', 'approved', 3, 'epoch', 'epoch',
            'epoch', 'epoch', 'api_key_x', 'person', 'Yes.', '[]', '{}', '{}', '[]' from projects;
        insert into upload_files (organization_id, container_id, ordinal, filename, content_type, size_bytes)
          select organization_id, container_id, 1, 'a.jpg', 'image/jpeg', 1 from containers where status = 'queued';
        insert into media_usage (organization_id, bytes) select organization_id, 1 from organizations;
        insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
          select organization_id, gen_random_uuid(), project_id, 'tiktok', '@acme', 'sandbox', 'connected', 'epoch' from projects;
        insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption,
            scheduled_for, due_at, attempts, created_at)
          select organization_id, gen_random_uuid(), project_id, container_id, social_account_id, 'publish', 'queued', '', 'epoch', 'epoch', 0, 'epoch'
          from containers join social_accounts using (organization_id, project_id) where containers.status = 'completed';
        insert into webhook_endpoints (organization_id, webhook_endpoint_id, project_id, url, events, status, consecutive_failures, secret_version, created_at,
            updated_at)
          select organization_id, gen_random_uuid(), project_id, 'https://acme.example/', '{*}', 'active', 0, 1, 'epoch', 'epoch' from projects;
        insert into webhook_deliveries (organization_id, webhook_endpoint_id, event_id, event_type, occurred_at, status, attempts, attempts_left, due_at,
            created_at)
          select organization_id, webhook_endpoint_id, gen_random_uuid(), 'content.approved', 'epoch', 'pending', 0, 8, 'epoch', 'epoch' from webhook_endpoints;
        insert into audit_log (organization_id, event_id, event_type, occurred_at, request_id, actor, actor_type, data)
          select organization_id, gen_random_uuid(), 'x', 'epoch', 'req_x', 'system:x', 'system', '{}' from organizations;
        insert into audit_seals (organization_id, event_id, sequence) select organization_id, event_id, sequence from audit_log;
        insert into audit_heads (organization_id, position, hash) select organization_id, 0, sha256('') from organizations;
        insert into idempotency_keys (organization_id, api_key_id, key, request_hash, created_at)
          select organization_id, api_key_id, 'k', '', 'epoch' from api_keys;
        insert into rate_budgets (organization_id, api_key_id, endpoint_class, window_start, leased)
          select organization_id, api_key_id, 'read-light', 'epoch', 1 from api_keys;
        """;

    public static readonly IReadOnlyDictionary<string, string> ByConstraint = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["organizations.organizations_name_check"] = "update organizations set name = ''",
        ["organizations.organizations_environment_check"] = "update organizations set environment = 'staging'",
        ["organizations.organizations_status_check"] = "update organizations set status = 'gone'",
        ["organizations.only_suspended_has_its_time"] = "update organizations set suspended_at = 'epoch'",
        ["organizations.only_test_turns_its_clock"] = "update organizations set clock_offset_seconds = 1",

        ["api_keys.api_keys_organization_id_fkey"] = "update api_keys set organization_id = gen_random_uuid()",
        ["api_keys.api_keys_key_id_check"] = "update api_keys set key_id = 'abcdefghijklmnop'",
        ["api_keys.api_keys_secret_hash_check"] = "update api_keys set secret_hash = 'the secret itself'",
        ["api_keys.api_keys_scopes_check"] = "update api_keys set scopes = '{}'",
        ["api_keys.api_keys_tier_check"] = "update api_keys set tier = 'gold'",
        ["api_keys.api_keys_actor_type_check"] = "update api_keys set actor_type = 'system'",
        ["api_keys.api_keys_status_check"] = "update api_keys set status = 'asleep'",
        ["api_keys.api_keys_check"] = "update api_keys set status = 'killed'",
        ["api_keys.deleted_is_killed"] = "update api_keys set deleted_at = 'epoch'",

        ["projects.projects_organization_id_fkey"] =
            "insert into projects select gen_random_uuid(), gen_random_uuid(), name, null, timezone, metadata, created_at, updated_at, null from projects",
        ["projects.projects_name_check"] = "update projects set name = repeat('x', 129)",

        ["approval_policies.approval_policies_organization_id_project_id_fkey"] = "update approval_policies set project_id = gen_random_uuid()",
        ["approval_policies.approval_policies_first_n_posts_blocked_check"] = "update approval_policies set first_n_posts_blocked = 51",
        ["approval_policies.approval_policies_auto_approve_seconds_check"] =
            "update approval_policies set auto_approve_after = 'PT0S', auto_approve_seconds = 0",
        ["approval_policies.approval_policies_check"] = "update approval_policies set auto_approve_after = 'PT24H'",

        ["containers.containers_organization_id_project_id_fkey"] = "update containers set project_id = gen_random_uuid() where status = 'failed'",
        ["containers.containers_creative_type_check"] = "update containers set creative_type = 'found' where status = 'queued'",
        ["containers.containers_format_check"] = "update containers set format = 'opera' where creative_type = 'generated'",
        ["containers.containers_status_check"] = "update containers set status = 'lost' where status = 'queued'",
        ["containers.containers_approval_status_check"] = "update containers set approval_status = 'maybe' where status = 'queued'",
        ["containers.containers_revision_check"] = "update containers set revision = 0",
        ["containers.containers_caption_check"] = "update containers set caption = repeat('x', 2201)",
        ["containers.containers_decision_source_check"] = "update containers set decision_source = 'chance' where status = 'completed'",
        ["containers.containers_decision_remark_check"] = "update containers set decision_remark = repeat('x', 1025) where status = 'completed'",
        ["containers.generated_has_a_format"] = "update containers set format = 'ugc-remix' where status = 'queued'",
        ["containers.completed_has_its_time"] = "update containers set completed_at = null where status = 'completed'",
        ["containers.completed_has_its_media"] = "update containers set preview = null where status = 'completed'",
        ["containers.failed_has_its_reason"] = "update containers set error_message = null where status = 'failed'",
        ["containers.decided_once_and_whole"] = "update containers set approval_status = 'pending' where status = 'completed'",
        ["containers.only_completed_is_decided"] =
            "update containers set approval_status = 'approved', decided_at = 'epoch', decided_by = 'x', decision_source = 'person' where status = 'queued'",
        ["containers.rejected_has_its_reason"] = "update containers set approval_status = 'rejected', decision_remark = null where status = 'completed'",
        ["containers.undecided_has_no_remark"] = "update containers set decision_remark = 'Yes.' where status = 'queued'",
        ["containers.held_posts_are_rows"] = "update containers set pending_schedule = '{}' where approval_status = 'pending'",
        ["containers.only_pending_holds_posts"] = "update containers set held_posts = 1 where approval_status = 'approved'",
        ["containers.only_approved_fails_to_promote"] = "update containers set promotion_failure = 'SCHEDULE_PASSED' where approval_status = 'pending'",
        ["containers.containers_promotion_failure_check"] = "update containers set promotion_failure = 'NO_REASON' where approval_status = 'approved'",
        ["containers.only_pending_is_held"] = "update containers set held_at = 'epoch' where approval_status = 'approved'",
        ["containers.only_reviewed_expires"] = "update containers set expiring_raised_at = 'epoch' where status = 'queued'",

        ["media_usage.media_usage_bytes_check"] = "update media_usage set bytes = -1",
        ["upload_files.upload_files_organization_id_container_id_fkey"] = "update upload_files set container_id = gen_random_uuid()",
        ["upload_files.upload_files_ordinal_check"] = "update upload_files set ordinal = 11",
        ["upload_files.upload_files_filename_check"] = "update upload_files set filename = ''",
        ["upload_files.upload_files_size_bytes_check"] = "update upload_files set size_bytes = 0",

        ["social_accounts.social_accounts_organization_id_project_id_fkey"] = "update social_accounts set project_id = gen_random_uuid()",
        ["social_accounts.social_accounts_platform_check"] = "update social_accounts set platform = 'radio'",
        ["social_accounts.social_accounts_handle_check"] = "update social_accounts set handle = ''",
        ["social_accounts.social_accounts_publisher_check"] = "update social_accounts set publisher = 'Pigeon'",
        ["social_accounts.settings_are_an_object"] = "update social_accounts set settings = '\"\"'",
        ["social_accounts.social_accounts_status_check"] = "update social_accounts set status = 'asleep'",
        ["social_accounts.relay_has_its_address"] = "update social_accounts set publisher = 'relay'",
        ["social_accounts.disconnected_has_its_time"] = "update social_accounts set status = 'disconnected'",

        ["scheduled_posts.scheduled_posts_organization_id_project_id_fkey"] = "update scheduled_posts set project_id = gen_random_uuid()",
        ["scheduled_posts.scheduled_posts_organization_id_container_id_fkey"] = "update scheduled_posts set container_id = gen_random_uuid()",
        ["scheduled_posts.scheduled_posts_organization_id_social_account_id_fkey"] = "update scheduled_posts set social_account_id = gen_random_uuid()",
        ["scheduled_posts.scheduled_posts_mode_check"] = "update scheduled_posts set mode = 'whisper'",
        ["scheduled_posts.scheduled_posts_status_check"] = "update scheduled_posts set status = 'lost', due_at = null",
        ["scheduled_posts.scheduled_posts_attempts_check"] = "update scheduled_posts set attempts = -1",
        ["scheduled_posts.held_has_no_caption_yet"] = "update scheduled_posts set caption = null",
        ["scheduled_posts.unfinished_is_due"] = "update scheduled_posts set due_at = null",
        ["scheduled_posts.published_has_its_time"] = "update scheduled_posts set status = 'published', due_at = null",
        ["scheduled_posts.failed_has_its_reason"] = "update scheduled_posts set status = 'failed', due_at = null",
        ["scheduled_posts.canceled_has_its_time"] = "update scheduled_posts set status = 'canceled', due_at = null",
        ["scheduled_posts.last_error_has_its_message"] = "update scheduled_posts set last_error_code = 'RELAY_UNAVAILABLE'",
        ["scheduled_posts.only_published_has_a_place"] = "update scheduled_posts set external_id = 'x'",

        ["webhook_endpoints.webhook_endpoints_organization_id_fkey"] =
            """
            insert into webhook_endpoints (organization_id, webhook_endpoint_id, url, events, status, consecutive_failures, secret_version, created_at, updated_at)
            values (gen_random_uuid(), gen_random_uuid(), 'https://acme.example/', '{*}', 'active', 0, 1, 'epoch', 'epoch')
            """,
        ["webhook_endpoints.webhook_endpoints_organization_id_project_id_fkey"] = "update webhook_endpoints set project_id = gen_random_uuid()",
        ["webhook_endpoints.webhook_endpoints_url_check"] = "update webhook_endpoints set url = repeat('x', 2049)",
        ["webhook_endpoints.webhook_endpoints_events_check"] = "update webhook_endpoints set events = '{}'",
        ["webhook_endpoints.webhook_endpoints_description_check"] = "update webhook_endpoints set description = ''",
        ["webhook_endpoints.webhook_endpoints_status_check"] = "update webhook_endpoints set status = 'tired', status_reason = 'gone'",
        ["webhook_endpoints.webhook_endpoints_status_reason_check"] = "update webhook_endpoints set status = 'paused', status_reason = 'mood'",
        ["webhook_endpoints.webhook_endpoints_consecutive_failures_check"] = "update webhook_endpoints set consecutive_failures = -1",
        ["webhook_endpoints.webhook_endpoints_secret_version_check"] = "update webhook_endpoints set secret_version = 0",
        ["webhook_endpoints.stopped_has_its_reason"] = "update webhook_endpoints set status = 'paused'",
        ["webhook_endpoints.rotated_has_its_times"] = "update webhook_endpoints set secret_version = 2, secret_rotated_at = 'epoch'",

        ["webhook_deliveries.webhook_deliveries_organization_id_webhook_endpoint_id_fkey"] = "update webhook_deliveries set webhook_endpoint_id = gen_random_uuid()",
        ["webhook_deliveries.webhook_deliveries_status_check"] = "update webhook_deliveries set status = 'lost', due_at = null",
        ["webhook_deliveries.webhook_deliveries_attempts_check"] = "update webhook_deliveries set attempts = -1",
        ["webhook_deliveries.webhook_deliveries_attempts_left_check"] = "update webhook_deliveries set attempts_left = 9",
        ["webhook_deliveries.webhook_deliveries_last_error_check"] = "update webhook_deliveries set last_error = 'bad luck'",
        ["webhook_deliveries.pending_is_due"] = "update webhook_deliveries set due_at = null",
        ["webhook_deliveries.delivered_has_its_time"] = "update webhook_deliveries set status = 'delivered', due_at = null",
        ["webhook_deliveries.failed_has_its_error"] = "update webhook_deliveries set status = 'failed', due_at = null",

        ["audit_log.audit_log_actor_type_check"] = "update audit_log set actor_type = 'ghost'",
        ["audit_seals.audit_seals_position_check"] = "update audit_seals set position = 0, hash = sha256('')",
        ["audit_seals.audit_seals_hash_check"] = "update audit_seals set position = 1, hash = ''",
        ["audit_seals.closed_with_its_hash"] = "update audit_seals set position = 1",
        ["audit_heads.audit_heads_position_check"] = "update audit_heads set position = -1",
        ["audit_heads.audit_heads_hash_check"] = "update audit_heads set hash = ''",
        ["idempotency_keys.idempotency_keys_key_check"] = "update idempotency_keys set key = ''",

        ["rate_budgets.rate_budgets_endpoint_class_check"] = "update rate_budgets set endpoint_class = 'idle'",
        ["rate_budgets.rate_budgets_leased_check"] = "update rate_budgets set leased = 0",
        ["rate_budgets.window_starts_with_the_minute"] = "update rate_budgets set window_start = window_start + interval '1 second'",
    };
}

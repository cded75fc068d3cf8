using Layers.Application.Audit;
using Layers.Application.Events;
using Layers.Application.Keys;
using Layers.Application.Projects;
using Layers.Application.Scheduling;
using Layers.Application.Social;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Domain.Projects;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Domain.Webhooks;
using Layers.Infrastructure.Audit;
using Layers.Infrastructure.Events;
using Layers.Infrastructure.Keys;
using Layers.Infrastructure.Projects;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Social;
using Layers.Infrastructure.Webhooks;
using static Layers.Infrastructure.Tests.Plans.ListCase;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>Each filter of every list that callers can walk, with common, rare and absent words, alone and together.</summary>
internal static class ListCases
{
    private const string Rare = "project.archived";
    private const string Common = "content.approved";

    private static readonly string[][] Types =
        [[], ["content.approved"], ["post.failed"], ["post.canceled"], ["content.approved", "post.failed"]];

    private static readonly OrganizationId Organization = new(Uuid(1));
    private static readonly ProjectId Project = new(Uuid(0));

    /// <summary>By the class that has the list.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<ListCase>> ByList = new Dictionary<string, IReadOnlyList<ListCase>>(StringComparer.Ordinal)
    {
        [nameof(PostRepository)] = [.. Posts()],
        [nameof(SocialAccountRepository)] = [.. Accounts()],
        [nameof(ProjectRepository)] = [.. Projects()],
        [nameof(ApiKeyRepository)] = [.. Keys()],
        [nameof(WebhookDeliveryRepository)] = [.. Deliveries()],
        [nameof(EventRepository)] = [.. Events()],
        [nameof(AuditReads)] = [.. Audit()],
    };

    private static IEnumerable<ListCase> Posts() =>
        from statuses in new PostStatus[][] { [], [PostStatus.Published], [PostStatus.Failed], [PostStatus.Canceled], [PostStatus.Draft, PostStatus.Failed] }
        from account in new int?[] { null, 1, 9, 99 }
        from span in Span.All
        let filter = new PostFilter(statuses, account is { } n ? new SocialAccountId(Uuid(n)) : null, span.Since, span.Until, span.After, Limit)
        select new ListCase(
            $"scheduled_post_id from scheduled_posts where project_id = '{Project.Value}'{In("status", statuses)}{Is("social_account_id", account)}"
            + span.Where("scheduled_for", "scheduled_post_id"),
            WordsOf(statuses),
            async db => (await new PostRepository(db).List(Organization, Project, filter, CancellationToken.None)).Select(post => post.Id.Value));

    private static IEnumerable<ListCase> Accounts() =>
        from platforms in new Platform[][] { [], [Platform.Tiktok], [Platform.Instagram] }
        from statuses in new SocialAccountStatus[][]
        {
            [], [SocialAccountStatus.Connected], [SocialAccountStatus.Disconnected], [SocialAccountStatus.Disconnected, SocialAccountStatus.ReauthRequired],
        }
        from span in Span.Pages
        let filter = new SocialAccountFilter(platforms, statuses, span.After, Limit)
        select new ListCase(
            $"social_account_id from social_accounts where project_id = '{Project.Value}'{In("platform", platforms)}{In("status", statuses)}"
            + span.Where("created_at", "social_account_id"),
            WordsOf(platforms) * WordsOf(statuses),
            async db => (await new SocialAccountRepository(db).List(Organization, Project, filter, CancellationToken.None)).Select(account => account.Id.Value));

    private static IEnumerable<ListCase> Projects() =>
        from statuses in new ProjectStatus[][] { [], [ProjectStatus.Active], [ProjectStatus.Archived] }
        from externalId in new[] { null, "common", "rare", "absent" }
        from span in Span.Pages
        let filter = new ProjectFilter(Search: null, externalId, statuses, span.After, Limit)
        select new ListCase(
            $"project_id from projects where organization_id = '{Organization.Value}'"
            + In("case when archived_at is null then 'active' else 'archived' end", statuses)
            + In("customer_external_id", externalId is null ? [] : [externalId]) + span.Where("created_at", "project_id"),
            WordsOf(statuses),
            async db => (await new ProjectRepository(db).List(Organization, filter, CancellationToken.None)).Select(project => project.Id.Value));

    private static IEnumerable<ListCase> Keys() =>
        from statuses in new ApiKeyStatus[][]
        {
            [ApiKeyStatus.Active], [ApiKeyStatus.Killed], [ApiKeyStatus.Deleted], [ApiKeyStatus.Active, ApiKeyStatus.Killed], Enum.GetValues<ApiKeyStatus>(),
        }
        from span in Span.Pages
        let filter = new KeyFilter(statuses, span.After, Limit)
        select new ListCase(
            $"api_key_id from api_keys where organization_id = '{Organization.Value}'"
            + In("case when deleted_at is not null then 'deleted' when killed_at is not null then 'killed' else 'active' end", statuses)
            + span.Where("created_at", "api_key_id"),
            statuses.Length,
            async db => (await new ApiKeyRepository(db, new CredentialCache(TimeProvider.System)).List(Organization, filter, CancellationToken.None))
                .Select(key => key.Id.Value));

    private static IEnumerable<ListCase> Deliveries() =>
        from statuses in new DeliveryStatus[][] { [], [DeliveryStatus.Delivered], [DeliveryStatus.Failed], [DeliveryStatus.Pending, DeliveryStatus.Failed] }
        from types in Types
        from span in Span.Pages
        let filter = new DeliveryFilter(statuses, types, span.After, Limit)
        select new ListCase(
            $"event_id from webhook_deliveries where webhook_endpoint_id = '{Uuid(0)}'{In("status", statuses)}{In("event_type", types)}"
            + span.Where("created_at", "event_id"),
            WordsOf(statuses) * Math.Max(1, types.Length),
            async db => (await new WebhookDeliveryRepository(db).List(Organization, new WebhookEndpointId(Uuid(0)), filter, CancellationToken.None))
                .Select(delivery => delivery.Event.Value));

    private static IEnumerable<ListCase> Events() =>
        from types in Types
        from after in new[] { 0, 2, SkewedLists.Rows / 2, SkewedLists.Rows }
        let filter = new EventFilter([.. types, .. types], Since: null, after, Take)
        select new ListCase(
            $"event_id from events where organization_id = '{Organization.Value}' and position > {after}{In("event_type", types)} order by position",
            Math.Max(1, types.Length),
            async db => (await new EventRepository(db).List(Organization, filter, CancellationToken.None)).Events.Select(found => found.Id.Value));

    private static IEnumerable<ListCase> Audit() =>
        from types in new string[][] { [], [Common], [Rare], ["key.killed"], [Common, Rare] }
        from project in new int?[] { null, 0, 1, 99 }
        from key in new int?[] { null, 1, 2, 99 }
        from span in project is null || key is null ? Span.All : Span.First
        let filter = new AuditFilter(
            types, project is { } p ? new ProjectId(Uuid(p)) : null, key is { } k ? new ApiKeyId(Uuid(k)) : null, span.Since, span.Until, span.After, Limit)
        select new ListCase(
            $"event_id from audit_log where organization_id = '{Organization.Value}'{In("event_type", types)}{Is("project_id", project)}{Is("api_key_id", key)}"
            + span.Where("occurred_at", "event_id"),
            Math.Max(1, types.Length),
            async db => (await new AuditReads(db).List(Organization, filter, CancellationToken.None)).Select(row => row.EventId.Value))
        {
            TestsEntries = (types.Length > 0 ? 1 : 0) + (project is null ? 0 : 1) + (key is null ? 0 : 1) > 1,
        };

    private static int WordsOf<TEnum>(IReadOnlyList<TEnum> asked)
        where TEnum : struct, Enum => asked.Count == 0 ? Enum.GetValues<TEnum>().Length : asked.Count;
}

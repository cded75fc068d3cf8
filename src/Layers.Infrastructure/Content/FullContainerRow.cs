using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Infrastructure.Approval;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Content;

/// <summary>A container's row with its media, and with its project's gate where that is shown.</summary>
internal sealed record FullContainerRow : ContainerRow
{
    public FullContainerRow()
    {
    }

    private FullContainerRow(ContainerRow container)
        : base(container)
    {
    }

    public const string FullColumns =
        $"""
         {Columns},
           c.assets, c.preview, c.primary_asset, c.asset_codecs,
           a.requires_approval, a.first_n_posts_blocked, a.auto_approve_after, a.updated_at as policy_updated_at,
           {FirstN.CountDecided} as decided
         """;

    /// <summary>The posts that the container holds, or those whose promotion failed, as the JSON of a list of <see cref="StashedPost"/>.</summary>
    public const string Pending =
        $"""
        (select json_agg(json_build_object(
             'id', t.scheduled_post_id, 'socialAccount', t.social_account_id, 'mode', t.mode, 'captionOverride', t.caption_override,
             'firstCommentOverride', t.first_comment, 'scheduledFor', to_char(t.scheduled_for at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
           order by t.place, t.scheduled_post_id)::text
         from scheduled_posts t
         where t.organization_id = c.organization_id and t.container_id = c.container_id
           and t.status in ('held', 'failed') and t.{NamedIndexes.PostsOfContainers}
           and t.status = case when c.promotion_failure is null then 'held' else 'failed' end)
        """;

    public const string PendingIfAny = $"case when c.held_posts > 0 or c.promotion_failure is not null then {Pending} end as pending_posts";

    public string? PendingPosts { get; init; }

    public StoredMedia? Assets { get; init; }

    public StoredMedia? Preview { get; init; }

    public StoredMedia? PrimaryAsset { get; init; }

    public string?[]? AssetCodecs { get; init; }

    public bool RequiresApproval { get; init; }

    public int FirstNPostsBlocked { get; init; }

    public string? AutoApproveAfter { get; init; }

    public Instant PolicyUpdatedAt { get; init; }

    public int Decided { get; init; }

    /// <summary>With the media of a container that has just been completed.</summary>
    public static FullContainerRow Of(Container container, ContainerMedia media) =>
        new(Of(container))
        {
            Assets = media.Assets,
            Preview = media.Preview,
            PrimaryAsset = media.PrimaryAsset,
            AssetCodecs = media.Codecs?.ToArray(),
        };

    public bool IsScheduled => HeldPosts > 0 || PromotionFailure is not null;

    public FullContainer ToFull(OrganizationId organization) => ToFull(organization, PendingPosts);

    /// <param name="pending">As <see cref="Pending"/> reads it; null when there are no such posts.</param>
    public FullContainer ToFull(OrganizationId organization, string? pending) =>
        new(
            ToState(organization),
            Assets is null ? null : new ContainerMedia(Assets, Preview!, PrimaryAsset!, AssetCodecs),
            new ProjectGate(
                RequiresApproval,
                FirstNPostsBlocked,
                AutoApproveAfter is null ? null : ReviewWindow.Parse(AutoApproveAfter),
                Decided,
                PolicyUpdatedAt),
            pending is null ? null : new PendingSchedule(StoredJson.Read<IReadOnlyList<StashedPost>>(pending), PromotionFailure));
}

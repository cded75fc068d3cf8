using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Infrastructure.Scheduling;

/// <summary>A post whose hour has come, as a relay gets it. Every attempt sends the same bytes.</summary>
/// <param name="Caption">What the post says.</param>
/// <param name="FirstComment">What is to be commented first; null for nothing.</param>
/// <param name="Media">The files in their order. Their addresses need no key.</param>
public sealed record RelayMessage(
    ScheduledPostId ScheduledPostId,
    ProjectId ProjectId,
    ContainerId ContainerId,
    SocialAccountId SocialAccountId,
    Platform Platform,
    string Handle,
    PostMode Mode,
    string? Caption,
    string? FirstComment,
    Instant ScheduledFor,
    [property: ShownAs(typeof(IReadOnlyList<AssetShape>))] StoredMedia Media)
{
    internal static RelayMessage Of(ScheduledPost post, SocialAccount account, StoredMedia media) =>
        new(
            post.Id,
            post.Project,
            post.Container,
            account.Id,
            account.Platform,
            account.Handle,
            post.Mode,
            post.Caption,
            post.FirstComment,
            post.ScheduledFor,
            media);
}

/// <summary>Where the relay has put the post. It may leave out what it does not know, and the whole body too.</summary>
/// <param name="ExternalId">The platform's own id of the post.</param>
/// <param name="ExternalUrl">Where people see it.</param>
public sealed record RelayReceipt([property: MayBeAbsent] string? ExternalId, [property: MayBeAbsent] string? ExternalUrl);

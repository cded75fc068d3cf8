using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Publishing;

/// <summary>
/// What the server relies on in a publisher. Inherit it, give it a fixture whose server has the publisher, with a time-out of a second or two, and put a
/// platform on loopback that has every mood.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="publisher">The name of its <see cref="PublisherKind"/>.</param>
public abstract partial class PublisherConformance(ApiFixture api, string publisher)
{
    protected ApiFixture Api { get; } = api;

    /// <summary>An account on the platform as it is now.</summary>
    protected abstract TestAccount Account { get; }

    /// <summary>All requests of this test that the platform got, in their order; empty for a publisher that sends nothing.</summary>
    protected abstract IReadOnlyCollection<SentPost> Received { get; }

    private ISocialPublisher Publisher => Api.Server.Services.GetRequiredService<PublisherCatalog>().Find(publisher)
        ?? throw new InvalidOperationException($"The fixture's server has no publisher \"{publisher}\".");

    /// <summary>From now on the platform is in that mood. Returns false when it never can be.</summary>
    protected abstract bool TryBe(PlatformMood mood);

    private SocialAccount NewAccount() => new(new SocialAccountState
    {
        Id = NewId<SocialAccountId>(),
        Organization = Api.Given.OrganizationId,
        Project = NewId<ProjectId>(),
        Platform = Enum.GetValues<Platform>()[0],
        Handle = Account.Handle,
        Publisher = publisher,
        Settings = Account.Settings,
        Status = SocialAccountStatus.Connected,
        CreatedAt = Api.Clock.GetCurrentInstant(),
    });

    /// <summary>A post as a dispatcher has claimed it, with its message.</summary>
    private ScheduledPost Claimed(SocialAccount account, string caption = "The roast that started it all.")
    {
        var post = new ScheduledPost(new ScheduledPostState
        {
            Id = NewId<ScheduledPostId>(),
            Organization = account.Organization,
            Project = account.Project,
            Container = NewId<ContainerId>(),
            SocialAccount = account.Id,
            Mode = PostMode.Publish,
            Caption = caption,
            ScheduledFor = Api.Clock.GetCurrentInstant(),
            Status = PostStatus.Publishing,
            Attempts = 1,
            CreatedAt = Api.Clock.GetCurrentInstant(),
        });
        return new ScheduledPost(post.State with { Message = Publisher.Compose(post, account, StoredMedia.EmptyArray) });
    }

    private Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken = default) =>
        Publisher.Publish(post, account, cancellationToken);

    private TId NewId<TId>()
        where TId : struct, IId<TId> => Id.New<TId>(Api.Clock.GetCurrentInstant());
}

using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;
using Layers.Domain.Keys;
using Layers.Domain.Projects;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Domain.Uploads;
using Layers.Domain.Webhooks;
using Layers.Infrastructure.Approval;
using Layers.Infrastructure.Content;
using Layers.Infrastructure.Keys;
using Layers.Infrastructure.Projects;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Social;
using Layers.Infrastructure.Sql;
using Layers.Infrastructure.Uploads;
using Layers.Infrastructure.Webhooks;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>A save that finds its row changed or gone takes the whole unit of work back, and says so.</summary>
public sealed class LostUpdateTests : IAsyncLifetime
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 12, 0);
    private static readonly OrganizationId Organization = Id.New<OrganizationId>(Now);
    private static readonly ProjectId Project = Id.New<ProjectId>(Now);

    private static readonly Dictionary<string, Action<Db>> Saves = new()
    {
        ["container"] = db => new ContainerRepository(db).Save(Upload()),
        ["completed container"] = db => new ContainerRepository(db).SaveCompleted(Upload(), Media()),
        ["decided containers"] = db => new ContainerRepository(db).SaveDecisions([Approved(Upload()), Approved(Upload())]),
        ["announced containers"] = db => new ReviewClockRepository(db).SaveExpiring([Upload()]),
        ["project"] = db => new ProjectRepository(db).Save(SomeProject()),
        ["policy"] = db => new PolicyRepository(db).Save(new ApprovalPolicy(Organization, Project, requiresApproval: true, 0, autoApproveAfter: null, Now)),
        ["post"] = db => new PostRepository(db).Save(Post()),
        ["queued posts"] = db => new PostRepository(db).SaveQueued([Post(), Post()]),
        ["ended posts"] = db => new PostRepository(db).SaveEnded([Post(), Post()]),
        ["account"] = db => new SocialAccountRepository(db).Save(Account()),
        ["received file"] = db => new UploadRepository(db).MarkReceived(Organization, new UploadFile(Id.New<ContainerId>(Now), Ordinal: 1, "latte.jpg", MediaTypes.Jpeg, SizeBytes: 1), Now),
        ["webhook endpoint"] = db => new WebhookEndpointRepository(db).Save(Endpoint()),
        ["webhook delivery"] = db => new WebhookDeliveryRepository(db).Save(Delivery()),
        ["key"] = db => new ApiKeyRepository(db, new CredentialCache(TimeProvider.System)).Save(Key()),
        ["rotated key"] = db => new ApiKeyRepository(db, new CredentialCache(TimeProvider.System)).SaveRotated(Key(), new byte[32]),
    };

    private TestDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public static TheoryData<string> All => [.. Saves.Keys];

    public async Task InitializeAsync()
    {
        database = await ApiServer.NewDatabase();
        source = DataSource.Build(database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Save_OfWhatIsNotThereAnyMore_FailsAndKeepsNothing(string what)
    {
        await using var db = NewDb();

        var run = () => db.Run(
            () =>
            {
                db.Write("insert into server_secrets (name, value) values (@name, '')", new { name = what });
                Saves[what](db);
                return Task.FromResult(true);
            },
            CancellationToken.None);

        (await run.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.StillRunning);
        (await database.Value<long>("select count(*) from server_secrets where name = $1", what)).Should().Be(0);
    }

    [Fact]
    public async Task Save_OfAContainerThatWasReadWithoutALock_LosesToTheOneThatWasCommittedFirst()
    {
        var id = await Born();
        await using var first = NewDb();
        await using var second = NewDb();
        var (mine, theirs) = (await Read(first, id), await Read(second, id));
        mine.Complete("Mine.", Now);
        theirs.Complete("Theirs.", Now);

        await Save(first, mine);
        var late = () => Save(second, theirs);

        (await late.Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.StillRunning);
        (await database.Value<string>("select caption from containers where container_id = $1", id.Value)).Should().Be("Mine.");
    }

    [Fact]
    public async Task Save_OfOneContainerTwice_InAUnitOfWorkOrInTwo_IsNotALostUpdate()
    {
        var id = await Born();
        await using var db = NewDb();
        var container = await Read(db, id);
        container.Complete("Done.", Now);

        await db.Run(
            () =>
            {
                new ContainerRepository(db).SaveCompleted(container, Media());
                container.Approve(Actor.Operator, note: null, RevisionCondition.None, Now);
                new ContainerRepository(db).SaveDecisions([container]);
                return Task.FromResult(true);
            },
            CancellationToken.None);
        await Save(db, container);

        (await database.Value<string>("select approval_status from containers where container_id = $1", id.Value)).Should().Be("approved");
    }

    private Db NewDb() => new(new Connections(source, new ConnectionOptions(MostWaiting: 100)));

    private async Task<ContainerId> Born()
    {
        await using var db = NewDb();
        var (name, project) = (Guid.NewGuid().ToString(), SomeProject());
        await database.Run("insert into organizations (organization_id, name, environment, created_at) values ($1, $2, 'live', 'epoch') on conflict do nothing", Organization.Value, name);
        return await db.Run(
            () =>
            {
                var container = Container.ForUpload(Id.New<ContainerId>(Now), Organization, project.Id, ApprovalStatus.Pending, Now);
                new ProjectRepository(db).Add(project);
                new ContainerRepository(db).Add(container);
                return Task.FromResult(container.Id);
            },
            CancellationToken.None);
    }

    // The lock ends with the unit of work, and the aggregate lives on.
    private static Task<Container> Read(Db db, ContainerId id) =>
        db.Run(() => new ContainerRepository(db).GetForUpdate(Organization, id, CancellationToken.None), CancellationToken.None);

    private static Task<bool> Save(Db db, Container container) =>
        db.Run(
            () =>
            {
                new ContainerRepository(db).SaveCompleted(container, Media());
                return Task.FromResult(true);
            },
            CancellationToken.None);

    private static Container Upload() => Container.ForUpload(Id.New<ContainerId>(Now), Organization, Project, ApprovalStatus.Pending, Now);

    private static Container Approved(Container container)
    {
        container.Complete("Done.", Now);
        container.Approve(Actor.Operator, note: null, RevisionCondition.None, Now);
        return container;
    }

    private static Application.Content.ContainerMedia Media()
    {
        var json = new Application.Content.StoredMedia("{}"u8.ToArray());
        return new Application.Content.ContainerMedia(json, json, json, Codecs: null);
    }

    private static Project SomeProject() =>
        new(new ProjectState
        {
            Id = Id.New<ProjectId>(Now), Organization = Organization, Name = "Acme", Timezone = "UTC", Metadata = "{}", CreatedAt = Now, UpdatedAt = Now,
        });

    private static ScheduledPost Post() =>
        new(new ScheduledPostState
        {
            Id = Id.New<ScheduledPostId>(Now), Organization = Organization, Project = Project, Container = Id.New<ContainerId>(Now),
            SocialAccount = Id.New<SocialAccountId>(Now), Mode = PostMode.Publish, Caption = "", ScheduledFor = Now, Status = PostStatus.Queued, DueAt = Now, CreatedAt = Now,
        });

    private static SocialAccount Account() =>
        new(new SocialAccountState
        {
            Id = Id.New<SocialAccountId>(Now), Organization = Organization, Project = Project, Platform = Platform.Tiktok, Handle = "@acme",
            Publisher = "sandbox", Status = SocialAccountStatus.Connected, CreatedAt = Now,
        });

    private static WebhookEndpoint Endpoint() =>
        new(new WebhookEndpointState
        {
            Id = Id.New<WebhookEndpointId>(Now), Organization = Organization, Url = "https://hooks.acme.example/", Events = ["*"],
            Status = WebhookEndpointStatus.Active, SecretVersion = 1, CreatedAt = Now, UpdatedAt = Now,
        });

    private static WebhookDelivery Delivery() =>
        new(new WebhookDeliveryState
        {
            Endpoint = Id.New<WebhookEndpointId>(Now), Organization = Organization, Event = Id.New<EventId>(Now), EventType = "content.approved",
            OccurredAt = Now, Status = DeliveryStatus.Pending, AttemptsLeft = 1, DueAt = Now, CreatedAt = Now,
        });

    private static ApiKey Key() =>
        new(new ApiKeyState
        {
            Id = Id.New<ApiKeyId>(Now), Organization = Organization, Environment = OrganizationEnvironment.Live, KeyId = "ABCDEFGHIJKLMNOP", Name = "key",
            Scopes = ["*"], Tier = RateLimitTier.Standard, ActorType = ActorType.Person, CreatedAt = Now,
        });
}

using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Layers.Application.Generation;
using Layers.Application.Keys;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Keys;
using Layers.Testing.Media;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Testing;

/// <summary>What a test begins with: an organization, and what is in it. Ids are as callers see them.</summary>
public sealed class Given
{
    private readonly ApiServer server;

    private Given(ApiServer server, CreatedKey key)
    {
        this.server = server;
        Key = key;
        Client = server.Client(key.Text.Reveal());
    }

    public CreatedKey Key { get; }

    public OrganizationId OrganizationId => Key.Key.Organization;

    /// <summary>As the actor is written: <c>api_key_…</c>.</summary>
    public string Actor => Domain.Actor.ForKey(Key.Key.Id, Key.Key.ActorType, name: null).Name;

    public HttpClient Client { get; }

    /// <summary>Its key has every scope that the server knows.</summary>
    public static async Task<Given> Organization(ApiServer server, OrganizationEnvironment environment = OrganizationEnvironment.Live)
    {
        var name = $"org-{Guid.NewGuid():N}";
        var scopes = server.Services.GetRequiredService<ScopeCatalog>();
        var named = scopes.Names.Where(scope => !scopes.Grants([Scopes.Everything], scope));
        return new Given(server, await server.Send(new CreateKey(name, environment, "test", [Scopes.Everything, .. named], RateLimitTier.Internal, ActorType.Person)));
    }

    /// <summary>Another key of the same organization.</summary>
    public Task<CreatedKey> AnotherKey(
        IReadOnlyList<string> scopes, ActorType actorType = ActorType.Service, RateLimitTier tier = RateLimitTier.Internal) =>
        server.Send(new CreateKey(OrganizationId.ToString(), Key.Environment, "another", scopes, tier, actorType));

    public async Task<HttpClient> ClientWith(params string[] scopes) => server.Client((await AnotherKey(scopes)).Text.Reveal());

    public async Task<string> Project(string name = "Acme Coffee")
    {
        var project = await Client.PostJson("/v1/projects", new { name });
        project.Status.Should().Be(HttpStatusCode.Created);
        return project.Text("id");
    }

    /// <summary>A project whose gate is on from the start.</summary>
    public async Task<string> GatedProject(int firstN = 0, string? window = null)
    {
        var project = await Project();
        await Policy(project, new { requiresApproval = true, firstNPostsBlocked = firstN, autoApproveAfter = window });
        return project;
    }

    public async Task Policy(string project, object policy)
    {
        var answer = await Client.PatchJson($"/v1/projects/{project}/approval-policy", policy);
        answer.Status.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>An upload that waits for its one file: the container's id and where the bytes go.</summary>
    public async Task<(string Id, string Address)> StartedUpload(string project, byte[] bytes, string contentType = "image/jpeg", string filename = "picture.jpg")
    {
        var files = new[] { new { filename, contentType, sizeBytes = bytes.Length } };
        var answer = await Client.PostJson($"/v1/projects/{project}/content/uploads", new { files });
        answer.Status.Should().Be(HttpStatusCode.Created);
        var container = answer.Json["containers"]![0]!;
        return (container["id"]!.GetValue<string>(), container["files"]![0]!["uploadUrl"]!.GetValue<string>());
    }

    /// <summary>A completed upload of one small picture.</summary>
    public async Task<string> Uploaded(string project, string caption = "The roast that started it all.")
    {
        var bytes = Picture();
        var (id, address) = await StartedUpload(project, bytes);
        (await Client.PutBytes(address, bytes, "image/jpeg")).Status.Should().Be(HttpStatusCode.NoContent);
        (await Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption })).Status.Should().Be(HttpStatusCode.OK);
        return id;
    }

    /// <summary>A pending, completed container of a project whose gate is on.</summary>
    public async Task<string> Pending(string? project = null) => await Uploaded(project ?? await GatedProject());

    /// <summary>A container that a generator has yet to take up.</summary>
    public async Task<string> Queued(string project, ContentFormat format = ContentFormat.SlideshowBuilder, string hook = "Your first 30 days of running.")
    {
        var id = await server.Send(new BeginGeneration(Parse<ProjectId>(project), format, hook), OrganizationId);
        return id.ToString();
    }

    public async Task<string> Processing(string project)
    {
        var id = await Queued(project);
        await server.Send(new StartGeneration(Parse<ContainerId>(id)), OrganizationId);
        return id;
    }

    public async Task<string> Failed(string project)
    {
        var id = await Queued(project);
        await server.Send(new FailGeneration(Parse<ContainerId>(id), new Failure("GENERATOR_TIMEOUT", "The generator gave no answer.")), OrganizationId);
        return id;
    }

    public async Task<string> Canceled(string project)
    {
        var id = await Queued(project);
        await server.Send(new CancelGeneration(Parse<ContainerId>(id)), OrganizationId);
        return id;
    }

    /// <summary>A completed, generated slideshow.</summary>
    public async Task<string> Generated(
        string project, string caption = "Your first 30 days of running.", int slides = 3, ContentFormat format = ContentFormat.SlideshowBuilder)
    {
        var id = await Queued(project, format, caption);
        Stream[] files = [.. Enumerable.Range(0, slides).Select(_ => new MemoryStream(Picture(1080, 1920)))];
        await server.Send(new CompleteGeneration(Parse<ContainerId>(id), caption, files), OrganizationId);
        return id;
    }

    /// <summary>A connected account of the project; the sandbox publishes for it.</summary>
    public async Task<string> Account(string project, string platform = "tiktok", string handle = "@acme")
    {
        var account = await Client.PostJson($"/v1/projects/{project}/social-accounts", new { platform, handle });
        account.Status.Should().Be(HttpStatusCode.Created);
        return account.Text("socialAccountId");
    }

    /// <summary>A queued post of a new container on a new account.</summary>
    public async Task<string> Scheduled(string project, string scheduledFor = "2030-01-01T07:00:00Z")
    {
        var targets = new[] { new { socialAccountId = await Account(project), mode = "publish" } };
        var schedule = await Client.PostJson($"/v1/content/{await Uploaded(project)}/schedule", new { scheduledFor, targets });
        schedule.Status.Should().Be(HttpStatusCode.Created);
        return schedule.Json["scheduledPostIds"]![0]!.GetValue<string>();
    }

    /// <summary>A webhook endpoint, and the secret that its deliveries are signed with.</summary>
    public async Task<(string Id, string Secret)> Webhook(string url = "https://hooks.acme.example/layers", string? project = null, params string[] events)
    {
        var body = new { url, events = events.Length > 0 ? events : ["*"], projectId = project };
        var answer = await Client.PostJson("/v1/webhook-endpoints", body);
        answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        return (answer.Json["endpoint"]!["id"]!.GetValue<string>(), answer.Text("signingSecret"));
    }

    /// <summary>A new webhook endpoint, and a test event that waits to be delivered to it.</summary>
    public async Task<(string Endpoint, string EventId)> WebhookTest()
    {
        var (endpoint, _) = await Webhook();
        var test = await Client.PostJson($"/v1/webhook-endpoints/{endpoint}/test");
        test.Status.Should().Be(HttpStatusCode.Accepted, test.Body);
        return (endpoint, test.Text("eventId"));
    }

    public async Task<JsonNode> Container(string id) => (await Client.GetJson($"/v1/content/{id}")).Json;

    /// <summary>What the audit log holds of this organization, oldest first.</summary>
    public async Task<IReadOnlyList<AuditRow>> Audit() => await AuditRow.ReadAll(server.Database, OrganizationId);

    /// <summary>What the request with that answer left in the audit log.</summary>
    public async Task<IReadOnlyList<AuditRow>> AuditOf(Answer answer) =>
        [.. (await Audit()).Where(row => row.RequestId == answer.Header("X-Request-Id"))];

    public static byte[] Picture(int width = 1080, int height = 1350) => SampleMedia.Jpeg(width, height, 0x6F4E37);

    public static byte[] Video() => SampleMedia.Mp4(1080, 1920, Duration.FromSeconds(31));

    private static TId Parse<TId>(string text)
        where TId : struct, IId<TId> => Id.TryParse<TId>(text, out var id) ? id : throw new FormatException(text);
}

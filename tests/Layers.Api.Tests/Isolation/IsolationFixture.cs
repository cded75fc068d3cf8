using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

/// <summary>Two organizations on one server that have the same things and know each other's ids.</summary>
public sealed class IsolationFixture : ApiFixture
{
    private readonly Lazy<Task<Given>> stranger;
    private readonly Lazy<Task<Ids>> own;
    private readonly Lazy<Task<Ids>> strangers;

    public IsolationFixture()
    {
        stranger = new Lazy<Task<Given>>(() => Given.Organization(Server));
        own = new Lazy<Task<Ids>>(() => Furnish(Given));
        strangers = new Lazy<Task<Ids>>(async () => await Furnish(await stranger.Value));
    }

    /// <summary>The other organization, with a key that may do everything in it.</summary>
    public Task<Given> Stranger => stranger.Value;

    internal Task<Ids> Own => own.Value;

    internal Task<Ids> Strangers => strangers.Value;

    /// <summary>A key of this organization that may do all but one thing.</summary>
    public async Task<HttpClient> ClientWithout(string scope) => await Given.ClientWith([.. Scopes.All.Where(other => other != scope)]);

    private static async Task<Ids> Furnish(Given organization)
    {
        var project = await organization.Project();
        var account = await organization.Account(project);
        var open = await organization.Uploaded(project);
        var targets = new[] { new { socialAccountId = account, mode = "publish" } };
        var schedule = await organization.Client.PostJson($"/v1/content/{open}/schedule", new { scheduledFor = "2030-01-01T00:00:00Z", targets });
        schedule.Status.Should().Be(HttpStatusCode.Created, schedule.Body);
        await organization.Policy(project, new { requiresApproval = true, autoApproveAfter = "PT24H" });
        var pending = await organization.Pending(project);
        return new Ids(project, pending, account, (string)schedule.Json["scheduledPostIds"]![0]!);
    }
}

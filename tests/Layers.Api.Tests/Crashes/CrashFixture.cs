using Layers.Testing;

namespace Layers.Api.Tests.Crashes;

/// <summary>A database with containers to approve, and a server beside the one that crashes.</summary>
public sealed class CrashFixture : ApiFixture
{
    private readonly Lazy<Task<string>> project;

    public CrashFixture() => project = new Lazy<Task<string>>(() => Given.GatedProject());

    public string Key => Given.Key.Text.Reveal();

    public async Task<string> Pending() => await Given.Pending(await project.Value);

    /// <summary>The request that crashes and is sent again, with one and the same idempotency key.</summary>
    public static Task<Answer> Approve(HttpClient client, string container) =>
        client.PostJson($"/v1/content/{container}/approve", new { note = "Yes." }, ("Idempotency-Key", container));

    /// <summary>Whether the approval happened; that it happened in part is no answer.</summary>
    public async Task<bool> IsApproved(string container)
    {
        const string sql =
            """
            select concat_ws(' ', approval_status, revision,
              (select count(*) from audit_log where event_type = 'content.approved' and data->>'containerId' = $2),
              (select count(*) from events where event_type = 'content.approved' and data->>'id' = $2),
              (select count(answer) from idempotency_keys where key = $2))
            from containers where container_id = $1
            """;
        var found = await Server.Database.Value<string>(sql, container.Uuid(), container);
        found.Should().BeOneOf("approved 3 1 1 1", "pending 2 0 0 0");
        return found == "approved 3 1 1 1";
    }

    /// <summary>Sends the request again, elsewhere: approved exactly once, whatever had happened before.</summary>
    public async Task<Answer> SendAgain(string container, bool wasApproved)
    {
        var again = await Approve(Client, container);
        again.Status.Should().Be(System.Net.HttpStatusCode.OK, again.Body);
        again.Header("Idempotency-Replayed").Should().Be(wasApproved ? "true" : null);
        (await IsApproved(container)).Should().BeTrue();
        (await Approve(Client, container)).Body.Should().Be(again.Body);
        return again;
    }
}

using System.Net;
using Layers.Api.Tests.Dispatch;
using Layers.Api.Tests.Scheduling;
using Layers.Application.Events;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Layers.Api.Tests.Operation;

/// <summary>SIGTERM, as supervisors send it, to the real process.</summary>
public sealed class ShutdownTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string SelectIsListening =
        "select exists (select from pg_stat_activity where datname = current_database() and query = 'listen layers_events')";

    [Fact]
    public async Task Server_ToldToStop_FinishesDecisionAndUpload_AndAnswersWhoeverWaits()
    {
        using var folder = new TempFolder();
        var given = await Given.Organization(api.Server);
        var container = await given.Pending();
        var project = await given.Project();
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path);
        using var client = server.Client(given.Key.Text.Reveal());
        var files = new[] { new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = Given.Picture().Length } };
        var upload = await client.PostJson($"/v1/projects/{project}/content/uploads", new { files });
        var address = upload.Json["containers"]![0]!["files"]![0]!["uploadUrl"]!.GetValue<string>();
        await using var held = await HeldLock.On(api.Server.Database, $"select from containers where container_id = '{container.Uuid()}' for update");
        using var picture = new HaltingContent(Given.Picture());

        var approving = client.PostJson($"/v1/content/{container}/approve");
        var uploading = client.Call(HttpMethod.Put, address, picture);
        var waiting = client.GetJson("/v1/events", ("Prefer", "wait=30"));
        await held.UntilWaiting(1);
        await picture.HalfSent.InTime();
        await Eventually.Holds(() => api.Server.Database.Value<bool>(SelectIsListening), "somebody waits for events");
        var stopping = server.Terminate();

        (await waiting.InTime()).Status.Should().Be(HttpStatusCode.OK);
        await server.UntilRefusing();
        approving.IsCompleted.Should().BeFalse();
        picture.GoOn();
        await held.Release();
        (await uploading.InTime()).Status.Should().Be(HttpStatusCode.NoContent);
        (await approving.InTime()).Status.Should().Be(HttpStatusCode.OK);
        (await stopping).Should().Be(0);
        (await given.Container(container))["approvalStatus"]!.GetValue<string>().Should().Be("approved");
    }

    [Fact]
    public async Task Server_ToldToStop_AnswersWhoeverWaitsForEvents_HoweverLong()
    {
        var given = await Given.Organization(api.Server);
        await using var server = await ApiServer.Start(database: api.Server.Database);
        await api.Server.Send(new PositionEvents());
        var waiting = server.Send(new ListEvents(["post.failed"], Since: null, Cursor: null, Limit: null, TimeSpan.FromHours(1)), given.OrganizationId);
        await Eventually.Holds(() => api.Server.Database.Value<bool>(SelectIsListening), "somebody waits for events");
        waiting.IsCompleted.Should().BeFalse();

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await waiting.InTime()).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Server_ToldToStop_WritesDownWhatARelayAnswersMeanwhile()
    {
        using var folder = new TempFolder();
        await using var relay = await CountingRelay.Start(holdsBackFrom: 1);
        var scene = await api.Open();
        await api.Server.Database.Run("update social_accounts set publisher = 'relay', relay_url = $1 where social_account_id = $2", relay.Url, scene.Account.Uuid());
        await using var server = await LayersProcess.Serve(api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?>
        {
            ["Layers__Workers__Enabled"] = "true",
            ["Layers__Relay__AllowPrivateAddresses"] = "true",
        });
        using var client = server.Client(api.Given.Key.Text.Reveal());
        var targets = new[] { new { socialAccountId = scene.Account, mode = "publish" } };
        var published = await client.PostJson($"/v1/content/{scene.Container}/publish", new { targets });
        published.Status.Should().Be(HttpStatusCode.Created, published.Body);
        await Eventually.Holds(() => Task.FromResult(relay.Waiting == 1), "the relay was asked");

        var stopping = server.Terminate();
        await server.UntilRefusing();
        relay.Open();

        (await stopping).Should().Be(0);
        var post = published.Json["scheduledPostIds"]![0]!.GetValue<string>();
        (await api.Server.Database.Value<string>("select status from scheduled_posts where scheduled_post_id = $1", post.Uuid())).Should().Be("published");
    }

    [Fact]
    public async Task Server_WhoseWorkDoesNotEnd_StopsAllTheSame_AndTheWorkWasNotDone()
    {
        using var folder = new TempFolder();
        var given = await Given.Organization(api.Server);
        var container = await given.Pending();
        await using var server = await LayersProcess.Serve(
            api.Server.Database.ConnectionString, folder.Path, new Dictionary<string, string?> { ["Layers__Shutdown__Seconds"] = "1" });
        using var client = server.Client(given.Key.Text.Reveal());
        await using var held = await HeldLock.On(api.Server.Database, $"select from containers where container_id = '{container.Uuid()}' for update");
        var approving = client.PostJson($"/v1/content/{container}/approve");
        await held.UntilWaiting(1);

        await server.Terminate();

        await FluentActions.Awaiting(() => approving.InTime()).Should().ThrowAsync<HttpRequestException>();
        await held.Release();
        (await given.Container(container))["approvalStatus"]!.GetValue<string>().Should().Be("pending");
    }

    [Fact]
    public async Task Server_ToldToStopAfterADelay_StillServesWhileItSaysThatItIsNotReady()
    {
        await using var server = await ApiServer.Start(new Dictionary<string, string?> { ["Layers:Shutdown:DelaySeconds"] = "3600" }, api.Server.Database);
        using var client = server.Client(api.Given.Key.Text.Reveal());
        using var enough = new CancellationTokenSource();

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopping = server.Services.GetRequiredService<IHost>().StopAsync(enough.Token);

        (await client.GetJson("/health/ready")).ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
        stopping.IsCompleted.Should().BeFalse();
        await enough.CancelAsync();
        await stopping.InTime();
    }

    /// <summary>A body whose second half waits.</summary>
    private sealed class HaltingContent : HttpContent
    {
        private readonly byte[] bytes;
        private readonly TaskCompletionSource halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goingOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HaltingContent(byte[] bytes)
        {
            this.bytes = bytes;
            Headers.ContentType = new("image/jpeg");
        }

        public Task HalfSent => halfSent.Task;

        public void GoOn() => goingOn.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = bytes.Length / 2;
            await stream.WriteAsync(bytes.AsMemory(0, half));
            await stream.FlushAsync();
            halfSent.TrySetResult();
            await goingOn.Task;
            await stream.WriteAsync(bytes.AsMemory(half));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}

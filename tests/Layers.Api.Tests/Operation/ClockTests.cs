using System.Net;
using Layers.Api.Composition;
using Layers.Api.Operation;
using Layers.Api.Workers;
using Layers.Application.Audit;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Application.Operation;
using Layers.Application.Retention;
using Layers.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime.Testing;
using NodaTime;

namespace Layers.Api.Tests.Operation;

/// <summary>A node whose clock is not PostgreSQL's.</summary>
public sealed class ClockTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    public async Task Node_MoreThanAMinuteOff_IsNotReady_UntilItsClockIsRight(int seconds)
    {
        var databases = DatabasesClock(seconds);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, databaseClock: databases);
        using var nobody = server.Client();

        await Eventually.Holds(async () => (await nobody.GetJson("/health/ready")).Body.Contains("\"clock\""), "the clocks were compared");

        (await nobody.GetJson("/health/live")).Status.Should().Be(HttpStatusCode.OK);
        databases.Advance(Duration.FromSeconds(seconds));
        await server.Services.GetRequiredService<NodeClock>().Compare(CancellationToken.None);
        await Eventually.Holds(async () => (await nobody.GetJson("/health/ready")).Status == HttpStatusCode.OK, "the server is ready again");
    }

    [Theory]
    [InlineData(60, "60.0 s ahead")]
    [InlineData(-6, "-6.0 s ahead")]
    public async Task Node_MoreThanFiveSecondsOff_Warns_AndServes(int seconds, string words)
    {
        using var logs = new LogCapture();
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, logs: logs, databaseClock: DatabasesClock(seconds));

        await Eventually.Holds(() => Task.FromResult(logs.Lines.Any(line => line.Level == LogLevel.Warning && line.Text.Contains(words))), "the warning was logged");

        using var nobody = server.Client();
        await Eventually.Holds(async () => (await nobody.GetJson("/health/ready")).Status == HttpStatusCode.OK, "the server is ready");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task Node_FiveSecondsOff_SaysNothing(int seconds)
    {
        using var logs = new LogCapture();
        var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, logs: logs, databaseClock: DatabasesClock(seconds));

        (await server.Services.GetRequiredService<NodeClock>().Compare(CancellationToken.None)).IsBeyond(NodeClock.Noticeable).Should().BeFalse();
        await server.DisposeAsync();

        logs.Lines.Should().NotContain(line => line.Category == typeof(ClockWatch).FullName);
    }

    [Fact]
    public async Task Node_MoreThanAMinuteOff_PublishesNothing_UntilItsClockIsRight()
    {
        var (nodes, databases) = (StoppedClock.Create(), StoppedClock.Create());
        await using var server = await ApiServer.Start(clock: nodes, databaseClock: databases);
        var given = await Given.Organization(server);
        await given.Scheduled(await given.Project(), "2030-01-01T07:00:00Z");
        var lanes = ActivatorUtilities.CreateInstance<PublishingLanes>(server.Services, new JobScope(server.Services.GetRequiredService<IServiceScopeFactory>()));
        var clock = server.Services.GetRequiredService<NodeClock>();

        nodes.Reset(Instant.FromUtc(2030, 1, 1, 7, 0, 0));
        databases.Reset(Instant.FromUtc(2030, 1, 1, 6, 58, 59));
        await clock.Compare(CancellationToken.None);
        (await lanes.Find(atMost: 10, CancellationToken.None)).Should().BeEmpty();

        databases.Reset(nodes.GetCurrentInstant());
        await clock.Compare(CancellationToken.None);
        (await lanes.Find(atMost: 10, CancellationToken.None)).Should().ContainSingle();
    }

    [Fact]
    public async Task Node_MoreThanAMinuteOff_LeavesSilenceToOthers_UntilItsClockIsRight()
    {
        var (nodes, databases) = (StoppedClock.Create(), StoppedClock.Create());
        var settings = new Dictionary<string, string?> { ["Layers:Workers:Enabled"] = "true" };
        await using var server = await ApiServer.Start(settings, clock: nodes, databaseClock: databases, time: new StandstillTime());
        var given = await Given.Organization(server);
        var id = await given.Pending(await given.GatedProject(window: "PT1H"));

        nodes.Advance(Duration.FromMinutes(59));
        (await WhenOff<AnnounceExpiring>(61)).Should().Be(0, "the hour of the notice may not have come");
        (await WhenOff<AnnounceExpiring>(0)).Should().Be(1);

        nodes.Advance(Duration.FromMinutes(1));
        (await WhenOff<AutoApproveDue>(61)).Should().Be(0);
        (await WhenOff<AutoApproveDue>(-61)).Should().Be(0);
        ((string?)(await given.Container(id))["approvalStatus"]).Should().Be("pending");
        (await WhenOff<AutoApproveDue>(0)).Should().Be(1);
        ((string?)(await given.Container(id))["approvalStatus"]).Should().Be("approved");

        Task<int?> WhenOff<TRequest>(int seconds)
            where TRequest : IRequest<int>, new() => DoSomeWhenOff<TRequest>(server, nodes, databases, seconds);
    }

    [Fact]
    public async Task Node_MoreThanAMinuteAhead_ExpiresNoUpload_UntilItsClockIsRight()
    {
        var (nodes, databases) = (StoppedClock.Create(), StoppedClock.Create());
        var settings = new Dictionary<string, string?> { ["Layers:Workers:Enabled"] = "true" };
        await using var server = await ApiServer.Start(settings, clock: nodes, databaseClock: databases, time: new StandstillTime());
        var given = await Given.Organization(server);
        var (id, _) = await given.StartedUpload(await given.Project(), Given.Picture());
        nodes.Advance(Duration.FromHours(24));

        (await DoSomeWhenOff<ExpireUploads>(server, nodes, databases, 61)).Should().Be(0);
        ((string?)(await given.Container(id))["status"]).Should().Be("queued");
        (await DoSomeWhenOff<ExpireUploads>(server, nodes, databases, 0)).Should().Be(1);
    }

    /// <summary>All that are declared: one that goes by the hour could delete for good, or decide, at a wrong time.</summary>
    [Theory]
    [MemberData(nameof(Workers))]
    public void Worker_RunsOnANodeMoreThanAMinuteOff_OnlyWhenNothingOfItGoesByTheHour(string name, bool isByTheHour) =>
        isByTheHour.Should().Be(!MayRunWhenOff.Contains(name));

    private static readonly string[] MayRunWhenOff = [nameof(ObserveGate), nameof(PositionEvents), nameof(SealAuditLog), nameof(CompareGateRules)];

    public static TheoryData<string, bool> Workers()
    {
        var workers = new TheoryData<string, bool>();
        foreach (var worker in new Parts().Declared.Workers)
            workers.Add(worker.Request.Name, worker.Schedule.IsByTheHour);
        return workers;
    }

    private static async Task<int?> DoSomeWhenOff<TRequest>(ApiServer server, FakeClock nodes, FakeClock databases, int seconds)
        where TRequest : IRequest<int>, new()
    {
        databases.Reset(nodes.GetCurrentInstant() - Duration.FromSeconds(seconds));
        await server.Services.GetRequiredService<NodeClock>().Compare(CancellationToken.None);
        return await server.Services.GetServices<IHostedService>().OfType<Worker<TRequest>>().Single().DoSome();
    }

    private FakeClock DatabasesClock(int secondsBehind)
    {
        var clock = StoppedClock.Create();
        clock.Reset(api.Clock.GetCurrentInstant() - Duration.FromSeconds(secondsBehind));
        return clock;
    }

    /// <summary>Nothing that waits goes on: what the server would do by itself is done when a test says so.</summary>
    private sealed class StandstillTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new StoppedTimer();
    }

    private sealed class StoppedTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

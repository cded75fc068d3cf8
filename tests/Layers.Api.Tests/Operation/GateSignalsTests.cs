using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Application.Operation;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Keys;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Api.Tests.Operation;

public sealed class GateSignalsTests : IAsyncLifetime
{
    private ApiServer server = null!;
    private Given given = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start();
        given = await Given.Organization(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Decision_IsCountedOnce_BySourceAndAction_WithTheTimeItTook()
    {
        using var signals = Signals.Of(server);
        var (approved, rejected) = (await given.Pending(), await given.Pending());
        server.Clock.Advance(Duration.FromHours(2));
        var agent = server.Client((await given.AnotherKey(["*"], ActorType.Agent)).Text.Reveal());

        await given.Client.PostJson($"/v1/content/{approved}/approve", body: null, ("Idempotency-Key", "once"));
        await given.Client.PostJson($"/v1/content/{approved}/approve", body: null, ("Idempotency-Key", "once"));
        await given.Client.PostJson($"/v1/content/{approved}/approve");
        await agent.PostJson($"/v1/content/{rejected}/reject", new { reason = "Last year's logo." });

        signals.Heard("layers.decisions").Should().Equal("1 approve person", "1 reject agent");
        signals.Heard("layers.decision.time").Should().Equal("7200 approve person", "7200 reject agent");
    }

    [Fact]
    public async Task Decision_BySilence_IsCountedAsTimeout()
    {
        await given.Pending(await given.GatedProject(window: "PT24H"));
        server.Clock.Advance(Duration.FromHours(25));
        using var signals = Signals.Of(server);

        await server.Send(new AutoApproveDue());

        signals.Heard("layers.decisions").Should().Equal("1 approve timeout");
    }

    [Fact]
    public async Task Decision_ThatIsNotCommitted_IsNotCounted()
    {
        var container = await given.Pending();
        using var signals = Signals.Of(server);
        await server.Database.Run("alter table audit_log add constraint broken check (event_type <> 'content.approved')");

        (await given.Client.PostJson($"/v1/content/{container}/approve")).Status.Should().Be(HttpStatusCode.InternalServerError);

        signals.Heard("layers.decisions").Should().BeEmpty();
        signals.Heard("layers.decision.time").Should().BeEmpty();
    }

    [Theory]
    [InlineData(ApprovalStatus.Approved, "1 approve person")]
    [InlineData(ApprovalStatus.Rejected, "1 reject person")]
    [InlineData(ApprovalStatus.Pending, "1 pending person")]
    public void Decision_IsCountedByItsOwnName(ApprovalStatus status, string counted)
    {
        using var signals = Signals.Of(server);
        var now = server.Clock.GetCurrentInstant();
        var decision = new Decision(now, "api_key_x", DecisionSource.Person, Remark: null);
        var container = new Container(Container.ForUpload(Id.New<ContainerId>(now), given.OrganizationId, default, status, now).State with { Decision = decision });

        server.Services.GetRequiredService<GateSignals>().Decided(container);

        signals.Heard("layers.decisions").Should().Equal(counted);
    }

    [Fact]
    public async Task Promotion_ThatFails_IsCountedByItsReason()
    {
        var project = await given.GatedProject();
        var container = await given.Pending(project);
        var targets = new[] { new { socialAccountId = await given.Account(project), mode = "publish" } };
        var inAnHour = (server.Clock.GetCurrentInstant() + Duration.FromHours(1)).ToString("uuuu'-'MM'-'dd'T'HH':'mm':'ss'Z'", null);
        (await given.Client.PostJson($"/v1/content/{container}/schedule", new { scheduledFor = inAnHour, targets })).Status.Should().Be(HttpStatusCode.Accepted);
        server.Clock.Advance(Duration.FromHours(2));
        using var signals = Signals.Of(server);

        await given.Client.PostJson($"/v1/content/{container}/approve");

        signals.Heard("layers.promotions.failed").Should().Equal("1 SCHEDULE_PASSED");
    }

    [Fact]
    public async Task Ages_AreThoseOfTheOldestWork_OfLiveOrganizationsAndOpenProjects()
    {
        await server.Send(new PositionEvents());
        using var signals = Signals.Of(server);
        await server.Send(new ObserveGate());
        signals.Observe().Should().BeEquivalentTo("layers.containers.pending.age 0", "layers.outbox.lag 0");

        var archived = await given.GatedProject();
        await given.Pending(archived);
        await given.Client.DeleteJson($"/v1/projects/{archived}");
        await (await Given.Organization(server, OrganizationEnvironment.Test)).Pending();
        await given.StartedUpload(await given.GatedProject(), Given.Picture());
        await server.Send(new PositionEvents());
        server.Clock.Advance(Duration.FromMinutes(10));
        var container = await given.Pending();
        server.Clock.Advance(Duration.FromMinutes(2));
        var younger = await given.Pending();
        server.Clock.Advance(Duration.FromMinutes(1));
        await server.Send(new ObserveGate());
        signals.Observe().Should().BeEquivalentTo("layers.containers.pending.age 180", "layers.outbox.lag 180");

        await given.Client.PostJson($"/v1/content/{container}/approve");
        await given.Client.PostJson($"/v1/content/{younger}/approve");
        await server.Send(new PositionEvents());
        await server.Send(new ObserveGate());
        signals.Observe().Should().BeEquivalentTo("layers.containers.pending.age 0", "layers.outbox.lag 0");
    }

    [Fact]
    public async Task Nothing_IsLookedUp_WhereNobodyListens()
    {
        await using var proxy = new PostgresProxy(server.Database);
        await using var quiet = await ApiServer.Start(database: server.Database, proxy: proxy);
        var said = proxy.Record();

        await quiet.Send(new ObserveGate());

        said.Should().BeEmpty();
        quiet.Services.GetRequiredService<GateSignals>().AreDecisionsWanted.Should().BeFalse();
    }

    /// <summary>What one server measures, whatever others in this process do.</summary>
    private sealed class Signals : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, string Text)> heard = new();
        private readonly MeterListener listener = new();

        public static Signals Of(ApiServer server)
        {
            var signals = new Signals();
            var meter = server.Services.GetRequiredService<GateSignals>().Meter;
            signals.listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, meter))
                    listener.EnableMeasurementEvents(instrument);
            };
            signals.listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => signals.Keep(instrument, value, tags));
            signals.listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => signals.Keep(instrument, value, tags));
            signals.listener.Start();
            return signals;
        }

        public IEnumerable<string> Heard(string name) => heard.Where(one => one.Name == name).Select(one => one.Text);

        /// <summary>All gauges but the clock's, which shows what it measured.</summary>
        public IReadOnlyList<string> Observe()
        {
            heard.Clear();
            listener.RecordObservableInstruments();
            return [.. heard.Where(one => one.Name != "layers.clock.skew").Select(one => $"{one.Name} {one.Text}")];
        }

        public void Dispose() => listener.Dispose();

        private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var said = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Value);
            heard.Enqueue((instrument.Name, string.Join(' ', [value, .. said])));
        }
    }
}

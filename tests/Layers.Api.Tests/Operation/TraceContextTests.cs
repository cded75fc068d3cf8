using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Layers.Api.Tests.Webhooks;
using Layers.Application.Content;
using Layers.Application.Operation;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Operation;

/// <summary>By itself: a listener hears the spans of every server in the process, and makes them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TracedCollection : ICollectionFixture<WebhookFixture>
{
    public const string Name = "traced";
}

[Collection(TracedCollection.Name)]
public sealed class TraceContextTests(WebhookFixture api)
{
    private const string TraceOfTheCaller = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Event_KeepsTheTraceOfTheRequestThatMadeIt()
    {
        var container = await api.Given.Pending();

        await api.Client.PostJson($"/v1/content/{container}/approve", body: null, ("traceparent", $"00-{TraceOfTheCaller}-00f067aa0ba902b7-01"));

        var kept = (string?)await TraceParentOf(container);
        kept.Should().MatchRegex($"^00-{TraceOfTheCaller}-[0-9a-f]{{16}}-[0-9a-f]{{2}}$").And.NotContain("00f067aa0ba902b7", "the event is made below the caller's span");
    }

    [Fact]
    public async Task Event_OfATraceThatNobodyKeeps_HasNone()
    {
        var container = await api.Given.Pending();

        await api.Client.PostJson($"/v1/content/{container}/approve");

        (await TraceParentOf(container)).Should().Be(DBNull.Value);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public async Task Event_OfARequestWithoutAValidTrace_HasNone(string traceParent)
    {
        var container = await api.Given.Pending();

        (await api.Client.PostJson($"/v1/content/{container}/approve", body: null, ("traceparent", traceParent))).Status.Should().Be(HttpStatusCode.OK);

        (await TraceParentOf(container)).Should().Be(DBNull.Value);
    }

    [Fact]
    public async Task Event_OfTheClock_KeepsTheTraceOfItsWork()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        var container = await api.Given.Pending(await api.Given.GatedProject(window: "PT24H"));
        api.Clock.Advance(Duration.FromHours(25));

        await api.Server.Send(new AutoApproveDue());

        var kept = await TraceParentOf(container);
        spans.Should().Contain(span => span.OperationName == nameof(AutoApproveProject) && span.Id == (string)kept!);
    }

    [Fact]
    public async Task Webhook_OfAnEvent_ContinuesItsTrace()
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var (endpoint, _) = await given.Webhook(receiver.Url, events: "content.approved");
        foreach (var container in new[] { await given.Pending(), await given.Pending() })
            await given.Client.PostJson($"/v1/content/{container}/approve", body: null, ("traceparent", $"00-{TraceOfTheCaller}-00f067aa0ba902b7-01"));
        var kept = (string[])(await api.Server.Database.Run(
            "select array_agg(trace_parent order by sequence) from events where organization_id = $1 and event_type = 'content.approved'", given.OrganizationId.Value))!;

        receiver.Refuse(500);
        await api.Deliver(given, endpoint);
        receiver.Received.Select(webhook => webhook.Headers["traceparent"]).Should().NotBeEmpty().And.BeSubsetOf(kept, "nobody records spans here");

        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        receiver.Answer = Receiver.Take;
        await api.DeliverToTheEnd(given, endpoint);
        var sent = receiver.Received.Last().Headers["traceparent"];
        var span = spans.Should().Contain(one => one.Id == sent).Which;
        (span.OperationName, span.TraceId.ToString()).Should().Be(("webhook", TraceOfTheCaller));
        kept.Should().Contain(span.ParentId, "the event was made by that span");
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GateSignals.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private Task<object?> TraceParentOf(string container) =>
        api.Server.Database.Run("select trace_parent from events where event_type = 'content.approved' and data ->> 'id' = $1", container);
}

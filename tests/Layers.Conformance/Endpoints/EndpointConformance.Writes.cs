using System.Net;
using Layers.Testing;

namespace Layers.Conformance.Endpoints;

/// <summary>What a write leaves, once.</summary>
public abstract partial class EndpointConformance
{
    private const string NoRevision = "\"999999999\"";

    [Fact]
    public async Task Write_LeavesAnAuditRow()
    {
        if (!(await Operation()).Writes)
            return;

        var done = await Send(Api.Client, await Arrange(Api.Given));

        (await Api.Given.AuditOf(done)).Should().NotBeEmpty("every write leaves a row in the audit log: IAuditLog.Append").And.OnlyContain(row => row.Actor == Api.Given.Actor);
    }

    [Fact]
    public async Task Write_ThatIsSentAgain_ReturnsTheFirstResponse()
    {
        if (!(await Operation()).Writes)
            return;
        var call = await Arrange(Api.Given);
        var key = NewKey();

        var first = await Send(Api.Client, call, key);
        var audit = await Api.Given.Audit();
        var second = await Send(Api.Client, call, key);

        (second.Status, second.Body, second.Header("Idempotency-Replayed")).Should().Be((first.Status, first.Body, "true"), "a write with an Idempotency-Key is done once: make its request an ICommand");
        (await Api.Given.Audit()).Should().HaveSameCount(audit, "a replay writes nothing");
    }

    [Fact]
    public async Task Write_WithTheKeyOfAnotherRequest_Returns409()
    {
        var operation = await Operation();
        if (!operation.Writes)
            return;
        var (call, other) = (await Arrange(Api.Given), await Arrange(Api.Given));
        var key = NewKey();
        await Send(Api.Client, call, key);

        var conflict = await Send(Api.Client, operation, operation.PathOf(other.Ids), BodyOf(other) + " ", key);

        conflict.ShouldBeError(HttpStatusCode.Conflict, "IDEMPOTENCY_CONFLICT");
    }

    [Fact]
    public async Task Write_OfTwoAtTheSameTime_IsDoneOnce()
    {
        if (!(await Operation()).Writes)
            return;
        var call = await Arrange(Api.Given);
        var key = NewKey();

        var twins = await Crowd.Of(2, _ => Send(Api.Client, call, key));

        twins.Count(twin => twin.Header("Idempotency-Replayed") is null).Should().Be(1, "of two requests with one key one is done, and the other gets its response");
        (twins[1].Status, twins[1].Body).Should().Be((twins[0].Status, twins[0].Body));
    }

    [Fact]
    public async Task Write_WithAStaleIfMatch_Returns412_AndChangesNothing()
    {
        var operation = await Operation();
        if (!operation.Writes || !operation.Takes("header", "If-Match"))
            return;
        var call = await Arrange(Api.Given);
        var audit = await Api.Given.Audit();

        (await Send(Api.Client, call, ("If-Match", NoRevision))).ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
        (await Send(Api.Client, call, ("If-Match", "5"))).ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");

        (await Api.Given.Audit()).Should().HaveSameCount(audit, "a refused write leaves nothing");
        ((int)(await Send(Api.Client, call, ("If-Match", "*"))).Status).Should().BeInRange(200, 299, "* is any revision");
    }

    [Fact]
    public async Task Read_WithTheETagThatTheCallerHas_Returns304()
    {
        var operation = await Operation();
        if (operation.Writes || !operation.Takes("header", "If-None-Match"))
            return;
        var call = await Arrange(Api.Given);

        var tag = (await Send(Api.Client, call)).Header("ETag");

        tag.Should().NotBeNull("an operation that takes If-None-Match returns an ETag");
        (await Send(Api.Client, call, ("If-None-Match", tag!))).Status.Should().Be(HttpStatusCode.NotModified);
        (await Send(Api.Client, call, ("If-None-Match", NoRevision))).Status.Should().Be(HttpStatusCode.OK);
    }

    private static (string Name, string Value) NewKey() => ("Idempotency-Key", Guid.NewGuid().ToString());
}

using System.Net;
using System.Text.Json.Nodes;
using Layers.Application.Content;
using Layers.Testing;
using NodaTime;

namespace Layers.Conformance.Decisions;

/// <summary>What the server relies on in every observer of decisions, inside the transaction and after it.</summary>
public abstract class ObserverConformance(ObservedFixture api)
{
    protected ObservedFixture Api { get; } = api;

    /// <summary>How many decisions the observer has on record for the organization of <see cref="Api"/>.</summary>
    protected abstract Task<long> CountRecorded();

    /// <summary>From now on the observer fails. Returns false when nothing can make it fail.</summary>
    protected virtual Task<bool> TryBreak() => Task.FromResult(false);

    /// <summary>The observer works again.</summary>
    protected virtual Task Mend() => Task.CompletedTask;

    [Fact]
    public async Task Decision_OfAPerson_IsRecordedOnce()
    {
        var before = await CountRecorded();

        ShouldBeDone(await Approve(await Api.Given.Pending()));
        ShouldBeDone(await Api.Client.PostJson($"/v1/content/{await Api.Given.Pending()}/reject", new { reason = "This is last year's logo." }));

        (await CountRecorded() - before).Should().Be(2, "the observer learns of approvals and rejections");
    }

    [Fact]
    public async Task Decision_OfManyContainers_RecordsEach()
    {
        var project = await Api.Given.GatedProject();
        string[] containers = [await Api.Given.Pending(project), await Api.Given.Pending(project), await Api.Given.Pending(project)];
        var before = await CountRecorded();

        ShouldBeDone(await Api.Client.PostJson($"/v1/projects/{project}/content/decisions", new { decisions = containers.Select(id => new { id, action = "approve" }) }));

        (await CountRecorded() - before).Should().Be(3, "one call of the observer has all containers of a project that were decided together");
    }

    [Fact]
    public async Task Decision_BySilence_IsRecorded()
    {
        await Api.Given.Pending(await Api.Given.GatedProject(window: "PT1H"));
        var before = await CountRecorded();

        Api.Clock.Advance(Duration.FromHours(2));
        await Api.Server.Send(new AutoApproveDue());

        (await CountRecorded() - before).Should().Be(1, "the clock approves by the same way as a person, without a request and its caller");
    }

    [Fact]
    public async Task Decision_ThatSeveralTryAtTheSameTime_IsRecordedOnce()
    {
        var container = await Api.Given.Pending();
        var before = await CountRecorded();

        var decisions = await Crowd.Of(4, _ => Approve(container));

        decisions.Count(decision => decision.Status == HttpStatusCode.OK).Should().Be(1);
        (await CountRecorded() - before).Should().Be(1, "the observer is called for the decision that is made, and not for those that are refused");
    }

    [Fact]
    public async Task Decision_ThatIsReplayed_IsNotRecordedAgain()
    {
        var container = await Api.Given.Pending();
        var before = await CountRecorded();

        await Approve(container, ("Idempotency-Key", container));
        ShouldBeDone(await Approve(container, ("Idempotency-Key", container)));

        (await CountRecorded() - before).Should().Be(1, "a replay returns the first response and decides nothing");
    }

    [Fact]
    public async Task Decision_ThatIsUndone_IsNotRecorded()
    {
        var container = await Api.Given.Pending();
        var before = await CountRecorded();

        Api.Sabotage.IsInDecisions = true;
        try
        {
            (await Approve(container)).Status.Should().Be(HttpStatusCode.InternalServerError, "another observer fails in the same transaction");
        }
        finally
        {
            Api.Sabotage.IsInDecisions = false;
        }

        ((string?)(await Api.Given.Container(container))["approvalStatus"]).Should().Be("pending");
        (await CountRecorded()).Should().Be(before, "a decision that was not committed never happened: write with the request's Db, in its transaction, or observe after the decision");
    }

    protected Task<Answer> Approve(string container, params (string Name, string Value)[] headers) =>
        Api.Client.PostJson($"/v1/content/{container}/approve", body: null, headers);

    protected async Task<JsonNode> ApprovalOf(string container) => (await Api.Given.Container(container))["approvalStatus"]!;

    protected static void ShouldBeDone(Answer answer) => answer.Status.Should().Be(HttpStatusCode.OK, answer.Body);
}

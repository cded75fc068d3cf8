using Layers.Domain.Content;
using static Layers.Domain.Content.ApprovalStatus;
using static Layers.Domain.Content.ContainerStatus;

namespace Layers.Domain.Tests.Content;

/// <summary>Approve and Reject in every state that a container can be in.</summary>
public sealed class ContainerDecisionTests
{
    private const string NeverGated = "Container does not require approval.";
    private const string NotCompleted = "Container isn't completed yet.";

    /// <summary>State, then the refusal: its kind, message and the fact beside it.</summary>
    public static TheoryData<ContainerStatus, ApprovalStatus, ErrorKind, string, string> Refusals => new()
    {
        { Queued, NotRequired, ErrorKind.Conflict, NeverGated, "approvalStatus=not_required" },
        { Processing, NotRequired, ErrorKind.Conflict, NeverGated, "approvalStatus=not_required" },
        { Completed, NotRequired, ErrorKind.Conflict, NeverGated, "approvalStatus=not_required" },
        { Failed, NotRequired, ErrorKind.Conflict, NeverGated, "approvalStatus=not_required" },
        { Canceled, NotRequired, ErrorKind.Conflict, NeverGated, "approvalStatus=not_required" },
        { Queued, Pending, ErrorKind.Validation, NotCompleted, "status=queued" },
        { Processing, Pending, ErrorKind.Validation, NotCompleted, "status=processing" },
        { Failed, Pending, ErrorKind.Validation, NotCompleted, "status=failed" },
        { Canceled, Pending, ErrorKind.Validation, NotCompleted, "status=canceled" },
        { Completed, Approved, ErrorKind.Conflict, "Container is already approved.", "approvalStatus=approved" },
        { Completed, Rejected, ErrorKind.Conflict, "Container is already rejected.", "approvalStatus=rejected" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Decision_InAnyOtherState_IsRefusedAndChangesNothing(
        ContainerStatus status, ApprovalStatus approval, ErrorKind kind, string message, string fact)
    {
        // The condition is stale too: the state is told first.
        var stale = RevisionCondition.OneOf([1]);
        foreach (var decide in new Action<Container>[] { Approve(stale), Reject(stale), Approve(RevisionCondition.None), Reject(RevisionCondition.None) })
        {
            var container = SomeContainer.In(status, approval);

            var refusal = container.Invoking(decide).Should().Throw<DomainException>().WithMessage(message).Which;

            refusal.Kind.Should().Be(kind);
            refusal.Details!.Select(detail => $"{detail.Key}={detail.Value}").Should().Equal(fact);
            container.Should().BeEquivalentTo(SomeContainer.In(status, approval));
        }
    }

    [Fact]
    public void Approve_WhenPendingAndCompleted_RecordsWhoWhenAndWhat()
    {
        var container = SomeContainer.In(Completed, Pending);

        container.Approve(SomeContainer.Someone, "Looks good.", RevisionCondition.None, SomeContainer.Now);

        container.ApprovalStatus.Should().Be(Approved);
        container.Decision.Should().Be(new Decision(SomeContainer.Now, SomeContainer.Someone.Name, DecisionSource.Person, "Looks good."));
        container.Revision.Should().Be(8);
        container.State.CompletedAt.Should().Be(SomeContainer.Born);
    }

    [Fact]
    public void Reject_WhenPendingAndCompleted_RecordsWhoWhenAndWhy()
    {
        var container = SomeContainer.In(Completed, Pending);

        container.Reject(SomeContainer.Someone, "Off brand.", RevisionCondition.None, SomeContainer.Now);

        container.ApprovalStatus.Should().Be(Rejected);
        container.Decision.Should().Be(new Decision(SomeContainer.Now, SomeContainer.Someone.Name, DecisionSource.Person, "Off brand."));
        container.Revision.Should().Be(8);
    }

    [Theory]
    [InlineData(ActorType.Person, DecisionSource.Person)]
    [InlineData(ActorType.Agent, DecisionSource.Agent)]
    [InlineData(ActorType.Service, DecisionSource.Service)]
    [InlineData(ActorType.System, DecisionSource.Timeout)]
    public void Decision_SaysWhatKindOfActorTookIt(ActorType actor, DecisionSource source)
    {
        var container = SomeContainer.In(Completed, Pending);

        container.Approve(new Actor("someone", actor), note: null, RevisionCondition.None, SomeContainer.Now);

        container.Decision.Should().Be(new Decision(SomeContainer.Now, "someone", source, Remark: null));
    }

    [Fact]
    public void Decision_OnAnotherRevisionThanTheCallerLookedAt_IsAMismatch()
    {
        foreach (var decide in new[] { Approve(RevisionCondition.OneOf([6])), Reject(RevisionCondition.OneOf([6, 8])) })
        {
            var container = SomeContainer.In(Completed, Pending);

            var refusal = container.Invoking(decide).Should().Throw<DomainException>().Which;

            refusal.Kind.Should().Be(ErrorKind.RevisionMismatch);
            refusal.Details.Should().Equal(new Dictionary<string, object?> { ["revision"] = 7 });
            container.Should().BeEquivalentTo(SomeContainer.In(Completed, Pending));
        }
    }

    [Fact]
    public void Decision_OnTheRevisionThatTheCallerLookedAt_Stands()
    {
        var container = SomeContainer.In(Completed, Pending);

        container.Approve(SomeContainer.Someone, note: null, RevisionCondition.OneOf([6, 7]), SomeContainer.Now);

        container.ApprovalStatus.Should().Be(Approved);
    }

    [Theory]
    [InlineData(Pending)]
    [InlineData(NotRequired)]
    [InlineData(Approved)]
    public void Decision_InAnArchivedProject_IsRefusedFirst(ApprovalStatus approval)
    {
        foreach (var decide in new[] { Approve(RevisionCondition.None), Reject(RevisionCondition.None) })
        {
            var container = SomeContainer.In(Completed, approval, archived: true);
            container.Invoking(decide).Should().Throw<DomainException>().WithMessage("Project is archived.").Which.Kind.Should().Be(ErrorKind.Conflict);
        }
    }

    private static Action<Container> Approve(RevisionCondition condition) =>
        container => container.Approve(SomeContainer.Someone, "Note.", condition, SomeContainer.Now);

    private static Action<Container> Reject(RevisionCondition condition) =>
        container => container.Reject(SomeContainer.Someone, "Reason.", condition, SomeContainer.Now);
}

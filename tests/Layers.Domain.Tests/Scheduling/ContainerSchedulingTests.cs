using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;

namespace Layers.Domain.Tests.Scheduling;

public sealed class ContainerSchedulingTests
{
    [Theory]
    [InlineData(ApprovalStatus.NotRequired, ContainerStatus.Completed, null, null)]
    [InlineData(ApprovalStatus.Approved, ContainerStatus.Completed, null, null)]
    [InlineData(ApprovalStatus.Pending, ContainerStatus.Completed, null, ErrorKind.ApprovalRequired)]
    [InlineData(ApprovalStatus.Rejected, ContainerStatus.Completed, ErrorKind.ContentRejected, ErrorKind.ContentRejected)]
    [InlineData(ApprovalStatus.NotRequired, ContainerStatus.Queued, ErrorKind.Validation, ErrorKind.Validation)]
    [InlineData(ApprovalStatus.Pending, ContainerStatus.Queued, ErrorKind.Validation, ErrorKind.Validation)]
    [InlineData(ApprovalStatus.Pending, ContainerStatus.Processing, ErrorKind.Validation, ErrorKind.Validation)]
    [InlineData(ApprovalStatus.NotRequired, ContainerStatus.Failed, ErrorKind.Validation, ErrorKind.Validation)]
    [InlineData(ApprovalStatus.NotRequired, ContainerStatus.Canceled, ErrorKind.Validation, ErrorKind.Validation)]
    public void ScheduleAndPublish_AreRefusedAsTheGateSays(ApprovalStatus approval, ContainerStatus status, ErrorKind? toSchedule, ErrorKind? toPublish)
    {
        var container = SomePost.Container(approval, status);
        var gate = GateOf(container);

        KindOf(() => container.DemandSchedulable(gate, RevisionCondition.None)).Should().Be(toSchedule);
        KindOf(() => container.DemandPublishable(gate, RevisionCondition.None)).Should().Be(toPublish);
    }

    [Fact]
    public void ScheduleAndPublish_AreRefusedInAnArchivedProjectAndOnAnotherRevision()
    {
        var (archived, container) = (SomePost.Container(ApprovalStatus.Approved, archived: true), SomePost.Container(ApprovalStatus.Approved));

        KindOf(() => archived.DemandSchedulable(GateOf(archived), RevisionCondition.None)).Should().Be(ErrorKind.Conflict);
        KindOf(() => archived.DemandPublishable(GateOf(archived), RevisionCondition.None)).Should().Be(ErrorKind.Conflict);
        KindOf(() => archived.DemandReschedulable(RevisionCondition.None)).Should().Be(ErrorKind.Conflict);
        KindOf(() => container.DemandSchedulable(GateOf(container), RevisionCondition.OneOf([6]))).Should().Be(ErrorKind.RevisionMismatch);
        KindOf(() => container.DemandPublishable(GateOf(container), RevisionCondition.OneOf([6]))).Should().Be(ErrorKind.RevisionMismatch);
        KindOf(() => container.DemandPublishable(GateOf(container), RevisionCondition.OneOf([7]))).Should().BeNull();
    }

    [Fact]
    public void Stash_HoldsUpToFifty()
    {
        var container = SomePost.Container();
        container.Stash(49);

        KindOf(() => container.Stash(2)).Should().Be(ErrorKind.Validation);
        (container.State.HeldPosts, container.Revision).Should().Be((49, 8), "a refusal changes nothing");

        container.Stash(1);
        (container.State.HeldPosts, container.Revision).Should().Be((50, 9));
    }

    [Fact]
    public void Settle_HoldsNothingAnyMore_AndKeepsTheReasonOfAFailure()
    {
        var (passed, failed) = (SomePost.Container(), SomePost.Container());
        passed.Stash(1);
        failed.Stash(1);

        passed.Settle(new Promotion([SomePost.Stashed().Id], Reason: null));
        failed.Settle(new Promotion([], "SOCIAL_ACCOUNT_UNAVAILABLE"));

        (passed.State.HeldPosts, passed.State.PromotionFailure).Should().Be((0, null));
        (failed.State.HeldPosts, failed.State.PromotionFailure).Should().Be((0, "SOCIAL_ACCOUNT_UNAVAILABLE"));
    }

    [Fact]
    public void NoteScheduled_IsDoneWithAFailedSchedule()
    {
        var container = SomePost.Container();
        container.Settle(new Promotion([], "SCHEDULE_PASSED"));

        container.NoteScheduled();

        (container.State.PromotionFailure, container.Revision).Should().Be((null, 8));
    }

    [Fact]
    public void NoteCanceled_CountsHeldPostsOnly()
    {
        var container = SomePost.Container();
        container.Stash(2);

        container.NoteCanceled(wasHeld: true);
        container.NoteCanceled(wasHeld: false);

        (container.State.HeldPosts, container.Revision).Should().Be((1, 10));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public void Reject_SaysWhetherItHeldPosts(int held, bool isHolding)
    {
        var container = SomePost.Container();
        container.Stash(held);

        container.Reject(new Actor("api_key_x", ActorType.Person), "No.", RevisionCondition.None, SomePost.Hour).Should().Be(isHolding);

        container.State.HeldPosts.Should().Be(0);
    }

    [Theory]
    [InlineData(2, null, true)]
    [InlineData(0, "SCHEDULE_PASSED", false)]
    public void DropSchedule_IsDoneWithWhatWaitsAndWithWhatFailed(int held, string? failure, bool isHolding)
    {
        var container = new Container(SomePost.Container().State with { HeldPosts = held, PromotionFailure = failure });

        KindOf(() => container.DropSchedule(RevisionCondition.OneOf([6]))).Should().Be(ErrorKind.RevisionMismatch);
        container.DropSchedule(RevisionCondition.OneOf([7])).Should().Be(isHolding);

        (container.State.HeldPosts, container.State.PromotionFailure, container.Revision).Should().Be((0, null, 8));
        KindOf(() => container.DropSchedule(RevisionCondition.None)).Should().Be(ErrorKind.Conflict);
        container.Revision.Should().Be(8);
    }

    [Theory]
    [InlineData(null, "The roast.")]
    [InlineData("", "")]
    [InlineData("Other", "Other")]
    public void ScheduledPost_TakesTheCaptionThatTheContainerHasNow(string? captionOverride, string caption)
    {
        var container = SomePost.Container();
        var wanted = SomePost.Stashed(caption: captionOverride);

        var (queued, held) = (ScheduledPost.Of(container, wanted, index: 0, SomePost.Hour), ScheduledPost.Held(container, wanted, index: 0, SomePost.Hour));

        (queued.Id, queued.Caption, queued.Status, queued.DueAt, queued.Attempts).Should().Be((wanted.Id, caption, PostStatus.Queued, wanted.ScheduledFor, 0));
        (held.Id, held.Caption, held.Status, held.DueAt, held.Attempts).Should().Be((wanted.Id, caption, PostStatus.Held, null, 0));
        (queued.Organization, queued.Project, queued.Container).Should().Be((container.Organization, container.Project, container.Id));
    }

    private static GateVerdict GateOf(Container container) =>
        new ApprovalGate([new ArchivedProjectRule(), new ApprovalStatusRule(), new CompletionRule()])
            .VerdictOn(GateFacts.Of(container.State), GateOutlook.None);

    private static ErrorKind? KindOf(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (DomainException refusal)
        {
            return refusal.Kind;
        }
    }
}

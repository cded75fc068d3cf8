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
    public void Stash_AddsToWhatWaitsUpToFifty()
    {
        var container = SomePost.Container();
        StashedPost[] first = [.. Enumerable.Range(0, 49).Select(_ => SomePost.Stashed())];
        var last = SomePost.Stashed();
        container.Stash(first);

        KindOf(() => container.Stash([last, SomePost.Stashed()])).Should().Be(ErrorKind.Validation);
        (container.PendingSchedule!.Posts.Count, container.Revision).Should().Be((49, 8), "a refusal changes nothing");

        container.Stash([last]);
        container.PendingSchedule!.Posts.Should().Equal([.. first, last]);
        (container.PendingSchedule.FailureReason, container.Revision).Should().Be((null, 9));
    }

    [Fact]
    public void Settle_DropsAStashThatWentThroughAndKeepsOneThatFailed()
    {
        var (passed, failed) = (SomePost.Container(), SomePost.Container());
        var post = SomePost.Stashed();
        passed.Stash([post]);
        failed.Stash([post]);

        passed.Settle(passed.PendingSchedule!.Promote(new HashSet<SocialAccountId> { post.SocialAccount }, SomePost.Hour));
        failed.Settle(failed.PendingSchedule!.Promote(new HashSet<SocialAccountId>(), SomePost.Hour));

        passed.PendingSchedule.Should().BeNull();
        failed.PendingSchedule!.Posts.Should().Equal(post);
        failed.PendingSchedule.FailureReason.Should().Be("SOCIAL_ACCOUNT_UNAVAILABLE");
    }

    [Fact]
    public void NoteScheduled_IsDoneWithAFailedStash()
    {
        var container = SomePost.Container();
        container.Stash([SomePost.Stashed()]);
        container.Settle(container.PendingSchedule!.Promote(new HashSet<SocialAccountId>(), SomePost.Hour));

        container.NoteScheduled();

        container.PendingSchedule.Should().BeNull();
        container.Revision.Should().Be(9);
    }

    [Fact]
    public void Reject_HandsOutWhatItDrops()
    {
        var container = SomePost.Container();
        var post = SomePost.Stashed();
        container.Stash([post]);

        var dropped = container.Reject(new Actor("api_key_x", ActorType.Person), "No.", RevisionCondition.None, SomePost.Hour);

        dropped!.Posts.Should().Equal(post);
        container.PendingSchedule.Should().BeNull();
    }

    [Theory]
    [InlineData(null, "The roast.")]
    [InlineData("", "")]
    [InlineData("Other", "Other")]
    public void ScheduledPost_TakesTheCaptionThatTheContainerHasNow(string? captionOverride, string caption)
    {
        var container = SomePost.Container();
        var wanted = SomePost.Stashed(caption: captionOverride);

        var post = ScheduledPost.Of(container, wanted, SomePost.Hour);

        (post.Id, post.Caption, post.Status, post.DueAt, post.Attempts).Should().Be((wanted.Id, caption, PostStatus.Queued, wanted.ScheduledFor, 0));
        (post.Organization, post.Project, post.Container).Should().Be((container.Organization, container.Project, container.Id));
    }

    private static GateVerdict GateOf(Container container) =>
        GateVerdict.Of(new GateFacts(container.Status, container.ApprovalStatus, container.CreativeType, container.ProjectIsArchived, true, 0, 0, null, null));

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

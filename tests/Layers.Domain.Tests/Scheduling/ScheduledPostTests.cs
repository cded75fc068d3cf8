using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Domain.Tests.Scheduling;

public sealed class ScheduledPostTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40);
    private static readonly Duration Pause = Duration.FromSeconds(5);
    private static readonly Failure Failure = new("RELAY_UNAVAILABLE", "The relay answered 503.");

    public static TheoryData<PostStatus> Statuses => new(Enum.GetValues<PostStatus>());

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Reschedule_TakesHeldAndQueuedPostsOnly(PostStatus status)
    {
        var post = SomePost.In(status);
        Action act = () => post.Reschedule(Now + Pause).Should().BeTrue();

        if (status is not (PostStatus.Held or PostStatus.Queued))
        {
            ShouldBeRefused(act, status);
            post.ScheduledFor.Should().Be(SomePost.Hour);
            return;
        }

        act();
        (post.Status, post.ScheduledFor, post.DueAt).Should().Be((status, Now + Pause, status == PostStatus.Queued ? Now + Pause : null));
    }

    [Fact]
    public void Reschedule_ToItsOwnHour_ChangesNothing()
    {
        var post = SomePost.In(PostStatus.Queued);

        post.Reschedule(SomePost.Hour).Should().BeFalse();

        (post.ScheduledFor, post.DueAt).Should().Be((SomePost.Hour, SomePost.Hour));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Cancel_TakesPostsThatAreHeldOrQueuedOrBetweenTwoAttempts(PostStatus status)
    {
        var post = SomePost.In(status);
        var act = () => post.Cancel("Typo.", Now);

        if (status is not (PostStatus.Held or PostStatus.Queued or PostStatus.Publishing))
        {
            ShouldBeRefused(act, status);
            (post.Status, post.CanceledAt, post.CancelReason).Should().Be((status, null, null));
            return;
        }

        act();
        (post.Status, post.DueAt, post.CanceledAt, post.CancelReason).Should().Be((PostStatus.Canceled, null, Now, "Typo."));
    }

    [Fact]
    public void Cancel_WhileAnAttemptIsInFlight_IsRefused()
    {
        var post = SomePost.In(PostStatus.Queued);
        post.Claim(Now + Pause, message: null);

        ShouldBeRefused(() => post.Cancel(reason: null, Now + Pause - Duration.Epsilon), PostStatus.Publishing);
        post.Cancel(reason: null, Now + Pause);

        (post.Status, post.LeasedUntil).Should().Be((PostStatus.Canceled, null));
    }

    [Theory]
    [InlineData(PostStatus.Queued, 0)]
    [InlineData(PostStatus.Publishing, 3)]
    public void Claim_CountsAnAttemptAndLastsUntilItsLeaseEnds(PostStatus status, int attempts)
    {
        var post = SomePost.In(status, attempts);

        post.Claim(Now + Pause, message: null);

        (post.Status, post.DueAt, post.LeasedUntil, post.NextAttemptAt, post.Attempts)
            .Should().Be((PostStatus.Publishing, Now + Pause, Now + Pause, null, attempts + 1));
    }

    [Theory]
    [InlineData(PostMode.Publish, PostStatus.Published)]
    [InlineData(PostMode.Managed, PostStatus.Published)]
    [InlineData(PostMode.Draft, PostStatus.Draft)]
    public void Succeed_EndsAsTheModeSays(PostMode mode, PostStatus status)
    {
        var post = SomePost.In(PostStatus.Publishing, attempts: 1, mode);

        post.Succeed("ext-1", "https://platform.example/1", Now);

        (post.Status, post.DueAt, post.PublishedAt).Should().Be((status, null, Now));
        (post.ExternalId, post.ExternalUrl).Should().Be(("ext-1", "https://platform.example/1"));
    }

    [Fact]
    public void Fail_IsForGood()
    {
        var post = SomePost.In(PostStatus.Queued);

        post.Fail(Failure);

        (post.Status, post.DueAt, post.Failure).Should().Be((PostStatus.Failed, null, Failure));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void FailForNow_IsDueAgainAfterThePause(int attempts)
    {
        var post = SomePost.In(PostStatus.Publishing, attempts);

        post.FailForNow(Failure, Pause, Now);

        (post.Status, post.DueAt, post.Attempts, post.Failure).Should().Be((PostStatus.Publishing, Now + Pause, attempts, null));
        (post.NextAttemptAt, post.LastError).Should().Be((Now + Pause, Failure));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void FailForNow_AfterTheFifthAttempt_IsForGood(int attempts)
    {
        var post = SomePost.In(PostStatus.Publishing, attempts);

        post.FailForNow(Failure, Pause, Now);

        (post.Status, post.DueAt, post.Failure).Should().Be((PostStatus.Failed, null, Failure));
    }

    [Fact]
    public void IdempotencyKey_IsThePostsOwnAndNeverChanges()
    {
        var post = SomePost.In(PostStatus.Queued);
        var key = post.IdempotencyKey;

        post.Claim(Now, message: null);
        post.FailForNow(Failure, Pause, Now);
        post.Claim(Now, message: null);

        key.Should().Be(post.Id.ToString());
        post.IdempotencyKey.Should().Be(key);
    }

    private static void ShouldBeRefused(Action act, PostStatus status)
    {
        var refusal = act.Should().Throw<DomainException>().Which;
        refusal.Kind.Should().Be(ErrorKind.Conflict);
        refusal.Details!["status"].Should().Be(status.ToWord());
    }
}

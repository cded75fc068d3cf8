using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Domain.Tests.Scheduling;

public sealed class PendingScheduleTests
{
    private static readonly SocialAccountId First = new(Guid.NewGuid());
    private static readonly SocialAccountId Second = new(Guid.NewGuid());
    private static readonly Instant LastMoment = SomePost.Hour + Duration.FromMinutes(5);
    private static readonly Instant TooLate = LastMoment + Duration.FromMilliseconds(1);

    [Fact]
    public void Promote_WhenAllIsWell_KeepsTheIdsAndTheirOrder()
    {
        StashedPost[] posts = [SomePost.Stashed(Second), SomePost.Stashed(First), SomePost.Stashed(Second)];

        var promotion = new PendingSchedule(posts, FailureReason: null).Promote(new HashSet<SocialAccountId> { First, Second }, LastMoment);

        (promotion.IsOk, promotion.Reason).Should().Be((true, null));
        promotion.ScheduledPostIds.Should().Equal(posts.Select(post => post.Id));
    }

    [Fact]
    public void Promote_WhenAnHourHasPassedByMoreThanTheGrace_FailsAltogether()
    {
        var stash = new PendingSchedule([SomePost.Stashed(First), SomePost.Stashed(First, SomePost.Hour + Duration.FromDays(1))], FailureReason: null);

        ShouldFail(stash.Promote(new HashSet<SocialAccountId> { First }, TooLate), "SCHEDULE_PASSED");
    }

    [Fact]
    public void Promote_WhenAnAccountIsGone_FailsAltogether()
    {
        var stash = new PendingSchedule([SomePost.Stashed(First), SomePost.Stashed(Second)], FailureReason: null);

        ShouldFail(stash.Promote(new HashSet<SocialAccountId> { First }, LastMoment), "SOCIAL_ACCOUNT_UNAVAILABLE");
        ShouldFail(stash.Promote(new HashSet<SocialAccountId> { First }, TooLate), "SOCIAL_ACCOUNT_UNAVAILABLE");
    }

    private static void ShouldFail(Promotion promotion, string reason)
    {
        (promotion.IsOk, promotion.Reason).Should().Be((false, reason));
        promotion.ScheduledPostIds.Should().BeEmpty();
    }
}

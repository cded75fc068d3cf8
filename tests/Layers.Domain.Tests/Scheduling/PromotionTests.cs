using Layers.Domain.Scheduling;
using NodaTime;

namespace Layers.Domain.Tests.Scheduling;

public sealed class PromotionTests
{
    private static readonly SocialAccountId First = new(Guid.NewGuid());
    private static readonly SocialAccountId Second = new(Guid.NewGuid());
    private static readonly Instant LastMoment = SomePost.Hour + Duration.FromMinutes(5);
    private static readonly Instant TooLate = LastMoment + Duration.FromMilliseconds(1);

    [Fact]
    public void Promotion_WhenAllIsWell_QueuesAllInTheirOrder()
    {
        ScheduledPost[] posts = [Held(Second), Held(First), Held(Second)];

        var promotion = Promotion.Of(posts, new HashSet<SocialAccountId>(), LastMoment);

        (promotion.IsOk, promotion.Reason).Should().Be((true, null));
        promotion.ScheduledPostIds.Should().Equal(posts.Select(post => post.Id));
        posts.Should().OnlyContain(post => post.Status == PostStatus.Queued && post.DueAt == SomePost.Hour);
    }

    [Fact]
    public void Promotion_WhenAnHourHasPassedByMoreThanTheGrace_FailsAltogether() =>
        ShouldFail([Held(First), Held(First, SomePost.Hour + Duration.FromDays(1))], TooLate, "SCHEDULE_PASSED");

    [Fact]
    public void Promotion_WhenAnAccountIsGone_FailsAltogether()
    {
        ShouldFail([Held(First), Held(Second)], LastMoment, "SOCIAL_ACCOUNT_UNAVAILABLE");
        ShouldFail([Held(First), Held(Second)], TooLate, "SOCIAL_ACCOUNT_UNAVAILABLE");
    }

    private static ScheduledPost Held(SocialAccountId account, Instant? hour = null) => SomePost.In(PostStatus.Held, account: account, hour: hour);

    private static void ShouldFail(ScheduledPost[] posts, Instant now, string reason)
    {
        var promotion = Promotion.Of(posts, new HashSet<SocialAccountId> { Second }, now);

        (promotion.IsOk, promotion.Reason).Should().Be((false, reason));
        promotion.ScheduledPostIds.Should().BeEmpty();
        posts.Should().OnlyContain(post => post.Status == PostStatus.Failed && post.Failure!.Code == reason && post.DueAt == null);
    }
}

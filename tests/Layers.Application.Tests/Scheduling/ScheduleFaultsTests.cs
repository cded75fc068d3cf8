using Layers.Application.Scheduling;
using Layers.Domain;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Tests.Scheduling;

public sealed class ScheduleFaultsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);

    [Theory]
    [InlineData("2026-04-18T09:40:13Z", null)]
    [InlineData("2026-04-18T09:40:12Z", null)]
    [InlineData("2026-04-18T09:39:42Z", null)]
    [InlineData("2026-04-18T09:39:41.999Z", "scheduledFor must lie in the future.")]
    [InlineData("2026-04-18T11:40:13+02:00", "scheduledFor must be an ISO 8601 timestamp in UTC, ending in Z.")]
    public void FaultsOfHour_AllowHalfAMinuteOfSkew(string hour, string? fault) =>
        (ScheduleFaults.FaultsOfHour(Optional<string>.Of(hour), Now).SingleOrDefault()?.Message).Should().Be(fault);

    [Fact]
    public void Of_FaultlessTargets_IsEmpty() => Faults(Account(), To("publish")).Should().BeEmpty();

    [Theory]
    [InlineData(SocialAccountStatus.ReauthRequired, "must sign in again before anything new can be scheduled to it")]
    [InlineData(SocialAccountStatus.Disconnected, "must be a connected account of this project")]
    public void Of_AnAccountThatIsNotConnected_SaysWhatItNeeds(SocialAccountStatus status, string fault) =>
        Faults(Account(status: status), To("publish")).Should().ContainSingle().Which.Should().Be(new Issue(
            "targets[0].socialAccountId", $"targets[0].socialAccountId {fault}."));

    [Fact]
    public void Of_AModeThatThePlatformDoesNotKnow_NamesIt() =>
        Faults(Account(Platform.Instagram), To("draft")).Should().ContainSingle().Which.Message.Should().Be(
            "targets[0].mode must be publish or managed on Instagram.");

    [Theory]
    [InlineData(4_000, 4_000)]
    [InlineData(4_001, 4_000, "targets[0].captionOverride")]
    [InlineData(4_000, 4_001, "targets[0].firstCommentOverride")]
    public void Of_TextsTooLong_NamesThem(int caption, int comment, params string[] paths)
    {
        var target = To("publish") with
        {
            CaptionOverride = Optional<string>.Of(new string('é', caption)),
            FirstCommentOverride = Optional<string>.Of(new string('é', comment)),
        };

        Faults(Account(), target).Select(issue => issue.Path).Should().Equal(paths);
    }

    [Fact]
    public void Of_ACaptionForAnUnknownAccount_IsHeldToTheSameLimit()
    {
        var target = To("publish") with { CaptionOverride = Optional<string>.Of(new string('é', 4_001)) };

        Faults(account: null, target).Select(issue => issue.Path).Should().BeEquivalentTo("targets[0].socialAccountId", "targets[0].captionOverride");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void Of_ANumberOfTargetsOutOfBounds_NamesTheList(int count, bool isFault)
    {
        var faults = Faults(Account(), [.. Enumerable.Repeat(To("publish"), count)]);

        faults.Select(issue => issue.Path).Should().Equal(isFault ? ["targets"] : []);
    }

    private static readonly SocialAccountId AccountId = new(Guid.NewGuid());

    private static Target To(string mode) =>
        new() { SocialAccountId = Optional<string>.Of(AccountId.ToString()), Mode = Optional<string>.Of(mode) };

    private static IReadOnlyList<Issue> Faults(SocialAccount? account, params Target[] targets) =>
        ScheduleFaults.Of(
            scheduledFor: null,
            Optional<IReadOnlyList<Optional<Target>>>.Of([.. targets.Select(Optional<Target>.Of)]),
            account is null ? new Dictionary<SocialAccountId, SocialAccount>() : new Dictionary<SocialAccountId, SocialAccount> { [AccountId] = account },
            Now);

    private static SocialAccount Account(Platform platform = Platform.Tiktok, SocialAccountStatus status = SocialAccountStatus.Connected) =>
        new(new SocialAccountState
        {
            Id = AccountId,
            Organization = new OrganizationId(Guid.NewGuid()),
            Project = new ProjectId(Guid.NewGuid()),
            Platform = platform,
            Handle = "@acme",
            Publisher = "sandbox",
            Status = status,
            CreatedAt = Now,
        });
}

using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Domain.Tests.Social;

public sealed class SocialAccountTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40);

    [Theory]
    [InlineData(SocialAccountStatus.Connected, true)]
    [InlineData(SocialAccountStatus.ReauthRequired, true)]
    [InlineData(SocialAccountStatus.Disconnected, false)]
    public void Disconnect_IsForGoodAndHappensOnce(SocialAccountStatus status, bool changes)
    {
        var account = Account(status);

        account.Disconnect(Now).Should().Be(changes);

        (account.Status, account.DisconnectedAt).Should().Be((SocialAccountStatus.Disconnected, changes ? Now : null));
    }

    [Theory]
    [InlineData(SocialAccountStatus.Connected, false, SocialAccountStatus.Connected)]
    [InlineData(SocialAccountStatus.ReauthRequired, true, SocialAccountStatus.Connected)]
    public void Reconnect_EndsWhatThePlatformRefused(SocialAccountStatus status, bool changes, SocialAccountStatus after)
    {
        var account = Account(status);

        account.Reconnect().Should().Be(changes);

        account.Status.Should().Be(after);
    }

    [Fact]
    public void Reconnect_OfADisconnectedAccount_IsRefused()
    {
        var account = Account(SocialAccountStatus.Disconnected);

        account.Invoking(it => it.Reconnect()).Should().Throw<DomainException>().Which.Kind.Should().Be(ErrorKind.Conflict);
    }

    [Theory]
    [InlineData(SocialAccountStatus.Connected, true, SocialAccountStatus.ReauthRequired)]
    [InlineData(SocialAccountStatus.ReauthRequired, false, SocialAccountStatus.ReauthRequired)]
    [InlineData(SocialAccountStatus.Disconnected, false, SocialAccountStatus.Disconnected)]
    public void RequireReauth_TouchesConnectedAccountsOnly(SocialAccountStatus status, bool changes, SocialAccountStatus after)
    {
        var account = Account(status);

        account.RequireReauth().Should().Be(changes);

        account.Status.Should().Be(after);
    }

    [Fact]
    public void ArchivedProject_RefusesWhatCallersAskButNotWhatThePlatformSays()
    {
        var account = Account(SocialAccountStatus.Connected, archived: true);

        account.Invoking(it => it.Disconnect(Now)).Should().Throw<DomainException>().Which.Kind.Should().Be(ErrorKind.Conflict);
        account.Invoking(it => it.Reconnect()).Should().Throw<DomainException>().Which.Kind.Should().Be(ErrorKind.Conflict);
        account.RequireReauth().Should().BeTrue();
    }

    [Theory]
    [InlineData(Platform.Tiktok, PostMode.Publish, true)]
    [InlineData(Platform.Tiktok, PostMode.Draft, true)]
    [InlineData(Platform.Tiktok, PostMode.Managed, true)]
    [InlineData(Platform.Instagram, PostMode.Publish, true)]
    [InlineData(Platform.Instagram, PostMode.Draft, false)]
    [InlineData(Platform.Instagram, PostMode.Managed, true)]
    public void Platform_TakesTheModesThatItKnows(Platform platform, PostMode mode, bool takes) => platform.Modes().Contains(mode).Should().Be(takes);

    [Fact]
    public void EveryPlatform_HasAProfile() =>
        Enum.GetValues<Platform>().Should().OnlyContain(platform => platform.Modes().Count > 0 && platform.DisplayName().Length > 0);

    private static SocialAccount Account(SocialAccountStatus status, bool archived = false) =>
        new(new SocialAccountState
        {
            Id = new SocialAccountId(Guid.NewGuid()),
            Organization = new OrganizationId(Guid.NewGuid()),
            Project = new ProjectId(Guid.NewGuid()),
            Platform = Platform.Tiktok,
            Handle = "@acme",
            Publisher = "sandbox",
            Status = status,
            CreatedAt = Now,
            ProjectIsArchived = archived,
        });
}

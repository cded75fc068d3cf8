using Layers.Domain.Keys;
using NodaTime;

namespace Layers.Domain.Tests.Keys;

public sealed class ApiKeyTests
{
    private static readonly Instant Then = Instant.FromUtc(2026, 4, 10, 12, 0);
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 50, 12);

    [Fact]
    public void Kill_SwitchesOffOnce()
    {
        var key = New();

        key.Kill(Then).Should().BeTrue();
        key.Kill(Now).Should().BeFalse();
        (key.Status, key.State.KilledAt, key.State.DeletedAt).Should().Be((ApiKeyStatus.Killed, Then, null));
    }

    [Fact]
    public void Delete_KillsToo_AndKeepsTheTimeOfAnEarlierKill()
    {
        var (active, killed) = (New(), New());
        killed.Kill(Then);

        new[] { active.Delete(Now), killed.Delete(Now), active.Delete(Now) }.Should().Equal(true, true, false);
        (active.Status, active.State.KilledAt, active.State.DeletedAt).Should().Be((ApiKeyStatus.Deleted, Now, Now));
        (killed.Status, killed.State.KilledAt, killed.State.DeletedAt).Should().Be((ApiKeyStatus.Deleted, Then, Now));
        active.Kill(Now).Should().BeFalse();
    }

    [Fact]
    public void Rotate_ChangesThePublicPartAndNothingElse()
    {
        var (key, id) = (New(), default(ApiKeyId));
        id = key.Id;
        var text = KeyText.Make(OrganizationEnvironment.Live);

        key.Rotate(text, Now);

        (key.Id, key.KeyId, key.State.RotatedAt, key.Status).Should().Be((id, text.KeyId, Now, ApiKeyStatus.Active));
    }

    [Theory]
    [InlineData(false, "killed")]
    [InlineData(true, "deleted")]
    public void Rotate_OfOneThatIsSwitchedOff_IsRefused(bool deleted, string status)
    {
        var key = New();
        _ = deleted ? key.Delete(Then) : key.Kill(Then);

        var refusal = key.Invoking(it => it.Rotate(KeyText.Make(OrganizationEnvironment.Live), Now)).Should().Throw<DomainException>().Which;

        (refusal.Kind, refusal.Details!["status"]).Should().Be((ErrorKind.Conflict, status));
        (key.KeyId, key.State.RotatedAt).Should().Be(("ABCDEFGHIJKLMNOP", null));
    }

    private static ApiKey New() =>
        new(new ApiKeyState
        {
            Id = new ApiKeyId(Guid.NewGuid()),
            Organization = new OrganizationId(Guid.NewGuid()),
            Environment = OrganizationEnvironment.Live,
            KeyId = "ABCDEFGHIJKLMNOP",
            Name = "key",
            Scopes = ["*"],
            Tier = RateLimitTier.Standard,
            ActorType = ActorType.Person,
            CreatedAt = Then,
        });
}

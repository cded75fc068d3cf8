using System.Security.Cryptography;
using System.Text;
using Layers.Domain.Keys;

namespace Layers.Domain.Tests.Keys;

public sealed class KeyTextTests
{
    private const string KeyId = "ABCDEFGHIJKL2345";
    private const string Secret = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJK_-0123";
    private const string Whole = $"lp_live_{KeyId}_{Secret}";

    [Fact]
    public void MadeKey_HasTheConstantFormat_AndReadsBack()
    {
        foreach (var environment in Enum.GetValues<OrganizationEnvironment>())
        {
            var key = KeyText.Make(environment);

            key.Reveal().Should().MatchRegex($"^lp_{environment.ToWord()}_[A-Z2-7]{{16}}_[A-Za-z0-9_-]{{43}}$");
            KeyText.TryParse(key.Reveal(), out var read).Should().BeTrue();
            (read!.Environment, read.KeyId).Should().Be((environment, key.KeyId));
            read.Matches(key.SecretHash).Should().BeTrue();
        }
    }

    [Fact]
    public void MadeKeys_AreAllDifferent() =>
        Enumerable.Range(0, 200).Select(_ => KeyText.Make(OrganizationEnvironment.Live)).Should().OnlyHaveUniqueItems(key => key.KeyId)
            .And.OnlyHaveUniqueItems(key => Convert.ToHexString(key.SecretHash));

    [Fact]
    public void Key_NeverPrintsItsSecret()
    {
        KeyText.TryParse(Whole, out var key).Should().BeTrue();

        var prints = new[] { key!.ToString(), $"{key}", string.Concat(key), System.Text.Json.JsonSerializer.Serialize(key) };

        prints.Should().OnlyContain(print => !print.Contains(Secret));
        key.ToString().Should().Be($"lp_live_{KeyId}_…");
        key.Reveal().Should().Be(Whole);
    }

    [Fact]
    public void SecretHash_IsTheSha256OfTheSecretAlone()
    {
        KeyText.TryParse(Whole, out var key).Should().BeTrue();

        key!.SecretHash.Should().Equal(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));
        key.Matches(SHA256.HashData("another"u8)).Should().BeFalse();
        key.Matches([]).Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("lp_live_")]
    [InlineData($"lp_Live_{KeyId}_{Secret}")]
    [InlineData($"LP_live_{KeyId}_{Secret}")]
    [InlineData($"lp_prod_{KeyId}_{Secret}")]
    [InlineData($"sk_live_{KeyId}_{Secret}")]
    [InlineData($"lp_live_ABCDEFGHIJKL234_{Secret}a")]
    [InlineData($"lp_live_abcdefghijkl2345_{Secret}")]
    [InlineData($"lp_live_ABCDEFGHIJKL0189_{Secret}")]
    [InlineData($"lp_live_{KeyId}-{Secret}")]
    [InlineData($"lp_live_{KeyId}_{Secret}a")]
    [InlineData($"lp_live_{KeyId}_bcdefghijklmnopqrstuvwxyzABCDEFGHIJK_-0123")]
    [InlineData($"lp_live_{KeyId}_+bcdefghijklmnopqrstuvwxyzABCDEFGHIJK_-0123")]
    [InlineData($"lp_live_{KeyId}_ébcdefghijklmnopqrstuvwxyzABCDEFGHIJK_-0123")]
    [InlineData($" {Whole}")]
    [InlineData($"{Whole}\n")]
    public void EverythingElse_IsNoKey(string? text)
    {
        KeyText.TryParse(text, out var key).Should().BeFalse();
        key.Should().BeNull();
    }
}

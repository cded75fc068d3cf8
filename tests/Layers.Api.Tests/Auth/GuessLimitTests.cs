using System.Net;
using Layers.Api.Auth;
using Layers.Testing;

namespace Layers.Api.Tests.Auth;

public sealed class GuessLimitTests
{
    private readonly FakeTime time = new();
    private readonly GuessLimit limit;

    public GuessLimitTests() => limit = new GuessLimit(new GuessOptions(PerMinute: 60), time);

    [Fact]
    public void Address_HasItsGuessesAtOnce_AndOneMoreASecond()
    {
        TakeAll("203.0.113.1").Should().Be(60);
        time.Advance(TimeSpan.FromSeconds(3));
        TakeAll("203.0.113.1").Should().Be(3);
        time.Advance(TimeSpan.FromHours(1));
        TakeAll("203.0.113.1").Should().Be(60, "no more are saved up");
    }

    [Fact]
    public void Guess_ThatIsGivenBack_IsFreeAgain()
    {
        TakeAll("203.0.113.1");

        limit.GiveBack(IPAddress.Parse("203.0.113.1"));

        TakeAll("203.0.113.1").Should().Be(1);
    }

    [Theory]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void Addresses_OfOneCaller_ShareABucket(string one, string other)
    {
        TakeAll(one);

        TakeAll(other).Should().Be(0);
    }

    [Fact]
    public void Addresses_OfOthers_HaveTheirOwn()
    {
        TakeAll("2001:db8:1:1::1");

        // One of them may share a bucket by chance, and not all of them.
        Enumerable.Range(2, 10).Sum(network => TakeAll($"2001:db8:1:{network}::1")).Should().BeGreaterThanOrEqualTo(540);
    }

    private int TakeAll(string address)
    {
        var taken = 0;
        while (taken < 100 && limit.TryTake(IPAddress.Parse(address)))
            taken++;
        return taken;
    }
}

using Layers.Domain.Keys;
using Layers.Domain.RateLimits;

namespace Layers.Domain.Tests.RateLimits;

public sealed class RateLimitTests
{
    [Theory]
    [InlineData(RateLimitTier.Standard, 120, 60, 20)]
    [InlineData(RateLimitTier.Pilot, 1_200, 600, 60)]
    [InlineData(RateLimitTier.Partner, 6_000, 3_000, 300)]
    [InlineData(RateLimitTier.Internal, null, null, null)]
    public void Limits_AreThoseOfTheContract(RateLimitTier tier, int? readLight, int? writeLight, int? longRunning)
    {
        RateLimit.Of(tier, EndpointClass.ReadLight).Should().Be(readLight);
        RateLimit.Of(tier, EndpointClass.WriteLight).Should().Be(writeLight);
        RateLimit.Of(tier, EndpointClass.LongRunning).Should().Be(longRunning);
    }
}

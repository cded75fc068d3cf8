using Layers.Application.Scheduling;

namespace Layers.Application.Tests.Scheduling;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 20)]
    [InlineData(3, 80)]
    [InlineData(4, 320)]
    public void After_GrowsFourfoldGiveOrTakeAQuarter(int attempts, double seconds)
    {
        var pauses = Enumerable.Range(0, 2_000).Select(_ => Backoff.After(attempts).TotalSeconds).ToList();

        pauses.Should().OnlyContain(pause => pause >= 0.75 * seconds && pause <= 1.25 * seconds);
        pauses.Min().Should().BeLessThan(0.8 * seconds);
        pauses.Max().Should().BeGreaterThan(1.2 * seconds, "they do not all come back at once");
    }
}

using Layers.Infrastructure.Keys;
using Layers.Testing;

namespace Layers.Infrastructure.Tests.Keys;

public sealed class UnknownKeysTests
{
    private readonly FakeTime time = new();
    private readonly UnknownKeys unknown;

    public UnknownKeysTests() => unknown = new UnknownKeys(time);

    [Fact]
    public void Key_IsUnknownForHalfASecondAfterTheQuestion()
    {
        var asked = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(200));
        unknown.Add("ABCDEFGHIJKLMNOP", asked);

        unknown.Contains("ABCDEFGHIJKLMNOP").Should().BeTrue();
        unknown.Contains("QRSTUVWXYZ234567").Should().BeFalse();
        time.Advance(TimeSpan.FromMilliseconds(300));
        unknown.Contains("ABCDEFGHIJKLMNOP").Should().BeFalse();
    }

    [Fact]
    public void Guesses_TakeEachOthersPlaces()
    {
        var guesses = Enumerable.Range(0, 20_000).Select(index => $"GUESS{index:D11}").ToList();
        foreach (var guess in guesses)
            unknown.Add(guess, time.GetTimestamp());

        guesses.Count(unknown.Contains).Should().BeInRange(1, 4_096);
        unknown.Contains(guesses[^1]).Should().BeTrue();
    }
}

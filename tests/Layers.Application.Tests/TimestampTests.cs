using NodaTime;

namespace Layers.Application.Tests;

public sealed class TimestampTests
{
    [Theory]
    [InlineData("2026-04-17T13:10:00Z", 0)]
    [InlineData("2026-04-17T13:10:00.25Z", 250_000_000)]
    [InlineData("2026-04-17T13:10:00.250Z", 250_000_000)]
    [InlineData("2026-04-17T13:10:00.000000001Z", 1)]
    public void UtcInIso8601_IsRead(string text, long nanoseconds)
    {
        Timestamp.TryParse(text, out var instant).Should().BeTrue();
        instant.Should().Be(Instant.FromUtc(2026, 4, 17, 13, 10) + Duration.FromNanoseconds(nanoseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-04-17")]
    [InlineData("2026-04-17T13:10Z")]
    [InlineData("2026-04-17T13:10:00")]
    [InlineData("2026-04-17T13:10:00+00:00")]
    [InlineData("2026-04-17T13:10:00+02:00")]
    [InlineData("2026-04-17T13:10:00z")]
    [InlineData("2026-04-17 13:10:00Z")]
    [InlineData("2026-4-17T13:10:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("0000-12-31T23:59:59Z")]
    [InlineData("-0001-01-01T00:00:00Z")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("9999-12-31T24:00:00Z")]
    [InlineData("2026-04-17T24:00:00Z")]
    [InlineData("2026-06-30T23:59:60Z")]
    [InlineData("2026-04-17T13:10:00,5Z")]
    [InlineData("2026-04-17T13:10:00Z\0")]
    [InlineData("2026-04-17T13:10:00Z\0+05:00")]
    [InlineData("\02026-04-17T13:10:00Z")]
    [InlineData(" 2026-04-17T13:10:00Z")]
    [InlineData("2026-04-17T13:10:00Z\n")]
    [InlineData("٢٠٢٦-04-17T13:10:00Z")]
    public void EverythingElse_IsNoTimestamp(string? text) => Timestamp.TryParse(text, out _).Should().BeFalse();
}

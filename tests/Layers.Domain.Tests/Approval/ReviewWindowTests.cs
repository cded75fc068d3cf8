using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Layers.Domain.Approval;
using NodaTime;

namespace Layers.Domain.Tests.Approval;

public sealed class ReviewWindowTests
{
    [Theory]
    [InlineData("PT1S", 1)]
    [InlineData("PT90S", 90)]
    [InlineData("PT30M", 1_800)]
    [InlineData("PT90M", 5_400)]
    [InlineData("PT24H", 86_400)]
    [InlineData("P1D", 86_400)]
    [InlineData("P7D", 604_800)]
    [InlineData("P1W", 604_800)]
    [InlineData("P1W1D", 691_200)]
    [InlineData("P1DT12H", 129_600)]
    [InlineData("P1DT1H1M1S", 90_061)]
    [InlineData("PT0H1S", 1)]
    [InlineData("PT000000001S", 1)]
    [InlineData("P365D", 31_536_000)]
    [InlineData("PT8760H", 31_536_000)]
    [InlineData("PT31536000S", 31_536_000)]
    public void WholeUnits_AreReadAndKeptAsWritten(string text, long seconds)
    {
        ReviewWindow.TryParse(text, out var window).Should().BeTrue();

        window!.Length.Should().Be(Duration.FromSeconds(seconds));
        window.Text.Should().Be(text);
        window.ToString().Should().Be(text);
        ReviewWindow.Parse(text).Should().Be(window);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("PT0S")]
    [InlineData("P0W")]
    [InlineData("PT-1H")]
    [InlineData("-PT1H")]
    [InlineData("+PT1H")]
    [InlineData("PT1.5H")]
    [InlineData("PT1,5H")]
    [InlineData("P366D")]
    [InlineData("P53W")]
    [InlineData("PT31536001S")]
    [InlineData("P365DT1S")]
    [InlineData(" PT1H")]
    [InlineData("PT1H ")]
    [InlineData("PT1H\n")]
    [InlineData("pt1h")]
    [InlineData("PT1H1H")]
    [InlineData("PT1M1H")]
    [InlineData("P1D1W")]
    [InlineData("PT1D")]
    [InlineData("P1H")]
    [InlineData("PT٣H")]
    [InlineData("PT0000000001S")]
    [InlineData("P99999999999999999999D")]
    [InlineData("PT999999999H")]
    public void EverythingElse_IsRefused(string? text)
    {
        ReviewWindow.TryParse(text, out var window).Should().BeFalse();
        window.Should().BeNull();
    }

    [Fact]
    public void Parse_OfNoWindow_SaysSo() =>
        ((Func<ReviewWindow>)(() => ReviewWindow.Parse("P1Y"))).Should().Throw<FormatException>();

    [Fact]
    public void AnyCombinationOfUnits_HasTheLengthOfTheirSum()
    {
        var counts = Gen.ArrayOf(Gen.Choose(0, 40), 5).ToArbitrary();
        Prop.ForAll(counts, units =>
        {
            var seconds = ((((units[0] * 7L) + units[1]) * 24 + units[2]) * 60 + units[3]) * 60 + units[4];
            ReviewWindow.TryParse(Write(units), out var window).Should().Be(seconds is > 0 and <= 31_536_000);
            (window?.Length.TotalSeconds ?? seconds).Should().Be(seconds);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>A unit of zero is left out, save when nothing else is there to write.</summary>
    private static string Write(int[] units)
    {
        var (date, time) = (new StringBuilder("P"), new StringBuilder());
        foreach (var (builder, index, letter) in new[] { (date, 0, 'W'), (date, 1, 'D'), (time, 2, 'H'), (time, 3, 'M'), (time, 4, 'S') })
        {
            if (units[index] > 0)
                builder.Append(units[index]).Append(letter);
        }

        return time.Length > 0 ? $"{date}T{time}" : date.Length > 1 ? date.ToString() : "PT0S";
    }
}

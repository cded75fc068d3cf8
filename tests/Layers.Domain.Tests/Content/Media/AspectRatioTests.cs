using Layers.Domain.Content.Media;

namespace Layers.Domain.Tests.Content.Media;

public sealed class AspectRatioTests
{
    [Theory]
    [InlineData(1080, 1920, "9:16")]
    [InlineData(608, 1080, "9:16")]
    [InlineData(1080, 1350, "4:5")]
    [InlineData(1080, 1080, "1:1")]
    [InlineData(1920, 1080, "16:9")]
    [InlineData(1366, 768, "16:9")]
    [InlineData(3024, 4032, "3:4")]
    [InlineData(4032, 3024, "4:3")]
    [InlineData(1000, 1500, "2:3")]
    [InlineData(6000, 4000, "3:2")]
    [InlineData(1350, 1080, "5:4")]
    [InlineData(1200, 628, "1.91:1")]
    [InlineData(1080, 566, "1.91:1")]
    [InlineData(2560, 1080, "64:27")]
    [InlineData(1, 1, "1:1")]
    public void Of_WhenNearAUsualRatio_NamesIt(int width, int height, string expected) =>
        AspectRatio.Of(width, height).Should().Be(expected);

    [Theory]
    [InlineData(1010, 1000, "1:1")]
    [InlineData(1011, 1000, "1011:1000")]
    [InlineData(990, 1000, "1:1")]
    [InlineData(989, 1000, "989:1000")]
    public void Of_WhenOnePercentAway_StillNamesItAndNoFurther(int width, int height, string expected) =>
        AspectRatio.Of(width, height).Should().Be(expected);

    [Theory]
    [InlineData(720, 1600, "9:20")]
    [InlineData(1170, 2532, "195:422")]
    [InlineData(5000, 2, "2500:1")]
    [InlineData(int.MaxValue, 1, "2147483647:1")]
    public void Of_WhenNoUsualRatioIsNear_GivesLowestTerms(int width, int height, string expected) =>
        AspectRatio.Of(width, height).Should().Be(expected);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-9, 16)]
    public void Of_WhenASideIsNotPositive_Throws(int width, int height)
    {
        var act = () => AspectRatio.Of(width, height);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }
}

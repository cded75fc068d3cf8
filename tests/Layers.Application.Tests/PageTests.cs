using NodaTime;

namespace Layers.Application.Tests;

public sealed class PageTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 4, 17, 13, 10);

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 3)]
    public void LastPage_HasNoNext(int rows, int limit, int shown)
    {
        var page = Of(rows, limit);

        page.Items.Should().HaveCount(shown);
        page.Next.Should().BeNull();
    }

    [Fact]
    public void PageThatIsLargerThanAnyListReads_IsRefused() =>
        FluentActions.Invoking(() => Page<int>.Of([], PageLimits.Largest + 1, _ => throw new InvalidOperationException())).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void FullPage_GoesOnAfterItsLastRow_AndLeavesTheExtraOneOut()
    {
        var page = Of(rows: 4, limit: 3);

        page.Items.Should().Equal(1, 2, 3);
        page.Next.Should().Be(CursorOf(3));
    }

    private static Page<int> Of(int rows, int limit) => Page<int>.Of([.. Enumerable.Range(1, rows)], limit, CursorOf);

    private static Cursor CursorOf(int row) => new(Start - Duration.FromSeconds(row), new Guid(row, 0, 0, new byte[8]));
}

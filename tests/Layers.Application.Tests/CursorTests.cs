using System.Buffers.Text;
using System.Text;
using NodaTime;

namespace Layers.Application.Tests;

public sealed class CursorTests
{
    private static readonly Guid Id = Guid.Parse("7894b1d5-2aa7-41f9-a859-280306ea5672");

    [Theory]
    [InlineData("2026-04-17T13:10:00Z")]
    [InlineData("2026-04-17T13:10:00.001Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    public void Cursor_ReadsBackAsItWasWritten(string createdAt)
    {
        Timestamp.TryParse(createdAt, out var instant).Should().BeTrue();
        var cursor = new Cursor(instant, Id);

        Cursor.TryParse(cursor.ToString(), out var read).Should().BeTrue();

        read.Should().Be(cursor);
    }

    [Fact]
    public void Cursor_IsThePublishedExample()
    {
        const string published = "eyJjcmVhdGVkQXQiOiIyMDI2LTA0LTE3VDEzOjEwOjAwWiIsImlkIjoiNzg5NGIxZDUtMmFhNy00MWY5LWE4NTktMjgwMzA2ZWE1NjcyIn0";

        new Cursor(Instant.FromUtc(2026, 4, 17, 13, 10), Id).ToString().Should().Be(published);
        Cursor.TryParse(published, out _).Should().BeTrue();
    }

    [Fact]
    public void EveryDamagedLetter_IsRefusedOrReadAsAnotherPlace_AndNeverThrows()
    {
        var good = new Cursor(Instant.FromUtc(2026, 4, 17, 13, 10), Id).ToString();
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var letter in "A-_z9*=%é\0")
            {
                var damaged = good.Remove(at, 1).Insert(at, letter.ToString());
                if (Cursor.TryParse(damaged, out var read))
                    read.Should().NotBeNull();
                Cursor.TryParse(good[..at], out _).Should().BeFalse();
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"createdAt\":5,\"id\":5}")]
    [InlineData("{\"createdAt\":null,\"id\":null}")]
    [InlineData("{\"createdAt\":\"2026-04-17T13:10:00Z\"}")]
    [InlineData("{\"createdAt\":\"2026-04-17T13:10:00Z\",\"id\":\"5\"}")]
    [InlineData("{\"createdAt\":\"2026-04-17\",\"id\":\"7894b1d5-2aa7-41f9-a859-280306ea5672\"}")]
    [InlineData("{\"createdAt\":\"\\ud800\",\"id\":\"7894b1d5-2aa7-41f9-a859-280306ea5672\"}")]
    [InlineData("{\"CreatedAt\":\"2026-04-17T13:10:00Z\",\"Id\":\"7894b1d5-2aa7-41f9-a859-280306ea5672\"}")]
    public void OtherJson_IsNoCursor(string json)
    {
        Cursor.TryParse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)), out var cursor).Should().BeFalse();
        cursor.Should().BeNull();
    }

    [Fact]
    public void BytesThatAreNoText_AreNoCursor()
    {
        byte[] bytes = [.. "{\"createdAt\":\""u8, 0xFF, .. "\",\"id\":\"\"}"u8];

        Cursor.TryParse(Base64Url.EncodeToString(bytes), out _).Should().BeFalse();
    }
}

using System.Buffers;
using System.Text;
using Layers.Application.Content;

namespace Layers.Application.Tests.Content;

public sealed class MediaAddressTests
{
    private const string Here = "https://layers.example";

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("""{"url":null}""", """{"url":null}""")]
    [InlineData("""{"url":"media:a.jpg"}""", """{"url":"https://layers.example/media/a.jpg"}""")]
    [InlineData("""{"u":"media:a","list":["media:b","media:c"],"n":1}""", """{"u":"https://layers.example/media/a","list":["https://layers.example/media/b","https://layers.example/media/c"],"n":1}""")]
    [InlineData("""["media:","media:"]""", """["https://layers.example/media/","https://layers.example/media/"]""")]
    [InlineData("\"media:", "\"https://layers.example/media/")]
    [InlineData("\"media", "\"media")]
    [InlineData("", "")]
    [InlineData("""{"text":"no media:a","x":"multimedia:b","y":"Media:c","z":"☕ media:"}""", """{"text":"no media:a","x":"multimedia:b","y":"Media:c","z":"☕ media:"}""")]
    [InlineData("""{"media:a":"☕"}""", """{"https://layers.example/media/a":"☕"}""")]
    [InlineData("\"\"media:\"media:media:a", "\"\"https://layers.example/media/\"https://layers.example/media/media:a")]
    public void Resolve_PutsTheBaseInFrontOfQuotedAddressesOnly(string stored, string shown)
    {
        Resolve(stored, Here).Should().Be(shown);
        MediaAddress.IsIn(Encoding.UTF8.GetBytes(stored)).Should().Be(stored != shown);
    }

    [Fact]
    public void Resolve_WhenTheBaseIsNotAscii_WritesItInUtf8() =>
        Resolve("""["media:tee/ä.jpg"]""", "https://schöner-tee.example").Should().Be("""["https://schöner-tee.example/media/tee/ä.jpg"]""");

    [Fact]
    public void Resolve_WhenThereIsNoBase_LeavesAPath() => Resolve("""["media:a"]""", "").Should().Be("""["/media/a"]""");

    private static string Resolve(string stored, string publicBase)
    {
        var resolved = new ArrayBufferWriter<byte>();
        MediaAddress.Resolve(Encoding.UTF8.GetBytes(stored), MediaAddress.ShownAt(publicBase), resolved);
        return Encoding.UTF8.GetString(resolved.WrittenSpan);
    }
}

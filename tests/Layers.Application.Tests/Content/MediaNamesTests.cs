using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Tests.Content;

public sealed class MediaNamesTests
{
    private const string Id = "a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70";
    private static readonly ContainerId Container = new(Guid.Parse(Id));
    private static readonly Guid Receipt = Guid.Parse("0123456789abcdef0123456789abcdef");
    private static readonly UploadFile File = new(Container, 2, "latte.jpg", MediaTypes.Jpeg, 3, Receipt: Receipt);

    [Fact]
    public void Find_OfAKeptFile_KnowsItsReceipt()
    {
        var name = MediaNames.Kept(File);

        name.Should().Be($"kept/{Id}/upload-2.{Receipt:N}");
        MediaNames.Find(name).Should().Be(new StoredFile(name, Container, Receipt, MediaPath: null));
    }

    [Fact]
    public void Find_OfAPublishedFile_KnowsItsPath()
    {
        var name = MediaNames.Published(MediaPath.Of(File));

        name.Should().Be($"public-media/content-container/{Id}/media/upload-2.jpg");
        MediaNames.Find(name).Should().Be(new StoredFile(name, Container, Receipt: null, $"content-container/{Id}/media/upload-2.jpg"));
    }

    [Theory]
    [InlineData($"sent/{Id}/upload-2")]
    [InlineData($"kept/{Id}/upload-2")]
    [InlineData($"public-media/content-container/{Id}/media/notes.txt")]
    public void Find_OfAnotherFileOfAContainer_KnowsTheContainerAlone(string name) =>
        MediaNames.Find(name).Should().Be(new StoredFile(name, Container, Receipt: null, MediaPath: null));

    [Theory]
    [InlineData("owner")]
    [InlineData("incoming/a.part")]
    [InlineData("kept/notes.txt")]
    [InlineData("kept/notes/upload-1")]
    public void Find_OfWhatStandsInNoContainer_IsNull(string name) => MediaNames.Find(name).Should().BeNull();

    [Fact]
    public void Prefixes_OfAContainer_CoverAllItsNames() =>
        new[] { MediaNames.Sent(Container, 2), MediaNames.Kept(File), MediaNames.Published(MediaPath.Of(File)) }
            .Should().OnlyContain(name => MediaNames.PrefixesOf(Container).Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
}

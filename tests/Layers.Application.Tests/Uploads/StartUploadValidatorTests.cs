using Layers.Application.Uploads;
using Layers.Domain;

namespace Layers.Application.Tests.Uploads;

public sealed class StartUploadValidatorTests
{
    private const long Megabyte = 1_048_576;

    [Theory]
    [InlineData("image/jpeg", 1)]
    [InlineData("image/png", 30 * Megabyte)]
    [InlineData("image/webp", 5)]
    [InlineData("video/mp4", 100 * Megabyte)]
    [InlineData("video/quicktime", 5)]
    public async Task File_OfATakenTypeAndSize_IsGood(string type, long size) => (await Faults([File(type: type, size: size)])).Should().BeEmpty();

    [Theory]
    [InlineData("image/jpeg", 0)]
    [InlineData("image/jpeg", -1)]
    [InlineData("image/png", (30 * Megabyte) + 1)]
    [InlineData("video/mp4", (100 * Megabyte) + 1)]
    [InlineData("video/quicktime", long.MaxValue)]
    public async Task File_OfAnotherSize_IsRefused(string type, long size) => (await Faults([File(type: type, size: size)])).Should().Equal("files[0].sizeBytes");

    [Theory]
    [InlineData("image/gif")]
    [InlineData("")]
    [InlineData("image/jpeg\n")]
    public async Task File_OfAnotherType_IsRefused(string type) => (await Faults([File(type: type)])).Should().Equal("files[0].contentType");

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/")]
    [InlineData("a\0")]
    public async Task Filename_ThatIsNone_IsRefused(string name) => (await Faults([File(name)])).Should().Equal("files[0].filename");

    [Theory]
    [InlineData("...")]
    [InlineData(".jpg")]
    [InlineData("a..b")]
    [InlineData("Übergröße 😀.jpg")]
    public async Task Filename_ThatOnlyLooksOdd_IsGood(string name) => (await Faults([File(name)])).Should().BeEmpty();

    [Fact]
    public async Task Filename_Has512Characters()
    {
        (await Faults([File(new string('a', 512))])).Should().BeEmpty();
        (await Faults([File(new string('a', 513))])).Should().Equal("files[0].filename");
    }

    [Theory]
    [InlineData(null, 0, false)]
    [InlineData(null, 1, true)]
    [InlineData(null, 10, true)]
    [InlineData(null, 11, false)]
    [InlineData("per-file", 1, true)]
    [InlineData("slideshow", 1, false)]
    [InlineData("slideshow", 2, true)]
    [InlineData("slideshow", 10, true)]
    [InlineData("slideshow", 11, false)]
    public async Task NumberOfFiles_DependsOnTheGrouping(string? grouping, int files, bool isGood)
    {
        var faults = await Faults([.. Enumerable.Range(0, files).Select(_ => File())], grouping);

        faults.Distinct().Should().Equal(isGood ? [] : ["files"]);
    }

    [Fact]
    public async Task Slideshow_TakesNoVideo()
    {
        (await Faults([File(), File(type: "video/mp4")], "slideshow")).Should().Equal("files");
        (await Faults([File(), File(type: "video/mp4")], "per-file")).Should().BeEmpty();
    }

    [Fact]
    public async Task Faults_OfSeveralFiles_SayWhichFile() =>
        (await Faults([File(), new DeclaredFile(), File(size: 0)])).Should()
            .BeEquivalentTo("files[1].filename", "files[1].contentType", "files[1].sizeBytes", "files[2].sizeBytes");

    [Fact]
    public async Task TooManyFiles_AreOneFault_HoweverBadEachIs() =>
        (await Faults([.. Enumerable.Repeat(new DeclaredFile(), 1_000)])).Should().Equal("files");

    [Fact]
    public async Task FilesAndGrouping_AreRefusedTogether() => (await Faults([], "zq7")).Should().BeEquivalentTo("files", "grouping");

    [Fact]
    public async Task FileThatIsNotAnObject_IsRefusedByItself()
    {
        Optional<DeclaredFile>[] files = [Optional<DeclaredFile>.Null, Of(File()), Optional<DeclaredFile>.WrongType("must be an object"), Of(File(size: 0))];

        (await FaultsOf(files)).Should().Equal("files[0]", "files[2]", "files[3].sizeBytes");
    }

    private static DeclaredFile File(string name = "a.jpg", string type = "image/jpeg", long size = 5) =>
        new() { Filename = Optional<string>.Of(name), ContentType = Optional<string>.Of(type), SizeBytes = Optional<long>.Of(size) };

    private static Optional<DeclaredFile> Of(DeclaredFile file) => Optional<DeclaredFile>.Of(file);

    private static Task<IEnumerable<string>> Faults(DeclaredFile[] files, string? grouping = null) => FaultsOf([.. files.Select(Of)], grouping);

    private static Task<IEnumerable<string>> FaultsOf(Optional<DeclaredFile>[] files, string? grouping = null) =>
        new StartUploadValidator().PathsOf(new StartUpload(
            new ProjectId(Guid.NewGuid()),
            Optional<IReadOnlyList<Optional<DeclaredFile>>>.Of(files),
            grouping is null ? default : Optional<string>.Of(grouping)));
}

using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Tests.Content;

public sealed class MediaPathTests
{
    private const string Folder = "content-container/a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/media/";
    private const string Upload = Folder + "upload-1.mp4";
    private static readonly ContainerId Container = new(Guid.Parse("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70"));

    public static TheoryData<string> Escapes =>
    [
        "",
        "/",
        ".",
        "..",
        "../secret",
        "../../../../etc/passwd",
        "/etc/passwd",
        "content-container",
        Folder,
        Folder + "..",
        Folder + "../media/upload-1.mp4",
        Folder + "./upload-1.mp4",
        "content-container/../" + Upload,
        "content-container/../media/upload-1.mp4",
        "/" + Upload,
        "//" + Upload,
        Upload + "/",
        Upload + "\0",
        Upload + "\0.png",
        Upload + " ",
        Upload + "\n",
        " " + Upload,
        Folder + "upload-01.mp4",
        Folder + "upload-+1.mp4",
        Folder + "upload--1.mp4",
        Folder + "upload-１.mp4",
        Folder + "upload-1",
        Folder + "upload-1.",
        Folder + "upload-1.MP4",
        Folder + "upload-1.txt",
        Folder + "upload-1.mp4.mp4",
        Folder + "upload.1-mp4",
        Folder + "UPLOAD-1.mp4",
        Folder + "upload-99999999999.mp4",
        Folder.ToUpperInvariant() + "upload-1.mp4",
        "content-container/A3F8C2D1-7B4E-4F0A-9C6D-2E1B5A8F3C70/media/upload-1.mp4",
        "content-container/{a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70}/media/upload-1.mp4",
        "content-container/cnt_a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70/media/upload-1.mp4",
        Upload.Replace('/', '\\'),
        "content-container\\..\\" + Upload,
        "C:\\" + Upload,
        "file:///" + Upload,
        "%2e%2e/" + Upload,
        Upload.Replace("/", "%2f", StringComparison.Ordinal),
    ];

    [Fact]
    public void Path_OfAnUpload_IsRead()
    {
        MediaPath.Of(new UploadFile(Container, 1, "latte.mp4", MediaTypes.Mp4, 3)).ToString().Should().Be(Upload);

        MediaPath.TryParse(Upload, out var path).Should().BeTrue();
        path.Should().Be(new MediaPath(Container, 1, MediaTypes.Mp4));
    }

    [Fact]
    public void Path_OfAGeneratedFile_IsRead()
    {
        var made = new MediaPath(Container, 10, MediaTypes.Jpeg, Guid.NewGuid());

        MediaPath.TryParse(made.ToString(), out var path).Should().BeTrue();
        path.Should().Be(made);
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Path_ThatIsNotOneOfOurs_IsNone(string path) => MediaPath.TryParse(path, out _).Should().BeFalse();
}

using System.Net;
using Layers.Testing;
using Layers.Testing.Media;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

/// <summary>What is found in the bytes, and what is refused for them.</summary>
public sealed class UploadedMediaTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["video/mp4"] = SampleMedia.Mp4(1280, 720, Duration.FromMilliseconds(5_500)),
        ["video/quicktime"] = new Movie { Brands = ["qt  "], Width = 640, Height = 640, Duration = 9_000 }.Bytes(),
        ["image/jpeg"] = Given.Picture(1080, 1350),
        ["image/png"] = SampleMedia.Png(300, 200, 0x123456),
        ["image/webp"] = Images.LossyWebp,
    };

    [Theory]
    [InlineData("video/mp4", "mp4", 1280, 720, 5_500, "16:9")]
    [InlineData("video/quicktime", "mov", 640, 640, 9_000, "1:1")]
    [InlineData("image/jpeg", "jpg", 1080, 1350, null, "4:5")]
    [InlineData("image/png", "png", 300, 200, null, "3:2")]
    [InlineData("image/webp", "webp", 6, 4, null, "3:2")]
    public async Task Finalize_OfEachType_ShowsWhatIsInTheBytes(string type, string extension, int width, int height, int? duration, string ratio)
    {
        var kind = type.Split('/')[0];
        var id = await api.Sent(new Sample($"file.{extension}", type, Files[type]));

        var container = (await api.Complete(id)).Json;

        var url = $"{api.Server.Address}media/content-container/{id[4..]}/media/upload-1.{extension}";
        var thumbnail = kind == "image" ? $"\"{url}\"" : "null";
        var milliseconds = duration?.ToString() ?? "null";
        container["assets"]!.ShouldBeJson($$"""
            [{
              "assetId": "upload-1", "kind": "{{kind}}", "url": "{{url}}", "thumbnailUrl": {{thumbnail}}, "width": {{width}}, "height": {{height}},
              "durationMs": {{milliseconds}}, "mimeType": "{{type}}", "sizeBytes": {{Files[type].Length}}
            }]
            """);
        container["preview"]!.ShouldBeJson(kind == "video"
            ? $$"""
              {
                "kind": "video", "primaryUrl": "{{url}}", "thumbnailUrl": null, "imageUrls": [], "videoUrl": "{{url}}", "hlsUrl": null,
                "durationMs": {{milliseconds}}, "aspectRatio": "{{ratio}}"
              }
              """
            : $$"""{ "kind": "image", "primaryUrl": "{{url}}", "thumbnailUrl": "{{url}}", "imageUrls": ["{{url}}"], "aspectRatio": "{{ratio}}" }""");
        var row = (await api.Client.GetJson($"/v1/projects/{api.Project}/content?limit=200")).Json["items"]!.AsArray().Single(row => (string?)row!["id"] == id)!;
        row["primaryAsset"]!.ShouldBeJson($$"""{ "assetId": "upload-1", "kind": "{{kind}}", "thumbnailUrl": {{thumbnail}} }""");
        row["preview"]!.ShouldBeJson(container["preview"]!.ToJsonString());
    }

    [Theory]
    [InlineData("image/jpeg", 20, 40)]
    [InlineData("image/png", 20, 40)]
    [InlineData("image/webp", 4, 6)]
    public async Task Finalize_OfAPictureOnItsSide_ShowsTheSizeAsItIsSeen(string type, int width, int height)
    {
        const short quarterTurn = 6;
        var bytes = type switch
        {
            "image/jpeg" => Images.TurnedJpeg(40, 20, quarterTurn, littleEndian: true),
            "image/png" => Images.TurnedPng(40, 20, quarterTurn, littleEndian: true),
            _ => Images.TurnedWebp(quarterTurn, littleEndian: true),
        };

        var asset = (await api.Complete(await api.Sent(new Sample("turned", type, bytes)))).Json["assets"]![0]!;

        ((int)asset["width"]!, (int)asset["height"]!).Should().Be((width, height));
    }

    [Fact]
    public async Task Finalize_OfSlideshow_KeepsTheOrderOfTheFiles()
    {
        Sample[] slides =
        [
            new("z.png", "image/png", SampleMedia.Png(300, 200, 1)),
            new("a.jpg", "image/jpeg", Given.Picture(90, 160)),
            new("m.webp", "image/webp", Images.LosslessWebp),
        ];
        var (id, addresses) = await api.Started(slides);
        foreach (var (slide, address) in slides.Zip(addresses).Reverse())
            await api.Put(address, slide);

        var container = (await api.Complete(id)).Json;

        string[] urls = [.. new[] { "1.png", "2.jpg", "3.webp" }.Select(name => $"{api.Server.Address}media/content-container/{id[4..]}/media/upload-{name}")];
        container["assets"]!.AsArray().Select(asset => (string?)asset!["url"]).Should().Equal(urls);
        ((string?)container["preview"]!["kind"], (string?)container["preview"]!["primaryUrl"]).Should().Be(("slideshow", urls[0]));
        container["preview"]!["imageUrls"]!.AsArray().Select(url => (string?)url).Should().Equal(urls);
    }

    [Theory]
    [InlineData("image/png", "video/mp4")]
    [InlineData("image/png", "image/jpeg")]
    [InlineData("video/mp4", "video/quicktime")]
    [InlineData("video/quicktime", "video/mp4")]
    [InlineData("image/webp", "image/png")]
    public async Task Finalize_OfOneTypeCalledAnother_Returns422AndPublishesNothing(string actual, string declared)
    {
        var id = await api.Sent(new Sample("file", declared, Files[actual]));
        var before = await api.Traces();

        var answer = await api.Complete(id);

        var message = $"files[0]: The file is {actual}, declared as {declared}. Start another upload that declares it as {actual}.";
        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "files[0]", "message": "{{message}}" }] } }
            """);
        (await api.Traces()).Should().Be(before);
    }

    [Fact]
    public async Task Finalize_WithDamagedFilesAmongGoodOnes_NamesThemAll_AndTakesThemWhenTheyAreSentAgain()
    {
        var good = UploadFixture.Jpeg;
        var damaged = good with { Bytes = [.. good.Bytes.Select(_ => (byte)7)] };
        var (id, addresses) = await api.Started(good, good, good);
        foreach (var (file, address) in new[] { damaged, good, damaged }.Zip(addresses))
            await api.Put(address, file);
        var before = await api.Traces();

        var answer = await api.Complete(id);

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0]", "files[2]");
        (await api.Traces()).Should().Be(before, "not one of them is published");
        await api.Put(addresses[0], good);
        await api.Put(addresses[2], good);
        (await api.Complete(id)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("heic", "image/jpeg", "The file is image/heic, declared as image/jpeg. Convert it to JPEG and send it again.")]
    [InlineData("gif", "image/jpeg", "The file is image/gif, declared as image/jpeg. Convert it to JPEG and send it again.")]
    [InlineData("gif", "video/mp4", "The file is image/gif, declared as video/mp4. Send a file in MP4 format instead.")]
    [InlineData("html", "image/webp", "The file is text/html, declared as image/webp. Send a file in WebP format instead.")]
    [InlineData("webm", "video/quicktime", "The file is video/webm, declared as video/quicktime. Convert it to QuickTime and send it again.")]
    [InlineData("sound", "video/mp4", "The film has no picture. Send one with a video track.")]
    [InlineData("sound", "image/jpeg", "The file is video/mp4, declared as image/jpeg. The film has no picture. Send a file in JPEG format instead.")]
    [InlineData("sound", "video/quicktime", "The film has no picture. Send one with a video track.")]
    [InlineData("noise", "image/png", "The file is of no known type, declared as image/png. Send a file in PNG format.")]
    [InlineData("cut", "image/png", "The file was cut off: it says that there is more of it. Send the whole file.")]
    public async Task Finalize_OfWhatIsNotTakenIn_SaysWhatItIsAndWhatToDo(string content, string declared, string refusal)
    {
        byte[] bytes = content switch
        {
            "heic" => [.. Movie.Box("ftyp", [.. "heic"u8], Movie.Int(0), [.. "mif1heic"u8]), .. Movie.Box("meta", new byte[40])],
            "gif" => [.. "GIF89a"u8, .. new byte[40]],
            "html" => [.. "<html><script>alert(1)</script></html>"u8],
            "webm" => [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84, .. "webm"u8, .. new byte[40]],
            "sound" => new Movie { Handlers = ["soun"] }.Bytes(),
            "noise" => [.. Enumerable.Repeat((byte)7, 100)],
            _ => SampleMedia.Png(8, 8, 0)[..^5],
        };
        var id = await api.Sent(new Sample("image.jpg", declared, bytes));

        var answer = await api.Complete(id);

        var message = $"files[0]: {refusal}";
        answer.ShouldBeErrorJson(HttpStatusCode.UnprocessableEntity, $$"""
            { "code": "VALIDATION", "message": "{{message}}", "details": { "issues": [{ "path": "files[0]", "message": "{{message}}" }] } }
            """);
    }

    [Theory]
    [InlineData("trailer")]
    [InlineData("fragments")]
    [InlineData("unknown header")]
    public async Task Finalize_OfAFilmAsCamerasAndBrowsersWriteIt_Returns200(string kind)
    {
        var film = new Movie { Duration = kind == "trailer" ? 5_000UL : 0 };
        byte[] bytes = kind switch
        {
            "trailer" => [.. film.Bytes(), .. Enumerable.Repeat((byte)0xC7, 300)],
            "fragments" => (film with { MovieExtra = Movie.Box("mvex", Movie.Box("mehd", Movie.Int(0), Movie.Int(5_000))) }).Bytes(),
            _ => (film with { TrackDuration = 5_000 }).Bytes(),
        };
        var id = await api.Sent(new Sample("clip.mp4", "video/mp4", bytes));

        var container = (await api.Complete(id)).Json;

        ((long?)container["assets"]![0]!["durationMs"]).Should().Be(5_000);
    }
}

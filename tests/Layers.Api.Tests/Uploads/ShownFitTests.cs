using Layers.Testing;
using Layers.Testing.Media;
using NodaTime;

namespace Layers.Api.Tests.Uploads;

/// <summary>What platforms make of uploaded files, as callers see it.</summary>
public sealed class ShownFitTests(UploadFixture api) : IClassFixture<UploadFixture>
{
    [Fact]
    public async Task Finalize_OfWhatAPlatformDoesNotTake_SaysSoAndIsDone()
    {
        var id = await api.Sent(new Sample("wide.png", "image/png", SampleMedia.Png(300, 100, 0)));

        var container = (await api.Complete(id)).Json;

        container["platformFit"]!.ShouldBeJson("""
            [
              {
                "platform": "tiktok", "ok": false,
                "issues": [{ "code": "UNSUPPORTED_TYPE", "message": "upload-1 is image/png; TikTok takes images as image/jpeg or image/webp." }]
              },
              {
                "platform": "instagram", "ok": false,
                "issues": [
                  { "code": "UNSUPPORTED_TYPE", "message": "upload-1 is image/png; Instagram takes images as image/jpeg." },
                  { "code": "ASPECT_RATIO", "message": "upload-1 is 3:1; Instagram takes images from 4:5 to 1.91:1." }
                ]
              }
            ]
            """);
    }

    [Fact]
    public async Task PlatformFit_IsJudgedWhenItIsRead_ByWhatIsKnownOfTheFiles()
    {
        var id = await api.Sent(UploadFixture.Video);
        await api.Complete(id);
        (await Codes(id)).Should().BeEmpty();

        await Store("asset_codecs = '{prores}'");
        (await Codes(id)).Should().Equal("UNSUPPORTED_CODEC", "UNSUPPORTED_CODEC");

        await Store("asset_codecs = null, assets = replace(assets::text, '\"width\":', '\"width\":9')::json");
        (await Codes(id)).Should().Contain("RESOLUTION_TOO_HIGH");

        Task Store(string columns) => api.Server.Database.Run($"update containers set {columns} where container_id = '{id.Uuid()}'");
    }

    [Fact]
    public async Task PlatformFit_OfAFilmThatNoPlatformDecodes_NamesItsCodec()
    {
        byte[] proRes = [.. SampleMedia.Mp4(1080, 1920, Duration.FromSeconds(9))];
        "apch"u8.CopyTo(proRes.AsSpan(proRes.AsSpan().IndexOf("avc1\0\0"u8)));
        var id = await api.Sent(new Sample("master.mp4", "video/mp4", proRes));

        var container = (await api.Complete(id)).Json;

        container["platformFit"]!.ShouldBeJson("""
            [
              {
                "platform": "tiktok", "ok": false,
                "issues": [{ "code": "UNSUPPORTED_CODEC", "message": "upload-1 is encoded as ProRes; TikTok takes videos in H.264 or HEVC or VP8 or VP9." }]
              },
              {
                "platform": "instagram", "ok": false,
                "issues": [{ "code": "UNSUPPORTED_CODEC", "message": "upload-1 is encoded as ProRes; Instagram takes videos in H.264 or HEVC." }]
              }
            ]
            """);
        (await api.Client.GetJson($"/v1/content/{id}")).Json["platformFit"]!.ShouldBeJson(container["platformFit"]!.ToJsonString());
    }

    private async Task<IEnumerable<string?>> Codes(string id) => (await api.Client.GetJson($"/v1/content/{id}")).Json["platformFit"]!.AsArray()
        .SelectMany(fit => fit!["issues"]!.AsArray())
        .Select(issue => (string?)issue!["code"]);
}

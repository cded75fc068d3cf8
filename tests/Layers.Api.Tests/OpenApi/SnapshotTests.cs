using System.Text.Encodings.Web;
using System.Text.Json;
using Layers.Testing;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

public sealed class SnapshotTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Document_IsTheOneInTheRepository()
    {
        var now = (await DocumentedApi.Shared).Json.ToJsonString(Readable) + "\n";
        var path = Path.Combine(Repository.Folder, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("LAYERS_RENEW_OPENAPI") == "1")
            await File.WriteAllTextAsync(path, now);

        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";

        var change = kept.Split('\n').Zip(now.Split('\n')).FirstOrDefault(lines => lines.First != lines.Second);
        (kept == now).Should().BeTrue(
            $"docs/openapi.json is another document (first difference: '{change.First}' is now '{change.Second}'). "
            + "See whether callers will like that; then renew it with script/openapi");
    }
}

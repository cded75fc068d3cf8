using Layers.Api.Tests.Uploads;
using Layers.Testing;

namespace Layers.Api.Tests.Retention;

/// <summary>Uploads, and what is kept of them.</summary>
public sealed class RetentionFixture : UploadFixture
{
    /// <summary>All files of the container, in any state.</summary>
    public IReadOnlyList<string> FilesOf(string container) =>
        Directory.Exists(Server.MediaFolder)
            ? [.. Directory.EnumerateFiles(Server.MediaFolder, "*", SearchOption.AllDirectories).Where(file => file.Contains($"{container.Uuid():D}", StringComparison.Ordinal))]
            : [];

    public async Task<long> UsedBytes(Given? given = null) =>
        await Server.Database.Value<long>("select coalesce(sum(bytes), 0)::bigint from media_usage where organization_id = $1", (given ?? Given).OrganizationId.Value);

    public async Task<long> Events(string type, string container) =>
        await Server.Database.Value<long>(
            "select count(*) from events where organization_id = $1 and event_type = $2 and data::text like '%' || $3 || '%'",
            Given.OrganizationId.Value, type, $"{container.Uuid():D}");
}

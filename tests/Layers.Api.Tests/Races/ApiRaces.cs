using Layers.Testing;

namespace Layers.Api.Tests.Races;

/// <summary>What the races have in common.</summary>
internal static class ApiRaces
{
    /// <summary>A server's pool has at least so many connections: of more callers, so many are at the database at once.</summary>
    public const int FewestSessionsOfAServer = 8;

    /// <summary>Keeps rows locked until the racers have gathered: <c>containers where …</c>.</summary>
    public static Task<HeldLock> Hold(this ApiFixture api, string rows) => HeldLock.On(api.Server.Database, $"select from {rows} for update");

    /// <summary>Another node: a server of its own on the same database and media.</summary>
    public static Task<ApiServer> ServerBeside(this ApiFixture api, PostgresProxy? proxy = null) =>
        ApiServer.Start(
            new Dictionary<string, string?> { ["Layers:Media:Folder"] = api.Server.MediaFolder }, api.Server.Database, api.Clock, proxy: proxy);

    /// <summary>What the audit log says of one container, oldest first.</summary>
    public static async Task<IReadOnlyList<AuditRow>> AuditOf(this ApiFixture api, string container) =>
        [.. (await api.Given.Audit()).Where(row => (string?)row.Data["containerId"] == container)];
}

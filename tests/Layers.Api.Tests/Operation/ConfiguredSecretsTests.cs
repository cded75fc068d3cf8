using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Operation;

/// <summary>What signs upload addresses and relay requests can be kept out of the database, and so out of every copy of it.</summary>
public sealed class ConfiguredSecretsTests : IAsyncLifetime
{
    private const string Root = "correct horse battery staple, and then some";

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await ApiServer.NewDatabase();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task UploadAddress_UnderAConfiguredRoot_HoldsOnEveryNodeThatHasIt_AndTheDatabaseKeepsNothing()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "root");
        await File.WriteAllTextAsync(file, Root + "\n");
        await using var one = await Server("Root", Root);
        await using var other = await Server("RootFile", file, one.MediaFolder);
        var given = await Given.Organization(one);
        var (_, address) = await given.StartedUpload(await given.Project(), Given.Picture());

        (await Put(other, address)).Status.Should().Be(HttpStatusCode.NoContent);
        (await database.Run("select count(*) from server_secrets")).Should().Be(0L);
    }

    [Fact]
    public async Task UploadAddress_OfAnotherRoot_OrOfWhatADumpHolds_IsRefused()
    {
        await using var server = await Server("Root", Root);
        await using var withAnother = await Server("Root", Root + "!", server.MediaFolder);
        await using var fromTheDatabase = await Server("Root", "", server.MediaFolder);
        foreach (var forger in new[] { withAnother, fromTheDatabase })
        {
            var given = await Given.Organization(forger);
            var (_, forged) = await given.StartedUpload(await given.Project(), Given.Picture());

            (await Put(server, forged)).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
            (await Put(forger, forged)).Status.Should().Be(HttpStatusCode.NoContent);
        }
    }

    private Task<ApiServer> Server(string setting, string value, string? media = null) =>
        ApiServer.Start(new Dictionary<string, string?> { [$"Layers:Secrets:{setting}"] = value, ["Layers:Media:Folder"] = media }, database);

    private static async Task<Answer> Put(ApiServer server, string address)
    {
        using var nobody = server.Client();
        return await nobody.PutBytes(new Uri(address).PathAndQuery, Given.Picture(), "image/jpeg");
    }
}

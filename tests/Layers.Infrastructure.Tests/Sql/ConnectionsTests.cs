using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class ConnectionsTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await (await TestCluster.Shared).CreateDatabase("template0");

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Open_WhenAsManyWaitAsMay_IsRefusedAtOnce_AndTheOthersAreServed()
    {
        await using var source = NpgsqlDataSource.Create($"{database.ConnectionString};Maximum Pool Size=1;Timeout=60");
        var connections = new Connections(source, new ConnectionOptions(MostWaiting: 2));
        var taken = await connections.Open(organization: null, CancellationToken.None);
        var waiting = new[] { connections.Open(organization: null, CancellationToken.None).AsTask(), connections.Open(organization: null, CancellationToken.None).AsTask() };

        await connections.Awaiting(pool => pool.Open(organization: null, CancellationToken.None).AsTask().InTime()).Should().ThrowAsync<NpgsqlException>().WithMessage("Too many*");
        waiting.Should().OnlyContain(one => !one.IsCompleted);

        await taken.DisposeAsync();
        foreach (var one in waiting)
            await (await one.InTime()).DisposeAsync();
        await (await connections.Open(organization: null, CancellationToken.None)).DisposeAsync();
    }
}

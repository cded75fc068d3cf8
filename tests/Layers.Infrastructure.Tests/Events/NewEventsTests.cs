using Layers.Domain;
using Layers.Infrastructure.Events;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Tests.Events;

public sealed class NewEventsTests : IAsyncLifetime
{
    private static readonly OrganizationId Organization = Id.New<OrganizationId>(Instant.FromUtc(2026, 4, 18, 12, 0));

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await ApiServer.NewDatabase();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(FormatException))]
    public async Task Listening_ThatFailsInAnyWay_BeginsAgain(Type failure)
    {
        var time = new FakeTime();
        var opened = 0;
        var builder = new NpgsqlDataSourceBuilder($"{database.ConnectionString};Pooling=false");
        builder.UsePhysicalConnectionInitializer(
            _ => { },
            _ => Interlocked.Increment(ref opened) <= 2 ? throw (Exception)Activator.CreateInstance(failure, "Out of order.")! : Task.CompletedTask);
        await using var source = builder.Build();
        await using var news = new NewEvents(new Connections(source, new ConnectionOptions(MostWaiting: 100)), time, NullLogger<NewEvents>.Instance);

        using var watch = news.Watch(Organization);
        var woken = watch.Wait(TimeSpan.FromMinutes(5), CancellationToken.None, CancellationToken.None);
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(Volatile.Read(ref opened) >= 3);
            },
            "the third attempt to listen");

        await woken.InTime();
    }

    [Fact]
    public async Task News_ThatNamesNoOrganization_IsIgnored()
    {
        await using var source = DataSource.Build(database.ConnectionString);
        await using var news = new NewEvents(new Connections(source, new ConnectionOptions(MostWaiting: 100)), TimeProvider.System, NullLogger<NewEvents>.Instance);
        using var watch = news.Watch(Organization);
        await watch.Wait(TimeSpan.FromMinutes(5), CancellationToken.None, CancellationToken.None); // It listens.

        await database.Run("select pg_notify('layers_events', 'nonsense')");
        await news.Announce([Organization], CancellationToken.None);

        await watch.Wait(TimeSpan.FromMinutes(5), CancellationToken.None, CancellationToken.None).InTime();
    }
}

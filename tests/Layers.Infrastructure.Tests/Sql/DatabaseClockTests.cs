using Layers.Infrastructure.Operation;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using NodaTime;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class DatabaseClockTests
{
    [Fact]
    public async Task Time_IsThatOfPostgreSql()
    {
        await using var database = await ApiServer.NewDatabase();
        await using var source = DataSource.BuildForWorkers(database.ConnectionString);
        var clock = new DatabaseClock(new Connections(source, new ConnectionOptions(MostWaiting: 1)));

        var before = (DateTime)(await database.Run("select clock_timestamp()"))!;
        var time = await clock.GetCurrentInstant(CancellationToken.None);
        var after = (DateTime)(await database.Run("select clock_timestamp()"))!;

        time.Should().BeInRange(Instant.FromDateTimeUtc(before), Instant.FromDateTimeUtc(after));
    }
}

using Dapper;
using Layers.Application.Operation;
using Layers.Infrastructure.Sql;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Infrastructure.Operation;

internal sealed class DatabaseClock([FromKeyedServices(Connections.OfWorkers)] Connections connections) : IDatabaseClock
{
    // The one statement that asks the database for the time: to find out whether this node's clock is right.
    private const string SelectTime = "select clock_timestamp()";

    static DatabaseClock() => SqlTypes.Register();

    public async Task<Instant> GetCurrentInstant(CancellationToken cancellationToken)
    {
        await using var pooled = await connections.Open(organization: null, cancellationToken);
        return await pooled.Connection.QuerySingleAsync<Instant>(new CommandDefinition(SelectTime, cancellationToken: cancellationToken));
    }
}

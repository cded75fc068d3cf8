using Layers.Api.Composition;
using Layers.Infrastructure.LocalPostgres;
using NodaTime;

namespace Layers.Api.Commands;

/// <summary>
/// The database that a command works on, with this program's schema: the one of <c>ConnectionStrings:Layers</c>,
/// or a private PostgreSQL beside the data.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly LocalPostgresServer? local;

    private Database(string connectionString, LocalPostgresServer? local) => (ConnectionString, this.local) = (connectionString, local);

    public string ConnectionString { get; }

    /// <summary>What to tell the person who started a private PostgreSQL; null on a database of theirs.</summary>
    public string? Description => local?.Description;

    /// <summary>The migrations that opening the database applied.</summary>
    public IReadOnlyList<string> Applied { get; private set; } = [];

    public static async Task<Database> Open(Parts parts, CancellationToken cancellationToken)
    {
        var database = await Find(cancellationToken);
        try
        {
            await database.Migrate(parts, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task Migrate(Parts parts, CancellationToken cancellationToken) =>
        Applied = await parts.Migrator(SystemClock.Instance).Migrate(ConnectionString, cancellationToken);

    public ValueTask DisposeAsync() => local?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Without bringing it to this program's schema.</summary>
    public static async Task<Database> Find(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        if (configuration.GetConnectionString("Layers") is { Length: > 0 } connectionString)
            return new Database(connectionString, local: null);

        var folder = Path.Combine(Settings.DataFolderOf(configuration), "postgres");
        var server = await LocalPostgresServer.Start(new LocalPostgresOptions(folder), cancellationToken);
        return new Database(server.ConnectionString, server);
    }
}

using Layers.Infrastructure.Sql;
using Layers.Testing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>Reads as the server does, and tells of each how PostgreSQL went about it.</summary>
internal sealed class PlannedReads : IAsyncDisposable
{
    private const string Explaining =
        "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on -c auto_explain.log_buffers=on "
        + "-c auto_explain.log_timing=off -c auto_explain.log_format=json -c auto_explain.log_level=notice";

    private readonly Notices notices = new();
    private readonly NpgsqlDataSource custom;
    private readonly NpgsqlDataSource generic;

    private PlannedReads(TestDatabase database) => (custom, generic) = (Source(database, "custom"), Source(database, "generic"));

    public static async Task<PlannedReads> Of(TestDatabase database)
    {
        var reads = new PlannedReads(database);
        // What Npgsql asks of a database that it does not know yet is no one's read.
        await using var one = await reads.custom.OpenConnectionAsync();
        await using var other = await reads.generic.OpenConnectionAsync();
        return reads;
    }

    /// <param name="forAny">With a plan made for any values, or one made for these.</param>
    public async Task<(T Answer, Plan Plan)> Read<T>(bool forAny, Func<Db, Task<T>> read)
    {
        notices.Texts.Clear();
        await using var db = new Db(new Connections(forAny ? generic : custom, new ConnectionOptions(MostWaiting: 1)));
        var answer = await read(db);
        return (answer, Plan.Parse(notices.Texts.Should().ContainSingle("a read is one statement").Which));
    }

    public async ValueTask DisposeAsync()
    {
        await custom.DisposeAsync();
        await generic.DisposeAsync();
    }

    private NpgsqlDataSource Source(TestDatabase database, string plans)
    {
        var options = $"{Explaining} -c plan_cache_mode=force_{plans}_plan -c jit=off -c random_page_cost=1.1";
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = options };
        var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(notices));
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(logging);
        builder.UseNodaTime();
        return builder.Build();
    }

    private sealed class Notices : ILoggerProvider, ILogger
    {
        private const string Start = "plan:\n";

        public List<string> Texts { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            if (text.IndexOf(Start, StringComparison.Ordinal) is >= 0 and var start)
                Texts.Add(text[(start + Start.Length)..]);
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

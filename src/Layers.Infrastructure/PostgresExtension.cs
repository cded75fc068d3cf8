using Layers.Application.Seams;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure;

/// <summary>The schema that this program keeps everything in, and its publishers.</summary>
public sealed class PostgresExtension : ILayersExtension
{
    public static readonly MigrationSource Schema = new(typeof(PostgresExtension).Assembly, Migrator.OwnSchema);

    public void Configure(LayersBuilder layers) =>
        layers
            .AddMigrationsFrom(Schema.Assembly, Schema.Name)
            .AddPublisher<SandboxPublisher>()
            .AddPublisher<RelayPublisher>();
}

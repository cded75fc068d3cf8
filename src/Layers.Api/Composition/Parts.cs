using Layers.Api.Commands;
using Layers.Application;
using Layers.Application.Seams;
using Layers.Infrastructure;
using Layers.Infrastructure.Media;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Api.Composition;

/// <summary>What this program is made of: the built-in extensions, and those that were added.</summary>
public sealed class Parts(Action<LayersBuilder>? extend = null)
{
    private readonly Lazy<LayersBuilder> declared = new(() => Declare(extend));

    /// <summary>What all parts declare. They are asked once, however many servers and migrators are made of them.</summary>
    public LayersBuilder Declared => declared.Value;

    /// <summary>Brings databases to the schema of all parts.</summary>
    public Migrator Migrator(IClock clock) => new(clock, Declared.Migrations);

    private static LayersBuilder Declare(Action<LayersBuilder>? extend)
    {
        var layers = new LayersBuilder(new ServiceCollection()).Add<CoreExtension>().Add<PostgresExtension>().Add<MediaFolderExtension>().Add<HttpExtension>().Add<DemoExtension>();
        extend?.Invoke(layers);
        return layers;
    }
}

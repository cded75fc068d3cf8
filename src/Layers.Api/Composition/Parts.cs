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
    /// <summary>Declares all parts on those services.</summary>
    public LayersBuilder DeclareOn(IServiceCollection services)
    {
        var layers = new LayersBuilder(services).Add<CoreExtension>().Add<PostgresExtension>().Add<MediaFolderExtension>().Add<HttpExtension>().Add<DemoExtension>();
        extend?.Invoke(layers);
        return layers;
    }

    /// <summary>Brings databases to the schema of all parts.</summary>
    public Migrator Migrator(IClock clock) => new(clock, DeclareOn(new ServiceCollection()).Migrations);
}

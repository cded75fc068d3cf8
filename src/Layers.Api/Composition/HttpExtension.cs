using Layers.Application.Seams;

namespace Layers.Api.Composition;

/// <summary>The HTTP API.</summary>
public sealed class HttpExtension : ILayersExtension
{
    public void Configure(LayersBuilder layers) => layers.AddControllersFrom(typeof(HttpExtension).Assembly);
}

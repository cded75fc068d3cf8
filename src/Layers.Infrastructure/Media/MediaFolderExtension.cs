using Layers.Application.Seams;

namespace Layers.Infrastructure.Media;

/// <summary>Media in a folder of this machine.</summary>
public sealed class MediaFolderExtension : ILayersExtension
{
    public void Configure(LayersBuilder layers) => layers.AddMediaStore<FolderMediaStore>();
}

namespace Layers.Infrastructure.Tests.Media;

/// <summary>A folder of one test's own that goes with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("layers-media-").FullName;

    /// <summary>Every file in it, as paths from its root.</summary>
    public IEnumerable<string> Files => Directory
        .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

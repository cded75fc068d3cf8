namespace Layers.Testing;

/// <summary>A directory that goes with the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("layers-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

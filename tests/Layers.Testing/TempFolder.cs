using System.Runtime.Versioning;

namespace Layers.Testing;

/// <summary>A directory that goes with the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("layers-tests-").FullName;

    /// <summary>One that other users of the machine may enter.</summary>
    [UnsupportedOSPlatform("windows")]
    public static TempFolder ForEverybody()
    {
        var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return folder;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

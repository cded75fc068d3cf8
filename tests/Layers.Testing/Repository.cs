namespace Layers.Testing;

/// <summary>The working copy that the tests were built in.</summary>
public static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Layers.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Layers.sln is in no folder above the tests.");
        return folder;
    }
}

namespace Layers.Architecture.Tests;

/// <summary>The product's source, as it lies beside the tests that were built from it.</summary>
internal static class Source
{
    public static readonly IReadOnlyList<string> Layers = ["Layers.Domain", "Layers.Application", "Layers.Infrastructure", "Layers.Api"];

    private static readonly string Root = FindRoot();

    public static IReadOnlyList<SourceFile> Of(params IEnumerable<string> layers) =>
        [.. layers.SelectMany(layer => Files(layer, "*.cs")).Select(path => new SourceFile(Relative(path), File.ReadAllText(path)))];

    public static string Document(string name) => File.ReadAllText(Path.Combine(Root, "docs", name));

    public static string Project(string layer) => File.ReadAllText(Path.Combine(Root, "src", layer, $"{layer}.csproj"));

    /// <summary>The folders of a layer that hold code, by their first word.</summary>
    public static IEnumerable<string> Folders(string layer) =>
        Files(layer, "*.cs").Select(path => Relative(path).Split('/')).Where(parts => parts.Length > 2).Select(parts => parts[1]).Distinct();

    private static IEnumerable<string> Files(string layer, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", layer), pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Intersect(["bin", "obj"]).Any());

    private static string Relative(string path) => Path.GetRelativePath(Path.Combine(Root, "src"), path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Layers.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Layers.sln is in no folder above the tests.");
        return folder;
    }
}

/// <param name="Path">From <c>src</c> on: <c>Layers.Domain/Ids.cs</c>.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Folder => Path[..Path.LastIndexOf('/')];
}

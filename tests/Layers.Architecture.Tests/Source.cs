using Layers.Testing;

namespace Layers.Architecture.Tests;

/// <summary>The product's source, as it lies beside the tests that were built from it.</summary>
internal static class Source
{
    public static readonly IReadOnlyList<string> Layers = ["Layers.Domain", "Layers.Application", "Layers.Infrastructure", "Layers.Api"];

    public static IReadOnlyList<SourceFile> Of(params IEnumerable<string> layers) =>
        [.. layers.SelectMany(layer => Files(layer, "*.cs")).Select(path => new SourceFile(Relative(path), File.ReadAllText(path)))];

    public static string Document(string name) => File.ReadAllText(Path.Combine(Repository.Folder, "docs", name));

    public static string Project(string layer) => File.ReadAllText(Path.Combine(Repository.Folder, "src", layer, $"{layer}.csproj"));

    /// <summary>The folders of a layer that hold code, by their first word.</summary>
    public static IEnumerable<string> Folders(string layer) =>
        Files(layer, "*.cs").Select(path => Relative(path).Split('/')).Where(parts => parts.Length > 2).Select(parts => parts[1]).Distinct();

    private static IEnumerable<string> Files(string layer, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src", layer), pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Intersect(["bin", "obj"]).Any());

    private static string Relative(string path) => Path.GetRelativePath(Path.Combine(Repository.Folder, "src"), path).Replace('\\', '/');
}

/// <param name="Path">From <c>src</c> on: <c>Layers.Domain/Ids.cs</c>.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Folder => Path[..Path.LastIndexOf('/')];
}

using System.Text.RegularExpressions;
using Layers.Testing;

namespace Layers.Api.Tests.Documentation;

/// <summary>A page of the documentation, and the code in it.</summary>
/// <param name="Path">In the repository: <c>docs/publishing.md</c>.</param>
internal sealed partial record Page(string Path, string Text)
{
    public static Page Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Repository.Folder, path)));

    /// <summary>From a heading up to the next one of the same rank.</summary>
    public Page Section(string heading)
    {
        var start = Text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        if (start < 0)
            throw new InvalidOperationException($"{Path} has no section '{heading}'.");
        var rank = heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)];
        var end = Text.IndexOf($"\n{rank}", start + heading.Length, StringComparison.Ordinal);
        return this with { Text = end < 0 ? Text[start..] : Text[start..end] };
    }

    /// <summary>The blocks in that language, in their order.</summary>
    public IReadOnlyList<string> Code(string language) =>
        [.. Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Fence();
}

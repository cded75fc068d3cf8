using System.Text.RegularExpressions;
using Layers.Testing;

namespace Layers.Architecture.Tests;

/// <summary>What the pages say of each other and of the code is true.</summary>
public sealed partial class DocumentationTests
{
    private const int LongestReadme = 150;

    private static readonly IReadOnlyList<string> Pages =
    [
        .. Directory.EnumerateFiles(Repository.Folder, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Folder, "docs"), "*.md", SearchOption.AllDirectories),
        Path.Combine(Repository.Folder, "benchmarks", "README.md"),
    ];

    public static TheoryData<string> Names => [.. Pages.Select(page => Path.GetRelativePath(Repository.Folder, page))];

    [Fact]
    public void Readme_IsReadInOneGo() => File.ReadAllLines(Path.Combine(Repository.Folder, "README.md")).Length.Should().BeLessThanOrEqualTo(LongestReadme);

    [Fact]
    public void Index_ListsEveryPage()
    {
        var index = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "README.md"));
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "docs"), "*.md").Select(Path.GetFileName).Where(name => name != "README.md");

        pages.Should().OnlyContain(page => index.Contains($"]({page})", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_LeadToFilesAndHeadings(string page)
    {
        var path = Path.Combine(Repository.Folder, page);
        var dead = Link().Matches(WithoutCode(File.ReadAllText(path))).Select(match => match.Groups["target"].Value).Where(target => !Exists(path, target));

        dead.Should().BeEmpty();
    }

    [Theory]
    [InlineData("CONTRIBUTING.md", 4)]
    [InlineData("docs/extending.md", 7)]
    public void CodeOnThePage_IsTheCodeInItsFile(string page, int least)
    {
        var excerpts = Excerpt().Matches(File.ReadAllText(Path.Combine(Repository.Folder, page))).ToList();

        excerpts.Should().HaveCountGreaterThanOrEqualTo(least);
        foreach (var excerpt in excerpts)
        {
            var file = File.ReadAllText(Path.Combine(Repository.Folder, excerpt.Groups["path"].Value));
            foreach (var code in excerpt.Groups["code"].Captures.Select(capture => capture.Value))
                file.Should().Contain(code, $"{page} shows it of {excerpt.Groups["path"].Value}");
        }
    }

    [Fact]
    public void FilesInContributing_HoldTheUseCase()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "CONTRIBUTING.md"));
        var files = NamedFile().Matches(Section(page, "## A new use case", "**The document.**")).Select(match => match.Groups["path"].Value).Distinct().ToList();

        files.Should().HaveCountGreaterThan(9).And.OnlyContain(file => UseCase().IsMatch(file + File.ReadAllText(Path.Combine(Repository.Folder, file))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pages_AreInOrdinaryEnglish(string page) =>
        File.ReadAllLines(Path.Combine(Repository.Folder, page)).Where(line => SourceTests.Strange().IsMatch(line)).Should().BeEmpty();

    private static string Section(string page, string from, string to)
    {
        var start = page.IndexOf(from, StringComparison.Ordinal);
        return page[start..page.IndexOf(to, start, StringComparison.Ordinal)];
    }

    private static bool Exists(string page, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        if (parts.Length == 1)
            return File.Exists(file) || Directory.Exists(file);
        return File.Exists(file) && Heading().Matches(File.ReadAllText(file)).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1]);
    }

    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>(?!https?:)[^)\s]+)\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w \-]", RegexOptions.None, 1_000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1_000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`(?<path>(src|tests|samples)/[^`]+\.(cs|sql))`\n\n(```(csharp|sql)\n(?<code>.*?)```\n)+", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Excerpt();

    [GeneratedRegex("`(?<path>(src|tests|docs)/[^`<…]+\\.(cs|json|md))`", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NamedFile();

    [GeneratedRegex("CorrectCaption|correctCaption|caption_corrected|(?i)patch[^\n]*/v1/content/\\{(containerId|id)\\}|ContainerRepository", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex UseCase();
}

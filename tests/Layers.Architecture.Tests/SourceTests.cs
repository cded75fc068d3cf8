using System.Text.RegularExpressions;

namespace Layers.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int LongestFile = 250;

    private static readonly IReadOnlyList<SourceFile> All = Source.Of(Source.Layers);

    [Fact]
    public void NoFile_IsTooLongToBeReadAtOnce() =>
        All.Where(file => file.Text.Count(letter => letter == '\n') > LongestFile).Select(file => file.Path).Should().BeEmpty();

    [Fact]
    public void NobodyAsksTheMachineForTheTime() => FilesWith(MachineTime()).Should().BeEmpty();

    [Fact]
    public void NothingAsynchronous_IsLeftToItself() => FilesWith(AsyncVoid()).Should().BeEmpty();

    [Fact]
    public void NobodyBlocksOnATask_ButAStreamOnAThreadOfItsOwn() =>
        FilesWith(Blocking()).Should().Equal("Layers.Application/Seams/RangeStream.cs");

    [Fact]
    public void Namespaces_AreTheFolders()
    {
        var strays = from file in All
                     let declared = Namespace().Match(file.Text)
                     where declared.Success && declared.Groups["name"].Value != file.Folder.Replace('/', '.')
                     select file.Path;

        strays.Should().BeEmpty();
    }

    [Fact]
    public void Features_AreTheSameWordsInEveryLayer()
    {
        var features = Source.Folders("Layers.Application").Except(["Pipeline", "Ports"]).ToList();

        features.Should().Contain(["Approval", "Content", "Projects", "Uploads"]);
        Source.Folders("Layers.Domain").Should().BeSubsetOf(features);
        Source.Folders("Layers.Infrastructure").Except(["Audit", "Http", "LocalPostgres", "Media", "Secrets", "Sql"]).Should().BeSubsetOf(features);
        Source.Folders("Layers.Api").Except(["Auth", "Commands", "Composition", "Http", "OpenApi", "Workers"]).Should().BeSubsetOf(features);
    }

    [Fact]
    public void Comments_AreInOrdinaryEnglish()
    {
        var strange = from file in All
                      from line in file.Text.Split('\n')
                      where Comment().IsMatch(line) && Strange().IsMatch(line)
                      select $"{file.Path}: {line.Trim()}";

        strange.Should().BeEmpty("there are more usual words: return or respond, again, respect, anyone who, is not a, get");
    }

    private static IEnumerable<string> FilesWith(Regex pattern) => All.Where(file => pattern.IsMatch(file.Text)).Select(file => file.Path);

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|TimeProvider\.System\.Get|Environment\.TickCount", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex MachineTime();

    [GeneratedRegex(@"\basync\s+void\b", RegexOptions.None, 1_000)]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"^\s*///?\s", RegexOptions.None, 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(anew|heeds?|whoever|as may be|(is|are) told of|be told of|(?<!there )is no (?!longer|more|less|higher|lower|slower|better)[a-z]+|(and|again|it|still|that|which|always) answers)\b|^\s*/// (<summary>)?Answers\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    internal static partial Regex Strange();

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)|Thread\.Sleep", RegexOptions.None, 1_000)]
    private static partial Regex Blocking();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Namespace();
}

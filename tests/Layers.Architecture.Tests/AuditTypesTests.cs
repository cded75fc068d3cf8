using System.Text.RegularExpressions;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;

namespace Layers.Architecture.Tests;

/// <summary>What the manual of the audit log says of its types.</summary>
public sealed partial class AuditTypesTests
{
    private static readonly string[] OtherWordsWithADot = ["settings.url"];

    private static readonly IReadOnlyList<string> Documented = [.. TypesIn(Source.Document("audit.md"))];

    private static readonly IReadOnlyList<string> Written =
    [
        .. from file in Source.Of("Layers.Application")
           where file.Text.Contains("audit", StringComparison.OrdinalIgnoreCase)
           from Match literal in Literal().Matches(file.Text)
           select literal.Groups["type"].Value,
    ];

    [Fact]
    public void TypesInTheCode_AreInTheManual()
    {
        Written.Should().Contain(["content.approved", "project.created"]);
        Written.Except(OtherWordsWithADot).Except(Documented).Should().BeEmpty();
    }

    [Fact]
    public void TypesInTheManual_AreInTheCode() =>
        Documented.Except(Written)
            .Except(Words.All<ContainerStatus>().Select(status => $"content.{status}"))
            .Except(Words.All<PostStatus>().Select(status => $"scheduled_post.{status}"))
            .Should().BeEmpty();

    /// <summary><c>`project.` `created`, `updated`</c> are two types, <c>`events.removed`</c> is one.</summary>
    private static IEnumerable<string> TypesIn(string manual)
    {
        var group = "";
        foreach (Match quoted in Quoted().Matches(manual.Split("Types are", 2)[1].Split("\n\n", 2)[0]))
        {
            var word = quoted.Groups["word"].Value;
            if (word.EndsWith('.'))
                group = word;
            else
                yield return word.Contains('.', StringComparison.Ordinal) ? word : group + word;
        }
    }

    [GeneratedRegex("\"(?<type>[a-z_]+\\.[a-z_]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Literal();

    [GeneratedRegex("`(?<word>[a-z_.]+)`", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Quoted();
}

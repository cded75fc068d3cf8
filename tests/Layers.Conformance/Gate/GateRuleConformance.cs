using System.Text.RegularExpressions;
using Layers.Domain.Approval;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Conformance.Gate;

/// <summary>
/// What the server relies on in a rule of the gate. Inherit it, give it a fixture whose server has the rule, and say how a container is made that the rule
/// keeps shut.
/// </summary>
public abstract partial class GateRuleConformance<TRule>(ApiFixture api)
    where TRule : class, IGateRule
{
    private const int MostBytesOfACall = 16 * 1024;

    private static readonly Duration AnHour = Duration.FromHours(1);

    protected ApiFixture Api { get; } = api;

    /// <summary>Captions that matter to the rule.</summary>
    protected virtual IReadOnlyList<string?> Captions => [null, "", "The roast that started it all."];

    /// <summary>Marks that matter to the rule, those of a container each.</summary>
    protected virtual IReadOnlyList<IReadOnlyDictionary<string, string>> Marks => [new Dictionary<string, string>()];

    private IGateRule Rule => Api.Server.Services.GetServices<IGateRule>().OfType<TRule>().Single();

    private IReadOnlyList<GateFacts> Facts => SampleFacts.Of(Captions, Marks);

    /// <summary>Makes a container that the rule keeps shut, and returns its id.</summary>
    protected abstract Task<string> Shut();

    /// <summary>Makes a container whose gate is open, and returns its id.</summary>
    protected virtual async Task<string> Open() => await Api.Given.Uploaded(await Api.Given.Project());

    /// <summary>Shuts the gate of a container that was open, by something that the rule watches. Returns whether that can happen at all.</summary>
    protected virtual Task<bool> TryShut(string container) => Task.FromResult(false);

    [Fact]
    public void Reasons_AreAlwaysTheSame_AndHaveWords()
    {
        var reasons = Rule.Reasons;

        reasons.Should().NotBeEmpty("a rule lists every reason that it may return");
        Rule.Reasons.Select(reason => (reason.Word, reason.Effect)).Should().Equal(reasons.Select(reason => (reason.Word, reason.Effect)), "the document is made once");
        reasons.Should().OnlyContain(reason => Word().IsMatch(reason.Word), "a word is in lower case, like acme:delicate_words");
    }

    [Fact]
    public void ReasonOf_ReturnsOnlyReasonsThatAreListed()
    {
        var listed = Rule.Reasons.Select(reason => (reason.Word, reason.Effect)).ToHashSet();

        Facts.Select(Rule.ReasonOf).OfType<GateReason>().Where(reason => !listed.Contains((reason.Word, reason.Effect))).Select(reason => reason.Word).Distinct()
            .Should().BeEmpty("callers know the reasons of the document: add these to Reasons");
    }

    [Fact]
    public void ReasonOf_LooksAtTheFactsAndAtNothingElse()
    {
        var before = WordsOf(Facts);

        Api.Clock.Advance(AnHour);

        Purity.FaultsOf(typeof(TRule)).Should().BeEmpty("a rule is a pure function of the facts: what it shows would not be what is enforced later");
        WordsOf(Facts).Should().Equal(before, "the same facts have the same reason at any hour");
        WordsOf(Facts.Reverse()).AsEnumerable().Reverse().Should().Equal(before, "the same facts have the same reason whatever the rule was asked before");
    }

    [Fact]
    public void ReasonOf_CostsLittle()
    {
        var (rule, facts) = (Rule, Facts);
        WordsOf(facts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var fact in facts)
            rule.ReasonOf(fact);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / facts.Count;

        bytes.Should().BeLessThan(MostBytesOfACall, "a list asks the rule 200 times: prepare what it needs, such as expressions, in its constructor");
    }

    private List<string?> WordsOf(IEnumerable<GateFacts> facts)
    {
        var rule = Rule;
        return [.. facts.Select(fact => rule.ReasonOf(fact)?.Word)];
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Word();
}

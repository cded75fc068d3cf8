using Layers.Domain.Approval;
using Layers.Domain.Content;

namespace Acme.Moderation;

/// <summary>
/// Keeps the gate shut while a caption has a delicate word, until a person has decided about it or looked at it as it is. Nothing opens it for a post whose own
/// caption or comment has one.
/// </summary>
public sealed class DelicateWordsRule : IGateRule
{
    public const string LookedAt = "acme:looked_at";

    private static readonly string[] Words = ["cure", "guaranteed", "miracle"];

    private static readonly GateReason Delicate = GateReason.Blocks(
        "acme:delicate_words", ["acme.look"], "The caption has a delicate word, and nobody has looked at it yet.");

    public IReadOnlyList<GateReason> Reasons => [Delicate];

    public GateReason? ReasonOf(GateFacts facts) =>
        TextsOf(facts).Any(text => HasDelicateWord(text) && !WasLookedAt(facts, text)) && !WasDecidedByAPerson(facts) ? Delicate : null;

    private static IEnumerable<string?> TextsOf(GateFacts facts) => [facts.Caption, facts.Post?.Caption, facts.Post?.FirstComment];

    // Another caption has to be looked at again.
    private static bool WasLookedAt(GateFacts facts, string? text) => facts.Marks.TryGetValue(LookedAt, out var caption) && caption == Fingerprint.Of(text);

    // A person who decides about the container does not see the texts that a post has of its own.
    private static bool WasDecidedByAPerson(GateFacts facts) =>
        facts is { Decision.Source: DecisionSource.Person, Post: null or { CaptionOverride: null, FirstComment: null } };

    internal static bool HasDelicateWord(string? caption) =>
        caption is not null && Words.Any(word => caption.Contains(word, StringComparison.OrdinalIgnoreCase));
}

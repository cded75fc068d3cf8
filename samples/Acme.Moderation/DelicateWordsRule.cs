using Layers.Domain.Approval;
using Layers.Domain.Content;

namespace Acme.Moderation;

/// <summary>Keeps the gate shut while a caption has a delicate word, until a person has decided about it or looked at it as it is.</summary>
public sealed class DelicateWordsRule : IGateRule
{
    public const string LookedAt = "acme:looked_at";

    private static readonly string[] Words = ["cure", "guaranteed", "miracle"];

    private static readonly GateReason Delicate = GateReason.Blocks(
        "acme:delicate_words", ["acme.look"], "The caption has a delicate word, and nobody has looked at it yet.");

    public IReadOnlyList<GateReason> Reasons => [Delicate];

    public GateReason? ReasonOf(GateFacts facts) =>
        HasDelicateWord(facts.Caption) && !WasLookedAt(facts) && facts.Decision?.Source != DecisionSource.Person ? Delicate : null;

    // Another caption has to be looked at again.
    private static bool WasLookedAt(GateFacts facts) => facts.Marks.TryGetValue(LookedAt, out var caption) && caption == Fingerprint.Of(facts.Caption);

    internal static bool HasDelicateWord(string? caption) =>
        caption is not null && Words.Any(word => caption.Contains(word, StringComparison.OrdinalIgnoreCase));
}

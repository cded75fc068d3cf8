namespace Layers.Domain.Approval;

/// <summary>What a reason does to a caller who wants to publish. Of several reasons the first in this order decides the refusal.</summary>
public enum GateEffect
{
    /// <summary>Nothing will ever open the gate; other reasons no longer matter and are not shown.</summary>
    Ends,

    /// <summary>Somebody decided against the container.</summary>
    Rejects,

    /// <summary>There is nothing to publish.</summary>
    Unfinished,

    /// <summary>Something else than an approval opens the gate. Nothing can be scheduled meanwhile, and a post that is queued stays there.</summary>
    Blocks,

    /// <summary>An approval opens the gate. Meanwhile a schedule is held, and queued when the approval comes.</summary>
    Waits,
}

/// <summary>
/// Why the gate is shut. A rule of an extension makes one with <see cref="Blocks"/>. The other effects say something of the container's own state, and only the
/// built-in rules have them.
/// </summary>
public sealed record GateReason
{
    internal GateReason(string word, GateEffect effect, IReadOnlyList<string> next, string message) =>
        (Word, Effect, Next, Message) = (word, effect, next, message);

    /// <summary>For programs, in the style of <c>approval_pending</c>; an extension begins it with its own name and a colon.</summary>
    public string Word { get; }

    public GateEffect Effect { get; }

    /// <summary>What a caller can do about it.</summary>
    public IReadOnlyList<string> Next { get; }

    /// <summary>One sentence for a person, the message of the refusal.</summary>
    public string Message { get; }

    /// <summary>
    /// A reason that refuses schedules and publications with 409 and <paramref name="message"/>, pending or not, and leaves queued posts where they are, until
    /// the rule no longer returns it.
    /// </summary>
    /// <param name="word">Like <c>acme:delicate_words</c>.</param>
    /// <param name="next">What a caller can do about it, like <c>acme.look</c>.</param>
    /// <param name="message">One sentence for a person.</param>
    public static GateReason Blocks(string word, IReadOnlyList<string> next, string message) => new(word, GateEffect.Blocks, [.. next], message);
}

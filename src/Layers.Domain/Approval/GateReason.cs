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

    /// <summary>An approval opens the gate. Meanwhile a schedule is held, and queued when the approval comes.</summary>
    Waits,

    /// <summary>Something else opens the gate. Nothing can be scheduled meanwhile, and a post that is queued stays there.</summary>
    Blocks,
}

/// <summary>Why the gate is shut.</summary>
/// <param name="Word">For programs, in the style of <c>approval_pending</c>; an extension begins it with its own name and a colon.</param>
/// <param name="Effect">What it does to a caller.</param>
/// <param name="Next">What a caller can do about it.</param>
/// <param name="Message">One sentence for a person, used where the built-in refusals have none.</param>
public sealed record GateReason(string Word, GateEffect Effect, IReadOnlyList<string> Next, string? Message = null);

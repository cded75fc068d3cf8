namespace Layers.Domain.Approval;

/// <summary>Where the project's warm-up stands; <see cref="Decided"/> never counts past <see cref="Required"/>.</summary>
public sealed record WarmUp(int Required, int Decided, int Remaining)
{
    /// <summary>Null while no warm-up is on.</summary>
    public static WarmUp? Of(GateFacts facts)
    {
        if (facts is not { RequiresApproval: true, FirstNPostsBlocked: > 0 and var required })
            return null;
        var counted = Math.Min(facts.Decided, required);
        return new WarmUp(required, counted, required - counted);
    }
}

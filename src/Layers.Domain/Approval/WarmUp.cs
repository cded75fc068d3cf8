namespace Layers.Domain.Approval;

/// <summary>Where the project's warm-up stands; <see cref="Decided"/> never counts past <see cref="Required"/>.</summary>
public sealed record WarmUp(int Required, int Decided, int Remaining)
{
    /// <summary>Null while no warm-up is on.</summary>
    /// <param name="requiresApproval">The policy's switch.</param>
    /// <param name="required">How many decisions end the warm-up; 0 for none.</param>
    /// <param name="decided">Containers of the project that are approved or rejected.</param>
    public static WarmUp? Of(bool requiresApproval, int required, int decided)
    {
        if (!requiresApproval || required == 0)
            return null;
        var counted = Math.Min(decided, required);
        return new WarmUp(required, counted, required - counted);
    }
}

namespace Layers.Domain.Tests.Gate;

/// <summary>One thing that happens to a project. <c>On</c> picks a container, counted round and round through those that there are.</summary>
public abstract record Step
{
    private Step()
    {
    }

    public sealed record SetPolicy(bool RequiresApproval, int FirstN) : Step;

    public sealed record Create(bool IsUpload) : Step;

    /// <summary>Something happens to a container that exists.</summary>
    public abstract record Touch(int On) : Step;

    public sealed record Complete(int On) : Touch(On);

    public sealed record Fail(int On) : Touch(On);

    public sealed record Cancel(int On) : Touch(On);

    public sealed record CorrectCaption(int On) : Touch(On);

    /// <param name="Behind">How many revisions ago the reviewer looked; null when the revision does not matter to them.</param>
    public abstract record Decide(int On, int? Behind) : Touch(On);

    public sealed record Approve(int On, int? Behind) : Decide(On, Behind);

    public sealed record Reject(int On, int? Behind) : Decide(On, Behind);
}

/// <summary>How a step ended, in the words that a caller gets.</summary>
public sealed record Outcome(string Code, string? Message)
{
    public static readonly Outcome Done = new("OK", Message: null);
}

/// <summary>A container as it is seen from outside.</summary>
public sealed record ShownState(string Status, string ApprovalStatus, int Revision);

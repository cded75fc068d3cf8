namespace Layers.Domain;

/// <summary>What a caller demands of a container's revision before it may be changed (<c>If-Match</c>, <c>If-None-Match</c>).</summary>
public sealed record RevisionCondition
{
    /// <summary>Any revision will do.</summary>
    public static readonly RevisionCondition None = new();

    private IReadOnlyList<int>? Accepted { get; init; }

    private IReadOnlyList<int> Refused { get; init; } = [];

    private bool RefusesAny { get; init; }

    /// <summary>Only these revisions will do; an empty list never matches.</summary>
    public static RevisionCondition OneOf(IReadOnlyList<int> revisions) => new() { Accepted = revisions };

    /// <summary>The same condition, and none of these revisions will do.</summary>
    public RevisionCondition ButNoneOf(IReadOnlyList<int> revisions) => this with { Refused = revisions };

    /// <summary>The same condition, and no revision will do: the caller demands that there is no container.</summary>
    public RevisionCondition ButNoneAtAll() => this with { RefusesAny = true };

    /// <summary>Throws <see cref="ErrorKind.RevisionMismatch"/>, which shows the current revision, when the condition does not hold.</summary>
    public void Demand(int revision)
    {
        if (Accepted?.Contains(revision) == false)
            throw Mismatch("If-Match does not name the container's current revision.", revision);
        if (RefusesAny || Refused.Contains(revision))
            throw Mismatch("If-None-Match rules out the container's current revision.", revision);
    }

    private static DomainException Mismatch(string message, int revision) =>
        new(ErrorKind.RevisionMismatch, message, new Dictionary<string, object?> { ["revision"] = revision });
}

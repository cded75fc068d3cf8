namespace Layers.Domain;

/// <summary>What a caller demands of a container's revision before it may be changed (<c>If-Match</c>).</summary>
public sealed record RevisionCondition
{
    /// <summary>Any revision will do.</summary>
    public static readonly RevisionCondition None = new();

    private readonly IReadOnlyList<int>? accepted;

    private RevisionCondition(IReadOnlyList<int>? accepted = null) => this.accepted = accepted;

    /// <summary>Only these revisions will do; an empty list never matches.</summary>
    public static RevisionCondition OneOf(IReadOnlyList<int> revisions) => new(revisions);

    /// <summary>Throws <see cref="ErrorKind.RevisionMismatch"/>, which shows the current revision, when the condition does not hold.</summary>
    public void Demand(int revision)
    {
        if (accepted is null || accepted.Contains(revision))
            return;
        throw new DomainException(
            ErrorKind.RevisionMismatch,
            "The container has changed since the revision that If-Match names.",
            new Dictionary<string, object?> { ["revision"] = revision });
    }
}

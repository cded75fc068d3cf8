using NodaTime;

namespace Layers.Application.Operation;

/// <summary>The names of the gate's rules, of all nodes. They stay when the node that added them is gone.</summary>
public interface IGateRules
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<KnownGateRule>> List(CancellationToken cancellationToken);

    /// <summary>Adds at once those that are not there.</summary>
    Task Add(IReadOnlyCollection<string> names, Instant now, CancellationToken cancellationToken);

    /// <summary>Removes one at once. Returns false when there is none of that name.</summary>
    Task<bool> Remove(string name, CancellationToken cancellationToken);
}

/// <param name="AddedAt">When a node with the rule first started.</param>
public sealed record KnownGateRule(string Name, Instant AddedAt);

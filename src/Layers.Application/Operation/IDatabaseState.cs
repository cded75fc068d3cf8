namespace Layers.Application.Operation;

public interface IDatabaseState
{
    /// <summary>Checks at once, and returns within a few seconds whatever happens. Concurrent callers share one check.</summary>
    Task<DatabaseCondition> Look();
}

public enum DatabaseCondition
{
    Ready,

    /// <summary>It cannot be reached, or has no time for one small query.</summary>
    OutOfReach,

    /// <summary>Its schema is older than this program.</summary>
    NotMigrated,

    /// <summary>Other nodes have, or had, rules of the gate that this one lacks. It hands over no posts.</summary>
    HasOtherGateRules,
}

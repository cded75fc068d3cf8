namespace Layers.Application.Operation;

public interface IDatabaseState
{
    /// <summary>Looks at once, and answers within a few seconds whatever happens. Those who ask at the same time share one look.</summary>
    Task<DatabaseCondition> Look();
}

public enum DatabaseCondition
{
    Ready,

    /// <summary>It cannot be reached, or has no time for one small query.</summary>
    OutOfReach,

    /// <summary>Its schema is older than this program.</summary>
    NotMigrated,
}

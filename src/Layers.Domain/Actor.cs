namespace Layers.Domain;

/// <summary>Who stands behind an API key; <c>system</c> is this server deciding by the clock.</summary>
public enum ActorType
{
    Person,
    Agent,
    Service,
    System,
}

/// <summary>Who did something, as it is written beside every decision and in the audit log.</summary>
/// <param name="Name"><c>api_key_&lt;uuid&gt;</c> or <c>system:&lt;job&gt;</c>.</param>
/// <param name="DisplayName">What people call it; null when it has no name of its own.</param>
public sealed record Actor(string Name, ActorType Type, string? DisplayName = null)
{
    public static readonly Actor AutoApprove = new("system:auto_approve", ActorType.System);

    public static readonly Actor Dispatch = new("system:dispatch", ActorType.System);

    public static readonly Actor Outbox = new("system:outbox", ActorType.System);

    public static readonly Actor AuditSeal = new("system:audit_seal", ActorType.System);

    public static readonly Actor Webhooks = new("system:webhooks", ActorType.System);

    public static readonly Actor Retention = new("system:retention", ActorType.System);

    public static readonly Actor Operator = new("system:operator", ActorType.System);

    public static Actor ForKey(ApiKeyId key, ActorType type, string? name) => new($"api_key_{key.Value:D}", type, name);
}

using Layers.Domain;

namespace Layers.Application;

/// <summary>
/// Names a list and what it is a list of. A cursor carries it, so that another list does not take the cursor for a place of its own.
/// </summary>
public sealed record ListKey(string Name, Guid Of)
{
    public static ListKey Projects(OrganizationId of) => new("projects", of.Value);

    public static ListKey ApiKeys(OrganizationId of) => new("apiKeys", of.Value);

    public static ListKey AuditLog(OrganizationId of) => new("auditLog", of.Value);

    public static ListKey Events(OrganizationId of) => new("events", of.Value);

    public static ListKey WebhookEndpoints(OrganizationId of) => new("webhookEndpoints", of.Value);

    public static ListKey WebhookDeliveries(WebhookEndpointId of) => new("webhookDeliveries", of.Value);

    public static ListKey Content(ProjectId of) => new("content", of.Value);

    public static ListKey ScheduledPosts(ProjectId of) => new("scheduledPosts", of.Value);

    public static ListKey SocialAccounts(ProjectId of) => new("socialAccounts", of.Value);
}

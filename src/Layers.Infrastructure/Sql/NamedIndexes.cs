namespace Layers.Infrastructure.Sql;

/// <summary>
/// Conditions that always hold, each that of one index. Only a statement that says one can use that index, whatever PostgreSQL believes of the data: of a
/// hundred thousand projects it expects hardly a row in each, and then any index seems as good as the one that was made for the statement.
/// </summary>
internal static class NamedIndexes
{
    public const string ContentListed = "creative_type <> 'containers_listed'";

    public const string ContentListedByStatus = "creative_type <> 'containers_listed_by_status'";

    public const string ContentListedByApproval = "creative_type <> 'containers_listed_by_approval'";

    public const string ContentDecided = "creative_type <> 'containers_decided'";

    public const string AuditListed = "actor_type <> 'audit_log_listed'";

    public const string QueuedPostsOfContainers = "mode <> 'scheduled_posts_queued_of_containers'";

    public const string PostsOfContainers = "mode <> 'scheduled_posts_of_containers'";
}

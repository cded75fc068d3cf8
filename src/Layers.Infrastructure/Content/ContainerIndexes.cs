namespace Layers.Infrastructure.Content;

/// <summary>
/// Conditions that always hold, each that of one index. A statement that says one can be answered by no other of them, whatever PostgreSQL believes of
/// the data: of a hundred thousand projects it expects hardly a row in each, and then any index seems as good as the one that was made for the list.
/// </summary>
internal static class ContainerIndexes
{
    public const string Newest = "creative_type <> 'containers_newest'";

    public const string NewestByStatus = "creative_type <> 'containers_newest_by_status'";

    public const string NewestByApproval = "creative_type <> 'containers_newest_by_approval'";

    public const string NewestByKind = "creative_type <> 'containers_newest_by_kind'";

    public const string Decided = "creative_type <> 'containers_decided_by_approval'";
}

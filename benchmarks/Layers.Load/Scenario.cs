namespace Layers.Load;

/// <summary>One kind of request.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Sends">What <c>drive.lua</c> makes of it: read, approve, once, caption, policy.</param>
/// <param name="Targets">Selects path, organization: whom the requests concern. One line of the target file a row.</param>
/// <param name="Goal">The least share of the bare server's requests a second that is aimed at; null where there is nothing to compare.</param>
internal sealed record Scenario(string Name, string Sends, string Targets, double? Goal)
{
    private const int Sample = 50_000;

    /// <summary>Each target is good for one request, so that they have to be made good again before every run.</summary>
    public bool Consumes => Sends is "approve" or "once";

    public bool Writes => Sends != "read";

    private const string Policies = "select '/v1/projects/prj_' || project_id || '/approval-policy', organization_id from bench.projects order by md5(n::text)";

    // A fifth of the requests goes to the project with a fifth of the containers.
    private const string FirstPages =
        """
        select '/v1/projects/prj_' || project_id || '/content?status=completed&limit=25', organization_id
        from (select * from bench.projects union all select p.* from bench.projects p, generate_series(1, 249) where p.n = 0) p order by random()
        """;

    private static readonly string Containers =
        $"select '/v1/content/cnt_' || container_id, organization_id from containers where status = 'completed' order by md5(container_id::text) limit {Sample}";

    private static readonly string Uploaded =
        $"""
         select '/v1/content/cnt_' || container_id, organization_id from containers
         where status = 'completed' and creative_type = 'uploaded' order by md5(container_id::text) limit {Sample}
         """;

    private const string Pending =
        """
        select '/v1/content/cnt_' || container_id || '/approve', organization_id from containers
        where status = 'completed' and approval_status = 'pending' order by md5(container_id::text)
        """;

    /// <summary>What ours is compared by with the bare server.</summary>
    public static readonly IReadOnlyList<Scenario> Compared =
    [
        new("GET policy", "read", Policies, Goal: 0.80),
        new("GET container", "read", Containers, Goal: 0.70),
        new("GET list, 25 rows", "read", FirstPages, Goal: 0.90),
        new("POST approve", "approve", Pending, Goal: 0.65),
        new("POST approve, idempotency key", "once", Pending, Goal: null),
        new("PATCH caption", "caption", Uploaded, Goal: 0.65),
        new("PATCH policy", "policy", Policies, Goal: 0.65),
    ];

    /// <summary>The largest project's list at one place, for comparing places and sizes with each other.</summary>
    public static Scenario PageOfLargest(string name, string? cursor) =>
        new(
            name,
            "read",
            $"select '/v1/projects/prj_' || project_id || '/content?limit=25{(cursor is null ? "" : $"&cursor={cursor}")}', organization_id from bench.projects where n = 0",
            Goal: null);
}

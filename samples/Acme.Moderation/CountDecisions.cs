using Layers.Application.Seams;
using Layers.Infrastructure.Sql;

namespace Acme.Moderation;

/// <summary>Counts decisions a project, in the transaction that makes them: the count is never wrong.</summary>
public sealed class CountDecisions(Db db) : IDecisionObserver
{
    private const string AddToCount =
        """
        insert into acme.decision_counts (organization_id, project_id, approved, rejected)
        values (@organization, @project, @approved, @rejected)
        on conflict (organization_id, project_id) do update
        set approved = decision_counts.approved + excluded.approved, rejected = decision_counts.rejected + excluded.rejected
        """;

    public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken)
    {
        var approved = decided.Count(one => one.Container.ApprovalStatus == Layers.Domain.Content.ApprovalStatus.Approved);
        db.Write(AddToCount, new
        {
            organization = decided[0].Container.Organization.Value,
            project = decided[0].Container.Project.Value,
            approved,
            rejected = decided.Count - approved,
        });
        return Task.CompletedTask;
    }
}

using Layers.Application.Keys;
using Layers.Application.Organizations;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Organizations;

internal sealed class OrganizationRepository(Db db) : IOrganizations
{
    private const string Select = "select organization_id, name, environment, status, created_at, suspended_at from organizations";

    private const string SelectAll = $"{Select} order by name, organization_id";

    public async Task<IReadOnlyList<OrganizationView>> List(CancellationToken cancellationToken)
    {
        var rows = await db.Many<Row>(SelectAll, new { }, cancellationToken);
        return [.. rows.Select(row => row.ToView())];
    }

    private const string Insert =
        """
        insert into organizations (organization_id, name, environment, created_at) values (@id, @name, @environment, @now)
        on conflict (name) do nothing
        """;

    public void Add(OrganizationId id, string name, OrganizationEnvironment environment, Instant now) =>
        db.Write(Insert, new { id = id.Value, name, environment = environment.ToWord(), now });

    // Nobody keeps an organization from having another's id for a name; the id goes first.
    private const string SelectOne = $"{Select} where organization_id = @id or name = @name order by organization_id = @id desc limit 1";

    public async Task<OrganizationView> Find(string nameOrId, CancellationToken cancellationToken)
    {
        var id = Id.TryParse<OrganizationId>(nameOrId, out var parsed) ? parsed.Value : Guid.Empty;
        var row = await db.One<Row>(SelectOne, new { id, name = nameOrId }, cancellationToken);
        return row?.ToView() ?? throw DomainException.NotFound(OrganizationId.Noun);
    }

    private const string UpdateToSuspended =
        "update organizations set status = 'suspended', suspended_at = @now where organization_id = @organization and status = 'active'";

    public async Task<bool> Suspend(OrganizationId organization, Instant now, CancellationToken cancellationToken) =>
        await db.Execute(UpdateToSuspended, new { organization = organization.Value, now }, cancellationToken) > 0;

    // What acts for an active organization holds a share of its row. Nobody takes one any more once the suspension is committed, so this ends.
    private const string LockForUpdate = "select organization_id from organizations where organization_id = @organization for update";

    public Task WaitForWork(OrganizationId organization, CancellationToken cancellationToken) =>
        db.One<Guid>(LockForUpdate, new { organization = organization.Value }, cancellationToken);

    private const string UpdateToActive =
        """
        update organizations set status = 'active', suspended_at = null, resumed_at = @now + make_interval(secs => clock_offset_seconds)
        where organization_id = @organization and status = 'suspended'
        """;

    public async Task<bool> Resume(OrganizationId organization, Instant now, CancellationToken cancellationToken) =>
        await db.Execute(UpdateToActive, new { organization = organization.Value, now }, cancellationToken) > 0;

    private const string LockStatus = "select status from organizations where organization_id = @organization for key share";

    public async Task DemandActive(OrganizationId organization, CancellationToken cancellationToken)
    {
        var status = await db.One<string>(LockStatus, new { organization = organization.Value }, cancellationToken);
        if (status == OrganizationStatus.Suspended.ToWord())
            throw CallerAccess.SwitchedOff("organization");
    }

    private sealed record Row
    {
        public Guid OrganizationId { get; init; }

        public string Name { get; init; } = "";

        public string Environment { get; init; } = "";

        public string Status { get; init; } = "";

        public Instant CreatedAt { get; init; }

        public Instant? SuspendedAt { get; init; }

        public OrganizationView ToView() =>
            new(
                new OrganizationId(OrganizationId),
                Name,
                Words.Parse<OrganizationEnvironment>(Environment),
                Words.Parse<OrganizationStatus>(Status),
                CreatedAt,
                SuspendedAt);
    }
}

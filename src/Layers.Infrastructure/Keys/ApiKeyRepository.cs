using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Keys;

internal sealed class ApiKeyRepository(Db db, CredentialCache cache) : IApiKeys
{
    private const string SelectOrganization =
        "select organization_id, name, environment, created_at from organizations where name = @name or organization_id = @id";

    public async Task<Organization?> FindOrganization(string nameOrId, CancellationToken cancellationToken)
    {
        Guid? id = Id.TryParse<OrganizationId>(nameOrId, out var parsed) ? parsed.Value : null;
        var row = await db.One<OrganizationRow>(SelectOrganization, new { name = nameOrId, id }, cancellationToken);
        return row is null
            ? null
            : new Organization(new OrganizationId(row.OrganizationId), row.Name, Words.Parse<OrganizationEnvironment>(row.Environment), row.CreatedAt);
    }

    private const string InsertOrganization =
        """
        insert into organizations (organization_id, name, environment, created_at) values (@id, @name, @environment, @createdAt)
        on conflict (name) do nothing
        """;

    public void AddOrganization(Organization organization) =>
        db.Write(InsertOrganization, new
        {
            id = organization.Id.Value,
            name = organization.Name,
            environment = organization.Environment.ToWord(),
            createdAt = organization.CreatedAt,
        });

    private const string InsertKey =
        """
        insert into api_keys (api_key_id, organization_id, key_id, secret_hash, name, scopes, tier, actor_type, created_at)
        values (@id, @organization, @keyId, @secretHash, @name, @scopes, @tier, @actorType, @createdAt)
        """;

    public void Add(ApiKey key, byte[] secretHash) =>
        db.Write(InsertKey, new
        {
            id = key.Id.Value,
            organization = key.Organization.Value,
            keyId = key.KeyId,
            secretHash,
            name = key.Name,
            scopes = key.Scopes.ToArray(),
            tier = key.Tier.ToWord(),
            actorType = key.ActorType.ToWord(),
            createdAt = key.CreatedAt,
        });

    private const string SelectKeys =
        """
        select k.api_key_id, k.organization_id, o.name as organization_name, o.environment, o.status as organization_status, o.clock_offset_seconds, k.key_id, k.secret_hash,
          k.name, k.scopes, k.tier, k.actor_type, k.status, k.created_at, k.killed_at
        from api_keys k join organizations o on o.organization_id = k.organization_id
        """;

    private const string SelectAllKeys = $"{SelectKeys} order by k.created_at, k.api_key_id";

    public async Task<IReadOnlyList<ApiKeyView>> List(CancellationToken cancellationToken)
    {
        var rows = await db.Many<KeyRow>(SelectAllKeys, new { }, cancellationToken);
        return [.. rows.Select(row => row.ToView())];
    }

    private const string LockKey = $"{SelectKeys} where k.api_key_id = @id for update of k";

    private const string KillKey = "update api_keys set status = 'killed', killed_at = @now where api_key_id = @id and status = 'active'";

    public async Task<ApiKeyView?> Kill(ApiKeyId id, Instant now, CancellationToken cancellationToken)
    {
        var row = await db.One<KeyRow>(LockKey, new { id = id.Value }, cancellationToken);
        if (row is not null)
            db.Write(KillKey, new { id = id.Value, now });
        return row?.ToView();
    }

    private const string UpdateClock =
        """
        update organizations set clock_offset_seconds = clock_offset_seconds + @seconds
        where organization_id = @organization and environment = 'test'
        returning clock_offset_seconds
        """;

    public async Task<Duration> TurnClock(OrganizationId organization, Duration by, CancellationToken cancellationToken)
    {
        var arguments = new { organization = organization.Value, seconds = (long)by.TotalSeconds };
        var seconds = await db.One<long>(UpdateClock, arguments, cancellationToken);
        cache.Clear();
        return Duration.FromSeconds(seconds);
    }

    private const string SelectByKeyId = $"{SelectKeys} where k.key_id = @keyId";

    public async ValueTask<Credential?> FindCredential(string keyId, CancellationToken cancellationToken)
    {
        if (cache.TryGet(keyId, out var cached))
            return cached;
        var asked = cache.Now;
        var row = await db.One<KeyRow>(SelectByKeyId, new { keyId }, cancellationToken);
        return row is null ? null : cache.Keep(keyId, row.ToCredential(), asked);
    }

    private sealed record OrganizationRow
    {
        public Guid OrganizationId { get; init; }

        public string Name { get; init; } = "";

        public string Environment { get; init; } = "";

        public Instant CreatedAt { get; init; }
    }

    private sealed record KeyRow
    {
        public Guid ApiKeyId { get; init; }

        public Guid OrganizationId { get; init; }

        public string OrganizationName { get; init; } = "";

        public string Environment { get; init; } = "";

        public string OrganizationStatus { get; init; } = "";

        public long ClockOffsetSeconds { get; init; }

        public string KeyId { get; init; } = "";

        public byte[] SecretHash { get; init; } = [];

        public string Name { get; init; } = "";

        public string[] Scopes { get; init; } = [];

        public string Tier { get; init; } = "";

        public string ActorType { get; init; } = "";

        public string Status { get; init; } = "";

        public Instant CreatedAt { get; init; }

        public Instant? KilledAt { get; init; }

        public ApiKeyView ToView() =>
            new(
                new ApiKeyId(ApiKeyId),
                new OrganizationId(OrganizationId),
                OrganizationName,
                Words.Parse<OrganizationEnvironment>(Environment),
                KeyId,
                Name,
                Scopes,
                Words.Parse<RateLimitTier>(Tier),
                Words.Parse<ActorType>(ActorType),
                Words.Parse<ApiKeyStatus>(Status),
                CreatedAt,
                KilledAt);

        public Credential ToCredential() =>
            new(
                new ApiKeyId(ApiKeyId),
                KeyId,
                new OrganizationId(OrganizationId),
                OrganizationName,
                SecretHash,
                Words.Parse<OrganizationEnvironment>(Environment),
                Scopes,
                Words.Parse<RateLimitTier>(Tier),
                Words.Parse<ActorType>(ActorType),
                IsKilled: Status == ApiKeyStatus.Killed.ToWord(),
                IsOrganizationSuspended: OrganizationStatus == "suspended",
                Duration.FromSeconds(ClockOffsetSeconds));
    }
}

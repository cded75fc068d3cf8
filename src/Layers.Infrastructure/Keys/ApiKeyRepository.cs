using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Keys;

internal sealed class ApiKeyRepository(Db db, CredentialCache cache) : IApiKeys
{
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
            name = key.State.Name,
            scopes = key.State.Scopes.ToArray(),
            tier = key.State.Tier.ToWord(),
            actorType = key.State.ActorType.ToWord(),
            createdAt = key.State.CreatedAt,
        });

    private const string Columns =
        """
        k.api_key_id, k.organization_id, o.name as organization_name, o.environment, o.status as organization_status, o.clock_offset_seconds, k.key_id, k.secret_hash,
          k.name, k.scopes, k.tier, k.actor_type, k.created_at, k.last_used_at, k.rotated_at, k.killed_at, k.deleted_at
        """;

    internal const string SelectKeys = $"select {Columns} from api_keys k join organizations o on o.organization_id = k.organization_id";

    private const string SelectKey = $"{SelectKeys} where k.organization_id = @organization and k.api_key_id = @id";

    public Task<ApiKeyState> Get(OrganizationId organization, ApiKeyId id, CancellationToken cancellationToken) =>
        Find(SelectKey, organization, id, cancellationToken);

    private const string LockKey = $"{SelectKey} for update of k";

    public async Task<ApiKey> GetForUpdate(OrganizationId organization, ApiKeyId id, CancellationToken cancellationToken) =>
        new(await Find(LockKey, organization, id, cancellationToken));

    private async Task<ApiKeyState> Find(string sql, OrganizationId organization, ApiKeyId id, CancellationToken cancellationToken)
    {
        var row = await db.One<ApiKeyRow>(sql, new { organization = organization.Value, id = id.Value }, cancellationToken);
        return row?.ToState() ?? throw DomainException.NotFound(ApiKeyId.Noun);
    }

    private const string SelectKeysOfOrganization = "select k.* from api_keys k where k.organization_id = @organization";

    private static readonly KeysetList Newest = new(SelectKeysOfOrganization, "created_at", "api_key_id");

    public async Task<IReadOnlyList<ApiKeyState>> List(OrganizationId organization, KeyFilter filter, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = organization.Value,
            afterTime = filter.After?.CreatedAt,
            afterId = filter.After?.Id,
            take = filter.Limit + 1,
        };
        return [.. (await db.Many<ApiKeyRow>(ListSql(filter), arguments, cancellationToken)).Select(row => row.ToState())];
    }

    private static string ListSql(KeyFilter filter)
    {
        var page = Newest.Page(filter.Statuses.Order().Select(Condition), filter.After);
        return $"select {Columns} from ({page}) k join organizations o on o.organization_id = k.organization_id order by k.created_at desc, k.api_key_id desc";
    }

    // As the conditions of an index each.
    private static string Condition(ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Active => " and killed_at is null",
        ApiKeyStatus.Killed => " and killed_at is not null and deleted_at is null",
        _ => " and deleted_at is not null",
    };

    private const string SelectAllKeys = $"{SelectKeys} order by k.created_at, k.api_key_id";

    public async Task<IReadOnlyList<ListedKey>> ListAll(CancellationToken cancellationToken)
    {
        var rows = await db.Many<ApiKeyRow>(SelectAllKeys, new { }, cancellationToken);
        return [.. rows.Select(row => new ListedKey(row.OrganizationName, row.ToState()))];
    }

    private const string SelectOwner = "select organization_id from api_keys where api_key_id = @id";

    public async Task<OrganizationId?> FindOwner(ApiKeyId id, CancellationToken cancellationToken) =>
        await db.One<Guid?>(SelectOwner, new { id = id.Value }, cancellationToken) is { } owner ? new OrganizationId(owner) : null;

    private const string SelectHasKeys = "select exists (select from api_keys)";

    public Task<bool> HasKeys(CancellationToken cancellationToken) => db.One<bool>(SelectHasKeys, new { }, cancellationToken);

    private const string UpdateKey =
        """
        update api_keys set status = @status, killed_at = @killedAt, deleted_at = @deletedAt
        where organization_id = @organization and api_key_id = @id
        """;

    // A deleted key is stored as a killed one with the time of its deletion, so that nodes which know nothing of deleting refuse it too.
    public void Save(ApiKey key)
    {
        db.Update(UpdateKey, new
        {
            organization = key.Organization.Value,
            id = key.Id.Value,
            status = (key.State.KilledAt is null ? ApiKeyStatus.Active : ApiKeyStatus.Killed).ToWord(),
            killedAt = key.State.KilledAt,
            deletedAt = key.State.DeletedAt,
        });
        db.AfterCommit(cache.Clear);
    }

    private const string UpdateText =
        """
        update api_keys set key_id = @keyId, secret_hash = @secretHash, rotated_at = @rotatedAt
        where organization_id = @organization and api_key_id = @id
        """;

    public void SaveRotated(ApiKey key, byte[] secretHash)
    {
        db.Update(UpdateText, new
        {
            organization = key.Organization.Value,
            id = key.Id.Value,
            keyId = key.KeyId,
            secretHash,
            rotatedAt = key.State.RotatedAt,
        });
        db.AfterCommit(cache.Clear);
    }

    // Several nodes write down the same keys: rows are locked in the order of their ids, so that none waits for one who waits for it.
    private const string UpdateUses =
        """
        with held as (
          select k.api_key_id, u.used_at
          from api_keys k join unnest(@ids, @times) as u (api_key_id, used_at) on u.api_key_id = k.api_key_id
          order by k.api_key_id
          for no key update of k)
        update api_keys k set last_used_at = greatest(k.last_used_at, held.used_at)
        from held
        where k.api_key_id = held.api_key_id
        """;

    public Task SaveUses(IReadOnlyCollection<KeyValuePair<ApiKeyId, Instant>> uses, CancellationToken cancellationToken) =>
        db.Execute(
            UpdateUses,
            new { ids = uses.Select(use => use.Key.Value).ToArray(), times = uses.Select(use => use.Value).ToArray() },
            cancellationToken);

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
        db.AfterCommit(cache.Clear);
        return Duration.FromSeconds(seconds);
    }

    private const string SelectByKeyId = $"{SelectKeys} where k.key_id = @keyId";

    public async ValueTask<Credential?> FindCredential(string keyId, CancellationToken cancellationToken)
    {
        if (cache.TryGet(keyId, out var cached))
            return cached;
        var asked = cache.Ask();
        var row = await db.One<ApiKeyRow>(SelectByKeyId, new { keyId }, cancellationToken);
        if (row is not null)
            return cache.Keep(keyId, row.ToCredential(), asked);
        cache.Forget(keyId, asked);
        return null;
    }
}

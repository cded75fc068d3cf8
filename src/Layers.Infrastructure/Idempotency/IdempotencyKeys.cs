using Layers.Application.Ports;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;
using Npgsql;

namespace Layers.Infrastructure.Idempotency;

internal sealed class IdempotencyKeys(Db db, ICaller caller) : IIdempotencyKeys
{
    private const string SelectHash =
        """
        select request_hash
        from idempotency_keys
        where organization_id = @organization and api_key_id = @apiKey and key = @key and created_at > @expired
        """;

    public async Task DemandNoOther(IdempotentAttempt attempt, Instant now, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = caller.Organization.Value,
            apiKey = caller.ApiKey!.Value.Value,
            key = attempt.Key,
            expired = now - IIdempotencyKeys.Kept,
        };
        if (await db.One<byte[]>(SelectHash, arguments, cancellationToken) is { } hash)
            DemandSame(hash, attempt);
    }

    private static void DemandSame(byte[] hash, IdempotentAttempt attempt)
    {
        if (!hash.AsSpan().SequenceEqual(attempt.RequestHash))
            throw new DomainException(ErrorKind.IdempotencyConflict, "This Idempotency-Key was used with another request.");
    }

    // Inserting waits for a twin whose transaction is open: if it commits, nothing is returned; if it rolls back, the key is ours.
    private const string ClaimKey =
        """
        insert into idempotency_keys (organization_id, api_key_id, key, request_hash, created_at)
        values (@organization, @apiKey, @key, @requestHash, @now)
        on conflict (organization_id, api_key_id, key) do update
          set request_hash = excluded.request_hash, answer = null, created_at = excluded.created_at
          where idempotency_keys.created_at <= @expired
        returning true
        """;

    public async Task<bool> Claim(IdempotentAttempt attempt, Instant now, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            organization = caller.Organization.Value,
            apiKey = caller.ApiKey!.Value.Value,
            key = attempt.Key,
            requestHash = attempt.RequestHash,
            now,
            expired = now - IIdempotencyKeys.Kept,
        };
        try
        {
            return await db.One<bool>(ClaimKey, arguments, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DomainException(ErrorKind.StillRunning, "A request with this Idempotency-Key is still running.");
        }
    }

    private const string KeepAnswer =
        """
        update idempotency_keys set answer = @answer
        where organization_id = @organization and api_key_id = @apiKey and key = @key
        """;

    public T Keep<T>(IdempotentAttempt attempt, T answer)
    {
        db.Update(KeepAnswer, new
        {
            organization = caller.Organization.Value,
            apiKey = caller.ApiKey!.Value.Value,
            key = attempt.Key,
            answer = new Json(StoredJson.Write(answer)),
        });
        return answer;
    }

    private const string SelectFirst =
        """
        select request_hash, answer
        from idempotency_keys
        where organization_id = @organization and api_key_id = @apiKey and key = @key
        """;

    public async Task<T> GetFirst<T>(IdempotentAttempt attempt, CancellationToken cancellationToken)
    {
        var arguments = new { organization = caller.Organization.Value, apiKey = caller.ApiKey!.Value.Value, key = attempt.Key };
        var row = await db.One<Row>(SelectFirst, arguments, cancellationToken)
            ?? throw new DomainException(ErrorKind.StillRunning, "This Idempotency-Key has just expired; send the request again.");
        // Before the response is read: another request's may be of another type.
        DemandSame(row.RequestHash, attempt);
        return StoredJson.TryRead<T>(row.Answer, out var answer) ? answer : throw CannotBeRepeated();
    }

    // Kept by another version of the server, whose responses had another shape. Running the request again would do it twice.
    private static DomainException CannotBeRepeated() =>
        new(
            ErrorKind.Conflict,
            "This request was carried out before an upgrade of the server, and its answer cannot be repeated. Read what it changed instead.");

    // By the index of the times, and no further than the batch goes: one organization's keys are not walked to find another's.
    private const string SelectExpired =
        "select organization_id, api_key_id, key from idempotency_keys where created_at <= @expired order by created_at limit @atMost";

    // Asks for the age again: a key may have been claimed in the meantime. One that is being claimed at this moment is passed over.
    private const string DeleteExpired =
        """
        delete from idempotency_keys k
        using (
          select o.api_key_id, o.key
          from idempotency_keys o join unnest(@apiKeys, @keys) as e (api_key_id, key) on o.api_key_id = e.api_key_id and o.key = e.key
          where o.organization_id = @organization and o.created_at <= @expired
          for update of o skip locked) old
        where k.organization_id = @organization and k.api_key_id = old.api_key_id and k.key = old.key
        """;

    public async Task<int> ForgetExpired(Instant now, int atMost, CancellationToken cancellationToken)
    {
        var expired = now - IIdempotencyKeys.Kept;
        var found = await db.Many<(Guid Organization, Guid ApiKey, string Key)>(SelectExpired, new { expired, atMost }, cancellationToken);
        var forgotten = 0;
        foreach (var keys in found.GroupBy(key => key.Organization))
        {
            var arguments = new
            {
                organization = keys.Key,
                apiKeys = keys.Select(key => key.ApiKey).ToArray(),
                keys = keys.Select(key => key.Key).ToArray(),
                expired,
            };
            forgotten += await db.Execute(DeleteExpired, arguments, cancellationToken);
        }

        return forgotten;
    }

    private sealed record Row
    {
        public byte[] RequestHash { get; init; } = [];

        public string Answer { get; init; } = "";
    }
}

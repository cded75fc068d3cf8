using NodaTime;

namespace Layers.Application.Ports;

/// <summary>The responses that were sent, by API key and idempotency key, for <see cref="Kept"/>.</summary>
public interface IIdempotencyKeys
{
    static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>Refuses a key that was used with another request, before anything is done. Only <see cref="Claim"/> makes sure that nothing runs twice.</summary>
    /// <exception cref="Domain.DomainException"><see cref="Domain.ErrorKind.IdempotencyConflict"/></exception>
    Task DemandNoOther(IdempotentAttempt attempt, Instant now, CancellationToken cancellationToken);

    /// <summary>
    /// True when this transaction now owns the key. False when the request was carried out before. While a twin's transaction is open this waits,
    /// and gives up with <see cref="Domain.ErrorKind.StillRunning"/>.
    /// </summary>
    Task<bool> Claim(IdempotentAttempt attempt, Instant now, CancellationToken cancellationToken);

    /// <summary>Writes the response beside the claimed key, to be committed with the command, and hands it on.</summary>
    T Keep<T>(IdempotentAttempt attempt, T answer);

    /// <summary>Returns the response that the same request got before.</summary>
    /// <exception cref="Domain.DomainException"><see cref="Domain.ErrorKind.IdempotencyConflict"/>: the key was used with another request.</exception>
    Task<T> GetFirst<T>(IdempotentAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Forgets up to <paramref name="atMost"/> keys older than <see cref="Kept"/> and returns how many there were.</summary>
    Task<int> ForgetExpired(Instant now, int atMost, CancellationToken cancellationToken);
}

using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Pipeline;

/// <summary>
/// Runs a command once per idempotency key. The key is claimed inside the command's own transaction, and the response is kept beside it:
/// both are committed with the change or not at all. A twin waits on the key's row until the first has ended. The key belongs to the first command of a
/// request that succeeds: later ones, and those that observers send after the commit, run without it.
/// </summary>
public sealed class IdempotencyBehavior<TCommand, TAnswer>(ICaller caller, IIdempotencyKeys keys, IClock clock) : IPipelineBehavior<TCommand, TAnswer>
    where TCommand : ICommand<TAnswer>
{
    public async Task<TAnswer> Handle(TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        if (caller.Idempotency is not { } attempt)
            return await next();
        if (attempt.IsSpent)
            return attempt.WasReplayed ? throw CannotBeRepeated() : await next();

        var answer = await RunOnce(attempt, next, cancellationToken);
        attempt.IsSpent = true;
        return answer;
    }

    private async Task<TAnswer> RunOnce(IdempotentAttempt attempt, RequestHandlerDelegate<TAnswer> next, CancellationToken cancellationToken)
    {
        if (await keys.Claim(attempt, clock.Now(), cancellationToken))
            return keys.Keep(attempt, await next());

        var first = await keys.GetFirst<TAnswer>(attempt, cancellationToken);
        attempt.WasReplayed = true;
        return first;
    }

    // The first sending may have run this one too, and no record says so.
    private static DomainException CannotBeRepeated() =>
        DomainException.Conflict("This request was carried out before, at least in part, and cannot be repeated. Read what it changed instead.");
}

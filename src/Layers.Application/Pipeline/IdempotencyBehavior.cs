using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Pipeline;

/// <summary>
/// Runs a command once per idempotency key. The key is claimed inside the command's own transaction, and the response is kept beside it:
/// both are committed with the change or not at all. A twin waits on the key's row until the first has ended.
/// </summary>
public sealed class IdempotencyBehavior<TCommand, TAnswer>(ICaller caller, IIdempotencyKeys keys, IClock clock) : IPipelineBehavior<TCommand, TAnswer>
    where TCommand : ICommand<TAnswer>
{
    public async Task<TAnswer> Handle(TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        if (caller.Idempotency is not { } attempt)
            return await next();

        if (await keys.Claim(attempt, clock.Now(), cancellationToken))
            return keys.Keep(attempt, await next());

        var first = await keys.GetFirst<TAnswer>(attempt, cancellationToken);
        attempt.WasReplayed = true;
        return first;
    }
}

using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Idempotency;

/// <summary>Forgets idempotency keys that nobody can replay any more. Returns how many.</summary>
public sealed record ForgetIdempotencyKeys : IRequest<int>;

public sealed class ForgetIdempotencyKeysHandler(IIdempotencyKeys keys, IClock clock) : IRequestHandler<ForgetIdempotencyKeys, int>
{
    private const int AtOnce = 1_000;

    public Task<int> Handle(ForgetIdempotencyKeys request, CancellationToken cancellationToken) =>
        keys.ForgetExpired(clock.Now(), AtOnce, cancellationToken);
}

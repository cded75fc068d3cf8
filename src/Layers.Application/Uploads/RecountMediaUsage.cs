using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Uploads;

/// <summary>
/// Counts the bytes of the calling organization's media again, from its containers, and returns the number. It is needed only after servers of a
/// version that did not count have taken uploads. For the operator.
/// </summary>
public sealed record RecountMediaUsage : ICommand<long>;

public sealed class RecountMediaUsageHandler(ICaller caller, IMediaUsage usage, IAuditLog audit, IClock clock) : IRequestHandler<RecountMediaUsage, long>
{
    public async Task<long> Handle(RecountMediaUsage request, CancellationToken cancellationToken)
    {
        var (before, after) = await usage.Recount(caller.Organization, cancellationToken);
        if (before != after)
            audit.Append(new AuditEntry("media_usage.recounted", clock.Now(), Project: null, new { before = new { bytes = before }, after = new { bytes = after } }));
        return after;
    }
}

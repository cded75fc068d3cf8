using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using NodaTime;

namespace Layers.Application.Operation;

/// <summary>Measures how long the oldest work has been waiting, if anybody collects metrics. Always returns zero: there is nothing left to do.</summary>
public sealed record ObserveGate : IRequest<int>;

public sealed class ObserveGateHandler(GateSignals signals, IGateReads gate, ServerClock clock) : IRequestHandler<ObserveGate, int>
{
    public async Task<int> Handle(ObserveGate request, CancellationToken cancellationToken)
    {
        if (!signals.AreAgesWanted)
            return 0;

        var oldest = await gate.FindOldest(cancellationToken);
        var now = clock.Now();
        signals.RecordAges(new GateAges(AgeOf(oldest.Pending, now), AgeOf(oldest.Event, now)));
        return 0;
    }

    private static Duration AgeOf(Instant? since, Instant now) => since is { } begun ? Duration.Max(now - begun, Duration.Zero) : Duration.Zero;
}

/// <summary>The whole server's work at a glance. Test organizations, which turn their own clocks, are left out.</summary>
public interface IGateReads
{
    Task<OldestWork> FindOldest(CancellationToken cancellationToken);
}

/// <param name="Pending">When the oldest container was made that a person could decide now; null when there is none.</param>
/// <param name="Event">When the oldest event happened that has no place in the order yet; null when there is none.</param>
public sealed record OldestWork(Instant? Pending, Instant? Event);

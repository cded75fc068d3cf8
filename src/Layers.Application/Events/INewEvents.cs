using Layers.Domain;

namespace Layers.Application.Events;

/// <summary>Tells those who wait, on every node, that there are new events.</summary>
public interface INewEvents
{
    /// <summary>Wakes everyone who watches one of these organizations.</summary>
    Task Announce(IReadOnlyList<OrganizationId> organizations, CancellationToken cancellationToken);

    /// <summary>Begin to listen before looking: what is announced in between is not missed. Dispose to stop.</summary>
    INewEventsWatch Watch(OrganizationId organization);
}

public interface INewEventsWatch : IDisposable
{
    /// <summary>Returns when something was announced since the watch began or since the last call, when the time is over, or when the server stops.</summary>
    Task Wait(TimeSpan atMost, CancellationToken serverStopping, CancellationToken cancellationToken);
}

using Layers.Domain;

namespace Layers.Application.Ports;

/// <summary>Says when the server begins to stop: requests that only wait then stop waiting.</summary>
public sealed record ServerStopping(CancellationToken Token)
{
    /// <summary>Throws <see cref="ErrorKind.Unavailable"/> once the server has begun to stop.</summary>
    public void DemandRunning()
    {
        if (Token.IsCancellationRequested)
            throw new DomainException(ErrorKind.Unavailable, "The server is stopping; try again soon.");
    }
}

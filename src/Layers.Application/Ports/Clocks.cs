using NodaTime;

namespace Layers.Application.Ports;

/// <summary>The time of this server, for what concerns no organization. Everything else takes <see cref="IClock"/>, which is the caller's.</summary>
public sealed class ServerClock(IClock clock) : IClock
{
    public Instant GetCurrentInstant() => clock.GetCurrentInstant();
}

/// <summary>The time of the calling organization: the server's, moved on by as much as a test organization has turned its own clock.</summary>
public sealed class CallerClock(ServerClock server, CurrentCaller caller) : IClock
{
    public Instant GetCurrentInstant() => server.GetCurrentInstant() + caller.ClockOffset;
}

using Layers.Domain;

namespace Layers.Api.Workers;

/// <summary>Work that lanes do: what it is called, how many lanes it may have, and where there is some.</summary>
internal interface ILaneWork
{
    /// <summary>As it stands in the logs.</summary>
    string Name { get; }

    LaneLimits Limits { get; }

    /// <summary>
    /// Everything that has something due and may have a lane, in the order in which lanes are to be opened. Any number of nodes may ask at the same
    /// time.
    /// </summary>
    Task<IReadOnlyList<DueLane>> Find(int atMost, CancellationToken cancellationToken);
}

/// <param name="Key">What the lane is for: an account, an endpoint.</param>
/// <param name="Round">Takes up a batch and returns how many it took up; zero when nothing is due.</param>
internal sealed record DueLane(OrganizationId Organization, string Key, Func<CancellationToken, Task<int>> Round);

/// <param name="Lanes">How many a node has open at the same time.</param>
/// <param name="LanesOfAKey">How many of them for the same key.</param>
/// <param name="Pause">Between two looks for what is due.</param>
/// <param name="Grace">How long rounds under way may go on when the server stops.</param>
internal sealed record LaneLimits(int Lanes, int LanesOfAKey, TimeSpan Pause, TimeSpan Grace)
{
    /// <summary>How many lanes are kept for organizations that have none.</summary>
    public int Reserve => Lanes / 2;
}

using Layers.Application.Ports;

namespace Layers.Application.Pipeline;

/// <summary>How one organization's backlog is worked off: in batches, each a transaction of its own.</summary>
public static class Backlog
{
    public const int Batch = 1_000;

    /// <summary>Then it is the others' turn: a round of all organizations ends only when its longest piece does.</summary>
    public const int MostInARow = 10 * Batch;

    /// <summary>Takes batches until one is not full, there were enough in a row, or the server stops. Returns the sum of what they returned.</summary>
    public static async Task<int> WorkOff(Func<Task<int>> takeBatch, ServerStopping stopping)
    {
        int done = 0, taken;
        do
        {
            taken = await takeBatch();
            done += taken;
        }
        while (taken == Batch && done < MostInARow && !stopping.Token.IsCancellationRequested);
        return done;
    }
}

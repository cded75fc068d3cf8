using Layers.Application.Keys;

namespace Layers.Infrastructure.Keys;

/// <summary>Look-ups that share statements: one runs at a time, and the next takes everything that has gathered meanwhile.</summary>
/// <param name="lookUp">Finds the credentials of many key ids; those that are no key's are left out.</param>
/// <param name="pause">How long look-ups gather before each statement.</param>
/// <param name="time">Measures the pause.</param>
internal sealed class LookupLane(Func<string[], Task<IReadOnlyDictionary<string, Credential>>> lookUp, TimeSpan pause, TimeProvider time)
{
    private const int MostGathered = 1_000;

    private readonly Lock guard = new();
    private Batch? gathering;
    private bool isRunning;

    /// <summary>Without an answer at once when too many have gathered already. Fails as the database does.</summary>
    public async Task<CredentialLookup> LookUp(string keyId, CancellationToken cancellationToken)
    {
        if (Join(keyId) is not { } batch)
            return CredentialLookup.Refused;
        var found = await batch.Answer.Task.WaitAsync(cancellationToken);
        return new CredentialLookup(IsRefused: false, found.GetValueOrDefault(keyId));
    }

    private Batch? Join(string keyId)
    {
        lock (guard)
        {
            gathering ??= new Batch();
            if (gathering.Callers >= MostGathered)
                return null;
            gathering.Callers++;
            gathering.KeyIds.Add(keyId);
            if (!isRunning)
            {
                isRunning = true;
                _ = Task.Run(Run);
            }

            return gathering;
        }
    }

    private async Task Run()
    {
        while (true)
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time);
            if (TakeGathered() is not { } batch)
                return;
            try
            {
                batch.Answer.SetResult(await lookUp([.. batch.KeyIds]));
            }
            catch (Exception e)
            {
                batch.Answer.SetException(e);
            }
        }
    }

    private Batch? TakeGathered()
    {
        lock (guard)
        {
            var batch = gathering;
            gathering = null;
            isRunning = batch is not null;
            return batch;
        }
    }

    private sealed class Batch
    {
        public int Callers { get; set; }

        public HashSet<string> KeyIds { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IReadOnlyDictionary<string, Credential>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

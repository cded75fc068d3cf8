using Layers.Application.Ports;

namespace Layers.Application.Pipeline;

/// <summary>
/// One round of work that leaves this server. A batch is claimed in one transaction. Its items are sent side by side, with nothing locked and no
/// connection held. What came of each is written down as it comes, in a transaction of its own. If the server dies in between, what was claimed
/// stays claimed until the claim ends; then another round takes it up.
/// </summary>
public sealed class OutgoingRound(IUnitOfWork work)
{
    /// <summary>
    /// Returns how many items were taken up, to be sent or otherwise. An item whose outcome cannot be written down stays claimed, and does not keep
    /// the others from being written down; what failed is thrown at the end.
    /// </summary>
    public async Task<int> Run<TItem, TOutcome>(
        Func<Task<ClaimedBatch<TItem>>> claim, Func<TItem, Task<TOutcome>> send, Func<TItem, TOutcome, Task> writeDown, CancellationToken cancellationToken)
    {
        var claimed = await work.Run(claim, cancellationToken);
        var failures = new List<Exception>();
        await foreach (var attempt in Task.WhenEach(claimed.ToSend.Select(Attempt)).WithCancellation(cancellationToken))
        {
            try
            {
                var (item, outcome) = await attempt;
                await work.Run(() => Done(writeDown(item, outcome)), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? claimed.TakenUp : throw new AggregateException(failures);

        async Task<(TItem Item, TOutcome Outcome)> Attempt(TItem item) => (item, await send(item));
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}

/// <param name="TakenUp">How many items the round dealt with, those included that are not sent.</param>
public sealed record ClaimedBatch<TItem>(IReadOnlyList<TItem> ToSend, int TakenUp);

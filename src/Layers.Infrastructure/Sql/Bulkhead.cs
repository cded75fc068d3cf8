using Layers.Domain;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// Shares the places of a connection pool among organizations, so that one whose requests wait for a lock leaves connections to the others.
/// How many an organization may hold follows from how many are free: the more are taken, the fewer the next one gets, and the later the last is gone.
/// </summary>
/// <param name="places">The connections of the pool.</param>
/// <param name="patience">How long to wait for a place.</param>
/// <param name="options">How many requests may wait, and the share of one organization.</param>
internal sealed class Bulkhead(int places, TimeSpan patience, ConnectionOptions options)
{
    private static readonly Dictionary<string, object?> TryAgain = new() { ["retryAfterSeconds"] = 1 };

    private readonly Lock guard = new();
    private readonly Dictionary<Guid, PlaceShare> shares = [];
    private readonly LinkedList<PlaceShare> queue = [];
    private readonly double heldForEachFree = options.Share / (1 - options.Share);
    private readonly int mostWaitingOfOne = Math.Max(1, (int)(options.MostWaiting * options.Share));
    private int free = places;
    private int waiting;

    /// <summary>
    /// Takes a place; <see cref="Leave"/> gives it back. Fails with <see cref="ErrorKind.TooManyAtOnce"/> when too many requests of the organization
    /// wait already, or when its others were served all the time that this one waited; and as an unreachable database does when too many of all
    /// organizations wait, or when the database served none of its requests in that time.
    /// </summary>
    /// <param name="organization">Null for the server's own statements: they have no share, and go first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask Enter(OrganizationId? organization, CancellationToken cancellationToken)
    {
        if (TakeOrQueue(KeyOf(organization)) is not { } place)
            return;
        try
        {
            await place.Granted.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException e) when (GiveUp(place))
        {
            throw place.Share.IsServers || !place.OthersWereServed
                ? new NpgsqlException("No connection to the database became free in time.", e)
                : TooManyAtOnce();
        }
        catch (OperationCanceledException) when (GiveUp(place))
        {
            throw;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The place was granted at the same moment: the caller has it.
        }
    }

    /// <param name="organization">As it entered.</param>
    /// <param name="wasServed">Whether the connection still works.</param>
    public void Leave(OrganizationId? organization, bool wasServed = true)
    {
        lock (guard)
        {
            var share = shares[KeyOf(organization)];
            share.Held--;
            share.Served += wasServed ? 1 : 0;
            free++;
            ForgetIfIdle(share);
            GrantFreePlaces();
        }
    }

    /// <summary>Null when the place was taken at once.</summary>
    private WaitingPlace? TakeOrQueue(Guid key)
    {
        lock (guard)
        {
            var share = shares.GetValueOrDefault(key) ?? new PlaceShare(key);
            if (share.Waiting.Count == 0 && MayTake(share))
            {
                Take(share);
                shares[key] = share;
                return null;
            }

            DemandRoomToWait(share);
            shares[key] = share;
            return Queue(share);
        }
    }

    private bool MayTake(PlaceShare share) => free > 0 && (share.IsServers || share.Held < heldForEachFree * free);

    private void Take(PlaceShare share)
    {
        share.Held++;
        free--;
    }

    private void DemandRoomToWait(PlaceShare share)
    {
        if (waiting >= options.MostWaiting)
            throw new NpgsqlException("Too many requests wait for a connection to the database.");
        if (!share.IsServers && share.Waiting.Count >= mostWaitingOfOne)
            throw TooManyAtOnce();
    }

    private WaitingPlace Queue(PlaceShare share)
    {
        var place = new WaitingPlace(share);
        share.Waiting.AddLast(place.Node);
        waiting++;
        if (share.Waiting.Count == 1)
            Line(share);
        return place;
    }

    private void Line(PlaceShare share)
    {
        if (share.IsServers)
            queue.AddFirst(share.Node);
        else
            queue.AddLast(share.Node);
    }

    // Organizations take turns. One that holds its share is passed over until it gives back a place of its own.
    private void GrantFreePlaces()
    {
        var node = queue.First;
        while (free > 0 && node is not null)
        {
            var share = node.Value;
            node = node.Next;
            if (!MayTake(share))
                continue;
            GrantFirst(share);
            node = queue.First;
        }
    }

    private void GrantFirst(PlaceShare share)
    {
        var place = share.Waiting.First!.Value;
        Unqueue(place);
        Take(share);
        if (share.Waiting.Count > 0)
        {
            queue.Remove(share.Node);
            Line(share);
        }

        place.Granted.SetResult();
    }

    /// <summary>False when the place has been granted meanwhile.</summary>
    private bool GiveUp(WaitingPlace place)
    {
        lock (guard)
        {
            if (place.Node.List is null)
                return false;
            Unqueue(place);
            ForgetIfIdle(place.Share);
            return true;
        }
    }

    private void Unqueue(WaitingPlace place)
    {
        place.Share.Waiting.Remove(place.Node);
        waiting--;
        if (place.Share.Waiting.Count == 0)
            queue.Remove(place.Share.Node);
    }

    private void ForgetIfIdle(PlaceShare share)
    {
        if (share is { Held: 0, Waiting.Count: 0 })
            shares.Remove(share.Key);
    }

    private static DomainException TooManyAtOnce() =>
        new(ErrorKind.TooManyAtOnce, "This organization has too many requests under way; try again in a moment.", TryAgain);

    private static Guid KeyOf(OrganizationId? organization) => organization?.Value ?? PlaceShare.Servers;
}

namespace Layers.Application.Audit;

/// <summary>Walks a chain from its first row to its head, and stops at the first row that is not as it was sealed.</summary>
/// <param name="state">How far there is to go.</param>
/// <param name="anchor">A seal that was kept elsewhere, or null.</param>
internal sealed class ChainWalk(ChainState state, Seal? anchor)
{
    private BrokenLink? brokenOnTheWay;

    public bool IsUnderWay => brokenOnTheWay is null && Reached.Position < state.Head.Position;

    /// <summary>The last seal that was found in order.</summary>
    public Seal Reached { get; private set; } = Seal.BeforeTheFirst;

    public SealedRow? SealedUpTo { get; private set; }

    public long Checked { get; private set; }

    /// <summary>Of the whole walk, once it is over.</summary>
    public BrokenLink? FirstBroken => brokenOnTheWay ?? FaultOfTheEnd();

    /// <summary>The next links; none when there are no more, although the head has not been reached.</summary>
    public void Take(IReadOnlyList<ChainLink> links)
    {
        if (links.Count == 0)
            brokenOnTheWay = new BrokenLink(Reached.Position + 1, EventId: null, BrokenReason.Missing);
        foreach (var link in links)
        {
            Checked++;
            brokenOnTheWay = FaultOf(link);
            if (brokenOnTheWay is not null)
                return;
            Reached = link.Seal;
            SealedUpTo = new SealedRow(link.Seal.Position, link.Id, link.Row!.OccurredAt, link.Seal.HashText);
        }
    }

    private BrokenLink? FaultOf(ChainLink link)
    {
        var position = Reached.Position + 1;
        if (link.Seal.Position != position)
            return new BrokenLink(position, EventId: null, BrokenReason.Missing);
        if (link.Row is null)
            return new BrokenLink(position, link.Id, BrokenReason.Missing);
        if (!link.IsInPlace || !Same(AuditText.Seal(Reached, link.Row), link.Seal))
            return new BrokenLink(position, link.Id, BrokenReason.Changed);
        return anchor?.Position == position && !Same(anchor, link.Seal) ? new BrokenLink(position, link.Id, BrokenReason.AnchorDiffers) : null;
    }

    private BrokenLink? FaultOfTheEnd()
    {
        if (!Same(Reached, state.Head))
            return new BrokenLink(state.Head.Position, SealedUpTo?.EventId, BrokenReason.NotChained);
        if (state.Highest > state.Head.Position)
            return new BrokenLink(state.Head.Position + 1, EventId: null, BrokenReason.NotChained);
        return anchor?.Position > state.Head.Position ? new BrokenLink(anchor.Position, EventId: null, BrokenReason.AnchorDiffers) : null;
    }

    private static bool Same(Seal one, Seal other) => one.Hash.AsSpan().SequenceEqual(other.Hash);
}

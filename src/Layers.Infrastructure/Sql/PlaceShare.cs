namespace Layers.Infrastructure.Sql;

/// <summary>The places that one organization holds, and waits for.</summary>
internal sealed class PlaceShare
{
    /// <summary>The key of the server's own share.</summary>
    public static readonly Guid Servers = Guid.Empty;

    public PlaceShare(Guid key)
    {
        Key = key;
        Node = new LinkedListNode<PlaceShare>(this);
    }

    public Guid Key { get; }

    public bool IsServers => Key == Servers;

    /// <summary>In the queue of shares while <see cref="Waiting"/> has elements.</summary>
    public LinkedListNode<PlaceShare> Node { get; }

    public int Held { get; set; }

    /// <summary>How many places it gave back whose connection still worked.</summary>
    public long Served { get; set; }

    public LinkedList<WaitingPlace> Waiting { get; } = [];
}

/// <summary>One that waits for a place.</summary>
internal sealed class WaitingPlace
{
    private readonly long servedBefore;

    public WaitingPlace(PlaceShare share)
    {
        Share = share;
        servedBefore = share.Served;
        Node = new LinkedListNode<WaitingPlace>(this);
    }

    public PlaceShare Share { get; }

    /// <summary>Whether the database served others of the same share meanwhile: then it is they who were waited for.</summary>
    public bool OthersWereServed => Share.Served > servedBefore;

    public LinkedListNode<WaitingPlace> Node { get; }

    public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

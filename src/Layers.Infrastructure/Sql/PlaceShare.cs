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

    public LinkedList<WaitingPlace> Waiting { get; } = [];
}

/// <summary>One that waits for a place.</summary>
internal sealed class WaitingPlace
{
    public WaitingPlace(PlaceShare share)
    {
        Share = share;
        Node = new LinkedListNode<WaitingPlace>(this);
    }

    public PlaceShare Share { get; }

    public LinkedListNode<WaitingPlace> Node { get; }

    public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

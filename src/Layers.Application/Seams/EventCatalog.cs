namespace Layers.Application.Seams;

/// <summary>All types of events that the feed and webhooks can have: the built-in ones and those of extensions.</summary>
public sealed class EventCatalog(IReadOnlyList<EventKind> kinds)
{
    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<EventKind> All { get; } = kinds;

    public IReadOnlyList<string> Types { get; } = [.. kinds.Select(kind => kind.Type)];
}

/// <param name="Type">Like <c>content.approved</c>.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Data">The record that is its <c>data</c>.</param>
public sealed record EventKind(string Type, string Summary, Type Data)
{
    public static EventKind Of(Type data)
    {
        var named = EventAttribute.Of(data);
        return new EventKind(named.Type, named.Summary, data);
    }
}

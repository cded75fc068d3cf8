using System.Collections.Concurrent;
using System.Reflection;

namespace Layers.Application.Seams;

/// <summary>
/// On a record: it is what consumers learn when something of this type happens. Its members, in their order and in camel case, are the event's
/// <c>data</c>, a promise to consumers: new ones come last. What stands in the catalog, in the document and in the outbox is read from here.
/// </summary>
/// <param name="type">Like <c>content.approved</c>; an extension begins it with its own name.</param>
/// <param name="summary">One sentence for the document.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventAttribute(string type, string summary) : Attribute
{
    private static readonly ConcurrentDictionary<Type, EventAttribute> Known = new();

    public string Type { get; } = type;

    public string Summary { get; } = summary;

    /// <summary>Throws an <see cref="InvalidOperationException"/> for a record that has none.</summary>
    public static EventAttribute Of(Type record) =>
        Known.GetOrAdd(record, static it => it.GetCustomAttribute<EventAttribute>() ?? throw new InvalidOperationException($"{it.Name} has no [Event]."));
}

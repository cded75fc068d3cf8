using System.Collections.Concurrent;
using Layers.Application.Seams;

namespace Layers.Api.OpenApi;

/// <summary>Which type has which schema of the document. Two types of one name would silently be shown as the first of them.</summary>
internal sealed class TypesBySchema
{
    private readonly ConcurrentDictionary<string, Type> types = new(StringComparer.Ordinal);

    /// <summary>Null for types whose schemas have no name.</summary>
    /// <exception cref="DeclarationException">Another type has the name.</exception>
    public string? NameOf(Type type)
    {
        if (SchemaNames.Of(type) is not { } name)
            return null;
        var first = types.GetOrAdd(name, type);
        return first == type ? name : throw new DeclarationException($"{first.FullName} and {type.FullName} would both be the schema {name} of the API document. Rename one of them.");
    }
}

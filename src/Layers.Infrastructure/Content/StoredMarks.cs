using Layers.Domain.Content;
using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Content;

/// <summary>Marks as they are stored: the JSON of an object, or null where there are none.</summary>
internal static class StoredMarks
{
    public static string? Write(IReadOnlyDictionary<string, string> marks) => marks.Count == 0 ? null : StoredJson.Write(marks);

    public static IReadOnlyDictionary<string, string> Read(string? stored) =>
        stored is null ? ContainerState.NoMarks : StoredJson.Read<Dictionary<string, string>>(stored);
}

using System.Collections.Frozen;

namespace Layers.Domain.Content;

/// <content>Marks: what extensions note of a container, for their gate rules to look at.</content>
public sealed partial class Container
{
    public const int LongestMarkName = 128;

    public const int LongestMark = 1_024;

    /// <summary>Of one extension.</summary>
    public const int MostMarks = 32;

    /// <summary>
    /// Notes <paramref name="value"/> under a name like <c>acme:looked_at</c>, or takes the note away when it is null. Returns false, with nothing
    /// changed, when that is what stands there already. An archived project refuses, and so does a container that has <see cref="MostMarks"/> with what stands in
    /// front of the colon.
    /// </summary>
    public bool Mark(string name, string? value)
    {
        DemandActiveProject();
        if (name.Length is 0 or > LongestMarkName || !name.Contains(':') || value?.Length > LongestMark)
            throw new ArgumentException("A mark has a name with the extension's own and a colon in front, and is a short text.", nameof(name));
        if (State.Marks.GetValueOrDefault(name) == value)
            return false;
        var marks = new Dictionary<string, string>(State.Marks);
        marks.Remove(name);
        if (value is not null)
            marks.Add(name, value);
        if (value is not null && marks.Keys.Count(mark => OwnerOf(mark) == OwnerOf(name)) > MostMarks)
            throw DomainException.Conflict($"Container has {MostMarks} marks of {OwnerOf(name)} and takes no more of them.");
        Change(State with { Marks = marks.ToFrozenDictionary() });
        return true;
    }

    private static string OwnerOf(string mark) => mark[..mark.IndexOf(':')];
}

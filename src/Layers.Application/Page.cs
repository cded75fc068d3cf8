namespace Layers.Application;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, Cursor? Next)
{
    /// <summary>Makes a page of what was read with one row more than the limit: that row only says that there is more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is more than <see cref="PageLimits.Largest"/>, and no list reads as many rows.</exception>
    public static Page<T> Of(IReadOnlyList<T> rows, int limit, Func<T, Cursor> cursorOf)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageLimits.Largest);
        return rows.Count <= limit ? new Page<T>(rows, Next: null) : new Page<T>([.. rows.Take(limit)], cursorOf(rows[limit - 1]));
    }
}

public static class PageLimits
{
    public const int Default = 25;

    public const int Largest = 200;
}

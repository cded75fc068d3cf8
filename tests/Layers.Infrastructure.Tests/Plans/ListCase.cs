using Layers.Application;
using Layers.Domain;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>One way to ask for a list.</summary>
/// <param name="Expected">What it must find, said in the plainest SQL: a column, where it comes from, and the order.</param>
/// <param name="Ranges">Of how many ranges of an index the page is made.</param>
/// <param name="Read">Answers the ids of the page and of the row behind it.</param>
internal sealed record ListCase(string Expected, int Ranges, Func<Db, Task<IEnumerable<Guid>>> Read)
{
    public const int Limit = 10;
    public const int Take = Limit + 1;

    /// <summary>Two words of an open set are looked for together: one is a range of the index, the other is tested in its entries.</summary>
    public bool TestsEntries { get; init; }

    public static Guid Uuid(int n) => Guid.ParseExact($"{n:D32}", "N");

    public static Instant At(int minute) => Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(minute);

    public static string In<TEnum>(string column, IReadOnlyList<TEnum> words)
        where TEnum : struct, Enum => In(column, [.. words.Select(word => word.ToWord())]);

    public static string In(string column, IReadOnlyList<string> words) =>
        words.Count == 0 ? "" : $" and {column} in ({string.Join(", ", words.Select(word => $"'{word}'"))})";

    public static string Is(string column, int? id) => id is { } n ? $" and {column} = '{Uuid(n)}'" : "";
}

/// <summary>From where to where of a list in the order of time.</summary>
internal sealed record Span(Instant? Since = null, Instant? Until = null, Cursor? After = null)
{
    private static readonly Instant Late = ListCase.At(SkewedLists.Rows - 2_000);
    private static readonly Instant Middle = ListCase.At(SkewedLists.Rows / 2);
    private static readonly Instant Early = ListCase.At(2);

    public static readonly Span[] First = [new()];

    public static readonly Span[] Pages = [new(), new(After: Behind(Middle))];

    public static readonly Span[] All =
    [
        .. Pages, new(Since: Middle), new(Until: Middle), new(Since: Early, After: Behind(Middle)), new(Until: Late, After: Behind(Middle)),
        new(Until: Middle, After: Behind(Late)),
    ];

    public string Where(string time, string id) =>
        (Since is null ? "" : $" and {time} >= '{Since}'") + (Until is null ? "" : $" and {time} <= '{Until}'")
        + (After is null ? "" : $" and ({time}, {id}) < ('{After.CreatedAt}', '{After.Id}')") + $" order by {time} desc, {id} desc";

    // With an id in the middle of those that have that time.
    private static Cursor Behind(Instant time) => new(time, Guid.Parse("80000000-0000-0000-0000-000000000000"));
}

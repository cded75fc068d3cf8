using System.Text;
using Layers.Application;
using Layers.Domain;
using NodaTime;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// A list, latest first, whose work is that of its page. Every branch is one range of an index, walked in the list's order and up to its limit, however
/// rare its rows are; under <c>union all</c> they are merged. With <c>any()</c> or <c>or</c> all that lies between them would be walked.
/// </summary>
/// <param name="Rows">Selects from one table, up to the conditions that all branches share.</param>
/// <param name="Time">Leads the order; <paramref name="Id"/> decides among equals.</param>
public sealed record KeysetList(string Rows, string Time, string Id)
{
    /// <summary>
    /// As a number, so that PostgreSQL knows it when it makes a plan for any values: it would expect a tenth of the list, never find that plan the cheaper
    /// one, and plan every time again, which takes longer than the list. No more is read for it than is taken.
    /// </summary>
    public static readonly int LongestPage = PageLimits.Largest + 1;

    private string Latest => $"order by {Time} desc, {Id} desc";

    /// <summary>
    /// A branch for each word that is asked for, or for all there are. Words stand as literals: a plan that is kept knows then how common they are.
    /// </summary>
    public static IEnumerable<string> Branches<TEnum>(string column, IReadOnlyList<TEnum> asked)
        where TEnum : struct, Enum =>
        (asked.Count == 0 ? Enum.GetValues<TEnum>() : asked).Distinct().Order().Select(value => $" and {column} = '{value.ToWord()}'");

    /// <summary>A page of a list without filters of its own.</summary>
    public string Page(Cursor? after, Instant? since = null, Instant? until = null) => Page([""], after, since, until);

    /// <param name="branches">In one order however a filter was written, so that statements do not multiply. None where nothing can match.</param>
    public string Page(IEnumerable<string> branches, Cursor? after, Instant? since = null, Instant? until = null)
    {
        var range = Range(after, since, until);
        string[] walks = [.. branches.Select(branch => $"({Rows}{branch}{range} {Latest} limit {LongestPage})")];
        return walks.Length == 0 ? $"{Rows} and false" : Taken(string.Join(" union all ", walks));
    }

    /// <summary>A page of branches that name <c>asked.type</c>, for words that this program has no enum of, any number of them.</summary>
    public string PageOfEachType(string page) => Taken($"select b.* from unnest(@types) as asked (type) cross join lateral ({page}) b");

    /// <summary>
    /// A page of what belongs to one row of another table. It returns a row with nulls when the parent has none, and no row when there is no such parent:
    /// that tells an empty list from one that does not exist.
    /// </summary>
    /// <param name="columns">What to select, of the parent (<c>f</c>) and of the rows (<paramref name="alias"/>).</param>
    /// <param name="parents">The table that has the parent: <c>projects</c>.</param>
    /// <param name="key">Names the parent in it: <c>project_id = @project</c>.</param>
    /// <param name="alias">Of the rows.</param>
    /// <param name="page">From <c>Page</c>.</param>
    public string Under(string columns, string parents, string key, string alias, string page) =>
        $"""
         select {columns}
         from {parents} f
         left join lateral (
           {page}) {alias} on true
         where f.organization_id = @organization and f.{key}
         order by {alias}.{Time} desc, {alias}.{Id} desc
         """;

    private string Taken(string rows) => $"select * from ({rows}) b {Latest} limit @take";

    // Of two upper bounds only the tighter: given both, PostgreSQL starts at the cursor, and walks its index from there down to an earlier until.
    private string Range(Cursor? after, Instant? since, Instant? until)
    {
        var sql = new StringBuilder();
        if (since is not null)
            sql.Append($" and {Time} >= @since");
        if (after is not null && !(until < after.CreatedAt))
            sql.Append($" and ({Time}, {Id}) < (@afterTime, @afterId)");
        else if (until is not null)
            sql.Append($" and {Time} <= @until");
        return sql.ToString();
    }
}

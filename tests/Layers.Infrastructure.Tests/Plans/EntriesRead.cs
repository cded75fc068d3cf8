using Layers.Infrastructure.Sql;

namespace Layers.Infrastructure.Tests.Plans;

/// <summary>What work reads of a table and its indexes, by PostgreSQL's own account.</summary>
internal static class EntriesRead
{
    private const string SelectEntriesRead =
        """
        select sum(pg_stat_get_xact_tuples_returned(oid))::bigint
        from (select indexrelid from pg_index where indrelid = @table::regclass union all select @table::regclass) read (oid)
        """;

    /// <summary>Does the work in one transaction, and returns how many rows and entries it read.</summary>
    public static Task<(T Found, long EntriesRead)> CountEntries<T>(this Db db, string table, Func<Db, Task<T>> work) =>
        db.Run(
            async () =>
            {
                var before = await Read(db, table);
                var found = await work(db);
                return (found, await Read(db, table) - before);
            },
            CancellationToken.None);

    private static Task<long> Read(Db db, string table) => db.One<long>(SelectEntriesRead, new { table }, CancellationToken.None);
}

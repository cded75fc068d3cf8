using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Layers.Application.Seams;

namespace Layers.Infrastructure.Sql;

/// <summary>One file of numbered SQL. It runs in a transaction unless its first line is <c>-- concurrently</c>.</summary>
internal sealed partial record Migration(string Schema, string Name, string Sql)
{
    private const string ConcurrentMark = "-- concurrently";

    /// <summary>For people: with the schema, unless it is the built-in one.</summary>
    public string FullName => Schema == Migrator.OwnSchema ? Name : $"{Schema}.{Name}";

    /// <summary>Of the whole text, the mark included.</summary>
    public string Checksum { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Whether it builds or drops indexes outside a transaction, while others write.</summary>
    public bool IsConcurrent => Sql.Split('\n')[0].TrimEnd() == ConcurrentMark;

    /// <summary>All migrations of these sources, in their order; of one source by name.</summary>
    /// <exception cref="MigrationException">Two files of a source have one name.</exception>
    public static IReadOnlyList<Migration> All(IEnumerable<MigrationSource> sources)
    {
        List<Migration> all = [.. sources.SelectMany(Of)];
        return all.CountBy(migration => migration.FullName, StringComparer.Ordinal).FirstOrDefault(named => named.Value > 1).Key is { } twice
            ? throw new MigrationException($"There are two migrations {twice}.")
            : all;
    }

    private static IEnumerable<Migration> Of(MigrationSource source) =>
        from resource in source.Assembly.GetManifestResourceNames()
        where resource.EndsWith(".sql", StringComparison.Ordinal)
        orderby resource
        select Read(source, resource);

    private static Migration Read(MigrationSource source, string resource)
    {
        using var reader = new StreamReader(source.Assembly.GetManifestResourceStream(resource)!);
        return new Migration(source.Name, NameOf(resource), reader.ReadToEnd());
    }

    // A resource has the folders of its file in front, and a folder's name does not begin with a digit there. A file without a number has no dots.
    private static string NameOf(string resource) =>
        NumberedName().Match(resource) is { Success: true } numbered ? numbered.Groups["name"].Value : resource.Split('.')[^2];

    [GeneratedRegex(@"(^|\.)(?<name>[0-9].*)\.sql$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NumberedName();

    /// <summary>The statements of a concurrent migration. Each can be repeated, since a run may be interrupted between any two of them.</summary>
    /// <exception cref="MigrationException">A statement is not one of the two forms that can be repeated.</exception>
    public IReadOnlyList<ConcurrentStatement> ConcurrentStatements() =>
    [
        .. from statement in Comment().Replace(Sql, "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select ConcurrentStatementOf(statement),
    ];

    private ConcurrentStatement ConcurrentStatementOf(string statement)
    {
        if (CreateIndex().Match(statement) is { Success: true } create)
            return new ConcurrentStatement(statement, create.Groups["index"].Value);
        if (DropIndex().IsMatch(statement))
            return new ConcurrentStatement(statement, Builds: null);
        throw new MigrationException(
            $"Migration {FullName} runs outside a transaction, so it may only contain \"create index concurrently if not exists\" and \"drop index concurrently if exists\".");
    }

    [GeneratedRegex("--.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^create\s+(unique\s+)?index\s+concurrently\s+if\s+not\s+exists\s+(?<index>[a-z_][a-z0-9_]*)\s+on\s", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex CreateIndex();

    [GeneratedRegex(@"^drop\s+index\s+concurrently\s+if\s+exists\s+[a-z_][a-z0-9_]*$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex DropIndex();
}

/// <param name="Sql">One statement that runs by itself.</param>
/// <param name="Builds">The index that it creates, or null.</param>
internal sealed record ConcurrentStatement(string Sql, string? Builds);

/// <summary>This program cannot migrate the database.</summary>
public sealed class MigrationException(string message) : Exception(message);

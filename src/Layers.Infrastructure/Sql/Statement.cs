using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;

namespace Layers.Infrastructure.Sql;

/// <summary>
/// A statement made ready once: its named arguments become positions, and what reads its rows is kept. With names, Npgsql would go through the
/// whole text at every execution.
/// </summary>
internal sealed partial class Statement
{
    // Lists make a text for each combination of filters; whoever tries them all shall not fill the memory.
    private const int MostKept = 2_000;

    private static readonly ConcurrentDictionary<(string Sql, Type Arguments), Statement> Kept = new();

    private readonly string sql;
    private readonly PropertyInfo[] arguments;
    private Delegate? readRow;

    private Statement(string named, Type arguments)
    {
        var positions = new List<string>();
        sql = Name().Replace(named, name => PositionOf(name.Groups["name"].Value, positions));
        this.arguments = [.. positions.Select(name => arguments.GetProperty(name) ?? throw new ArgumentException($"@{name} has no argument.", nameof(arguments)))];
    }

    public static Statement Of(string sql, object arguments)
    {
        var key = (Sql: sql, Arguments: arguments.GetType());
        if (Kept.TryGetValue(key, out var kept))
            return kept;
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept.GetOrAdd(key, static key => new Statement(key.Sql, key.Arguments));
    }

    public NpgsqlBatchCommand ToCommand(object values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var argument in arguments)
            command.Parameters.Add(SqlTypes.Parameter(argument.PropertyType, argument.GetValue(values)));
        return command;
    }

    /// <summary>What makes a <typeparamref name="T"/> of a row; rows of one statement are always of one shape.</summary>
    public Func<DbDataReader, T> RowReader<T>(DbDataReader reader)
    {
        if (readRow is Func<DbDataReader, T> known)
            return known;
        var parse = reader.GetRowParser(typeof(T));
        Func<DbDataReader, T> made = row => (T)parse(row);
        readRow = made;
        return made;
    }

    private static string PositionOf(string name, List<string> positions)
    {
        var at = positions.IndexOf(name);
        if (at < 0)
        {
            at = positions.Count;
            positions.Add(name);
        }

        return $"${at + 1}";
    }

    [GeneratedRegex("@(?<name>[a-zA-Z_][a-zA-Z0-9_]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}

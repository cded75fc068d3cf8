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
    // Lists make a text for each combination of filters: more than are worth keeping, and more than one caller may push out.
    private static readonly RecentlyUsed<(string Sql, Type Arguments, bool IsCounted), Statement> Kept = new(2_000);

    private readonly string sql;
    private readonly PropertyInfo[] arguments;
    private Delegate? readRow;

    private Statement(string named, Type arguments, bool isCounted)
    {
        var positions = new List<string>();
        var numbered = Name().Replace(named, name => PositionOf(name.Groups["name"].Value, positions));
        sql = isCounted ? $"with touched as ({numbered} returning 1) select demand_rows(count(*), ${positions.Count + 1}) from touched" : numbered;
        this.arguments = [.. positions.Select(name => ArgumentOf(name, arguments))];
        ReturnsRows = !isCounted && Returning().IsMatch(InParentheses().Replace(named, ""));
    }

    /// <summary>Whether it is a write that returns rows.</summary>
    public bool ReturnsRows { get; }

    public static Statement Of(string sql, object arguments) => Of(sql, arguments, isCounted: false);

    /// <summary>An update that fails unless it touches as many rows as its command says.</summary>
    public static Statement Counted(string sql, object arguments) => Of(sql, arguments, isCounted: true);

    private static Statement Of(string sql, object arguments, bool isCounted) =>
        Kept.GetOrAdd((sql, arguments.GetType(), isCounted), static key => new Statement(key.Sql, key.Arguments, key.IsCounted));

    /// <param name="values">The named arguments.</param>
    /// <param name="rows">How many rows a counted statement has to touch.</param>
    public NpgsqlBatchCommand ToCommand(object values, long rows)
    {
        var command = ToCommand(values);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = rows });
        return command;
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

    private static PropertyInfo ArgumentOf(string name, Type arguments)
    {
        var argument = arguments.GetProperty(name) ?? throw new ArgumentException($"@{name} has no argument.", nameof(arguments));
        return SqlTypes.Has(argument.PropertyType) ? argument : throw new ArgumentException($"@{name} is a {argument.PropertyType.Name}, which has no type in PostgreSQL here.", nameof(arguments));
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

    [GeneratedRegex(@"\((?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InParentheses();

    [GeneratedRegex(@"\breturning\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Returning();

    [GeneratedRegex("@(?<name>[a-zA-Z_][a-zA-Z0-9_]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}

using System.Text.RegularExpressions;

namespace Layers.Application.Seams;

/// <summary>The forms of names by which rows and callers know a part for good. Each method throws a <see cref="DeclarationException"/> for another form.</summary>
internal static partial class PartName
{
    /// <param name="part">What has the name, as in <c>publisher</c>.</param>
    public static void Demand(string part, string name)
    {
        if (!Form().IsMatch(name))
            throw new DeclarationException($"The {part} name \"{name}\" must be lower-case letters, digits and hyphens, a letter first, at most 32.");
    }

    public static void DemandScope(string name)
    {
        if (!ScopeForm().IsMatch(name))
            throw new DeclarationException($"The scope \"{name}\" must be words like acme:look: lower-case letters, digits, hyphens and underscores, with colons in between, at most 64.");
    }

    public static void DemandEvent(string type)
    {
        if (!EventForm().IsMatch(type))
            throw new DeclarationException($"The event \"{type}\" must be words like acme.looked_at: lower-case letters, digits and underscores, with dots in between, at most 64.");
    }

    /// <summary>PostgreSQL keeps some names for itself.</summary>
    public static void DemandSchema(string name)
    {
        if (!SchemaForm().IsMatch(name) || name.StartsWith("pg_", StringComparison.Ordinal) || name == "information_schema")
            throw new DeclarationException($"The schema \"{name}\" must be lower-case letters, digits and underscores, a letter or an underscore first, at most 40, and none of PostgreSQL's own.");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Form();

    [GeneratedRegex(@"^(?=.{1,64}\z)[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ScopeForm();

    [GeneratedRegex(@"^(?=.{1,64}\z)[a-z][a-z0-9]*(_[a-z0-9]+)*(\.[a-z][a-z0-9]*(_[a-z0-9]+)*)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex EventForm();

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,39}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex SchemaForm();
}
